// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/conv_arguments.hpp>

namespace regula::layers {
namespace {

constexpr std::string_view padding_names[] = {"valid", "same", "causal"};

}  // namespace

padding padding_of(std::string_view name) {
  for (std::size_t k = 0; k < 3; ++k)
    if (padding_names[k] == name) return static_cast<padding>(k);
  throw config_error("padding is valid, same or causal, not \"" + std::string{name} + "\"");
}

std::string_view name_of(padding p) { return padding_names[static_cast<std::size_t>(p)]; }

convolution_options checked_convolution(const std::string& of, std::size_t spatial, const shape& window,
                                        convolution_options o) {
  for (auto* s : {&o.strides, &o.dilation})
    if (s->empty()) s->assign(spatial, 1);
  for (const auto& [what, s] :
       {std::pair{"kernel_size", window}, {"strides", o.strides}, {"dilation_rate", o.dilation}})
    if (s.size() != spatial || std::any_of(s.begin(), s.end(), [](auto n) { return n < 1; }))
      throw config_error(of + ": " + what + " is " + std::to_string(spatial) + " numbers from 1 up; given is " +
                         shape_text(s));
  return o;
}

void check_image(const std::string& of, std::size_t spatial, const data_format& format, const shape& s) {
  if (s.size() != spatial + 2 || format.to_last(s).back() < 0)
    throw shape_error(of + " reads " + format.axes_text(spatial) + "; given is " + shape_text(s));
}

}  // namespace regula::layers
