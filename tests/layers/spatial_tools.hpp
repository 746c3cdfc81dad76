// SPDX-License-Identifier: MIT
/// What the tests of layers over spatial axes share: tensors as numbers with indices, layers against loops over these.
#pragma once
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <tests/layers/layer_tools.hpp>
#include <tests/layers/naive_convolution.hpp>

namespace spatial_tools {

using layer_tools::scattered, regula::ndarray, regula::shape;
namespace layers = regula::layers;
using real = long double;
using reals = std::vector<real>;

inline std::size_t position(const shape& at, const shape& in) {
  std::ptrdiff_t p = 0;
  for (std::size_t k = 0; k < in.size(); ++k) p = p * in[k] + at[k];
  return static_cast<std::size_t>(p);
}
inline bool inside(const shape& at, const shape& in) {
  for (std::size_t k = 0; k < in.size(); ++k)
    if (at[k] < 0 || at[k] >= in[k]) return false;
  return true;
}
/// f(index) in the order of the entries; extents above 100 count as 100.
template <class F> void for_each_index(const shape& s, F f) {
  shape at(s.size(), 0);
  for (;;) {
    if (!inside(at, s)) return;
    f(at);
    std::size_t k = s.size();
    while (k-- > 0 && ++at[k] >= std::min<std::ptrdiff_t>(s[k], 100)) {
      if (k == 0) return;
      at[k] = 0;
    }
  }
}

/// Extents of the output, channels last.
inline shape windows(const shape& in, const shape& window, const shape& strides, bool same) {
  auto out = in;
  for (std::size_t k = 0; k < window.size(); ++k) {
    const auto room = same ? in[k + 1] : in[k + 1] - window[k] + 1;
    out[k + 1] = room < 1 ? 0 : 1 + (room - 1) / strides[k];
  }
  return out;
}
inline std::ptrdiff_t before(std::ptrdiff_t in, std::ptrdiff_t out, std::ptrdiff_t window, std::ptrdiff_t stride,
                             bool same) {
  return same ? std::max<std::ptrdiff_t>((out - 1) * stride + window - in, 0) / 2 : 0;
}

/// Index by index: the channels of axis 1 come last, or the last axis becomes axis 1.
inline shape turned(shape s, bool to_last) {
  if (to_last)
    std::rotate(s.begin() + 1, s.begin() + 2, s.end());
  else
    std::rotate(s.begin() + 1, s.end() - 1, s.end());
  return s;
}
inline ndarray turned(const ndarray& x, bool to_last) {
  ndarray y(turned(x.shape(), to_last));
  for_each_index(x.shape(), [&](const shape& at) {
    y.values()[position(turned(at, to_last), y.shape())] = x.values()[position(at, x.shape())];
  });
  return y;
}

inline constexpr double l1 = 0.3, l2 = 0.2;
inline const regula::regularizer both = regula::regularizers::L1L2(l1, l2);

/// Entries from -2 to 2, all of them different: of two equal maxima only one takes the gradient.
inline ndarray distinct(const shape& extents) {
  ndarray t(extents);
  const std::ptrdiff_t n = t.size();
  for (std::ptrdiff_t i = 0; i < n; ++i) t.data()[i] = -2 + 4 * (static_cast<float>(i) + 0.4F) / static_cast<float>(n);
  std::mt19937 draw(5);
  for (std::ptrdiff_t i = n; i > 1; --i) std::swap(t.data()[i - 1], t.data()[draw() % static_cast<unsigned>(i)]);
  return t;
}

/// The layer against loops over channels-last numbers: its output; its penalty; its way back from slopes dy against
/// differences of sum dy y + P(y) / batch along random directions. `first`: the layer's tensors are channels first.
inline void goes_back(layers::layer& l, const shape& in, const shape& out, bool first,
                      const std::function<reals(const reals&)>& loops) {
  const auto own = [&](const ndarray& t) { return first && t.rank() > 2 ? turned(t, false) : t; };
  const auto last = [&](const ndarray& t) { return first && t.rank() > 2 ? turned(t, true) : t; };
  const auto x_last = distinct(in);
  if (ndarray(in).size() > 0 && ndarray(out).size() == 0) {
    CHECK_THROWS_AS(l.output_shapes({own(x_last).shape()}), regula::shape_error);
    return;
  }
  regula::rng draw(1);
  layers::record r{.keep = true, .draw = &draw};
  const auto y = l.run({own(x_last)}, r)[0];
  CHECK(y.shape() == own(ndarray(out)).shape());
  CHECK(l.output_shapes({own(x_last).shape()})[0] == y.shape());
  const reals x(x_last.values().begin(), x_last.values().end());
  REQUIRE(naive::distance(last(y), loops(x)) < 1e-6);

  const auto dy = scattered(out, 99);
  const auto loss = [&](const reals& at) {
    const auto z = loops(at);
    real sum = 0, penalty = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      sum += real{dy.values()[i]} * z[i];
      penalty += l1 * std::abs(z[i]) + l2 * z[i] * z[i];
    }
    return sum + (l.has_activity() ? penalty / static_cast<real>(in[0]) : 0);
  };
  const auto dx = last(l.run_back({own(dy)}, r)[0]);
  REQUIRE(dx.shape() == in);
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const auto v = scattered(in, seed);
    const real step = 1e-6L;
    auto up = x, down = x;
    real product = 0, size = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      up[i] += step * v.values()[i], down[i] -= step * v.values()[i];
      product += real{dx.values()[i]} * v.values()[i];
      size += std::abs(real{dx.values()[i]} * v.values()[i]);
    }
    const real slope = (loss(up) - loss(down)) / (2 * step);
    CHECK(static_cast<double>(product) == Approx(static_cast<double>(slope)).margin(static_cast<double>(1e-5L * size)));
  }
}

/// The own config of a layer that was written and read, and written again as the same.
inline regula::json round_trip(const layers::any_layer& l) {
  const auto written = layers::serialize(*l);
  const auto read = layers::deserialize(written);
  CHECK(layers::serialize(*read)["config"].dump() == written["config"].dump());
  return read->get_config();
}

}  // namespace spatial_tools
