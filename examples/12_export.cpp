// SPDX-License-Identifier: MIT
// A formula leaves for Python and for a page, and the parameters of other libraries come in.
#include <fmt/format.h>

#include <regula/conventions.hpp>
#include <regula/export.hpp>
#include <regula/regula.hpp>

int main() {
  using namespace regula::symbols;
  using regula::coef;

  //[python]
  const auto sparse = regula::penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"rows">(0.02) * sum(norm2(rowwise(W))));
  fmt::print("{:numpy}\n", regula::exported(sparse));
  //[/python]

  //[gradient]
  fmt::print("{:numpy}\n", regula::exported(sparse.gradient_formula(W)));
  //[/gradient]

  //[page]
  fmt::print("{:mathml names}\n", sparse);
  fmt::print("{:dot}", sparse);  // | dot -Tsvg > formula.svg
  //[/page]

  //[conventions]
  namespace conventions = regula::conventions;
  fmt::print("{}\n", conventions::sklearn_elastic_net(0.5, 0.2));
  fmt::print("{}\n", conventions::weight_decay(0.01));
  //[/conventions]
}
