// SPDX-License-Identifier: MIT
#include <regula/text.hpp>
#include <tests/catch.hpp>
#include <tests/text/source.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::constant;
using regula::free_coef;
using regula::penalty;

TEST_CASE("C++ source reads back as the same formula") {
  const auto elastic = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));
  CHECK_READS_BACK(elastic, regula::coef<"l1">(0.01) * sum(abs(W)) + regula::coef<"l2">(0.02) * sum(square(W)));
  const auto numbers = penalty(2 * sum(W) - sum(1e22 * V) / 3.5f + sum(M) * 1e-300 + 5e-324 * sum(X));
  CHECK_READS_BACK(numbers, 2.0 * sum(W) - sum(1e+22 * V) / 3.5 + sum(M) * 1e-300 + 5e-324 * sum(X));
  const auto signs = penalty(sum(W - -0.5) + sum(-(-W)) - -sum(V * -2) + free_coef<"mu">(-1) * sum(-0.0 * M));
  CHECK_READS_BACK(signs,
                   sum(W - (-0.5)) + sum(-(-W)) - (-sum(V * (-2.0))) + regula::free_coef<"mu">(-1.0) * sum(-0.0 * M));
  const auto constants =
      penalty(constant<2, 6> * sum(W) + constant<-3> * sum(V) / constant<1, 7> + sum(W) * constant<-22, 7>);
  CHECK_READS_BACK(constants, regula::constant<1, 3> * sum(W) + regula::constant<-3> * sum(V) / regula::constant<1, 7> +
                                  sum(W) * regula::constant<-22, 7>);
  const auto changed = elastic.with_config({{"l1", 0.5}});
  CHECK_READS_BACK(changed, regula::coef<"l1">(0.5) * sum(abs(W)) + regula::coef<"l2">(0.02) * sum(square(W)));
}

TEST_CASE("brackets, powers, symbols and calls print as their source") {
  CHECK_PRINTS_ITSELF(sum(W - (V - M)));
  CHECK_PRINTS_ITSELF(sum(W - V - M));
  CHECK_PRINTS_ITSELF(sum(W / (V * M)) + sum(W / V * M));
  CHECK_PRINTS_ITSELF(sum((W + V) * M) - sum(-(W * V)) - (-sum(-W * V)));
  CHECK_PRINTS_ITSELF(sum(W + (-V) * M) + sum(W * (V / M)));
  CHECK_PRINTS_ITSELF(sum(pow<3>(W)) + sum(pow<3, 2>(abs(V))) + sum(pow<-1, 2>(X)));
  CHECK_PRINTS_ITSELF(sum(regula::symbol<"kernel">) + sum(regula::symbol<"bias">) + sum(W0) + sum(Y));
  CHECK_PRINTS_ITSELF(max(W) + sum(max(W, 0.5)) + sum(clamp(W, -1.0, 1.0)) + dot(W, V));
  CHECK_PRINTS_ITSELF(sum(huber(W, regula::coef<"delta">(1.5))) + 0.5 * log_sum_exp(-W) + norm2(W) / size(W));
}
