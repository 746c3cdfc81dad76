// error: a difference or shift along an axis of one entry: a row goes along axis 1, as in difference<1>(W), or is passed as w.transpose(); a column goes along axis 0
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

void refused(const std::vector<float>& w, std::vector<float>& g) {
#ifdef TWIN
  regula::penalty(sum(W * shifted<0, 1>(W))).gradient(w, g);
#else
  regula::penalty(sum(W * shifted<1, 1>(W))).gradient(w, g);
#endif
}
