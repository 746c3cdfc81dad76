// SPDX-License-Identifier: MIT
/// The tensors of a file are given to the layers of a config. For penalties.hpp.
#pragma once
#include <regula/files/hdf5_tree.hpp>
#include <regula/files/penalty_layers.hpp>

namespace regula::files {

/// By names: "dense/kernel:0", "forward_lstm/lstm_cell/bias:0", Keras 1's "dense_1_W:0". `given` is in the order of the
/// file; what is no layer's is returned.
std::vector<stored_weight> give_named_weights(penalty_layer& to, std::vector<stored_weight> given);

/// By order: the tree of a .weights.h5 file, layers/dense_1/vars/0.
std::vector<stored_weight> give_numbered_weights(penalty_layer& to, const hdf5_group& tree);

}  // namespace regula::files
