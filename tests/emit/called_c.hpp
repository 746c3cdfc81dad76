// SPDX-License-Identifier: MIT
/// A formula's standalone C called on the tensors of a call, whatever their number and layout.
#pragma once
#include <Eigen/Core>
#include <array>
#include <regula/parse.hpp>
#include <tests/catch.hpp>
#include <tests/emit/compiled_c.hpp>
#include <vector>

namespace emit_test {

template <class S> using matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
using axes = std::array<std::ptrdiff_t, 6>;

/// P of the source, the gradients in g.
template <class S> class called_c {
public:
  explicit called_c(const regula::parsed_penalty& p)
      : source_(p.to_c({.doubles = sizeof(S) == sizeof(double)})), code_(source_) {
    for (const auto& [name, value] : p.get_config()) coefficients_.push_back(value);
  }
  bool good() const { return code_.good(); }
  const std::string& source() const { return source_; }

  double operator()(const std::vector<matrix<S>>& w, std::vector<matrix<S>>& g) const {
    g.resize(w.size());
    for (std::size_t t = 0; t < w.size(); ++t) g[t] = matrix<S>::Constant(w[t].rows(), w[t].cols(), S(77));
    const bool flat = source_.find("size_t n0") != std::string::npos;
    return flat ? call_flat(w, g) : call_strided(w, g);
  }

private:
  double call_flat(const std::vector<matrix<S>>& w, std::vector<matrix<S>>& g) const {
    const auto* c = coefficients_.data();
    const auto n = [&](std::size_t t) { return static_cast<std::size_t>(w[t].size()); };
    using one = double(const S*, std::size_t, S*, const double*);
    using two = double(const S*, std::size_t, S*, const S*, std::size_t, S*, const double*);
    using three =
        double(const S*, std::size_t, S*, const S*, std::size_t, S*, const S*, std::size_t, S*, const double*);
    if (w.size() == 1) return code_.function<one>()(w[0].data(), n(0), g[0].data(), c);
    if (w.size() == 2) return code_.function<two>()(w[0].data(), n(0), g[0].data(), w[1].data(), n(1), g[1].data(), c);
    REQUIRE(w.size() == 3);
    return code_.function<three>()(w[0].data(), n(0), g[0].data(), w[1].data(), n(1), g[1].data(), w[2].data(), n(2),
                                   g[2].data(), c);
  }
  double call_strided(const std::vector<matrix<S>>& w, std::vector<matrix<S>>& g) const {
    const auto* c = coefficients_.data();
    using step = const std::ptrdiff_t*;
    using one = double(const S*, step, step, S*, step, const double*);
    using two = double(const S*, step, step, S*, step, const S*, step, step, S*, step, const double*);
    using three = double(const S*, step, step, S*, step, const S*, step, step, S*, step, const S*, step, step, S*, step,
                         const double*);
    std::vector<axes> n, by;
    for (const auto& m : w) {
      n.push_back({m.rows(), m.cols(), 1, 1, 1, 1});
      by.push_back({1, m.rows(), 0, 0, 0, 0});
    }
    const auto e = [&](std::size_t t) { return n[t].data(); };
    const auto s = [&](std::size_t t) { return by[t].data(); };
    if (w.size() == 1) return code_.function<one>()(w[0].data(), e(0), s(0), g[0].data(), s(0), c);
    if (w.size() == 2)
      return code_.function<two>()(w[0].data(), e(0), s(0), g[0].data(), s(0), w[1].data(), e(1), s(1), g[1].data(),
                                   s(1), c);
    REQUIRE(w.size() == 3);
    return code_.function<three>()(w[0].data(), e(0), s(0), g[0].data(), s(0), w[1].data(), e(1), s(1), g[1].data(),
                                   s(1), w[2].data(), e(2), s(2), g[2].data(), s(2), c);
  }

  std::string source_;
  compiled_c code_;
  std::vector<double> coefficients_;
};

/// P of the engine.
template <class S>
double called_engine(const regula::parsed_penalty& p, const std::vector<matrix<S>>& w, std::vector<matrix<S>>& g) {
  const auto names = p.tensor_names();
  g = w;
  if (w.size() == 1) return p.value_and_gradient({{names[0], w[0], g[0]}});
  if (w.size() == 2) return p.value_and_gradient({{names[0], w[0], g[0]}, {names[1], w[1], g[1]}});
  return p.value_and_gradient({{names[0], w[0], g[0]}, {names[1], w[1], g[1]}, {names[2], w[2], g[2]}});
}

/// Whether the standalone C does what the engine does, on tensors of this shape with entries in (low, low + 2).
template <class S> void check_c(const std::string& text, int rows, int cols, double low) {
  INFO(text << ", " << rows << " x " << cols << (sizeof(S) == 4 ? ", float" : ", double"));
  const auto p = regula::parse(text);
  const called_c<S> c(p);
  INFO(c.source());
  REQUIRE(c.good());
  std::srand(7);
  std::vector<matrix<S>> w, found, expected;
  for (std::size_t t = 0; t < p.tensor_names().size(); ++t)
    w.push_back(matrix<S>::Random(rows, cols).array() + S(low + 1));
  const double value = called_engine<S>(p, w, expected);
  const double tolerance = sizeof(S) == 4 ? 2e-5 : 1e-12;
  CHECK(c(w, found) == Approx(value).epsilon(tolerance).margin(tolerance));
  for (std::size_t t = 0; t < w.size(); ++t) {
    INFO("gradient " << t << "\n" << found[t] << "\nengine\n" << expected[t]);
    const double size = 1.0 + static_cast<double>(expected[t].cwiseAbs().maxCoeff());
    CHECK(static_cast<double>((found[t] - expected[t]).cwiseAbs().maxCoeff()) <= tolerance * size);
  }
}

}  // namespace emit_test
