// SPDX-License-Identifier: MIT
/// A stranger's program with a model: what pkg-config says of regula-models is all that it needs.
#include <regula/files.hpp>

#include <cstdio>

int main(int, char** argv) {
  namespace layers = regula::layers;
  regula::models::Sequential m({layers::InputLayer({3}), layers::Dense(2, {.kernel_regularizer = "l2"})});
  m.initialize(1);
  const auto file = std::string{argv[0]} + ".keras";
  regula::files::save(m, file);
  const auto again = regula::files::load(file);
  std::printf("%.6f %.6f\n", m.penalty(), again.penalty());
  return m.penalty() > 0 && m.penalty() == again.penalty() ? 0 : 1;
}
