// error: the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products
// SPDX-License-Identifier: MIT
#include <regula/text.hpp>

using namespace regula::symbols;

std::string refused() {
#ifdef TWIN
  const auto p = regula::penalty(sum(square(square(W))));
#else
  const auto p = regula::penalty(sum(square(gram(W))));
#endif
  return regula::to_string(p.hessian_formula(W));
}
