// SPDX-License-Identifier: MIT
/// GroupNormalization: shares of the channels brought to mean 0 and variance 1.   [Wu, He 2018, arXiv:1803.08494]
#pragma once
#include <regula/layers/normalization/normalization.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Over the spatial axes and the channels of each of `groups` equal shares of the channels, the last axis; -1: each
/// channel is a group.
class group_normalization_layer final : public normalization_layer {
public:
  explicit group_normalization_layer(std::ptrdiff_t groups = 32, const normalization_options& o = {},
                                     std::ptrdiff_t axis = -1);
  std::string class_name() const override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  std::ptrdiff_t groups_of(const shape& input) const;
  shape weight_shape(const shape& input) const override;
  std::pair<ndarray, std::ptrdiff_t> to_rows(const ndarray& x) const override;
  ndarray from_rows(const ndarray& rows, const shape& s) const override;

  std::ptrdiff_t groups_, axis_;
};
ref<group_normalization_layer> GroupNormalization(std::ptrdiff_t groups = 32,
                                                  const normalization_options& options = {});

}  // namespace regula::layers
