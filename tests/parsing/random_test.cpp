// SPDX-License-Identifier: MIT
/// Random formulas read at run time: values and gradients against loops over the formula as it is written.
#include <regula/parse.hpp>
#include <tests/parsing/naive_formula.hpp>
#include <tests/parsing/random_texts.hpp>

namespace {

using namespace parsing_test;

/// df/dx in one entry, and how far the differences may be off: NaN where they find none.
struct slope {
  real value, error;
};
slope difference(const naive_formula& f, cubes& x, const std::string& name, std::size_t i) {
  real& w = x.at(name).x[i];
  const real here = w;
  const auto at = [&](real step) {
    w = here + step;
    return f(x);
  };
  const auto central = [&](real h) { return (8 * (at(h / 2) - at(-h / 2)) - (at(h) - at(-h))) / (6 * h); };
  const real near = central(0x1p-16L), far = central(0x1p-14L);
  w = here;
  return {near, std::fabs(near - far)};
}

struct tally {
  int formulas = 0, slopes = 0, kinks = 0;
};

void check(const std::string& text, std::ptrdiff_t rows, std::ptrdiff_t columns, unsigned seed, tally& all) {
  INFO(text);
  const naive_formula naive(text);
  const auto p = regula::parse(text);
  cubes x;
  std::vector<Eigen::MatrixXd> w, g;
  const auto names = p.tensor_names();
  for (unsigned k = 0; const std::string name : {"W", "V", "W0"})
    x[name] = structure_test::numbers(structure_test::shape(rows, columns), seed + k++);
  for (const auto& name : names) {
    w.emplace_back(rows, columns), g.emplace_back(Eigen::MatrixXd::Constant(rows, columns, 77));
    for (std::size_t i = 0; i < x.at(name).x.size(); ++i) w.back().data()[i] = static_cast<double>(x.at(name).x[i]);
  }
  const auto ask = [&](auto call) {
    if (names.size() == 1) return call({{names[0], w[0], g[0]}});
    if (names.size() == 2) return call({{names[0], w[0], g[0]}, {names[1], w[1], g[1]}});
    return call({{names[0], w[0], g[0]}, {names[1], w[1], g[1]}, {names[2], w[2], g[2]}});
  };
  const real truth = naive(x);
  const double value = ask([&](regula::parsed_penalty::arguments a) { return p.value_and_gradient(a); });
  if (!std::isfinite(truth) || std::fabs(truth) > 1e9L) return;
  ++all.formulas;
  CHECK(value == Approx(static_cast<double>(truth)).epsilon(1e-10).margin(1e-10));
  for (std::size_t t = 0; t < names.size(); ++t) {
    const double size = g[t].cwiseAbs().maxCoeff();
    for (std::size_t i = seed % 3; i < x.at(names[t]).x.size(); i += 3) {
      const auto d = difference(naive, x, names[t], i);
      if (!(d.error <= 1e-7L * (1 + std::fabs(d.value)))) {
        ++all.kinks;
        continue;
      }
      ++all.slopes;
      INFO(names[t] << " entry " << i);
      CHECK(g[t].data()[i] == Approx(static_cast<double>(d.value)).epsilon(1e-6).margin(1e-7 * (1 + size)));
    }
  }
}

}  // namespace

TEST_CASE("random formulas that were read have the values and gradients of loops", "[parsing]") {
  tally all;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    random_text text(seed);
    const auto rows = static_cast<std::ptrdiff_t>(1 + seed % 7),
               columns = static_cast<std::ptrdiff_t>(1 + seed / 7 % 6);
    if (rows == 1 || columns < 4) continue;
    check(text.scalar(2 + static_cast<int>(seed % 3)), rows, columns, seed, all);
  }
  WARN(all.formulas << " formulas, " << all.slopes << " slopes; " << all.kinks << " differences found none");
  CHECK(all.formulas > 400);
}
