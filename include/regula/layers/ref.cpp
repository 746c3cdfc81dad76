// SPDX-License-Identifier: MIT
#include <random>
#include <regula/layers/ref.hpp>

namespace regula::layers {

const regula::shape& symbolic::shape() const { return node->outputs.at(output); }

tensors call(layer& l, tensors inputs, bool training) {
  rng draw(std::random_device{}());
  record r{.training = training, .draw = &draw};
  auto outputs = l.run(std::move(inputs), r);
  l.commit(r);
  return outputs;
}

symbolics place(const std::shared_ptr<layer>& l, const symbolics& inputs) {
  auto node = std::make_shared<graph_node>(graph_node{l, inputs, {}});
  shapes given;
  for (const auto& in : inputs) given.push_back(in.shape());
  rng draw(std::random_device{}());
  l->build(given, draw);
  node->outputs = l->output_shapes(given);
  symbolics outputs;
  for (std::size_t k = 0; k < node->outputs.size(); ++k) outputs.push_back({node, k});
  return outputs;
}

}  // namespace regula::layers
