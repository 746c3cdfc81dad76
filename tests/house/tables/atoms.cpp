// SPDX-License-Identifier: MIT
// Every fact that the atoms of the library state about themselves, as lines of fields for tables.py.
#include <fmt/format.h>

#include <cmath>
#include <regula/decompositions.hpp>
#include <regula/sparse.hpp>
#include <regula/text.hpp>

namespace {

using namespace regula::symbols;
using regula::role;
constexpr auto C = regula::symbol<"C">;
constexpr auto L = regula::symbol<"L">;
constexpr auto G = regula::symbol<"G">;

constexpr const char* bends[] = {"affine", "convex", "concave", ""};
constexpr const char* runs[] = {"rises", "falls", ""};
constexpr const char* ranges[] = {"", "≥ 0", "≤ 0"};

template <class A> constexpr bool is_sparse() {
  if constexpr (requires { A::applies_first; })
    return A::applies_first;
  else
    return false;
}
/// What its arguments are called.
template <class A> constexpr std::array<const char*, 3> names() {
  if (is_sparse<A>()) return {"L", "W", ""};
  return A::arity == 3 ? std::array{"W", "X", "Y"} : std::array{"W", "V", ""};
}
/// Of which arguments a claim speaks.
template <class A> std::string of_which(const std::string& claim) {
  if (claim.empty() || A::arity < 2) return claim;
  return claim + (is_sparse<A>() || A::parameters == 1 ? " in W" : A::arity == 2 ? " in both" : " in all");
}

/// Whether the value is finite where argument k is `low`, the others 1.
template <class A> bool is_finite(double low, int k) {
  if constexpr (A::arity == 1 && A::meets == role::entries && !A::parametric && !regula::dsl::has_shape<A>)
    return std::isfinite(regula::call<A>(regula::one_lane{low}).v);
  else if constexpr (A::arity == 2 && A::meets == role::entries)
    return std::isfinite(regula::call<A>(regula::one_lane{k == 0 ? low : 1}, regula::one_lane{k == 1 ? low : 1}).v);
  else
    return true;
}
template <class A> std::string domain() {
  std::string text;
  for (int k = 0; k < A::arity; ++k) {
    const bool setting = k >= A::arity - A::parameters;
    const double low = setting ? 0 : A::domain.low;
    if (std::isinf(low)) continue;
    const auto* name = A::arity == 1 ? "x" : names<A>()[static_cast<std::size_t>(k)];
    text +=
        fmt::format("{}{} {} {}", text.empty() ? "" : ", ", name, !setting && is_finite<A>(low, k) ? "≥" : ">", low);
  }
  return text;
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

/// The atom called with W, V...
template <class A> auto called() {
  if constexpr (is_sparse<A>())
    return regula::call<A>(L, W);
  else if constexpr (A::arity == 1)
    return regula::call<A>(W);
  else if constexpr (A::arity == 2)
    return regula::call<A>(W, V);
  else
    return regula::call<A>(W, X, Y);
}
template <class F> std::string text_of_sum(F formula) {
  const auto text = fmt::format("{}", regula::penalty(sum(formula)));
  return text.substr(4, text.size() - 5);  // without sum( )
}

/// Its slopes; of an atom of whole tensors, those of sum(C * atom).
template <class A, class F> std::string slopes(F formula) {
  const auto p = [&] {
    if constexpr (A::reduces)
      return regula::penalty(formula);
    else if constexpr (A::meets == role::entries && !regula::dsl::has_shape<A>)
      return regula::penalty(sum(formula));
    else
      return regula::penalty(sum(transpose(transpose(C)) * formula));  // so that C is a matrix
  }();
  if constexpr (A::arity == 1 || is_sparse<A>())
    return fmt::format("{}", p.gradient_formula(W));
  else if constexpr (A::arity == 2)
    return fmt::format("{}; {}", p.gradient_formula(W), p.gradient_formula(V));
  else
    return fmt::format("{}; {}; {}", p.gradient_formula(W), p.gradient_formula(X), p.gradient_formula(Y));
}

/// A row: the name that its comment stands above, and the facts of A, called as in the formula.
template <class A> void print(std::string_view name, const std::string& call, const std::string& slope) {
  const bool by_entries = A::meets == role::entries && !regula::dsl::has_shape<A>;
  fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", name, call, domain<A>(), ranges[static_cast<int>(A::range)],
             of_which<A>(bends[static_cast<int>(A::bends)]), of_which<A>(runs[static_cast<int>(A::runs)]), slope,
             kinks<A>(), by_entries ? std::to_string(A::ulps) : "");
}
template <class A, class F> void print_as(std::string_view name, F formula) {
  std::string call;
  if constexpr (A::reduces)
    call = fmt::format("{}", regula::penalty(formula));
  else
    call = text_of_sum(formula);
  print<A>(name, call, slopes<A>(formula));
}

/// The row of an atom; more than one, by the names that users write, for what has parameters.
template <class A> void print_rows() {
  if constexpr (std::is_same_v<A, regula::pow_atom>) {
    print_as<A>("pow", regula::pow<3, 2>(W));
  } else if constexpr (std::is_same_v<A, regula::reach_atom>) {
    print_as<A>("shifted", shifted<0, 1>(W));
  } else if constexpr (std::is_same_v<A, regula::kept_atom>) {
    print_as<A>("diagonal", diagonal(W));
    print_as<A>("off_diagonal", off_diagonal(W));
    print_as<A>("upper", upper<1>(W));
    print_as<A>("lower", lower(W));
    print_as<A>("slice", slice<1, 0, 4>(W));
    print_as<A>("trim", trim<0, 1>(W));
  } else if constexpr (std::is_same_v<A, regula::difference_atom>) {
    print_as<A>("difference", difference<0>(W));
  } else if constexpr (std::is_same_v<A, regula::identity_atom>) {
    print<A>("identity", "identity", "");
  } else if constexpr (std::is_same_v<A, regula::group_sums_atom>) {
    print_as<A>("group_sums", group_sums(G, W));
  } else if constexpr (std::is_same_v<A, regula::highest_atom>) {
    print_as<A>("highest", max(W));
  } else if constexpr (std::is_same_v<A, regula::lowest_atom>) {
    print_as<A>("lowest", min(W));
  } else {
    print_as<A>(A::name, called<A>());
  }
}

template <class... A> void family(const char* file, regula::type_list<A...>, int& rows) {
  fmt::print("# {}\n", file);
  (print_rows<A>(), ...);
  rows += static_cast<int>(sizeof...(A));
}

}  // namespace

int main() {
  int rows = 0;
  family("dsl/atoms/arithmetic.hpp", regula::arithmetic_atoms{}, rows);
  family("dsl/atoms/basic.hpp", regula::basic_atoms{}, rows);
  family("dsl/atoms/piecewise.hpp", regula::piecewise_atoms{}, rows);
  family("dsl/atoms/power.hpp", regula::power_atoms{}, rows);
  family("dsl/atoms/transcendental.hpp", regula::transcendental_atoms{}, rows);
  family("dsl/atoms/smooth.hpp", regula::smooth_atoms{}, rows);
  family("dsl/atoms/reductions.hpp", regula::reduction_atoms{}, rows);
  family("dsl/atoms/structure.hpp", regula::structure_atoms{}, rows);
  family("dsl/atoms/products.hpp", regula::product_atoms{}, rows);
  const bool whole = rows == regula::library_atoms::size;
  family("dsl/atoms/sorted.hpp", regula::sorted_atoms{}, rows);
  family("dsl/atoms/sparse.hpp", regula::sparse_atoms{}, rows);
  family("dsl/atoms/spectral.hpp", regula::spectral_atoms{}, rows);
  return whole ? 0 : 1;  // a family of the library is not listed above
}
