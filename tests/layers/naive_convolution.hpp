// SPDX-License-Identifier: MIT
/// The witness of convolution: one loop over every product x * kernel, each sum in long double, padding by the formula.
///
///   naive_convolution n(x.shape(), k.shape(), options, depthwise);
///   n.output, n.forward(x, k), n.to_input(dy, k), n.to_kernel(x, dy)
#pragma once
#include <regula/layers/convolution.hpp>

namespace naive {

using regula::ndarray, regula::shape;
using regula::layers::convolution_options, regula::layers::padding;
using sums = std::vector<long double>;

/// The largest difference relative to the largest entry; infinite where the sizes differ, NaN where an entry is.
inline double distance(const ndarray& got, const sums& expected) {
  if (got.values().size() != expected.size()) return std::numeric_limits<double>::infinity();
  long double off = 0, largest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto here = std::abs(static_cast<long double>(got.values()[i]) - expected[i]);
    off = std::isnan(here) ? here : std::max(here, off);
    largest = std::max(largest, std::abs(expected[i]));
  }
  return static_cast<double>(largest > 0 ? off / largest : off);
}

struct convolution {
  shape input, kernel, output;
  convolution_options options;
  bool depthwise = false;

  convolution(const shape& in, const shape& k, const convolution_options& o, bool each = false)
      : input(in), kernel(k), output(in), options(o), depthwise(each) {
    if (options.strides.empty()) options.strides = shape(in.size() - 2, 1);
    if (options.dilation.empty()) options.dilation = shape(in.size() - 2, 1);
    for (std::size_t a = 0; a + 2 < in.size(); ++a) {
      const auto n = in[a + 1] + (options.pad == padding::causal ? reach(a) : 0);
      const auto s = options.strides[a];
      output[a + 1] = options.pad == padding::same ? (n + s - 1) / s : (n - reach(a) + s - 1) / s;
    }
    output.back() = depthwise ? k[k.size() - 2] * k.back() : k.back();
  }

  std::ptrdiff_t reach(std::size_t a) const { return (kernel[a] - 1) * options.dilation[a]; }
  std::ptrdiff_t zeros_before(std::size_t a) const {
    if (options.pad == padding::valid) return 0;
    if (options.pad == padding::causal) return reach(a);
    const auto total = (output[a + 1] - 1) * options.strides[a] + reach(a) + 1 - input[a + 1];
    return total > 0 ? total / 2 : 0;
  }

  /// f(position in x, position in the kernel, position in y) for each product that is not with padding.
  template <class F> void for_each_product(F f) const {
    const auto channels = input.back(), filters = output.back();
    shape o(input.size() - 2), t(o.size());
    for (std::ptrdiff_t row = 0; row < rows(output); ++row)
      for (std::ptrdiff_t tap = 0; tap < taps(); ++tap) {
        auto left = row, taps_left = tap;
        for (std::size_t a = o.size(); a-- > 0; left /= output[a + 1], taps_left /= kernel[a]) {
          o[a] = left % output[a + 1];
          t[a] = taps_left % kernel[a];
        }
        auto from = left;  // the image
        bool inside = true;
        for (std::size_t a = 0; a < o.size(); ++a) {
          const auto i = o[a] * options.strides[a] + t[a] * options.dilation[a] - zeros_before(a);
          inside = inside && i >= 0 && i < input[a + 1];
          from = from * input[a + 1] + i;
        }
        for (std::ptrdiff_t c = 0; inside && c < channels; ++c)
          for (std::ptrdiff_t k = 0; k < filters; ++k)
            if (depthwise) {
              if (k / kernel.back() == c)
                f(from * channels + c, (tap * channels + c) * kernel.back() + k % kernel.back(), row * filters + k);
            } else if (c * options.groups / channels == k * options.groups / filters) {
              const auto share = channels / options.groups;
              f(from * channels + c, (tap * share + c % share) * filters + k, row * filters + k);
            }
      }
  }

  sums forward(const ndarray& x, const ndarray& k) const {
    return total(output, [&](auto& sum, auto i, auto j, auto o) { sum[at(o)] += product(x, i, k, j); });
  }
  sums to_input(const ndarray& dy, const ndarray& k) const {
    return total(input, [&](auto& sum, auto i, auto j, auto o) { sum[at(i)] += product(dy, o, k, j); });
  }
  sums to_kernel(const ndarray& x, const ndarray& dy) const {
    return total(kernel, [&](auto& sum, auto i, auto j, auto o) { sum[at(j)] += product(x, i, dy, o); });
  }

private:
  static std::size_t at(std::ptrdiff_t i) { return static_cast<std::size_t>(i); }
  static long double product(const ndarray& a, std::ptrdiff_t i, const ndarray& b, std::ptrdiff_t j) {
    return static_cast<long double>(a.data()[i]) * static_cast<long double>(b.data()[j]);
  }
  static std::ptrdiff_t rows(const shape& s) { return regula::entry_count({s.begin(), s.end() - 1}); }
  std::ptrdiff_t taps() const { return regula::entry_count({kernel.begin(), kernel.end() - 2}); }
  template <class F> sums total(const shape& s, F f) const {
    sums sum(at(regula::entry_count(s)));
    for_each_product([&](auto i, auto j, auto o) { f(sum, i, j, o); });
    return sum;
  }
};

}  // namespace naive
