// SPDX-License-Identifier: MIT
/// The steps of a recurrent layer, there and back. In the record: masks of dropout of x, of h; then for each step the
/// states before it and what its cell saved.
#include <regula/layers/masks.hpp>
#include <regula/layers/products.hpp>
#include <regula/layers/recurrent/recurrent.hpp>

namespace regula::layers {
namespace {

using sequence_matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Step t of (batch, steps, n), as (batch, n).
auto step_map(ndarray& all, std::ptrdiff_t t) {
  const auto n = all.last(), steps = all.shape(1);
  return Eigen::Map<sequence_matrix, 0, Eigen::OuterStride<>>(all.data() + (all.size() == 0 ? 0 : t * n), all.shape(0),
                                                              n, Eigen::OuterStride<>(steps * n));
}

ndarray step_at(ndarray& all, std::ptrdiff_t t) {
  ndarray one({all.shape(0), all.last()});
  one.matrix() = step_map(all, t);
  return one;
}

/// x with one mask for all steps.
ndarray dropped_out(ndarray x, const ndarray& factors) {
  for (std::ptrdiff_t t = 0; t < x.shape(1); ++t) step_map(x, t).array() *= factors.matrix().array();
  return x;
}

/// Whether step t of sample b counts, in a mask of (batch, steps).
bool counts(const float* steps, std::ptrdiff_t count, std::ptrdiff_t b, std::ptrdiff_t t) {
  return !steps || steps[b * count + t] != 0.0F;
}

}  // namespace

std::size_t recurrent_layer::mask_count(double rate, bool training) const {
  if (!training || rate == 0.0) return 0;
  // Keras: h that is dropped out is dropped out for each gate anew, and x then too.
  const bool by_gate = kind_ != recurrent_kind::simple_rnn && options_.recurrent_dropout > 0.0;
  return by_gate ? static_cast<std::size_t>(cell_->gates()) : 1;
}

void recurrent_layer::draw_masks(double rate, const shape& of, record& r) const {
  for (auto k = mask_count(rate, r.training); k-- > 0;) {
    if (!r.draw)
      throw config_error(class_name() + " \"" + name() + "\" has dropout, and the record has nothing to draw from");
    auto& m = r.saved.emplace_back(of);
    for (float& v : m.values()) v = r.draw->uniform() < rate ? 0.0F : static_cast<float>(1.0 / (1.0 - rate));
  }
}

recurrent_product recurrent_layer::product(std::span<const ndarray> dropped, const policy& on) {
  auto* bias = options_.use_bias && cell_->biases() > 1 ? &weights()[2] : nullptr;
  return {weights()[1].value,     bias ? &bias->value : nullptr,    dropped,
          &weights()[1].gradient, bias ? &bias->gradient : nullptr, on};
}

ndarray recurrent_layer::forward(const ndarray& x, record& r) {
  ndarray y(output_shape(x.shape()));
  const auto batch = x.shape(0), steps = x.shape(1);
  const auto* masked = steps_of(r.given_mask(0), x.shape(), name());
  r.saved.clear();
  draw_masks(options_.dropout, {batch, x.last()}, r);
  const auto of_x = r.saved.size();
  draw_masks(options_.recurrent_dropout, {batch, units_}, r);
  const tensors dropped(r.saved.begin() + static_cast<std::ptrdiff_t>(of_x), r.saved.end());
  const auto by_u = product(dropped, r.on);

  const auto& w = weights()[0].value;
  ndarray z({batch, steps, w.last()});
  const auto blocks = static_cast<std::ptrdiff_t>(std::max<std::size_t>(of_x, 1)), columns = w.last() / blocks;
  for (std::ptrdiff_t k = 0; k < blocks; ++k) {
    const auto read = of_x == 0 ? ndarray() : dropped_out(x, r.saved[static_cast<std::size_t>(k)]);
    assign_product(r.on, z.matrix().middleCols(k * columns, columns), (of_x == 0 ? x : read).matrix(),
                   w.matrix().middleCols(k * columns, columns));
  }
  if (options_.use_bias) z.matrix().rowwise() += weights()[2].value.matrix().row(0);

  tensors states(cell_->states(), ndarray({batch, units_})), saved;
  for (std::ptrdiff_t k = 0; k < steps; ++k) {
    const auto t = step_of(k, steps);
    auto made = cell_->next(step_at(z, t), states, by_u, saved);
    for (std::ptrdiff_t b = 0; b < batch; ++b)
      if (!counts(masked, steps, b, t))
        for (std::size_t s = 0; s < made.size(); ++s) made[s].matrix().row(b) = states[s].matrix().row(b);
    if (r.keep) {
      for (auto* list : {&states, &saved})
        for (auto& m : *list) r.saved.push_back(std::move(m));
    }
    states = std::move(made);
    if (!options_.return_sequences && k + 1 < steps) continue;
    for (std::ptrdiff_t b = 0; b < batch; ++b)
      if (!options_.zero_output_for_mask || counts(masked, steps, b, t))
        y.matrix().row(options_.return_sequences ? b * steps + k : b) = states[0].matrix().row(b);
  }
  return y;
}

ndarray recurrent_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  const auto batch = x.shape(0), steps = x.shape(1);
  const auto* masked = steps_of(r.given_mask(0), x.shape(), name());
  const auto of_x = mask_count(options_.dropout, r.training), of_h = mask_count(options_.recurrent_dropout, r.training);
  const auto by_u = product(std::span(r.saved).subspan(of_x, of_h), r.on);
  const auto each = (r.saved.size() - of_x - of_h) / static_cast<std::size_t>(steps);

