// SPDX-License-Identifier: MIT
/// Layers with kernel, bias and activity regularizers, as tf.keras.layers has them.
///
///   auto d = layers::Dense(5, {.kernel_regularizer = regularizers::L1(0.01), .activity_regularizer = "l2"});
///   ndarray y = d(x);
///   d->losses();                         activity penalties of the last call, then those of the weights as they are
///
/// Dense, Conv1D, Conv2D, Conv3D, DepthwiseConv1D, DepthwiseConv2D, Flatten, Activation, ActivityRegularization,
/// Embedding, BatchNormalization, Add, Concatenate, SimpleRNN, LSTM, GRU, Bidirectional,
/// TimeDistributed, Masking, Input; wrap and make for one's own.
#pragma once
#include <regula/layers/batch_normalization.hpp>
#include <regula/layers/conv.hpp>
#include <regula/layers/custom.hpp>
#include <regula/layers/dense.hpp>
#include <regula/layers/embedding.hpp>
#include <regula/layers/initializer_config.hpp>
#include <regula/layers/masking.hpp>
#include <regula/layers/merge.hpp>
#include <regula/layers/penalties.hpp>
#include <regula/layers/recurrent/bidirectional.hpp>
#include <regula/layers/recurrent/recurrent.hpp>
#include <regula/layers/recurrent/time_distributed.hpp>
#include <regula/layers/simple.hpp>
