// error: the entries of a tensor are float, double, Eigen::half or Eigen::bfloat16: cast others first
// SPDX-License-Identifier: MIT
#include <regula/parse.hpp>
#include <vector>

double refused(const regula::parsed_penalty& p) {
#ifdef TWIN
  const std::vector<float> w(3);
#else
  const std::vector<int> w(3);
#endif
  return p({regula::tensor_argument("W", w)});
}
