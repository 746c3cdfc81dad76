// SPDX-License-Identifier: MIT
/// What the layers of convolutions check alike: windows, strides, dilation, padding, and the shape of what they read.
#pragma once
#include <regula/layers/convolution.hpp>
#include <regula/layers/data_format.hpp>

namespace regula::layers {

/// valid, same, causal. Throws config_error for another name.
padding padding_of(std::string_view name);
std::string_view name_of(padding p);

/// The options with 1 along each axis where strides or dilation are empty. Throws config_error unless window, strides and
/// dilation are `spatial` numbers from 1 up.
convolution_options checked_convolution(const std::string& of, std::size_t spatial, const shape& window,
                                        convolution_options o);

/// Throws shape_error unless s is a batch with `spatial` axes and channels in this format, the channels known.
void check_image(const std::string& of, std::size_t spatial, const data_format& format, const shape& s);

}  // namespace regula::layers
