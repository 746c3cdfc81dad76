// SPDX-License-Identifier: MIT
// A penalty is a Boost.Hana struct of its coefficients: every Hana algorithm works on it.
#include <fmt/format.h>

#include <regula/reflection.hpp>
#include <regula/regula.hpp>
#include <string_view>

namespace hana = boost::hana;

int main() {
  using namespace regula::symbols;
  using regula::coef;
  const auto elastic = regula::penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));

  //[each]
  hana::for_each(elastic, hana::fuse([](auto name, double value) { fmt::print("{} = {}\n", name.c_str(), value); }));
  //[/each]

  //[map]
  const auto map = hana::to_map(elastic);
  fmt::print("l2 in the map: {}\n", map[BOOST_HANA_STRING("l2")]);
  static_assert(hana::contains(map, BOOST_HANA_STRING("l1")));
  static_assert(!hana::contains(map, BOOST_HANA_STRING("l3")));
  //[/map]

  //[fold]
  const double total = hana::fold(hana::values(map), 0.0, [](double a, double b) { return a + b; });
  fmt::print("{} coefficients, their sum {}\n", hana::value(hana::size(hana::members(elastic))), total);
  //[/fold]
}
