// SPDX-License-Identifier: MIT
// Every fact that the atoms of the library state about themselves, as lines of fields for tables.py.
#include <fmt/format.h>

#include <cmath>
#include <regula/text.hpp>

namespace {

using namespace regula::symbols;

constexpr const char* bends[] = {"affine", "convex", "concave", ""};
constexpr const char* runs[] = {"rises", "falls", ""};
constexpr const char* ranges[] = {"", "≥ 0", "≤ 0"};

/// The value of an atom of one number.
template <class A> double at(double x) {
  if constexpr (A::arity == 1 && !A::reduces && !A::parametric)
    return regula::call<A>(regula::number{x}).v;
  else
    return 0.0;
}

template <class A> std::string domain() {
  constexpr auto d = A::domain;
  if (std::isinf(d.low) && std::isinf(d.high)) return "";
  return fmt::format("x {} {}", std::isfinite(at<A>(d.low)) ? "≥" : ">", d.low);
}

/// What the derivative is at the points where `slope` declares a choice, as the kernel computes it.
template <class A> std::string kinks() {
  if constexpr (A::kinks::count == 0 || A::parametric || A::arity != 1) {
    return "";
  } else {
    std::string text;
    const auto p = regula::penalty(sum(regula::call<A>(W)));
    for (const double x : A::kinks::points) {
      const Eigen::Matrix<double, 1, 1> w{x};
      Eigen::Matrix<double, 1, 1> g;
      p.gradient(w, g);
      text += fmt::format("{}{} at {}", text.empty() ? "" : ", ", g[0] + 0.0, x);  // + 0: no -0
    }
    return text;
  }
}

/// The atom called with W, V... and its slopes.
template <class A> auto called() {
  if constexpr (A::parametric)
    return regula::pow<3, 2>(W);
  else if constexpr (A::arity == 1)
    return regula::call<A>(W);
  else if constexpr (A::arity == 2)
    return regula::call<A>(W, V);
  else
    return regula::call<A>(W, X, Y);
}
/// A penalty of the atom: itself if it reduces, else its sum.
template <class A> auto penalty_of() {
  if constexpr (A::reduces)
    return regula::penalty(called<A>());
  else
    return regula::penalty(sum(called<A>()));
}
template <class A> std::string slopes() {
  const auto p = penalty_of<A>();
  if constexpr (A::arity == 1)
    return fmt::format("{}", p.gradient_formula(W));
  else if constexpr (A::arity == 2)
    return fmt::format("{}; {}", p.gradient_formula(W), p.gradient_formula(V));
  else
    return fmt::format("{}; {}; {}", p.gradient_formula(W), p.gradient_formula(X), p.gradient_formula(Y));
}
template <class A> std::string written() {
  const auto text = fmt::format("{}", penalty_of<A>());
  return A::reduces ? text : text.substr(4, text.size() - 5);  // without sum( )
}

template <class A> void print() {
  fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", A::name, written<A>(), domain<A>(),
             ranges[static_cast<int>(A::range)], bends[static_cast<int>(A::bends)], runs[static_cast<int>(A::runs)],
             slopes<A>(), kinks<A>(), A::reduces ? "" : std::to_string(A::ulps));
}

template <class... A> void family(const char* file, regula::type_list<A...>) {
  fmt::print("# {}\n", file);
  (print<A>(), ...);
}

}  // namespace

int main() {
  family("dsl/atoms/arithmetic.hpp", regula::arithmetic_atoms{});
  family("dsl/atoms/basic.hpp", regula::basic_atoms{});
  family("dsl/atoms/piecewise.hpp", regula::piecewise_atoms{});
  family("dsl/atoms/power.hpp", regula::power_atoms{});
  family("dsl/atoms/transcendental.hpp", regula::transcendental_atoms{});
  family("dsl/atoms/smooth.hpp", regula::smooth_atoms{});
  family("dsl/atoms/reductions.hpp", regula::reduction_atoms{});
}
