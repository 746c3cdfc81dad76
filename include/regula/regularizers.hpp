// SPDX-License-Identifier: MIT
/// What tf.keras.regularizers has, in C++.
///
///   regula::regularizer                  any penalty of one tensor, its type forgotten
///   regularizers::L1, L2, L1L2, OrthogonalRegularizer, Regularizer, and the functions l1, l2, l1_l2,
///   orthogonal_regularizer
///   get, serialize, deserialize          names and JSON, Keras 3 and legacy
///   register_serializable, custom_objects  names for one's own
#pragma once
#include <regula/regularizers/serialization.hpp>
