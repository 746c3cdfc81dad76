// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <regula/files/penalty_weights.hpp>
#include <set>

namespace regula::files {

namespace {

/// "kernel" of "bidirectional/forward_lstm/kernel:0".
std::string last_name(std::string_view path) {
  auto name = path.substr(path.rfind('/') + 1);
  const auto colon = name.rfind(':');
  if (colon != name.npos && name.find_first_not_of("0123456789", colon + 1) == name.npos) name = name.substr(0, colon);
  return std::string(name);
}

/// Gives each name in a path to the part of a layer whose own it is, or whose insides have it.
class named_weight_giver {
public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  explicit named_weight_giver(const penalty_layer& of) {
    for (std::size_t k = 0; k < of.inside.size(); ++k) {
      own_.emplace(of.inside[k].name, k);
      below(of.inside[k], k);
    }
  }

  std::size_t part_of(const std::string& path) const {
    for (const auto* names : {&own_, &below_})
      for (std::size_t at = 0, slash = 0; (slash = path.find('/', at)) != path.npos; at = slash + 1)
        if (const auto found = names->find(path.substr(at, slash - at)); slash > at && found != names->end())
          return found->second;
    return keras1_part(last_name(path));
  }

private:
  void below(const penalty_layer& l, std::size_t k) {
    for (const auto& inner : l.inside) {
      below_.emplace(inner.name, k);
      below(inner, k);
    }
  }
  /// The name of a layer, then that of the weight: "dense_1_W", the longest where there are several.
  std::size_t keras1_part(const std::string& name) const {
    if (name.size() > 1000) return none;
    for (auto end = name.rfind('_'); end != name.npos && end > 0; end = name.rfind('_', end - 1))
      for (const auto* names : {&own_, &below_})
        if (const auto found = names->find(name.substr(0, end)); found != names->end()) return found->second;
    return none;
  }

  std::map<std::string, std::size_t> own_, below_;
};

/// The weights of a layer alone, named by what is behind its own name where Keras 1 puts it before.
void keep_named(penalty_layer& l, std::vector<stored_weight> given) {
  for (auto& w : given) {
    w.name = last_name(w.path);
    if (w.name.size() > l.name.size() + 1 && w.name.starts_with(l.name + "_") && !l.name.empty())
      w.name.erase(0, l.name.size() + 1);
  }
  l.weights = std::move(given);
}

/// Names that are one behind the other, for the two copies of a layer whose names are not in the file.
bool are_copies(const penalty_layer& l) {
  return l.class_name == "Bidirectional" && l.inside.size() == 2 && l.inside[0].key == "forward_layer" &&
         l.inside[1].key == "backward_layer";
}

void give_named(penalty_layer& l, std::vector<stored_weight> given) {
  std::vector<std::vector<stored_weight>> parts(l.inside.size());
  std::vector<stored_weight> own;
  const named_weight_giver giver(l);
  for (auto& w : given) {
    const auto part = giver.part_of(w.path);
    (part == named_weight_giver::none ? own : parts[part]).push_back(std::move(w));
  }
  const bool nobody = own.size() == given.size();
  if (nobody && l.roles.empty() && l.inside.size() == 1) {
    parts[0] = std::move(own);  // of a wrapper, which has none of its own
    own.clear();
  } else if (nobody && are_copies(l) && own.size() % 2 == 0) {
    const auto half = own.begin() + static_cast<std::ptrdiff_t>(own.size() / 2);
    parts[0].assign(std::make_move_iterator(own.begin()), std::make_move_iterator(half));
    parts[1].assign(std::make_move_iterator(half), std::make_move_iterator(own.end()));
    own.clear();
  }
  for (std::size_t k = 0; k < parts.size(); ++k) give_named(l.inside[k], std::move(parts[k]));
  keep_named(l, std::move(own));
}

}  // namespace

std::vector<stored_weight> give_named_weights(penalty_layer& to, std::vector<stored_weight> given) {
  give_named(to, std::move(given));
  return to.is_model ? std::exchange(to.weights, {}) : std::vector<stored_weight>{};
}

}  // namespace regula::files
