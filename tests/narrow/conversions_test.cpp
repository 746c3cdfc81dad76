// SPDX-License-Identifier: MIT
/// Half and bfloat16 to floats and back, against Eigen's conversion of single numbers.
#include <bit>
#include <cmath>
#include <random>
#include <regula/narrow.hpp>
#include <tests/catch.hpp>
#include <vector>

namespace {

template <class M> std::uint16_t bits_of(M x) { return std::bit_cast<std::uint16_t>(x); }

template <class M> std::vector<M> all_of_them() {
  std::vector<M> all;
  for (std::uint32_t b = 0; b < 65536; ++b) all.push_back(std::bit_cast<M>(static_cast<std::uint16_t>(b)));
  return all;
}

/// Any bits, and what lies at and beside the middle of two neighbours.
template <class M> std::vector<float> floats() {
  std::vector<float> all;
  std::mt19937 random(3);
  for (int i = 0; i < 200'000; ++i) all.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
  for (const M m : all_of_them<M>()) {
    const auto x = static_cast<float>(m),
               next = static_cast<float>(std::bit_cast<M>(static_cast<std::uint16_t>(bits_of(m) + 1)));
    const float middle = x / 2 + next / 2;
    for (const float f : {x, middle, std::nextafter(middle, 1e38f), std::nextafter(middle, -1e38f)}) all.push_back(f);
  }
  return all;
}

}  // namespace

TEMPLATE_TEST_CASE("every narrow number as a float", "[narrow]", Eigen::half, Eigen::bfloat16) {
  const auto in = all_of_them<TestType>();
  for (const std::size_t n : {65536, 0, 1, 15, 16, 17, 33}) {
    std::vector<float> out(n + 1, 7.0f);
    regula::widen(in.data(), static_cast<std::ptrdiff_t>(n), out.data());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto right = static_cast<float>(in[i]);
      wrong += std::isnan(right) ? !std::isnan(out[i])
                                 : std::bit_cast<std::uint32_t>(right) != std::bit_cast<std::uint32_t>(out[i]);
    }
    CHECK(wrong == 0);
    CHECK(out[n] == 7.0f);
  }
}

TEMPLATE_TEST_CASE("floats to the nearest, ties to even", "[narrow]", Eigen::half, Eigen::bfloat16) {
  const auto in = floats<TestType>();
  std::vector<TestType> out(in.size());
  regula::narrow(in.data(), static_cast<std::ptrdiff_t>(in.size()), out.data());
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const auto right = static_cast<TestType>(in[i]);
    const bool same = std::isnan(in[i]) ? std::isnan(static_cast<float>(out[i])) : bits_of(right) == bits_of(out[i]);
    if (!same && wrong++ < 3) {
      CAPTURE(in[i], bits_of(right), bits_of(out[i]));
      CHECK(same);
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("rounding at random has the mean of what it rounds", "[narrow]") {
  const float x = 1.0f + 0.3f * 0.0078125f;  // three tenths of the way to the next
  const std::vector<float> in(100'000, x);
  std::vector<Eigen::bfloat16> out(in.size()), again(in.size()), other(in.size());
  regula::round_at_random(in, out, 1);
  double sum = 0;
  std::size_t up = 0;
  for (const auto y : out) {
    sum += static_cast<double>(static_cast<float>(y));
    up += static_cast<float>(y) > 1.0f;
    REQUIRE((static_cast<float>(y) == 1.0f || static_cast<float>(y) == 1.0078125f));
  }
  CHECK(std::fabs(static_cast<double>(up) / 100'000 - 0.3) < 0.006);  // four standard deviations
  CHECK(std::fabs(sum / 100'000 - static_cast<double>(x)) < 5e-5);
  regula::round_at_random(in, again, 1);
  regula::round_at_random(in, other, 2);
  CHECK(std::equal(out.begin(), out.end(), again.begin()));
  CHECK(!std::equal(out.begin(), out.end(), other.begin()));
}

TEST_CASE("rounding at random leaves what is narrow, infinite or NaN", "[narrow]") {
  const auto all = all_of_them<Eigen::bfloat16>();
  std::vector<float> in(all.size());
  regula::widen(all.data(), 65536, in.data());
  std::vector<Eigen::bfloat16> out(all.size());
  regula::round_at_random(in, out, 9);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    wrong += std::isnan(in[i]) ? !std::isnan(static_cast<float>(out[i])) : bits_of(out[i]) != bits_of(all[i]);
  CHECK(wrong == 0);
  CHECK_THROWS_WITH(regula::round_at_random(in, std::span(out).first(3), 1),
                    "rounding takes as many entries as it gives; given are 65536 and 3");
}
