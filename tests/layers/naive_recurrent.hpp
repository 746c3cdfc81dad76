// SPDX-License-Identifier: MIT
/// SimpleRNN, LSTM and GRU as loops over samples, steps and entries in long double, written from the formulas: the second
/// witness of the recurrent layers.
#pragma once
#include <regula/layers/recurrent/recurrent.hpp>
#include <tests/layers/layer_tools.hpp>

namespace naive {

using real = long double;
using reals = std::vector<real>;

inline reals widened(const regula::ndarray& t) { return {t.values().begin(), t.values().end()}; }

/// max |got - expected| / max |expected|; infinite where their numbers differ.
inline double off_by(const regula::ndarray& got, const reals& expected) {
  if (got.values().size() != expected.size()) return std::numeric_limits<double>::infinity();
  real off = 0, largest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto here = std::abs(real{got.values()[i]} - expected[i]);
    off = std::isnan(here) ? here : std::max(here, off);
    largest = std::max(largest, std::abs(expected[i]));
  }
  return static_cast<double>(largest > 0 ? off / largest : off);
}

struct recurrent {
  regula::layers::recurrent_kind kind;
  regula::layers::recurrent_options options;
  std::size_t batch, steps, features, units;
  std::vector<int> counts = {};                   // (batch, steps); empty: all
  std::vector<reals> x_masks = {}, h_masks = {};  // of dropout: none, one, or one for each gate

  static real apply(const std::string& name, real v) {
    if (name == "tanh") return std::tanh(v);
    if (name == "sigmoid") return 1 / (1 + std::exp(-v));
    if (name == "softsign") return v / (1 + std::abs(v));
    return v;
  }
  static real masked(const std::vector<reals>& masks, std::size_t gate, std::size_t i, real v) {
    return masks.empty() ? v : v * masks[masks.size() > 1 ? gate : 0][i];
  }

  /// W x + b of an entry of a gate, and U h of one.
  real of_x(const real* x, const std::vector<reals>& w, std::size_t b, std::size_t gate, std::size_t j) const {
    const auto columns = w[0].size() / features, at = gate * units + j;
    real sum = options.use_bias ? w[2][at] : 0;
    for (std::size_t f = 0; f < features; ++f)
      sum += masked(x_masks, gate, b * features + f, x[f]) * w[0][f * columns + at];
    return sum;
  }
  real of_h(const reals& h, const std::vector<reals>& w, std::size_t b, std::size_t gate, std::size_t j) const {
    const auto columns = w[1].size() / units, at = gate * units + j;
    real sum = 0;
    for (std::size_t k = 0; k < units; ++k) sum += masked(h_masks, gate, b * units + k, h[k]) * w[1][k * columns + at];
    if (kind == regula::layers::recurrent_kind::gru && options.reset_after && options.use_bias)
      sum += w[2][columns + at];
    return sum;
  }

  void step(const real* x, const std::vector<reals>& w, std::size_t b, reals& h, reals& c) const {
    using regula::layers::recurrent_kind;
    const auto before = h, carried = c;
    const auto inner = [&](real v) { return apply(options.activation, v); };
    const auto gate = [&](std::size_t g, std::size_t j) {
      return apply(options.recurrent_activation, of_x(x, w, b, g, j) + of_h(before, w, b, g, j));
    };
    for (std::size_t j = 0; j < units; ++j) {
      if (kind == recurrent_kind::simple_rnn) {
        h[j] = inner(of_x(x, w, b, 0, j) + of_h(before, w, b, 0, j));
      } else if (kind == recurrent_kind::lstm) {
        c[j] = gate(1, j) * carried[j] + gate(0, j) * inner(of_x(x, w, b, 2, j) + of_h(before, w, b, 2, j));
        h[j] = gate(3, j) * inner(c[j]);
      } else {
        real reset = 0;
        if (options.reset_after) {
          reset = gate(1, j) * of_h(before, w, b, 2, j);
        } else {
          auto some = before;
          for (std::size_t k = 0; k < units; ++k) some[k] *= gate(1, k);
          reset = of_h(some, w, b, 2, j);
        }
        h[j] = gate(0, j) * before[j] + (1 - gate(0, j)) * inner(of_x(x, w, b, 2, j) + reset);
      }
    }
  }

  reals operator()(const reals& x, const std::vector<reals>& w) const {
    reals y;
    for (std::size_t b = 0; b < batch; ++b) {
      reals h(units), c(units), out(units);
      for (std::size_t k = 0; k < steps; ++k) {
        const auto t = options.go_backwards ? steps - 1 - k : k;
        const bool here = counts.empty() || counts[b * steps + t] != 0;
        if (here) step(x.data() + (b * steps + t) * features, w, b, h, c);
        if (here || !options.zero_output_for_mask)
          out = h;
        else
          out.assign(units, 0);
        if (options.return_sequences || k + 1 == steps) y.insert(y.end(), out.begin(), out.end());
      }
    }
    return y;
  }
};

/// The way back from slopes dy against differences of sum dy y along random directions: of the input alone, of each
/// weight alone, of all together. `y` is what `loops` compute; returns the largest relative error.
template <class Loops>
double slopes_off_by(regula::layers::layer& l, const regula::ndarray& x, const regula::ndarray& dy,
                     const regula::ndarray& dx, const Loops& loops, bool input_too = true) {
  std::vector<regula::layers::weight*> all;
  l.visit_weights([&](regula::layers::layer&, regula::layers::weight& w, bool) { all.push_back(&w); });
  std::vector<reals> weights;
  for (const auto* w : all) weights.push_back(widened(w->value));
  const auto loss = [&](const reals& at, const std::vector<reals>& w) {
    const auto out = loops(at, w);
    real sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) sum += real{dy.values()[i]} * out[i];
    return sum;
  };
  double worst = 0;
  unsigned seed = 40;
  for (std::size_t only = 0; only <= all.size() + 1; ++only) {
    const real step = 1e-6L;
    auto x_up = widened(x), x_down = x_up;
    auto w_up = weights, w_down = weights;
    real product = 0, size = 0;
    const auto move = [&](const regula::ndarray& gradient, reals& up, reals& down) {
      const auto v = layer_tools::scattered(gradient.shape(), ++seed);
      for (std::size_t i = 0; i < up.size(); ++i) {
        up[i] += step * v.values()[i], down[i] -= step * v.values()[i];
        product += real{gradient.values()[i]} * v.values()[i];
        size += std::abs(real{gradient.values()[i]} * v.values()[i]);
      }
    };
    if (input_too && (only == 0 || only == all.size() + 1)) move(dx, x_up, x_down);
    for (std::size_t k = 0; k < all.size(); ++k)
      if (only == k + 1 || only == all.size() + 1) move(all[k]->gradient, w_up[k], w_down[k]);
    const real slope = (loss(x_up, w_up) - loss(x_down, w_down)) / (2 * step);
    const real off = std::abs(product - slope) / std::max(size, real{1e-12L});
    worst = std::isnan(off) ? 1 : std::max(worst, static_cast<double>(off));
  }
  return worst;
}

}  // namespace naive
