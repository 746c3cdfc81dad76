// SPDX-License-Identifier: MIT
/// Curvature, trend and range of every atom, tried on its witness.
#include <tests/catch.hpp>
#include <tests/laws/laws.hpp>
#include <tests/laws/sampling.hpp>

namespace {

using namespace laws;
using regula::curvature;
using regula::trend;

using listed_atoms =
    regula::dsl::unite<regula::type_list<>, regula::library_atoms, regula::sorted_atoms, regula::sparse_atoms,
                       regula::spectral_atoms, regula::type_list<softsign_atom>>::type;

/// The atoms that slopes and definitions call, and that claim something.
template <class A>
inline constexpr bool claims_something =
    A::bends != curvature::neither || A::runs != trend::neither || A::range != regula::range::any || A::symmetric;
template <class List> struct helpers_of;
template <class... A> struct helpers_of<regula::type_list<A...>> {
  using all = typename regula::dsl::unite<regula::type_list<>, typename A::uses...>::type;
};
template <class... A> std::vector<claims> those_that_claim(regula::type_list<A...>) {
  std::vector<claims> all;
  ((claims_something<A> ? all.push_back(claims_of<A>()) : void()), ...);
  return all;
}
constexpr int pairs = 1200;

}  // namespace

TEST_CASE("curvature, trend and range are the strongest that hold", "[laws]") {
  for (const claims& c : all_claims(listed_atoms{})) {
    CAPTURE(c.name);
    CHECK(sampling(c).fault(pairs) == "");
  }
}

TEST_CASE("what only slopes and definitions call claims nothing that is wrong", "[laws]") {
  for (const claims& c : those_that_claim(helpers_of<listed_atoms>::all{})) {
    CAPTURE(c.name);
    CHECK(sampling(c).fault(pairs, false) == "");
  }
}

TEST_CASE("a wrong claim is found", "[laws]") {
  claims variance = claims_of<regula::variance_atom>(), norm1 = claims_of<regula::norm1_atom>(),
         trace = claims_of<regula::trace_atom>(), product = claims_of<regula::matmul_atom>(),
         without = claims_of<softsign_atom>();
  variance.bends = curvature::concave;
  norm1.values = regula::range::nonpositive;
  trace.bends = curvature::concave;
  product.symmetric = true;
  without.truth = nullptr;
  CHECK(sampling(variance).fault(pairs) == "is convex, and claims to be concave; ");
  CHECK(sampling(norm1).fault(pairs) == "claims to be nonpositive, and is not; ");
  CHECK(sampling(trace).fault(pairs) == "is affine, and claims to be concave; ");
  CHECK(sampling(product).fault(pairs) == "claims to be symmetric, and is not; ");
  CHECK(sampling(without).fault(pairs) == "has no witness");
}