  const auto& w = weights()[0].value;
  ndarray dz({batch, steps, w.last()});
  tensors slopes(cell_->states(), ndarray({batch, units_}));
  ndarray d_step({batch, w.last()});
  for (std::ptrdiff_t k = steps; k-- > 0;) {
    const auto t = step_of(k, steps);
    if (options_.return_sequences || k + 1 == steps)
      for (std::ptrdiff_t b = 0; b < batch; ++b)
        if (!options_.zero_output_for_mask || counts(masked, steps, b, t))
          slopes[0].matrix().row(b) += dy.matrix().row(options_.return_sequences ? b * steps + k : b);
    auto kept = slopes;  // what goes past a masked step
    for (std::ptrdiff_t b = 0; b < batch; ++b)
      for (std::size_t s = 0; s < slopes.size(); ++s)
        (counts(masked, steps, b, t) ? kept : slopes)[s].matrix().row(b).setZero();
    const auto saved =
        std::span<const ndarray>(r.saved).subspan(of_x + of_h + static_cast<std::size_t>(k) * each, each);
    slopes = cell_->back(slopes, saved.first(cell_->states()), by_u, saved.subspan(cell_->states()), d_step);
    for (std::size_t s = 0; s < slopes.size(); ++s) slopes[s].flat() += kept[s].flat();
    step_map(dz, t) = d_step.matrix();
  }

  if (options_.use_bias) weights()[2].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  ndarray dx(x.shape());
  const auto blocks = static_cast<std::ptrdiff_t>(std::max<std::size_t>(of_x, 1)), columns = w.last() / blocks;
  for (std::ptrdiff_t k = 0; k < blocks; ++k) {
    const auto slope = dz.matrix().middleCols(k * columns, columns);
    const auto* dropped = of_x == 0 ? nullptr : &r.saved[static_cast<std::size_t>(k)];
    const auto read = dropped ? dropped_out(x, *dropped) : ndarray();
    add_product(r.on, weights()[0].gradient.matrix().middleCols(k * columns, columns),
                (dropped ? read : x).matrix().transpose(), slope);
    ndarray d(x.shape());
    assign_product(r.on, d.matrix(), slope, w.matrix().middleCols(k * columns, columns).transpose());
    dx.flat() += (dropped ? dropped_out(std::move(d), *dropped) : d).flat();
  }
  return dx;
}

}  // namespace regula::layers
