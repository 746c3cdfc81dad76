// SPDX-License-Identifier: MIT
/// Layers with kernel, bias and activity regularizers, as tf.keras.layers has them.
///
///   auto d = layers::Dense(5, {.kernel_regularizer = regularizers::L1(0.01), .activity_regularizer = "l2"});
///   ndarray y = d(x);
///   d->losses();                         activity penalties of the last call, then those of the weights as they are
///
/// Dense, Conv1D, Conv2D, Conv3D and their transposes, DepthwiseConv1D, DepthwiseConv2D, SeparableConv1D,
/// SeparableConv2D, Flatten, Activation, ActivityRegularization, ReLU, LeakyReLU, PReLU, ELU, Softmax, Embedding,
/// BatchNormalization, LayerNormalization, GroupNormalization, Add, Subtract, Multiply, Average, Maximum, Minimum,
/// Concatenate, Input; Dropout, Reshape, Permute; pooling, padding and upsampling over
/// 1 to 3 axes; SimpleRNN, LSTM, GRU, Bidirectional, TimeDistributed, Masking; wrap and make for one's own.
#pragma once
#include <regula/layers/batch_normalization.hpp>
#include <regula/layers/conv.hpp>
#include <regula/layers/conv_transpose.hpp>
#include <regula/layers/custom.hpp>
#include <regula/layers/dense.hpp>
#include <regula/layers/dropout.hpp>
#include <regula/layers/embedding.hpp>
#include <regula/layers/initializer_config.hpp>
#include <regula/layers/masking.hpp>
#include <regula/layers/merge.hpp>
#include <regula/layers/normalization/group_normalization.hpp>
#include <regula/layers/normalization/layer_normalization.hpp>
#include <regula/layers/penalties.hpp>
#include <regula/layers/pooling/pooling.hpp>
#include <regula/layers/rectifiers.hpp>
#include <regula/layers/recurrent/bidirectional.hpp>
#include <regula/layers/recurrent/recurrent.hpp>
#include <regula/layers/recurrent/time_distributed.hpp>
#include <regula/layers/reshape.hpp>
#include <regula/layers/resizing/up_sampling.hpp>
#include <regula/layers/resizing/zero_padding.hpp>
#include <regula/layers/separable_conv.hpp>
#include <regula/layers/simple.hpp>
