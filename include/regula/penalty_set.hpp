// SPDX-License-Identifier: MIT
/// Many tensors, each with its penalties, in one call: the weights of a model.
#pragma once
#include <dsl/meta/message.hpp>
#include <functional>
#include <memory>
#include <numeric>
#include <regula/batches.hpp>
#include <regula/name_pattern.hpp>
#include <regula/penalty.hpp>
#include <regula/threads.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace regula {

/// Tensors of S by name, with buffers for their gradients, and penalties on those whose names fit a pattern. Neither
/// tensors nor buffers are copied: they live as long as the set is called. Where several penalties meet on a tensor they
/// add up.
///
///   regula::penalty_set<float> set;
///   set.tensor("conv/kernel", w, g).tensor("conv/bias", b, h);
///   set.penalize("*kernel", regula::l2(1e-4)).penalize("*bias", regula::l1(1e-5));
///   const double total = set.value_and_gradient(regula::on(pool));
///
/// Totals are the sum over the penalties, in the order of the lines that add them, of the sum over their tensors; they have
/// the same bits on any number of threads. A call throws what a penalty throws; other tensors' gradients may then be
/// written.
template <class S> class penalty_set {
public:
  /// A name is given once, the buffer has the tensor's shape: argument_error, shape_error or overlap_error otherwise.
  template <tensor_like W, class G> penalty_set& tensor(std::string name, const W& w, G&& g) {
    constexpr bool same = std::is_same_v<entry_of<W>, S>;
    static_assert(same, "the tensors of a set have its entry type: penalty_set<float>");
    if constexpr (same) take(std::move(name), view_of<const S>(w), buffer_of<S>(std::forward<G>(g)));
    return *this;
  }

  /// A penalty of one tensor on every tensor whose name fits: * stands for any letters, ? for one. Those that are added
  /// later too.
  template <class P> penalty_set& penalize(std::string pattern, const P& penalty) {
    rules_.push_back({std::move(pattern), called<P>(penalty), 0.0});
    for (std::size_t t = 0; t < tensors_.size(); ++t) meet(rules_.size() - 1, t);
    return *this;
  }

  /// The total of all penalties.
  double value(const policy& how = {}) { return run<asked::value>(how); }
  /// The total; the buffers get the gradients, 0 where no penalty is.
  double value_and_gradient(const policy& how = {}) { return run<asked::gradient>(how); }
  /// The total; the gradients are added to the buffers.
  double value_and_add_gradient(const policy& how = {}) { return run<asked::sum>(how); }

  std::size_t size() const { return tensors_.size(); }
  std::ptrdiff_t entries() const {
    std::ptrdiff_t n = 0;
    for (const auto& t : tensors_) n += t.w.size();
    return n;
  }
  /// A tensor's penalties in the last call.
  double value_of(std::string_view tensor) const {
    for (const auto& t : tensors_)
      if (t.name == tensor)
        return std::accumulate(t.met.begin(), t.met.end(), 0.0,
                               [](double sum, const meeting& m) { return sum + m.value; });
    throw argument_error(dsl::message({"the set has no tensor \"", tensor, "\""}));
  }
  /// What the lines of penalize came to in the last call, by line.
  std::vector<double> values_by_penalty() const {
    std::vector<double> all;
    for (const auto& r : rules_) all.push_back(r.value);
    return all;
  }

private:
  enum class asked { value, gradient, sum };
  using call = double (*)(const void*, asked, const tensor_view<const S>&, const tensor_view<S>&, const policy&);
  struct any_penalty {
    std::shared_ptr<const void> held;
    call run;
  };
  struct meeting {
    std::size_t rule;
    double value = 0.0;
  };
  struct member {
    std::string name;
    tensor_view<const S> w;
    tensor_view<S> g;
    std::vector<meeting> met;
  };
  struct rule {
    std::string pattern;
    any_penalty penalty;
    double value;
  };

  /// What takes a policy shares out large tensors; the others run on one thread for each tensor.
  template <class P> static any_penalty called(const P& penalty) {
    return {std::make_shared<const P>(penalty),
            [](const void* p, asked what, const tensor_view<const S>& w, const tensor_view<S>& g, const policy& how) {
              const P& x = *static_cast<const P*>(p);
              const auto ask = [&](const auto&... on) {
                if (what == asked::value) return static_cast<double>(x(on..., w));
                if (what == asked::gradient) return static_cast<double>(x.value_and_gradient(on..., w, g));
                return static_cast<double>(x.value_and_add_gradient(on..., w, g));
              };
              if constexpr (is_penalty<P> || requires { x(how, w), x.value_and_add_gradient(how, w, g); })
                return ask(how);
              else
                return ask();
            }};
  }

  void take(std::string name, const tensor_view<const S>& in, const tensor_view<S>& out) {
    for (const auto& t : tensors_)
      if (t.name == name) throw argument_error(dsl::message({"the set has a tensor \"", name, "\" already"}));
    check_gradient(in, out);
    for (const auto& t : tensors_)
      if (dsl::overlap(out, t.w) || dsl::overlap(out, t.g) || dsl::overlap(in, t.g))
        throw overlap_error(dsl::message({"the tensor or the gradient of \"", name, "\" overlaps that of \"", t.name,
                                          "\": give each gradient memory of its own"}));
    tensors_.push_back({std::move(name), in, out, {}});
    for (std::size_t r = 0; r < rules_.size(); ++r) meet(r, tensors_.size() - 1);
  }
  void meet(std::size_t r, std::size_t t) {
    if (name_matches(rules_[r].pattern, tensors_[t].name)) tensors_[t].met.push_back({r});
  }

  /// Bytes of a gradient that bypass the caches where those of all tensors together do.
  static constexpr std::ptrdiff_t streamed = std::ptrdiff_t{1} << 16;

  template <asked What> double run(const policy& how) {
    const bool streams = What == asked::gradient && bytes() >= stream_from;
    in_batches(
        how, tensors_.size(), [&](std::size_t t) { return tensors_[t].w.size(); },
        [&](std::size_t t, const policy& on) { visit<What>(tensors_[t], on, streams); });
    return total();
  }
  std::ptrdiff_t bytes() const { return entries() * static_cast<std::ptrdiff_t>(sizeof(S)); }
  /// streams: what all tensors write would not stay in the caches.
  template <asked What> void visit(member& t, const policy& how, bool streams) const {
    auto what = What;
    for (auto& m : t.met) {
      const auto& p = rules_[m.rule].penalty;
      m.value = p.run(p.held.get(), what, t.w, t.g, streams && t.met.size() == 1 ? how.streaming_from(streamed) : how);
      if (What == asked::gradient) what = asked::sum;
    }
    if (What == asked::gradient && t.met.empty()) dsl::fill(t.g, S(0));
  }
  double total() {
    for (auto& r : rules_) r.value = 0.0;
    for (const auto& t : tensors_)
      for (const auto& m : t.met) rules_[m.rule].value += m.value;
    return std::accumulate(rules_.begin(), rules_.end(), 0.0, [](double sum, const rule& r) { return sum + r.value; });
  }

  std::vector<member> tensors_;
  std::vector<rule> rules_;
};

}  // namespace regula
