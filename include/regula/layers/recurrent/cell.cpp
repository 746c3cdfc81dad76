// SPDX-License-Identifier: MIT
#include <regula/layers/products.hpp>
#include <regula/layers/recurrent/cell.hpp>

namespace regula::layers {
namespace {

/// a b, entry by entry.
ndarray times(const ndarray& a, const ndarray& b) {
  auto p = a;
  p.flat() *= b.flat();
  return p;
}

class simple_rnn_step final : public recurrent_cell {
public:
  using recurrent_cell::recurrent_cell;
  std::ptrdiff_t gates() const override { return 1; }
  tensors next(const ndarray& z, const tensors& states, const recurrent_product& by_u, tensors& saved) const override {
    auto sum = by_u(states[0], 0, 1);
    sum.flat() += z.flat();
    auto h = activation_(sum);
    saved = {std::move(sum), h};
    return {std::move(h)};
  }
  tensors back(values slopes, values states, const recurrent_product& by_u, values saved, ndarray& dz) const override {
    dz = activation_.gradient(saved[0], saved[1], slopes[0]);
    ndarray dh(states[0].shape());
    by_u.back(states[0], dz, 0, dh);
    return {std::move(dh)};
  }
};

class lstm_step final : public recurrent_cell {
public:
  using recurrent_cell::recurrent_cell;
  std::ptrdiff_t gates() const override { return 4; }
  std::size_t states() const override { return 2; }
  /// Saved: the four sums, the four gates, c', activation(c').
  tensors next(const ndarray& z, const tensors& states, const recurrent_product& by_u, tensors& saved) const override {
    auto sum = by_u(states[0], 0, 4);
    sum.flat() += z.flat();
    saved.clear();
    for (std::ptrdiff_t k = 0; k < 4; ++k) saved.push_back(gate_of(sum, k, states[0].last()));
    for (std::size_t k = 0; k < 4; ++k) saved.push_back((k == 2 ? activation_ : recurrent_)(saved[k]));
    auto c = times(saved[5], states[1]);
    c.flat() += saved[4].flat() * saved[6].flat();
    saved.push_back(c);
    saved.push_back(activation_(c));
    return {times(saved[7], saved[9]), std::move(c)};
  }
  tensors back(values slopes, values states, const recurrent_product& by_u, values saved, ndarray& dz) const override {
    auto dc = activation_.gradient(saved[8], saved[9], times(slopes[0], saved[7]));
    dc.flat() += slopes[1].flat();
    const ndarray by_gate[] = {times(dc, saved[6]), times(dc, states[1]), times(dc, saved[4]),
                               times(slopes[0], saved[9])};
    for (std::size_t k = 0; k < 4; ++k)
      set_gate(dz, static_cast<std::ptrdiff_t>(k),
               (k == 2 ? activation_ : recurrent_).gradient(saved[k], saved[k + 4], by_gate[k]));
    ndarray dh(states[0].shape());
    by_u.back(states[0], dz, 0, dh);
    return {std::move(dh), times(dc, saved[5])};
  }
};

class gru_step final : public recurrent_cell {
public:
  gru_step(activation inner, activation recurrent, bool reset_after)
      : recurrent_cell(inner, recurrent), reset_after_(reset_after) {}
  std::ptrdiff_t gates() const override { return 3; }
  std::ptrdiff_t biases() const override { return reset_after_ ? 2 : 1; }
  /// Saved: the three sums, the three gates, and what r is multiplied with.
  tensors next(const ndarray& z, const tensors& states, const recurrent_product& by_u, tensors& saved) const override {
    const auto& h = states[0];
    const auto units = h.last();
    const auto inner = by_u(h, 0, reset_after_ ? 3 : 2);
    const auto sum = [&](std::ptrdiff_t k, const ndarray& more) {
      auto s = gate_of(z, k, units);
      s.flat() += more.flat();
      return s;
    };
    auto z_sum = sum(0, gate_of(inner, 0, units)), r_sum = sum(1, gate_of(inner, 1, units));
    auto z_gate = recurrent_(z_sum), r = recurrent_(r_sum);
    auto reset = reset_after_ ? gate_of(inner, 2, units) : h;
    auto h_sum = sum(2, reset_after_ ? times(r, reset) : by_u(times(r, h), 2, 1));
    auto candidate = activation_(h_sum);
    ndarray made(h.shape());
    made.flat() = z_gate.flat() * h.flat() + (1.0F - z_gate.flat()) * candidate.flat();
    saved = {std::move(z_sum), std::move(r_sum),     std::move(h_sum), std::move(z_gate),
             std::move(r),     std::move(candidate), std::move(reset)};
    return {std::move(made)};
  }
  tensors back(values slopes, values states, const recurrent_product& by_u, values saved, ndarray& dz) const override {
    const auto &h = states[0], &d = slopes[0], &z_gate = saved[3], &r = saved[4], &reset = saved[6];
    auto dh = times(d, z_gate), d_gate = h, d_candidate = d;
    d_gate.flat() = d.flat() * (h.flat() - saved[5].flat());
    d_candidate.flat() *= 1.0F - z_gate.flat();
    const auto d_sum = activation_.gradient(saved[2], saved[5], std::move(d_candidate));
    ndarray dr(h.shape());
    if (reset_after_) {
      dr = times(d_sum, reset);
    } else {
      ndarray d_product(h.shape());
      by_u.back(times(r, h), d_sum, 2, d_product);
      dr = times(d_product, h);
      dh.flat() += d_product.flat() * r.flat();
    }
    set_gate(dz, 0, recurrent_.gradient(saved[0], z_gate, std::move(d_gate)));
    set_gate(dz, 1, recurrent_.gradient(saved[1], r, std::move(dr)));
    set_gate(dz, 2, d_sum);
    const auto units = h.last();
    ndarray d_inner({h.shape(0), (reset_after_ ? 3 : 2) * units});
    d_inner.matrix() = dz.matrix().leftCols(d_inner.last());
    if (reset_after_) set_gate(d_inner, 2, times(d_sum, r));
    by_u.back(h, d_inner, 0, dh);
    return {std::move(dh)};
  }

private:
  bool reset_after_;
};

}  // namespace

recurrent_product::recurrent_product(const ndarray& u, const ndarray* bias, std::span<const ndarray> dropped,
                                     ndarray* u_gradient, ndarray* bias_gradient, const policy& on)
    : u_(u), bias_(bias), dropped_(dropped), u_gradient_(u_gradient), bias_gradient_(bias_gradient), on_(on) {}

ndarray recurrent_product::seen(const ndarray& h, std::ptrdiff_t gate) const {
  return dropped_.empty() ? h : times(h, dropped_[dropped_.size() > 1 ? static_cast<std::size_t>(gate) : 0]);
}

ndarray recurrent_product::operator()(const ndarray& h, std::ptrdiff_t first, std::ptrdiff_t count) const {
  const auto units = h.last(), some = together(count);
  ndarray p({h.shape(0), count * units});
  for (std::ptrdiff_t k = 0; k < count; k += some)
    assign_product(on_, p.matrix().middleCols(k * units, some * units), seen(h, first + k).matrix(),
                   u_.matrix().middleCols((first + k) * units, some * units));
  if (bias_) p.matrix().rowwise() += bias_->matrix().row(1).segment(first * units, count * units);
  return p;
}

void recurrent_product::back(const ndarray& h, const ndarray& dp, std::ptrdiff_t first, ndarray& dh) const {
  const auto units = h.last(), count = dp.last() / units, some = together(count);
  for (std::ptrdiff_t k = 0; k < count; k += some) {
    const auto slopes = dp.matrix().middleCols(k * units, some * units);
    const auto read = seen(h, first + k);
    add_product(on_, u_gradient_->matrix().middleCols((first + k) * units, some * units), read.matrix().transpose(),
                slopes);
    ndarray d(h.shape());
    assign_product(on_, d.matrix(), slopes, u_.matrix().middleCols((first + k) * units, some * units).transpose());
    dh.flat() += seen(d, first + k).flat();
  }
  if (bias_gradient_) bias_gradient_->matrix().row(1).segment(first * units, dp.last()) += dp.matrix().colwise().sum();
}

ndarray gate_of(const ndarray& z, std::ptrdiff_t k, std::ptrdiff_t units) {
  ndarray g({z.shape(0), units});
  g.matrix() = z.matrix().middleCols(k * units, units);
  return g;
}

void set_gate(ndarray& z, std::ptrdiff_t k, const ndarray& of_gate) {
  z.matrix().middleCols(k * of_gate.last(), of_gate.last()) = of_gate.matrix();
}

std::unique_ptr<recurrent_cell> simple_rnn_cell(activation inner) {
  return std::make_unique<simple_rnn_step>(inner, activation());
}

std::unique_ptr<recurrent_cell> lstm_cell(activation inner, activation recurrent) {
  return std::make_unique<lstm_step>(inner, recurrent);
}

std::unique_ptr<recurrent_cell> gru_cell(activation inner, activation recurrent, bool reset_after) {
  return std::make_unique<gru_step>(inner, recurrent, reset_after);
}

}  // namespace regula::layers
