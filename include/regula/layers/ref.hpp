// SPDX-License-Identifier: MIT
/// A layer as users hold it. Copies mean the same layer, so one can be used in several places of a model.
///
///   auto dense = layers::Dense(5, {.kernel_regularizer = regularizers::L1(0.01)});
///   ndarray y = dense(x);              computes; losses() of the layer are then those of this call
///   layers::symbolic t = dense(in);    a place in a graph, for models::Model
///   dense->losses()
#pragma once
#include <concepts>
#include <regula/kept_json.hpp>
#include <regula/layers/layer.hpp>

namespace regula::layers {

struct graph_node;

/// A tensor of a model that has no values yet: an output of a layer used in one place.
struct symbolic {
  std::shared_ptr<graph_node> node;
  std::size_t output = 0;

  const regula::shape& shape() const;
};
using symbolics = std::vector<symbolic>;

struct graph_node {
  std::shared_ptr<layer> made_by;
  symbolics inputs;
  shapes outputs;
  kept_json arguments = {};  // others of this call, as a file had them; null for none
};

/// One outermost call: the activity penalties of the layer and all inside are those of this call afterwards. A call that
/// throws leaves them as they were.
tensors call(layer& l, tensors inputs, bool training = false);

/// A use of the layer in a graph. Builds it; computes nothing and records no penalty.
symbolics place(const std::shared_ptr<layer>& l, const symbolics& inputs);

template <class L> class ref {
public:
  explicit ref(std::shared_ptr<L> made) : layer_(std::move(made)) {}
  template <class D>
    requires std::derived_from<D, L> ref(const ref<D>& other) : layer_(other.shared()) {}

    L* operator->() const { return layer_.get(); }
    L& operator*() const { return *layer_; }
    const std::shared_ptr<L>& shared() const { return layer_; }

    ndarray operator()(const ndarray& x, bool training = false) const {
      return std::move(only(call(*layer_, {x}, training)));
    }
    tensors operator()(tensors inputs, bool training = false) const {
      return call(*layer_, std::move(inputs), training);
    }
    symbolic operator()(const symbolic& x) const { return only(place(layer_, {x})); }
    symbolics operator()(const symbolics& inputs) const { return place(layer_, inputs); }

  private:
    template <class T> T&& only(std::vector<T>&& all) const {
      if (all.size() == 1) return std::move(all.front());
      throw shape_error("the layer \"" + layer_->name() + "\" has " + std::to_string(all.size()) +
                        " outputs: call it with a list of tensors");
    }

    std::shared_ptr<L> layer_;
};
using any_layer = ref<layer>;

/// A layer of one's own: make<Scale>(2.0F).
template <std::derived_from<layer> L, class... Args> ref<L> make(Args&&... args) {
  auto made = std::make_shared<L>(std::forward<Args>(args)...);
  if (made->name().empty()) made->name_after_class();
  return ref<L>(std::move(made));
}

}  // namespace regula::layers
