// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>
#include <regula/layers/convolution.hpp>
#include <regula/layers/depthwise.hpp>
#include <regula/layers/one_channel.hpp>
#include <regula/layers/parts.hpp>

namespace regula::layers {
namespace {

std::string text(std::integral auto n) { return std::to_string(n); }

shape with_batch(shape s, std::ptrdiff_t batch) {
  s[0] = batch;
  return s;
}

void check_ranks(const shape& input, const shape& kernel) {
  if (input.size() < 3 || input.size() > 5)
    throw shape_error("a convolution reads (batch, 1 to 3 spatial axes, channels); the input is " + shape_text(input));
  if (std::any_of(input.begin() + 1, input.end(), [](auto n) { return n < 0; }))
    throw shape_error("of the input only the batch may be unknown; it is " + shape_text(input));
  if (kernel.size() != input.size())
    throw shape_error("the kernel for an input " + shape_text(input) + " has " + text(input.size()) +
                      " axes; given is " + shape_text(kernel));
  entry_count(kernel);
  entry_count(with_batch(input, std::max<std::ptrdiff_t>(input[0], 1)));
  for (std::size_t k = 0; k < kernel.size(); ++k)
    if (kernel[k] < 1 && k != kernel.size() - 2)
      throw shape_error("a kernel has an entry along each spatial axis and a filter; given is " + shape_text(kernel));
}

shape per_axis(const char* name, const shape& given, std::size_t rank) {
  if (given.empty()) return shape(rank, 1);
  if (given.size() != rank || std::any_of(given.begin(), given.end(), [](auto n) { return n < 1; }))
    throw config_error(std::string(name) + " are " + text(rank) +
                       " numbers from 1 up, one for each spatial axis; given are " + shape_text(given));
  return given;
}

}  // namespace

window_axis window_along(std::size_t k, std::ptrdiff_t in, std::ptrdiff_t window, std::ptrdiff_t stride,
                         std::ptrdiff_t dilation, padding pad) {
  const auto reach = extent_product(window - 1, dilation) + 1;
  if (pad == padding::valid && reach > in)
    throw shape_error("a window over " + text(reach) + " entries (" + text(window) + ", dilation " + text(dilation) +
                      ") does not fit into the " + text(in) + " of spatial axis " + text(k));
  window_axis a{in, window, 0, stride, dilation, 0};
  a.out = pad == padding::valid ? (in - reach) / stride + 1 : in / stride + (in % stride != 0);
  if (pad == padding::same && a.out > 0)
    a.before = std::max<std::ptrdiff_t>(reach - (in - (a.out - 1) * stride), 0) / 2;
  if (pad == padding::causal) a.before = reach - 1;
  return a;
}

convolution_geometry::convolution_geometry(const shape& input, const shape& kernel, const convolution_options& options)
    : convolution_geometry(input, kernel, options, false) {}

convolution_geometry convolution_geometry::depthwise(const shape& input, const shape& kernel,
                                                     const convolution_options& options) {
  if (options.groups != 1)
    throw config_error("a depthwise convolution has a group per channel; groups is " + text(options.groups));
  if (options.pad == padding::causal)
    throw config_error("a depthwise convolution has padding valid or same, not causal");
  return {input, kernel, options, true};
}

bool convolution_geometry::pointwise() const {
  return std::all_of(axes_.begin(), axes_.end(), [](const window_axis& a) { return a.window == 1 && a.stride == 1; });
}

shape convolution_geometry::output_of(const ndarray& x, const ndarray& k) const {
  expect("input", x.shape(), input_);
  expect("kernel", k.shape(), kernel_);
  return with_batch(output_, x.shape(0));
}

void convolution_geometry::expect(const char* what, const shape& s, shape expected) {
  if (expected[0] < 0 && !s.empty()) expected[0] = s[0];
  if (s != expected)
    throw shape_error(std::string("the ") + what + " of this convolution is " + shape_text(expected) + "; given is " +
                      shape_text(s));
}

convolution_geometry::convolution_geometry(const shape& input, const shape& kernel, const convolution_options& options,
                                           bool depthwise)
    : input_(input), kernel_(kernel), output_(input), groups_(options.groups) {
  check_ranks(input, kernel);
  const auto rank = input.size() - 2;
  const auto strides = per_axis("strides", options.strides, rank),
             dilation = per_axis("dilation", options.dilation, rank);
  const auto above_1 = [](const shape& s) { return std::any_of(s.begin(), s.end(), [](auto n) { return n > 1; }); };
  if (above_1(strides) && above_1(dilation))
    throw config_error("strides above 1 do not go together with dilation above 1; given are strides " +
                       shape_text(strides) + " and dilation " + shape_text(dilation));
  if (options.pad == padding::causal && rank != 1)
    throw config_error("padding causal needs one spatial axis; the input " + shape_text(input) + " has " + text(rank));

  output_.back() = depthwise ? extent_product(kernel[rank], kernel[rank + 1]) : kernel.back();
  if (depthwise) groups_ = std::max<std::ptrdiff_t>(channels(), 1);
  if (groups_ < 1) throw config_error("groups is at least 1, not " + text(groups_));
  if (channels() % groups_ != 0 || (!depthwise && filters() % groups_ != 0))
    throw shape_error(text(channels()) + " channels and " + text(filters()) + " filters do not divide into " +
                      text(groups_) + " groups");
  const auto seen = depthwise ? channels() : channels() / groups_;
  if (kernel[rank] != seen)
    throw shape_error("the kernel " + shape_text(kernel) + " reads " + text(kernel[rank]) + " channels; of the input " +
                      shape_text(input) + " it has to read " + text(seen) +
                      (options.groups > 1 ? " in each of " + text(groups_) + " groups" : ""));

  depth_ = channels() / groups_;
  for (std::size_t k = 0; k < rank; ++k) {
    axes_[k + 3 - rank] = window_along(k, input[k + 1], kernel[k], strides[k], dilation[k], options.pad);
    output_[k + 1] = axes_[k + 3 - rank].out;
    depth_ *= kernel[k];
  }
  entry_count(with_batch(output_, std::max<std::ptrdiff_t>(output_[0], 1)));
}

shape convolution_output(const shape& input, const shape& kernel, const convolution_options& options) {
  return convolution_geometry(input, kernel, options).output();
}

void for_each_block(const convolution_geometry& g, std::ptrdiff_t from, std::ptrdiff_t positions,
                    const std::function<void(const patch_block&)>& f) {
  if (positions < 1) return;
  constexpr std::ptrdiff_t entries = 1 << 18;
  const auto fitting = entries / std::max<std::ptrdiff_t>(g.depth(), 1);
  const auto most = g.pointwise() ? positions : std::clamp<std::ptrdiff_t>(fitting, 1, positions);
  Eigen::ArrayXf buffer(g.pointwise() ? 0 : most * g.depth());
  const auto filters = g.filters() / g.groups(), channels = g.channels() / g.groups();
  const auto end = from + positions;
  for (std::ptrdiff_t first = from; first < end; first += most)
    for (std::ptrdiff_t k = 0; k < g.groups(); ++k)
      f(patch_block{first,
                    std::min(most, end - first),
                    k * filters,
                    filters,
                    g.depth(),
                    {g.channels(), k * channels, channels},
                    g.pointwise() ? nullptr : buffer.data()});
}

namespace {

/// Some samples of a convolution. Tensors are those of all samples; a gradient by the kernel is theirs alone.
struct samples {
  const convolution_geometry& g;
  std::ptrdiff_t first, count;

