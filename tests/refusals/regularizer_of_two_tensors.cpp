// error: a regularizer is a penalty of one tensor: this formula has several
// SPDX-License-Identifier: MIT
#include <regula/regularizers.hpp>

using namespace regula::symbols;
using regula::coef;

regula::regularizer refused() {
#ifdef TWIN
  return regula::penalty(coef<"l2">(0.1) * sum(square(W)));
#else
  return regula::penalty(coef<"l2">(0.1) * sum(square(W - V)));
#endif
}
