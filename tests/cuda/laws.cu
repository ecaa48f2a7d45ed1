// SPDX-License-Identifier: BSL-1.0
// Every law of the catalogue, and the ways to compose them, in a kernel: values and derivatives.
#include <t2/core/dual.hpp>
#include <t2/law/bind.hpp>
#include <t2/law/catalogue.hpp>
#include <t2/law/linked.hpp>
#include <t2/law/scale.hpp>

using namespace t2;

template <class L>
__global__ void values(L law, double const* x, double* out) {
  out[threadIdx.x] = law::evaluate_at(law, x + L::variables::size * threadIdx.x);
}

template <class L>
__global__ void slopes(L law, double const* x, double* out) {
  using number = dual<double, L::variables::size>;
  number at[L::variables::size];
  for (int i = 0; i < L::variables::size; ++i) at[i] = number::variable(x[i], i);
  out[threadIdx.x] = law::evaluate_at(law, static_cast<number const*>(at)).partial[0];
}

void all(double const* x, double* out) {
  law::for_each_form([&](auto each) {
    typename decltype(each)::law_type law{};
    values<<<1, 32>>>(law, x, out);
    slopes<<<1, 32>>>(law, x, out);
  });
  law::chinchilla loss{.E = 1.8, .A = 480., .B = 2000., .alpha = 0.35, .beta = 0.36};
  values<<<1, 32>>>(2.0 * loss + law::offset{.value = .5}, x, out);
  values<<<1, 32>>>(law::bind(loss, tokens{2e9}), x, out);
  values<<<1, 32>>>(law::nest(law::sigmoid{.a = -.5, .x0 = 1., .k = 3., .b = 1.}, loss), x, out);
}
