// error: a difference or shift along an axis of one entry: a column, as of rowwise, goes along axis 0, a row, as of colwise, along axis 1
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

#ifdef TWIN
constexpr auto refused = regula::penalty(norm1(difference<0>(norm2(rowwise(W)))));
#else
constexpr auto refused = regula::penalty(norm1(difference<1>(norm2(rowwise(W)))));
#endif
