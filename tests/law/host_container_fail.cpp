// SPDX-License-Identifier: BSL-1.0
// t2: expects work for a device is copied to it byte by byte, so it may hold numbers and pointers but no container
#include <t2/exec/emulated.hpp>
#include <t2/t2.hpp>

#include <span>
#include <vector>

using namespace t2;

struct tabulated {  // a law with a table in a container of the host
  double A;
  std::vector<double> table;
  using value_type = double;
  using variables = variable_list<params>;
  using parameters = law::parameter_list<law::parameter<"A", &tabulated::A, law::role::coefficient>>;
  template <class N>
  double operator()(params<N> const&) const {
    return A + table.front();
  }
};

status many(std::span<double> losses, std::span<double const> sizes) {
  return law::evaluate(exec::emulated{}, tabulated{1, {2}}, losses, law::each<params>(sizes));
}
