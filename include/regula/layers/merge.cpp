// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/layers/axes.hpp>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/masks.hpp>
#include <regula/layers/merge.hpp>

namespace regula::layers {
namespace {

constexpr const char* entrywise_names[] = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"};

/// Whether x takes the place of what was the maximum, or minimum, before it.
bool takes_over(bool maximum, float x, float before) {
  if (std::isnan(x)) return !std::isnan(before);
  return maximum ? x > before : x < before;
}

/// With axes of extent 1 behind the batch, up to that many.
shape with_axes(shape s, std::size_t axes) {
  if (s.size() < axes) s.insert(s.begin() + 1, axes - s.size(), 1);
  return s;
}

ndarray repeated(const ndarray& x, const shape& whole) {
  if (x.shape() == whole) return x;
  ndarray y(whole);
  const auto places = broadcast_places(whole, with_axes(x.shape(), whole.size()));
  for (std::size_t i = 0; i < places.size(); ++i) y.values()[i] = x.data()[places[i]];
  return y;
}

/// The adjoint of repeated.
ndarray summed(ndarray d, const shape& part) {
  if (d.shape() == part) return d;
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(entry_count(part));
  const auto places = broadcast_places(d.shape(), with_axes(part, d.rank()));
  for (std::size_t i = 0; i < places.size(); ++i) sums[places[i]] += double{d.values()[i]};
  ndarray dx(part);
  dx.flat() = sums.cast<float>();
  return dx;
}

}  // namespace

entrywise_layer::entrywise_layer(kind what, std::string name) : layer(std::move(name)), kind_(what) {}

std::string entrywise_layer::class_name() const { return entrywise_names[static_cast<std::size_t>(kind_)]; }

shapes entrywise_layer::output_shapes(const shapes& inputs) const { return {merged(inputs)}; }

tensors entrywise_layer::forward(const tensors& inputs, record&) {
  const auto out = merged(shapes_of(inputs));
  tensors y{repeated(inputs[0], out)};
  auto total = y[0].flat();
  for (std::size_t k = 1; k < inputs.size(); ++k) {
    const auto whole = inputs[k].shape() == out ? ndarray() : repeated(inputs[k], out);
    const auto x = (inputs[k].shape() == out ? inputs[k] : whole).flat();
    if (kind_ == kind::add || kind_ == kind::average) total += x;
    if (kind_ == kind::subtract) total -= x;
    if (kind_ == kind::multiply) total *= x;
    if (kind_ == kind::maximum || kind_ == kind::minimum)
      for (std::ptrdiff_t i = 0; i < x.size(); ++i)
        if (takes_over(kind_ == kind::maximum, x[i], total[i])) total[i] = x[i];
  }
  if (kind_ == kind::average) total /= static_cast<float>(inputs.size());
  return y;
}

tensors entrywise_layer::backward(const tensors& dy, record& r) {
  const auto& out = dy[0].shape();
  tensors x, dx;
  if (kind_ == kind::multiply || kind_ == kind::maximum || kind_ == kind::minimum)
    for (const auto& t : r.inputs) x.push_back(repeated(t, out));
  std::vector<std::size_t> taken;
  if (kind_ == kind::maximum || kind_ == kind::minimum) {
    taken.assign(dy[0].values().size(), 0);
    for (std::size_t i = 0; i < taken.size(); ++i)
      for (std::size_t k = 1; k < x.size(); ++k)
        if (takes_over(kind_ == kind::maximum, x[k].values()[i], x[taken[i]].values()[i])) taken[i] = k;
  }
  for (std::size_t k = 0; k < r.inputs.size(); ++k) {
    ndarray d = dy[0];
    if (kind_ == kind::subtract && k > 0) d.flat() *= -1.0F;
    if (kind_ == kind::average) d.flat() /= static_cast<float>(r.inputs.size());
    if (kind_ == kind::multiply)
      for (std::size_t j = 0; j < x.size(); ++j)
        if (j != k) d.flat() *= x[j].flat();
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (taken[i] != k) d.values()[i] = 0.0F;
    dx.push_back(summed(std::move(d), r.inputs[k].shape()));
  }
  return dx;
}

shape entrywise_layer::merged(const shapes& inputs) const {
  const auto refuse = [&](const std::string& what) {
    throw shape_error(class_name() + " \"" + name() + "\" takes " + what);
  };
  if (inputs.empty()) refuse("at least one tensor; given are none");
  if (kind_ == kind::subtract && inputs.size() != 2) refuse("two tensors; given are " + std::to_string(inputs.size()));
  shape out = inputs[0];
  for (const auto& s : inputs) {
    if (s == out) continue;
    if (s.empty() || out.empty() || (s[0] != out[0] && s[0] >= 0 && out[0] >= 0))
      refuse("tensors of one batch; given are " + shape_text(inputs[0]) + " and " + shape_text(s));
    const auto axes = std::max(s.size(), out.size());
    const auto other = with_axes(s, axes);
    out = with_axes(out, axes);
    out[0] = std::max(out[0], other[0]);
    for (std::size_t a = 1; a < axes; ++a) {
      if (out[a] != other[a] && out[a] >= 0 && other[a] >= 0 && out[a] != 1 && other[a] != 1)
        refuse("tensors of one shape, but for extents of 1; given are " + shape_text(inputs[0]) + " and " +
               shape_text(s));
      if (out[a] == 1 || other[a] < 0) out[a] = other[a];
    }
  }
  return out;
}

ref<entrywise_layer> Add(const std::string& name) { return make<entrywise_layer>(entrywise_layer::kind::add, name); }

ref<entrywise_layer> Subtract(const std::string& name) {
  return make<entrywise_layer>(entrywise_layer::kind::subtract, name);
}

ref<entrywise_layer> Multiply(const std::string& name) {
  return make<entrywise_layer>(entrywise_layer::kind::multiply, name);
}

ref<entrywise_layer> Average(const std::string& name) {
  return make<entrywise_layer>(entrywise_layer::kind::average, name);
}

ref<entrywise_layer> Maximum(const std::string& name) {
  return make<entrywise_layer>(entrywise_layer::kind::maximum, name);
}

ref<entrywise_layer> Minimum(const std::string& name) {
  return make<entrywise_layer>(entrywise_layer::kind::minimum, name);
}

concatenate_layer::concatenate_layer(std::string name) : layer(std::move(name)) {}

std::string concatenate_layer::class_name() const { return "Concatenate"; }

shapes concatenate_layer::output_shapes(const shapes& inputs) const {
  const auto head = [](shape s) {
    s.back() = 0;
    return s;
  };
  if (inputs.empty()) throw shape_error("Concatenate \"" + name() + "\" takes at least one tensor");
  shape out = inputs[0];
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    if (inputs[k].empty() || inputs[k].back() < 0 || inputs[k].size() != out.size() || head(inputs[k]) != head(out))
      throw shape_error("Concatenate \"" + name() +
                        "\" takes tensors that differ along the last axis only; given are " + shape_text(inputs[0]) +
                        " and " + shape_text(inputs[k]));
    if (k > 0) out.back() += inputs[k].back();
  }
  return {out};
}

tensors concatenate_layer::forward(const tensors& inputs, record&) {
  ndarray y(output_shapes(shapes_of(inputs))[0]);
  std::ptrdiff_t at = 0;
  for (const auto& x : inputs) {
    y.matrix().middleCols(at, x.last()) = x.matrix();
    at += x.last();
  }
  tensors all;
  all.push_back(std::move(y));
  return all;
}

mask_list concatenate_layer::output_masks(const tensors& inputs, const record& r) const {
  return {side_by_side(inputs, r.given)};
}

tensors concatenate_layer::backward(const tensors& dy, record& r) {
  tensors dx;
  std::ptrdiff_t at = 0;
  for (const auto& x : r.inputs) {
    dx.emplace_back(x.shape());
    dx.back().matrix() = dy[0].matrix().middleCols(at, x.last());
    at += x.last();
  }
  return dx;
}

json concatenate_layer::get_config() const { return {{"axis", -1}}; }

std::shared_ptr<layer> concatenate_layer::from_config(config_reader& c) {
  c.only("axis", {-1});
  return std::make_shared<concatenate_layer>();
}

ref<concatenate_layer> Concatenate(const std::string& name) { return make<concatenate_layer>(name); }

}  // namespace regula::layers