  std::ptrdiff_t positions() const { return pixels_of(g.output()); }
  std::ptrdiff_t pixels() const { return pixels_of(g.input()); }
  /// One channel and few filters are products too small for patches to pay.
  bool of_one_channel() const { return g.channels() == 1 && g.groups() == 1 && g.filters() <= 32 && !g.pointwise(); }
  one_channel by_filters() const { return {g.axes(), g.filters()}; }
  channelwise by_channels() const { return {g.axes(), g.channels(), g.filters() / g.channels()}; }
  /// Where theirs begin in a tensor of the inputs' shape, or of the outputs'.
  template <class T> auto* inputs(T& x) const { return x.data() + first * pixels() * g.channels(); }
  template <class T> auto* outputs(T& y) const { return y.data() + first * positions() * g.filters(); }

  void forward(const ndarray& x, const ndarray& kernel, ndarray& y) const {
    if (g.channelwise()) return by_channels().forward(count, inputs(x), kernel.data(), outputs(y));
    if (of_one_channel()) return by_filters().forward(count, inputs(x), kernel.data(), outputs(y));
    const auto k = kernel.matrix();
    auto out = y.matrix();
    for_each_block(g, first * positions(), count * positions(), [&](const patch_block& b) {
      if (b.buffer) gather(x.data(), b.of, g.axes(), b.first, b.count, b.buffer);
      b.outputs(out).noalias() = b.in(x.data()) * b.kernel(k);
    });
  }

