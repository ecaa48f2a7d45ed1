// SPDX-License-Identifier: BSL-1.0
// The least type that t2::real allows: a double behind explicit constructors, with the operators that the concept asks
// for and the elementary functions beside it. What compiles with it needs nothing more of a number.
#pragma once

#include <cmath>
#include <limits>

namespace t2::test {

class archetype {
 public:
  archetype() = default;
  explicit archetype(int x) : x_(x) {}
  explicit archetype(long long x) : x_(static_cast<double>(x)) {}
  explicit archetype(double x) : x_(x) {}
  explicit operator double() const { return x_; }

  archetype& operator+=(archetype const& y) { return *this = *this + y; }
  archetype& operator-=(archetype const& y) { return *this = *this - y; }
  archetype& operator*=(archetype const& y) { return *this = *this * y; }
  archetype& operator/=(archetype const& y) { return *this = *this / y; }

  friend archetype operator-(archetype const& a) { return archetype(-a.x_); }
  friend archetype operator+(archetype const& a, archetype const& b) { return archetype(a.x_ + b.x_); }
  friend archetype operator-(archetype const& a, archetype const& b) { return archetype(a.x_ - b.x_); }
  friend archetype operator*(archetype const& a, archetype const& b) { return archetype(a.x_ * b.x_); }
  friend archetype operator/(archetype const& a, archetype const& b) { return archetype(a.x_ / b.x_); }
  friend bool operator<(archetype const& a, archetype const& b) { return a.x_ < b.x_; }
  friend bool operator>(archetype const& a, archetype const& b) { return a.x_ > b.x_; }
  friend bool operator<=(archetype const& a, archetype const& b) { return a.x_ <= b.x_; }
  friend bool operator>=(archetype const& a, archetype const& b) { return a.x_ >= b.x_; }
  friend bool operator==(archetype const& a, archetype const& b) { return a.x_ == b.x_; }

  friend archetype exp(archetype const& a) { return archetype(std::exp(a.x_)); }
  friend archetype expm1(archetype const& a) { return archetype(std::expm1(a.x_)); }
  friend archetype log(archetype const& a) { return archetype(std::log(a.x_)); }
  friend archetype log1p(archetype const& a) { return archetype(std::log1p(a.x_)); }
  friend archetype sqrt(archetype const& a) { return archetype(std::sqrt(a.x_)); }
  friend archetype pow(archetype const& a, archetype const& b) { return archetype(std::pow(a.x_, b.x_)); }
  friend archetype fabs(archetype const& a) { return archetype(std::fabs(a.x_)); }
  friend archetype floor(archetype const& a) { return archetype(std::floor(a.x_)); }
  friend bool isfinite(archetype const& a) { return std::isfinite(a.x_); }

 private:
  double x_;
};

}  // namespace t2::test

template <>
struct std::numeric_limits<t2::test::archetype> : std::numeric_limits<double> {
  using archetype = t2::test::archetype;
  static archetype epsilon() { return archetype(std::numeric_limits<double>::epsilon()); }
  static archetype infinity() { return archetype(std::numeric_limits<double>::infinity()); }
  static archetype quiet_NaN() { return archetype(std::numeric_limits<double>::quiet_NaN()); }
};
