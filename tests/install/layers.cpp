// SPDX-License-Identifier: MIT
/// A stranger's program with a layer and its penalties: it needs no library of files or drawings.
#include <regula/layers.hpp>
#include <regula/version.hpp>

#include <cmath>
#include <cstdio>

static_assert(REGULA_VERSION >= REGULA_VERSION_OF(0, 2, 0));

int main() {
  namespace layers = regula::layers;
  auto dense = layers::Dense(2, {.kernel_initializer = "ones", .kernel_regularizer = "l2"});
  dense(regula::ndarray({1, 3}, 1.0F));
  const double loss = dense->losses().at(0);
  dense->kernel().regularizer = "0.1 * sum(norm2(rowwise(W)))";
  const double of_text = dense->losses().at(0);
  std::printf("%s %.6f %.6f\n", regula::version.data(), loss, of_text);
  return std::abs(loss - 0.06) < 1e-6 && std::abs(of_text - 0.3 * std::sqrt(2.0)) < 1e-6 ? 0 : 1;
}
