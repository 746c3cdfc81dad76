// SPDX-License-Identifier: MIT
/// A step of training on one tensor: the penalty, its gradient and the optimizer's update in one pass over memory.
#pragma once
#include <array>
#include <dsl/numbers/pairwise_total.hpp>
#include <regula/penalty.hpp>
#include <regula/threads.hpp>
#include <regula/updates.hpp>

namespace regula {

/// An update with its state for one tensor. The tensor is that of the first step; reset() forgets it.
///
///   regula::stepper<float, regula::updates::adam> adam({.learning_rate = 1e-3});
///   const double value = adam.step(p, w, g);      // w steps down g + dP/dw; g is that of the loss, and stays
///
/// Where P is a sum over entries (penalty::is_sum_over_entries), a stretch of w is read once, for its penalty and for the
/// update; other penalties have a pass of their own before it, into a buffer that the stepper keeps. On several threads the
/// bits are those of one.
template <class S, class Update> class stepper {
  using array = Eigen::Array<S, Eigen::Dynamic, 1>;
  using map = Eigen::Map<array>;
  static constexpr int most_slots = updates::most_slots;

public:
  explicit stepper(Update update) : update_(update) {}

  /// Its options may change from step to step, but not how much state it has.
  Update& update() { return update_; }
  std::int64_t steps() const { return steps_; }
  void reset() { *this = stepper(update_); }

  /// P(w) as w was, of any penalty of one tensor. Throws shape_error for other shapes than the first step's, for tensors with
  /// gaps and for a gradient in another order; overlap_error where w and g share memory; and what the penalty throws. Then
  /// nothing is written.
  template <class P, class W, class G> double step(const P& p, W&& w, const G& g) {
    return step(policy{}, p, std::forward<W>(w), g);
  }
  template <class P, class W, class G> double step(policy how, const P& p, W&& w, const G& g) {
    const auto to = buffer_of<S>(std::forward<W>(w));
    const auto by = view_of<const S>(g);
    check(to, by);
    const auto n = to.size();
    double value = 0.0;
    if constexpr (is_summed<P>()) {
      prepare(n);
      value = fused(how.crew(), p, to.data, by.data, n);
    } else {
      whole_.resize(n);
      auto gradient = to;
      gradient.data = whole_.data();
      const tensor_view<const S> from = view_of<const S>(to);
      if constexpr (is_penalty<P>)
        value = p.value_and_gradient(how, from, gradient);
      else
        value = p.value_and_gradient(from, gradient);
      prepare(n);
      for_stretches(how.crew(), n, [&](std::ptrdiff_t first, std::ptrdiff_t count) {
        update(to.data + first, by.data + first, whole_.data() + first, first, count);
      });
    }
    return value;
  }

private:
  static constexpr std::ptrdiff_t stretch = updates::stretch;

  template <class P> static constexpr bool is_summed() {
    if constexpr (is_penalty<P>)
      return P::is_sum_over_entries();
    else
      return false;
  }

  void check(const tensor_view<S>& w, const tensor_view<const S>& g) const {
    const auto text = [](const auto& v) { return dsl::shape_text(v.rank, v.extents); };
    if (!dsl::same_shape(w, g))
      throw shape_error("the gradient is " + text(g) + "; it must have the shape of the tensor, " + text(w));
    if (!dsl::is_dense(w) || !dsl::is_dense(g) || !dsl::same_order(w, g))
      throw shape_error(
          "a step takes tensors without gaps, and the gradient's entries in the order of the tensor's: "
          "copy a block, or a matrix in another order, into one that is");
    if (dsl::overlap(w, g)) throw overlap_error("the gradient overlaps the tensor: give it memory of its own");
    if (steps_ > 0 && w.size() != entries_)
      throw shape_error("the first step had " + std::to_string(entries_) + " entries, this one has " +
                        std::to_string(w.size()) + "; reset() forgets the first");
    if (steps_ > 0 && update_.slots() != slots_)
      throw argument_error("the update had " + std::to_string(slots_) + " states for each entry, now it has " +
                           std::to_string(update_.slots()) + "; reset() forgets them");
  }
  /// What may throw comes before what writes.
  void prepare(std::ptrdiff_t n) {
    if (steps_ == 0) {
      for (int k = 0; k < update_.slots(); ++k) states_[static_cast<std::size_t>(k)] = array::Zero(n);
      entries_ = n;
      slots_ = update_.slots();
    }
    ++steps_;
  }
  /// gradient: of the penalty.
  void update(S* w, const S* loss, S* gradient, std::ptrdiff_t first, std::ptrdiff_t n) {
    const Eigen::Map<const array> of_loss(loss, n);
    map weights(w, n), all(gradient, n);
    auto slots = [&]<std::size_t... K>(std::index_sequence<K...>) {
      return std::array<map, most_slots>{
          map(K < static_cast<std::size_t>(slots_) ? states_[K].data() + first : w, n)...};
    }
    (std::make_index_sequence<most_slots>{});
    // What is read once is added up on the way.
    if (slots_ == 0) {
      update_(steps_, weights, all + of_loss, slots.data());
    } else {
      all += of_loss;
      update_(steps_, weights, all, slots.data());
    }
  }
  template <class F> static void for_stretches(const dsl::crew& on, std::ptrdiff_t n, const F& f) {
    const dsl::shares all(n, stretch, on, 16);
    const auto share = [&](std::ptrdiff_t i) {
      for (auto from = all.first(i); from < all.last(i); from += stretch)
        f(from, std::min(stretch, all.last(i) - from));
    };
    if (all.count() > 1)
      on.run(all.count(), share);
    else
      share(0);
  }
  template <class P> double fused(const dsl::crew& on, const P& p, S* w, const S* loss, std::ptrdiff_t n) {
    // Each stretch has the penalty's constant.
    const double constant = p(std::span<const S>());
    const auto blocks = (n + stretch - 1) / stretch;
    auto& memory = dsl::this_thread_workspace();
    const dsl::scratch_scope scope(memory);
    double* const values = memory.template take<double>(blocks);
    for_stretches(on, n, [&](std::ptrdiff_t first, std::ptrdiff_t count) {
      alignas(64) S gradient[stretch];
      const auto m = static_cast<std::size_t>(count);
      values[first / stretch] =
          p.value_and_gradient(std::span<const S>(w + first, m), std::span<S>(gradient, m)) - constant;
      update(w + first, loss + first, gradient, first, count);
    });
    dsl::pairwise_total total;
    total.clear();
    for (std::ptrdiff_t b = 0; b < blocks; ++b) total.add(values[b]);
    return total.result() + constant;
  }

  Update update_;
  std::int64_t steps_ = 0;
  std::ptrdiff_t entries_ = 0;
  int slots_ = 0;
  std::array<array, most_slots> states_;
  array whole_;
};

}  // namespace regula
