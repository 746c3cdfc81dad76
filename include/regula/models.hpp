// SPDX-License-Identifier: MIT
/// Models of layers: Sequential, Model, training, callbacks, tables and drawings.
///
///   models::Sequential m({layers::InputLayer({4}), layers::Dense(8, {.activation = "relu", .kernel_regularizer = "l2"}),
///                         layers::Dense(3)});
///   m.compile({.optimizer = optimizers::adam{}, .loss = "mse"});
///   m.fit(x, y, {.epochs = 10});
///   fmt::print("{}", models::summary(m));
///
/// JSON is in it; <regula/files.hpp> has HDF5, .keras and TensorFlow.js, <regula/models/svg.hpp> drawings.
#pragma once
#include <regula/layers.hpp>
#include <regula/models/serialization.hpp>
#include <regula/models/summary.hpp>
#include <regula/training/callbacks.hpp>
