// SPDX-License-Identifier: MIT
/// What layers over 1 to 3 spatial axes without weights share: pooling, padding, upsampling. Such a layer says what it
/// does to (batch, spatial..., channels); here its tensors come from and go to its data_format.
#pragma once
#include <regula/layers/data_format.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

class spatial_layer : public single_layer {
public:
  /// Its class is called kind + "2D".
  spatial_layer(std::string kind, std::size_t spatial, std::string_view format, std::string name);
  std::string class_name() const override;
  /// Throws shape_error unless the input has a batch, the spatial axes and channels, all but the batch known.
  shape output_shape(const shape& input) const final;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;

protected:
  std::size_t spatial() const { return spatial_; }
  const data_format& format() const { return format_; }
  /// Throws config_error unless there is one number in [least, 2^31) for each spatial axis.
  void check_extents(const char* what, const shape& s, std::ptrdiff_t least) const;

  /// Shapes and tensors are channels last.
  virtual shape output_last(const shape& input) const = 0;
  virtual ndarray forward_last(const ndarray& x) const = 0;
  /// `input` is the shape of the input; the record's tensors are in the layer's own format.
  virtual ndarray backward_last(const ndarray& dy, const shape& input, const record& r) const = 0;

private:
  std::string kind_;
  std::size_t spatial_;
  data_format format_;
};

}  // namespace regula::layers
