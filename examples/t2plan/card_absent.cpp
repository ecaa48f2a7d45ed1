// SPDX-License-Identifier: BSL-1.0
#include "card.hpp"

namespace t2plan {
namespace {

constexpr t2::status absent{.code = t2::errc::unsupported, .argument = "CUDA, without which this t2plan was built,"};

}  // namespace

bool built_for_card() { return false; }

t2::result<t2::sample::tally> fresh_on_card(t2::law::beta_shape<double> const&, std::uint64_t, std::uint64_t,
                                            std::uint64_t, t2::repeats) {
  return absent;
}

t2::result<t2::sample::tally> repeated_on_card(std::span<double const>, std::uint64_t, std::uint64_t, t2::repeats) {
  return absent;
}

t2::result<std::vector<drawn_on_card>> plans_on_card(t2_loss const&, std::vector<std::vector<double>> const&,
                                                     t2::budget::split<double> const&) {
  return absent;
}

}  // namespace t2plan
