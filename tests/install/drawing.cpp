// SPDX-License-Identifier: MIT
/// A stranger's program that draws a model.
#include <regula/models.hpp>
#include <regula/models/svg.hpp>

#include <cstdio>

int main() {
  namespace layers = regula::layers;
  regula::models::Sequential m({layers::InputLayer({3}), layers::Dense(2)});
  const auto svg = regula::models::to_svg(m);
  std::printf("%zu bytes\n", svg.size());
  return svg.find("<svg") == std::string::npos;
}
