// SPDX-License-Identifier: MIT
// What a file of Keras or TensorFlow.js adds to the loss, weight by weight. Its layers need not be known.
//   11_penalties_of_a_file [FILE] [CONFIG]
#include <fmt/format.h>

#include <regula/files/penalties.hpp>
#include <regula/json.hpp>

namespace files = regula::files;

std::string text(const regula::regularizer& r, const regula::json& config) {
  return r ? to_string(r) : config.is_null() ? "-" : "unknown: " + config.dump();
}

int main(int count, char** words) {
  //[table]
  files::penalty_options options{.gradients = true};
  if (count > 2) options.config = words[2];
  const auto table = files::penalties(count > 1 ? words[1] : "data/tagger.h5", options);

  for (const auto& w : table.weights) {
    fmt::print("{:<34} {:<8} {:>9.6f}  {}", w.layer + "/" + w.name, regula::shape_text(w.shape), w.value,
               text(w.regularizer, w.config));
    fmt::print("{}{}\n", w.trainable ? "" : "  (frozen)", w.problem.empty() ? "" : "  " + w.problem);
  }
  //[/table]
  for (const auto& a : table.activities)
    fmt::print("{} needs a forward pass: {}\n", a.layer + "/" + a.key, text(a.regularizer, a.config));
  for (const auto& u : table.unbound) fmt::print("{} is not known: {}\n", u.layer + "/" + u.key, u.problem);

  //[total]
  double steepest = 0;
  for (const auto& w : table.weights)
    for (const float g : w.gradient.values()) steepest = std::max(steepest, std::abs(static_cast<double>(g)));
  try {
    fmt::print("total {:.6f}, steepest slope {:.6f}\n", table.total(), steepest);
  } catch (const regula::config_error& e) {
    fmt::print("{}\nof what is known {:.6f}\n", e.what(), table.known());
    return 1;
  }
  //[/total]
}
