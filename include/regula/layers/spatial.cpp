// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/spatial.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::layers {

spatial_layer::spatial_layer(std::string kind, std::size_t spatial, std::string_view format, std::string name)
    : single_layer(std::move(name)), kind_(std::move(kind)), spatial_(spatial), format_(format) {}

std::string spatial_layer::class_name() const { return kind_ + std::to_string(spatial_) + "D"; }

shape spatial_layer::output_shape(const shape& input) const {
  if (input.size() != spatial_ + 2 || std::any_of(input.begin() + 1, input.end(), [](auto n) { return n < 0; }))
    throw shape_error(spatial_layer::class_name() + " \"" + name() + "\" reads " + format_.axes_text(spatial_) +
                      ", all but the batch known; given is " + shape_text(input));
  auto output = format_.from_last(output_last(format_.to_last(input)));
  auto one = output;
  one[0] = std::max<std::ptrdiff_t>(one[0], 1);
  entry_count(one);
  return output;
}

ndarray spatial_layer::forward(const ndarray& x, record&) {
  output_shape(x.shape());
  ndarray buffer;
  return format_.from_last(forward_last(format_.to_last(x, buffer)));
}

ndarray spatial_layer::backward(const ndarray& dy, record& r) {
  ndarray buffer;
  return format_.from_last(backward_last(format_.to_last(dy, buffer), format_.to_last(r.inputs[0].shape()), r));
}

void spatial_layer::check_extents(const char* what, const shape& s, std::ptrdiff_t least) const {
  constexpr std::ptrdiff_t most = 2147483647;
  if (s.size() != spatial_ || std::any_of(s.begin(), s.end(), [&](auto n) { return n < least || n > most; }))
    throw config_error(spatial_layer::class_name() + ": " + what + " is " + std::to_string(spatial_) +
                       " numbers from " + std::to_string(least) + " up; given is " + regularizers::shown(s));
}

}  // namespace regula::layers
