// SPDX-License-Identifier: MIT
/// Runs the code of a sweep over entries that lie side by side, a block at a time.
#pragma once
#include <dsl/engine/sweep_code.hpp>
#include <dsl/matrix/workspace.hpp>
#include <dsl/numbers/partial.hpp>
#include <dsl/run/sums.hpp>
#include <dsl/walk/sweep_call.hpp>

namespace regula::dsl {

/// Its memory is the workspace's; it lives as long as the scope that took it.
template <class S> class block_machine {
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;

public:
  block_machine(const sweep_code<S>& code, workspace& memory) : code_(&code) {
    const auto count = code.places();
    places_ = memory.take<S*>(count);
    S* const blocks = memory.take<S>((code.blocks + code.outputs) * code.length);
    for (int b = 0; b < code.blocks; ++b) places_[b] = blocks + b * code.length;
    spare_ = blocks + code.blocks * code.length;
    inputs_ = places_ + code.base(site::input), outputs_ = places_ + code.base(site::output);
    folds_ = places_ + code.base(site::fold), sums_ = places_ + code.base(site::sum);
    numbers_ = memory.take<S>(code.numbers);
    for (int i = 0; i < code.numbers; ++i) places_[code.base(site::number) + i] = numbers_ + i;
    parts_ = memory.take<S>(2 * code.sums * most_parts * width);
    for (int r = 0; r < code.sums; ++r) sums_[r] = parts_ + r * most_parts * width;
    edges_ = memory.take<S>((code.inputs + code.folds) * width);
  }

  /// The scalars of the sweep, then what squares are scaled by.
  S* numbers() const { return numbers_; }
  /// Once the numbers are known.
  void begin() {
    for (const auto& op : code_->first)
      op.run(places_[code_->place(op.to)], places_[code_->place(op.a)], nullptr, nullptr, code_->length, 0);
  }
  void clear_sums() {
    for (int r = 0; r < code_->sums; ++r)
      std::fill_n(sums_[r], code_->parts * width, static_cast<S>(start_of(kind(r))));
  }

  /// n entries of a line; in, out, rims: their addresses, each rim's where it lies along the line.
  void run(const S* const* in, S* const* out, S* const* rims, std::ptrdiff_t n, bool stream) {
    const auto& c = *code_;
    for (std::ptrdiff_t i = 0; i < n; i += c.length) {
      const auto m = std::min(c.length, n - i), whole = m / width * width;
      if (whole > 0) {
        for (int k = 0; k < c.inputs; ++k) inputs_[k] = const_cast<S*>(in[k]) + (is_number(k) ? 0 : i);
        for (int t = 0; t < c.outputs; ++t) outputs_[t] = stream ? spare_ + t * c.length : out[t] + i;
        for (int f = 0; f < c.folds; ++f) folds_[f] = rims[f] + i;
        execute(whole);
        if (stream)
          for (int t = 0; t < c.outputs; ++t) common_forms<S>::stream(out[t] + i, outputs_[t], whole);
      }
      if (whole < m) edge(in, out, rims, i + whole, m - whole);
    }
  }
  /// What sum r has gathered, its parts joined, in double.
  double gathered(int r) const {
    const S* const part = sums_[r];
    const auto vector_of = [&](int k) { return vector::load(part + k * width); };
    auto all = vector_of(0);
    const auto two = [&](auto what, int a, int b) { return combine<what>(vector_of(a), vector_of(b)); };
    return with_reduction(kind(r), [&](auto what) {
      if (code_->parts == 4)
        all = combine<what>(two(what, 0, 2), two(what, 1, 3));
      else if (code_->parts == 2)
        all = two(what, 0, 1);
      return dsl::gathered<what>(all);
    });
  }
  int kind(int r) const { return code_->sum_kinds[static_cast<std::size_t>(r)]; }
  const sweep_code<S>& code() const { return *code_; }

private:
  bool is_number(int input) const { return code_->is_number[static_cast<std::size_t>(input)] != 0; }
  bool is_constant(int input) const { return code_->is_constant[static_cast<std::size_t>(input)] != 0; }

  void execute(std::ptrdiff_t n) const {
    S* const* const at = places_;
    for (const auto& op : code_->placed) op.run(at[op.to], at[op.a], at[op.b], at[op.c], n, op.bits);
  }
  /// The last m < width entries, as a vector of copies with ones behind them.
  void edge(const S* const* in, S* const* out, S* const* rims, std::ptrdiff_t i, std::ptrdiff_t m) {
    const auto& c = *code_;
    for (int k = 0; k < c.inputs; ++k) {
      inputs_[k] = const_cast<S*>(in[k]);
      if (is_number(k) || is_constant(k)) continue;
      inputs_[k] = edges_ + k * width;
      load_first(in[k] + i, m).store(inputs_[k]);
    }
    for (int t = 0; t < c.outputs; ++t) {
      outputs_[t] = spare_ + t * c.length;
      if (c.adds) load_first(out[t] + i, m).store(outputs_[t]);
    }
    for (int f = 0; f < c.folds; ++f) {
      folds_[f] = edges_ + (c.inputs + f) * width;
      vector::all(start_of(c.fold_kinds[static_cast<std::size_t>(f)])).store(folds_[f]);
    }
    for (int r = 0; r < c.sums; ++r) {
      sums_[r] += c.sums * most_parts * width;
      for (int k = 0; k < c.parts; ++k) vector::all(start_of(kind(r))).store(sums_[r] + k * width);
    }
    execute(width);
    for (int r = 0; r < c.sums; ++r) {
      const S* const last = sums_[r];
      sums_[r] -= c.sums * most_parts * width;
      with_reduction(kind(r), [&](auto what) {
        const auto cut = keep_first(vector::load(last), static_cast<int>(m), identity<vector>(what));
        combine<what>(vector::load(sums_[r]), cut).store(sums_[r]);
      });
    }
    for (int f = 0; f < c.folds; ++f)
      with_reduction(c.fold_kinds[static_cast<std::size_t>(f)], [&](auto what) {
        for (std::ptrdiff_t j = 0; j < m; ++j) {
          S& part = rims[f][i + j];
          part = static_cast<S>(
              combine<what>(one_lane{static_cast<double>(part)}, one_lane{static_cast<double>(folds_[f][j])}).v);
        }
      });
    for (int t = 0; t < c.outputs; ++t) store_first(vector::load(outputs_[t]), out[t] + i, m);
  }

  const sweep_code<S>* code_;
  S **places_, **inputs_, **outputs_, **folds_, **sums_;
  S *spare_, *numbers_, *parts_, *edges_;
};

}  // namespace regula::dsl
