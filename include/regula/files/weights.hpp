// SPDX-License-Identifier: MIT
/// The weights of a model as Keras 3 keeps them, in .weights.h5 files and inside .keras archives.
///
///   files::write_weights(*model)                       the bytes of a .weights.h5 file
///   files::read_weights(*model, bytes, "x.weights.h5")
///
/// /layers/dense_1/vars/0 is the first weight of the second Dense layer, layers in Keras's order and named after their
/// class; the attribute "name" of vars is the layer's own name. A model inside has its layers under .../layers,
/// a recurrent layer its weights under .../cell/vars, Bidirectional under .../forward_layer and .../backward_layer. Of what
/// else Keras writes, /optimizer is passed over.
#pragma once
#include <regula/files/hdf5_tree.hpp>
#include <regula/models/graph.hpp>

namespace regula::files {

hdf5_group weights_tree(const models::graph& model);

/// Throws file_error, and leaves the model as it was, unless every weight has its tensor and every tensor a weight.
void assign_weights(models::graph& model, hdf5_group tree, const std::string& name);

std::string write_weights(const models::graph& model);
void read_weights(models::graph& model, std::string_view bytes, const std::string& name);

}  // namespace regula::files
