// SPDX-License-Identifier: MIT
// Real data: an MLP, a ConvNet and an LSTM read digits, with and without penalties; saved, and read again by another process.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <regula/files.hpp>
#include <regula/models.hpp>

#include "digits/data.hpp"

namespace {

using regula::ndarray;
using regula::regularizer;
namespace layers = regula::layers;
namespace models = regula::models;
namespace regularizers = regula::regularizers;

//[models]
/// Kernels and activities under penalties, or none.
models::Model mlp(const regularizer& kernel, const regularizer& activity) {
  return models::Sequential(
      {layers::InputLayer({8, 8, 1}), layers::Flatten(),
       layers::Dense(64, {.activation = "relu", .kernel_regularizer = kernel, .activity_regularizer = activity}),
       layers::Dense(10, {.kernel_regularizer = kernel})},
      "mlp");
}
models::Model convnet(const regularizer& kernel, const regularizer& activity) {
  return models::Sequential(
      {layers::InputLayer({8, 8, 1}),
       layers::Conv2D(16, {3, 3}, {.padding = "same", .activation = "relu", .kernel_regularizer = kernel}),
       layers::MaxPooling2D({2, 2}), layers::Conv2D(32, {3, 3}, {.activation = "relu", .kernel_regularizer = kernel}),
       layers::Flatten(), layers::Dropout(0.25, {.seed = 1}),
       layers::Dense(32, {.activation = "relu", .kernel_regularizer = kernel, .activity_regularizer = activity}),
       layers::Dense(10)},
      "convnet");
}
/// Reads an image row by row.
models::Model lstm(const regularizer& kernel, const regularizer& activity) {
  return models::Sequential(
      {layers::InputLayer({8, 8, 1}), layers::Reshape({8, 8}),
       layers::LSTM(32,
                    {.kernel_regularizer = kernel, .recurrent_regularizer = kernel, .activity_regularizer = activity}),
       layers::Dense(10)},
      "lstm");
}
//[/models]

/// The share of the entries of all kernels that are smaller than 0.001.
double share_near_zero(const models::Model& m) {
  std::ptrdiff_t small = 0, all = 0;
  for (const auto& p : m.places())
    if (p.weight && p.weight->name == "kernel") {
      small += (p.weight->value.flat().abs() < 1e-3F).count();
      all += p.weight->value.size();
    }
  return static_cast<double>(small) / static_cast<double>(all);
}

/// Trains, and prints a row of the table.
void train(const models::Model& m, const char* penalties, const digits::halves& data) {
  m.initialize(7);
  m.compile({.optimizer = regula::optimizers::adam{.learning_rate = 0.002},
             .loss = regula::losses::sparse_categorical_crossentropy(true),
             .metrics = {"accuracy"}});
  m.fit(data.train.x, data.train.y, {.epochs = 25, .batch_size = 32, .seed = 3, .verbose = 0});
  const auto after = m.evaluate(data.test.x, data.test.y);
  fmt::print("{:<8}  {:<10}  {:9.3f}  {:9.4f}  {:8.4f}  {:9.2f}\n", m->name(), penalties, after["accuracy"],
             after["data_loss"], after["penalty"], share_near_zero(m));
}

/// The sum of all predictions of a saved model, with all digits.
std::string fingerprint(const models::Model& m, const ndarray& x) {
  const auto y = m.predict(x);
  return fmt::format("{:.9g} {:.9g}", y.flat().sum(), y.flat().square().sum());
}

/// What this program prints when it is started as `digits --read FILE`.
std::string from_another_process(const std::string& program, const std::string& file) {
  std::FILE* pipe = popen(fmt::format("'{}' --read '{}'", program, file).c_str(), "r");
  std::string text;
  for (int c = 0; pipe && (c = std::fgetc(pipe)) != EOF;) text += static_cast<char>(c);
  if (!pipe || pclose(pipe) != 0) return "the other process failed";
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const auto data = digits::read("data/digits.csv");
  if (argc == 3) {
    fmt::print("{}", fingerprint(regula::files::load(argv[2]), data.test.x));
    return 0;
  }
  fmt::print("{} images to train with, {} to test with\n\n", data.train.x.shape(0), data.test.x.shape(0));
  fmt::print("model     penalties    accuracy  data loss   penalty  near zero\n");

  //[train]
  const regularizer none, l1 = regularizers::L1(0.0005), l2 = regularizers::L2(0.001);
  train(mlp(none, none), "none", data);
  const auto dense = mlp(l1, l2);
  train(dense, "L1 and L2", data);
  train(convnet(none, none), "none", data);
  const auto conv = convnet(l1, l2);
  train(conv, "L1 and L2", data);
  train(lstm(none, none), "none", data);
  const auto rows = lstm(l1, l2);
  train(rows, "L1 and L2", data);
  //[/train]

  fmt::print("\n{}", models::summary(conv));

  fmt::print("\n");
  for (const auto& m : {conv, rows}) {
    const auto file = std::filesystem::temp_directory_path() / fmt::format("digits-{}.keras", std::random_device{}());
    regula::files::save(m, file);
    const bool same = from_another_process(argv[0], file.string()) == fingerprint(m, data.test.x);
    fmt::print("{}: saved, and read by another process: {}\n", m->name(),
               same ? "the same predictions" : "OTHER PREDICTIONS");
    std::filesystem::remove(file);
  }
}
