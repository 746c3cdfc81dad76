// SPDX-License-Identifier: MIT
/// What optimizers do to the entries of a weight, as Keras 3 has it. Arrays are Eigen's, of one size, and the arithmetic is
/// that of their entries; slots are the state, zero at first; t counts the steps from 1.
#pragma once
#include <Eigen/Core>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace regula::updates {

/// Slots of an update at most, and entries that stay in the first caches together with their gradients and state.
inline constexpr int most_slots = 3;
inline constexpr std::ptrdiff_t stretch = 1024;

/// w -= learning_rate g. With momentum, m = momentum m - learning_rate g and w += m; with nesterov too,
/// w += momentum m - learning_rate g. Before it, w -= weight_decay learning_rate w.
struct sgd {
  double learning_rate = 0.01, momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;

  int slots() const { return momentum == 0 ? 0 : 1; }
  template <class W, class G> void operator()(std::int64_t, W& w, const G& g, W* slot) const {
    using S = typename W::Scalar;
    const auto rate = static_cast<S>(learning_rate), keep = static_cast<S>(momentum);
    if (weight_decay != 0) w -= w * static_cast<S>(weight_decay) * rate;
    if (momentum == 0) {
      w -= rate * g;
      return;
    }
    auto& m = slot[0];
    m = keep * m - rate * g;
    if (nesterov)
      w += keep * m - rate * g;
    else
      w += m;
  }
};

/// m += (1 - beta_1) (g - m), v += (1 - beta_2) (g^2 - v),
/// w -= learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon). With amsgrad the largest v so far
/// takes v's place. Before it, w -= weight_decay learning_rate w: with weight_decay it is AdamW.
/// [Kingma, Ba 2015, arXiv:1412.6980; Reddi, Kale, Kumar 2018, arXiv:1904.09237; Loshchilov, Hutter 2019, arXiv:1711.05101]
struct adam {
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  double weight_decay = 0;

  int slots() const { return amsgrad ? 3 : 2; }
  template <class W, class G> void operator()(std::int64_t t, W& w, const G& g, W* slot) const {
    using S = typename W::Scalar;
    const auto steps = static_cast<double>(t);
    const auto rate =
        static_cast<S>(learning_rate * std::sqrt(1 - std::pow(beta_2, steps)) / (1 - std::pow(beta_1, steps)));
    if (weight_decay != 0) w -= w * static_cast<S>(weight_decay) * static_cast<S>(learning_rate);
    auto &m = slot[0], &v = slot[1];
    m += static_cast<S>(1 - beta_1) * (g - m);
    v += static_cast<S>(1 - beta_2) * (g.square() - v);
    if (amsgrad)
      for (Eigen::Index i = 0; i < v.size(); ++i)
        if (S& most = slot[2][i]; !(v[i] <= most)) most = v[i];
    w -= rate * m / (slot[amsgrad ? 2 : 1].sqrt() + static_cast<S>(epsilon));
  }
};

}  // namespace regula::updates
