// SPDX-License-Identifier: BSL-1.0
// t2: expects work for a device is copied to it byte by byte, so it may hold numbers and pointers but no container
#include <t2/exec/emulated.hpp>  // exec::cuda says the same

#include <vector>

struct doubled {
  std::vector<double> numbers;  // lives on the host
  void operator()(std::size_t i) const { (void)(2 * numbers[i]); }
};

t2::status run() { return t2::exec::emulated{}.for_each_index(3, doubled{{1, 2, 3}}); }
