// error: a member that is no number, truth or text is written as JSON: include <regula/json.hpp>
// SPDX-License-Identifier: MIT
#ifdef TWIN
#include <regula/json.hpp>
#endif
#include <regula/regularizers.hpp>

struct Weighted {
  BOOST_HANA_DEFINE_STRUCT(Weighted, (std::vector<double>, factors));
  auto operator()(auto W) const { return factors.front() * sum(abs(W)); }
};

regula::regularizer refused() { return Weighted{{0.5, 0.25}}; }
