// SPDX-License-Identifier: MIT
/// Every weight of a file of Keras or TensorFlow.js with its regularizer, value and gradient. No model is made: layers
/// that this library does not know (custom classes, Lambda, quantized ones, Keras 1) are read like the others.
///
///   const auto table = files::penalties("model.h5");
///   table.total()                      the sum that Keras adds to the loss, without activities
///   for (const auto& w : table.weights) fmt::print("{}/{} {}\n", w.layer, w.name, w.value);
///
/// A member `kernel_regularizer` of a layer's config, in .keras, .h5, .hdf5, .json with its weights, or weights alone with
/// their config beside them, belongs to the layer's weight `kernel`, and so on: recurrent_, bias_, depthwise_, pointwise_,
/// gamma_, beta_, alpha_, embeddings_ and any other X_regularizer to X; Keras 1's W_, U_, b_. Weights are found by their
/// names. .keras and .weights.h5 have none, and there the order tells: kernel, recurrent_kernel, bias; gamma, beta;
/// depthwise_kernel, pointwise_kernel. What cannot be told is not guessed: it is in `unbound`, with the reason.
///
/// As in Keras 3, the weights of a layer that is not trainable, or is inside of one, add nothing.
#pragma once
#include <filesystem>
#include <regula/layers/custom_names.hpp>
#include <regula/ndarray.hpp>

namespace regula::files {

/// A weight of the file.
struct weight_penalty {
  std::string layer = {};       ///< "model/dense"; "" where no layer of the config has it
  std::string class_name = {};  ///< "Dense"
  std::string name = {};        ///< "kernel"; what the file calls it where its role is not known
  regula::shape shape = {};
  bool trainable = true;                 ///< that of its layer and of the layers around it
  regula::regularizer regularizer = {};  ///< empty for none
  kept_json config = {};                 ///< the regularizer as the file has it; null for none
  double value = 0;                      ///< 0 where not trainable; NaN where the regularizer cannot be asked
  ndarray gradient = {};                 ///< of the weight's shape where gradients are asked for
  std::string problem = {};  ///< why there is no value: an unknown class, a shape that the regularizer refuses
};

/// A regularizer of the file that has no value here.
struct open_penalty {
  std::string layer = {}, class_name = {};
  std::string key = {};  ///< "kernel_regularizer"
  bool trainable = true;
  regula::regularizer regularizer = {};  ///< empty where it is unknown
  kept_json config = {};
  std::string problem = {};
};

struct penalty_table {
  std::vector<weight_penalty> weights;   ///< in the order of the layers, those without a regularizer too
  std::vector<open_penalty> activities;  ///< they need a forward pass, and are in no sum here
  std::vector<open_penalty> unbound;     ///< regularizers without their weight

  /// The sum of the values. Throws config_error where a trainable weight's regularizer is unknown, cannot be asked, or
  /// has not found its weight: known() is the sum of the others.
  double total() const;
  double known() const;
};

struct penalty_options {
  layers::custom_names custom = {};  ///< one's own regularizers by name
  bool gradients = false;
  std::filesystem::path config = {};  ///< of weights alone; otherwise m.json beside m.weights.h5, m_weights.h5 or m.h5
};

/// Throws file_error and config_error for a damaged file, and for a config without weights or weights without a config.
penalty_table penalties(const std::filesystem::path& path, const penalty_options& options = {});

}  // namespace regula::files
