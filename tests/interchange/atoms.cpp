// SPDX-License-Identifier: MIT
// Every atom of the library, and one of a user's, as records.
#include <tests/interchange/records.hpp>

using namespace interchange;
using namespace regula::symbols;
using regula::role;

namespace {

/// An atom of a user's that says no word about other languages.
struct softsign_atom : regula::elementwise {
  static constexpr std::string_view name = "softsign", latex = "\\operatorname{softsign}\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return select(x > 0.0, x / (1.0 + x), x / (1.0 - x)); }
  static constexpr auto slope(const auto& x, const auto&) { return square(inverse(1.0 + abs(x))); }
};

/// Value alone: the gradients of the gallery suffice.
template <class P> void value_of(const char* name, const P& p, const matrix& w, const matrix& v) {
  constexpr auto names = P::tensor_names();
  json tensors{{"W", array(w)}};
  double value = 0;
  if constexpr (names.size() == 1) {
    value = p(w);
  } else if constexpr (names.size() == 2) {
    tensors["V"] = array(v);
    value = p(W = w, V = v);
  } else {
    const matrix m = w.array() + 0.3;
    tensors["V"] = array(v), tensors["M"] = array(m);
    value = p(W = w, V = v, M = m);
  }
  print(name, std::move(tensors), value, nullptr, texts(p), nullptr);
}

template <class A> void atom() {
  const bool everywhere = A::domain.low < -1.0;
  const bool is_square = A::meets == role::operation || regula::dsl::has_shape<A>;
  const int n = is_square ? 4 : 5;
  const auto w = random(n, 4, 1, everywhere && A::arity == 1 ? -2.0 : 0.1, 1.9);
  const auto v = random(n, 4, 2, 0.1, 1.9);
  const std::string name{A::name};
  const auto run = [&](const auto& formula) { value_of(name.c_str(), regula::penalty(formula), w, v); };
  if constexpr (A::parametric || A::arity == 0 || std::is_same_v<A, regula::spread_atom>) {
    return;  // below
  } else if constexpr (A::reduces) {
    if constexpr (A::arity == 1)
      run(regula::call<A>(W));
    else
      run(regula::call<A>(W, V));
    if constexpr (std::is_same_v<A, regula::size_atom>) {
      run(size(rowwise(W)) * mean(V));
    } else if constexpr (A::by_axes && A::arity == 1) {
      run(sum(square(regula::call<A>(rowwise(W)))));
      run(sum(square(regula::call<A>(colwise(W)))));
    }
  } else if constexpr (A::name == "tanh_slope") {
    run(sum(regula::call<A>(W, tanh(W))));
  } else if constexpr (A::name == "logistic_slope") {
    run(sum(regula::call<A>(W, logistic(W))));
  } else if constexpr (A::arity == 1) {
    run(sum(V * regula::call<A>(W)));
  } else if constexpr (A::arity == 2) {
    run(sum(W * regula::call<A>(W, V)));
  } else {
    run(sum(regula::call<A>(W, V, M)));
  }
}
template <class... A> void all(regula::type_list<A...>) { (atom<A>(), ...); }

}  // namespace

int main() {
  all(regula::library_atoms{});
  atom<softsign_atom>();
  const auto w = random(5, 4, 3), v = random(5, 4, 4, 0.1, 1.9);
  const auto run = [&](const char* name, const auto& formula) { value_of(name, regula::penalty(formula), w, v); };
  run("powers", sum(pow<3>(W) + pow<-2>(W) + pow<3, 2>(V) + pow<-1, 3>(V) * pow<7>(W) - pow<1, 4>(V)));
  run("shifts", sum(V * shifted<0, 2>(W) - shifted<1, -1>(W) * square(V)) + sum(V * shifted<0, 7>(W)));
  run("differences", sum(V * difference<0, 3>(W)) + sum(square(difference<1, 2>(W))) + sum(V * difference<1>(W)));
  run("slices", sum(V * middle_rows<1, 3>(W)) + sum(square(block<0, 1, 2, 2>(W))) + sum(trim<0, 1, 2>(V * W)));
  run("bands", sum(upper<1>(V * W)) + sum(square(lower(W))) + sum(off_diagonal(V)) + sum(upper<-1>(lower<-2>(W))));
  run("scalars",
      sum(V * W) * regula::constant<3> / (1.5 - norm2(W)) - 2.0 * -sum(W) / size(rowwise(W)) * (0.5 - max(V)));
  run("shapes", sum(variance(rowwise(W)) * max(rowwise(V))) + mean(sum(colwise(W)) / size(colwise(V))));
  run("identity", sum(square(gram(W) - 0.3 * regula::identity)) + sum(matmul(transpose(W), V)));
  run("numbers", 1e-9 * sum(W) + regula::constant<1, 3> * sum(V) - sqrt(2.0 * sum(V)) + max(sum(W), -0.25));
}
