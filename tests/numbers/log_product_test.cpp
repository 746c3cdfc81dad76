// SPDX-License-Identifier: MIT
/// Logarithms of products against sums of logarithms in long double.
#include <cmath>
#include <dsl/numbers/log_product.hpp>
#include <dsl/numbers/numbers.hpp>
#include <random>
#include <tests/catch.hpp>
#include <vector>

namespace {

using namespace regula;

template <class S> log_product<S> product_of(const S* grown) {
  constexpr std::size_t width = lanes<S>::size;
  log_product<S> p;
  p.begin(one_plus(lanes<S>::load(grown)));
  for (std::size_t k = 1; k < 4; ++k) p.multiply(one_plus(lanes<S>::load(grown + k * width)));
  return p;
}
template <class S> bool in_range(const std::vector<S>& grown) {
  return log_product<S>::in_range(product_of(grown.data()), product_of(&grown[4 * lanes<S>::size]));
}
/// The largest error of a lane, in units of epsilon of the sum of the logarithms' sizes.
template <class S> double worst_error(const std::vector<S>& grown) {
  constexpr std::size_t width = lanes<S>::size;
  auto p = product_of(grown.data());
  const auto q = product_of(&grown[4 * width]);
  CHECK(p.in_range());
  CHECK(log_product<S>::in_range(p, q));
  p.join(q);
  S found[width];
  p.logarithm().store(found);
  long double worst = 0;
  for (std::size_t l = 0; l < width; ++l) {
    long double sum = 0, size = 0;
    for (std::size_t k = 0; k < 8; ++k) {
      const auto each = std::log1p(static_cast<long double>(grown[k * width + l]));
      sum += each, size += std::fabs(each);
    }
    worst = std::max(worst, std::fabs(static_cast<long double>(found[l]) - sum) / size);
  }
  return static_cast<double>(worst) / static_cast<double>(std::numeric_limits<S>::epsilon());
}

}  // namespace

TEMPLATE_TEST_CASE("eight factors have one logarithm", "[numbers]", float, double) {
  using S = TestType;
  if constexpr (fuses<S>) {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> exponent(-30, 3.9), near(-0.5, 0.5), sign(-1, 1);
    for (int t = 0; t < 2000; ++t) {
      // Of any size, none below 1; near 1 on both sides; far above and below 1, where they nearly cancel.
      std::vector<S> any(8 * lanes<S>::size), close(any.size()), far(any.size());
      for (std::size_t i = 0; i < any.size(); ++i) {
        any[i] = static_cast<S>(std::pow(10.0, exponent(random)));
        close[i] = static_cast<S>(near(random) * std::pow(10.0, -std::fabs(exponent(random)) / 4));
        far[i] = sign(random) < 0 ? S(0x1p13) : S(0x1p-13) - 1;
      }
      CHECK(worst_error(any) <= 2);
      CHECK(worst_error(close) <= 2);
      CHECK(worst_error(far) <= 2);
    }
  }
}

TEMPLATE_TEST_CASE("a product out of range says so, whichever factor it is", "[numbers]", float, double) {
  using S = TestType;
  using limits = std::numeric_limits<S>;
  if constexpr (fuses<S>)
    for (const S odd : {S(-1), S(-2), S(-1) - limits::epsilon(), limits::max(), -limits::max(), limits::infinity(),
                        -limits::infinity(), limits::quiet_NaN(), sizeof(S) == 4 ? S(0x1p29) : S(0x1p241)})
      for (std::size_t i = 0; i < 8 * lanes<S>::size; ++i) {
        std::vector<S> grown(8 * lanes<S>::size, S(0.25));
        CHECK(in_range(grown));
        grown[i] = odd;
        CAPTURE(odd, i);
        CHECK_FALSE(in_range(grown));
        CHECK(product_of(grown.data()).in_range() == (i >= 4 * lanes<S>::size));
      }
}

TEMPLATE_TEST_CASE("two products that are too large together are not joined", "[numbers]", float, double) {
  using S = TestType;
  if constexpr (fuses<S>) {
    std::vector<S> grown(8 * lanes<S>::size, S(0.25));
    for (std::size_t k = 0; k < 4; ++k) grown[k * lanes<S>::size] = sizeof(S) == 4 ? S(0x1p15) : S(0x1p121);
    CHECK(product_of(grown.data()).in_range());
    CHECK_FALSE(in_range(grown));
  }
}
