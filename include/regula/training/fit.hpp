// SPDX-License-Identifier: MIT
/// fit, evaluate and predict, as keras.Model has them, for any layer; optimizer, losses and metrics are given.
///
///   optimizers::optimizer adam = optimizers::adam{};
///   const auto h = training::fit(*model, adam, "mse", {"mae"}, x, y, {.epochs = 10, .validation_split = 0.2});
///   training::evaluate(*model, "mse", {"mae"}, x, y)["loss"];
///   ndarray y_pred = training::predict(*model, x);
#pragma once
#include <optional>
#include <regula/training/callback.hpp>
#include <regula/training/progress.hpp>
#include <regula/training/step.hpp>

namespace regula::training {

struct fit_options {
  int epochs = 1;
  std::ptrdiff_t batch_size = 32;
  /// A new order in each epoch, which depends on the seed and the number of the epoch only.
  bool shuffle = true;
  /// Also of the initial weights, where the model is not built.
  std::uint64_t seed = 0;
  /// This part of the samples, the last ones, is not trained on.
  double validation_split = 0;
  std::optional<dataset> validation_data = {};
  /// 0: silent. 1: a bar on a terminal, a line for each epoch. 2: the lines alone.
  int verbose = 1;
  callbacks::callback_list callbacks = {};
  int initial_epoch = 0;
  /// Standard output where its `write` is empty.
  sink out = {};
  /// The threads of products, convolutions, penalties and the optimizer: regula::on(pool), see <regula/threads.hpp>. The bits
  /// are those of one thread.
  policy on = {};
};

/// The order in which an epoch takes its samples. [Fisher, Yates 1938; Durstenfeld 1964, doi:10.1145/364520.364540]
void shuffle(std::span<std::ptrdiff_t> rows, std::uint64_t seed, int epoch);

std::vector<std::ptrdiff_t> rows_from(std::ptrdiff_t first, std::ptrdiff_t end);

/// Losses and metrics over all samples, not in training; "loss" has the penalties in it, as in Keras. A model that is
/// not built gets random weights. Throws shape_error, index_error and config_error before anything is computed.
logs evaluate(layer& model, const loss_list& losses, const metric_list& watched, const tensor_refs& x,
              const tensor_refs& y, std::ptrdiff_t batch_size = 32, const policy& on = {});

/// The outputs for all samples, not in training. No samples: outputs of none.
tensors predict(layer& model, const tensor_refs& x, std::ptrdiff_t batch_size = 32, const policy& on = {});

/// Of a model of one input and one output.
ndarray predict(layer& model, const ndarray& x, std::ptrdiff_t batch_size = 32, const policy& on = {});

/// Trains in epochs of batches; a step is train_step(). The logs of an epoch are means over its samples of the losses
/// before each step, then those of the validation data after it. A loss that is not finite stops nothing.
/// Throws config_error for options out of range, and shape_error and index_error for samples that do not fit, before
/// anything is trained. What callbacks throw comes through; the model is then as the last step left it.
history fit(layer& model, optimizers::optimizer& optimizer, const loss_list& losses, const metric_list& watched,
            const tensor_refs& x, const tensor_refs& y, const fit_options& o = {});

}  // namespace regula::training