  /// dx: of all samples; either may be null.
  void gradient(const ndarray& x, const ndarray& kernel, const ndarray& dy, ndarray* dx, ndarray* dkernel) const {
    if (g.channelwise()) {
      if (dx) by_channels().input_gradient(count, outputs(dy), kernel.data(), inputs(*dx));
      if (dkernel) by_channels().kernel_gradient(count, inputs(x), outputs(dy), dkernel->data());
      return;
    }
    if (dkernel && of_one_channel()) {
      by_filters().kernel_gradient(count, inputs(x), outputs(dy), dkernel->data());
      dkernel = nullptr;
      if (!dx) return;
    }
    const auto k = kernel.matrix(), slope = dy.matrix();
    for_each_block(g, first * positions(), count * positions(), [&](const patch_block& b) {
      if (dkernel) {
        if (b.buffer) gather(x.data(), b.of, g.axes(), b.first, b.count, b.buffer);
        auto sum = dkernel->matrix();
        b.kernel(sum).noalias() += b.in(x.data()).transpose() * b.outputs(slope);
      }
      if (dx) {
        b.in(dx->data()).noalias() = b.outputs(slope) * b.kernel(k).transpose();
        if (b.buffer) scatter(b.buffer, b.of, g.axes(), b.first, b.count, dx->data());
      }
    });
  }

private:
  static std::ptrdiff_t pixels_of(const shape& image) {
    return std::accumulate(image.begin() + 1, image.end() - 1, std::ptrdiff_t{1}, std::multiplies<>{});
  }
};

/// How many samples are in each of `most` parts at most.
std::ptrdiff_t samples_of_part(const convolution_geometry& g, std::ptrdiff_t batch, std::ptrdiff_t most) {
  const auto work = batch * samples{g, 0, batch}.positions() * g.depth() * g.filters();
  return size_of_part(batch, parts_of(work, std::min(batch, most)));
}

}  // namespace

ndarray convolve(const ndarray& x, const ndarray& kernel, const convolution_geometry& g, const policy& on) {
  ndarray y(g.output_of(x, kernel));
  if (y.size() == 0) return y;
  const auto batch = x.shape(0);
  for_parts(on, batch, samples_of_part(g, batch, batch), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    samples{g, first, count}.forward(x, kernel, y);
  });
  return y;
}

void convolve_gradient(const ndarray& x, const ndarray& kernel, const ndarray& dy, const convolution_geometry& g,
                       ndarray* dx, ndarray* dkernel, const policy& on) {
  g.expect("output's gradient", dy.shape(), g.output_of(x, kernel));
  if (dkernel) g.expect("kernel's gradient", dkernel->shape(), g.kernel());
  if (dx && dx == dkernel) throw overlap_error("one tensor cannot take the gradients of input and kernel");
  ndarray to_x(dx ? x.shape() : shape{0});
  std::vector<ndarray> to_kernel;  // by part: added up in their order
  if (dy.size() > 0) {
    // Gradients of a kernel that together stay below 16 MB.
    constexpr std::ptrdiff_t held = std::ptrdiff_t{1} << 22;
    const auto batch = x.shape(0), each = samples_of_part(g, batch, held / std::max<std::ptrdiff_t>(kernel.size(), 1));
    if (dkernel) to_kernel.assign(static_cast<std::size_t>((batch + each - 1) / each), ndarray(kernel.shape()));
    for_parts(on, batch, each, [&](std::ptrdiff_t first, std::ptrdiff_t count) {
      samples{g, first, count}.gradient(x, kernel, dy, dx ? &to_x : nullptr,
                                        dkernel ? &to_kernel[static_cast<std::size_t>(first / each)] : nullptr);
    });
  }
  if (dx) *dx = std::move(to_x);
  for (const auto& part : to_kernel) dkernel->flat() += part.flat();
}

}  // namespace regula::layers
