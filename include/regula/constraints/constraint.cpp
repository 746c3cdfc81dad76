// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/constraints/constraint.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::constraints {
namespace {

constexpr double epsilon = 1e-7;

/// For each entry, the number of the norm that it belongs to.
struct norm_places {
  std::vector<std::size_t> of;
  std::size_t count = 1;
};
norm_places places(const shape& extents, const axes& over) {
  const auto rank = static_cast<std::ptrdiff_t>(extents.size());
  std::vector<bool> reduced(extents.size(), false);
  for (const auto axis : over) {
    if (axis < -rank || axis >= rank)
      throw shape_error("a constraint along axis " + std::to_string(axis) + " meets a weight of shape " +
                        shape_text(extents));
    reduced[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)] = true;
  }
  norm_places all{{0}, 1};
  for (std::size_t k = 0; k < extents.size(); ++k) {  // of the slower axes: an entry, its place
    std::vector<std::size_t> finer;
    const auto n = static_cast<std::size_t>(extents[k]);
    finer.reserve(all.of.size() * n);
    for (const auto place : all.of)
      for (std::size_t i = 0; i < n; ++i) finer.push_back(reduced[k] ? place : place * n + i);
    if (!reduced[k]) all.count *= n;
    all.of = std::move(finer);
  }
  return all;
}

/// w scaled so that every norm n becomes wanted(n), but for the epsilon.
template <class Wanted> void rescale(ndarray& w, const axes& over, const Wanted& wanted) {
  const auto where = places(w.shape(), over);
  std::vector<double> squares(where.count, 0.0);
  const auto entries = w.values();
  for (std::size_t k = 0; k < entries.size(); ++k)
    squares[where.of[k]] += static_cast<double>(entries[k]) * static_cast<double>(entries[k]);
  std::vector<double> factor(where.count);
  std::transform(squares.begin(), squares.end(), factor.begin(), [&](double s) {
    const double norm = std::sqrt(s);
    return wanted(norm) / (epsilon + norm);
  });
  for (std::size_t k = 0; k < entries.size(); ++k)
    entries[k] = static_cast<float>(static_cast<double>(entries[k]) * factor[where.of[k]]);
}

json axis_json(const axes& over) { return over.size() == 1 ? json(over[0]) : json(over); }

double finite(const char* name, double value) {
  if (std::isfinite(value) && value >= 0.0) return value;
  throw config_error(std::string{"a constraint's "} + name + " is a number from 0 up; given is " + number_text(value));
}

class members {
public:
  members(std::string of, const json& config)
      : of_(std::move(of)), config_(config.is_null() ? json::object() : config) {
    if (!config_.is_object())
      throw config_error(of_ + ": its config is an object, not " + regularizers::shown(config_));
  }
  double number(const char* key, double otherwise) {
    const auto v = take(key);
    if (v.is_null()) return otherwise;
    if (!v.is_number()) throw config_error(of_ + ": " + key + " is a number; given is " + regularizers::shown(v));
    return v.get<double>();
  }
  axes axis() {
    if (!config_.contains("axis")) return {0};
    const auto v = take("axis");  // null, the norm of all entries, is refused below
    axes over;
    for (const auto& a : v.is_array() ? v : json::array({v})) {
      if (!a.is_number_integer() || std::abs(a.get<double>()) > 6)
        throw config_error(of_ + ": axis is a whole number or a list of them; given is " + regularizers::shown(v));
      over.push_back(a.get<std::ptrdiff_t>());
    }
    return over;
  }
  void finish() const {
    if (!config_.empty()) throw config_error(of_ + " got an unexpected argument \"" + config_.begin().key() + "\"");
  }

private:
  json take(const char* key) {
    const auto v = config_.value(key, json());
    config_.erase(key);
    return v;
  }
  std::string of_;
  json config_;
};

constraint builtin(const std::string& name, const json& config) {
  members m(name, config);
  constraint made;
  if (name == "MaxNorm" || name == "max_norm" || name == "maxnorm") {
    const double most = m.number("max_value", 2.0);
    made = MaxNorm(most, m.axis());
  } else if (name == "NonNeg" || name == "non_neg" || name == "nonneg") {
    made = NonNeg();
  } else if (name == "UnitNorm" || name == "unit_norm" || name == "unitnorm") {
    made = UnitNorm(m.axis());
  } else if (name == "MinMaxNorm" || name == "min_max_norm") {
    const double least = m.number("min_value", 0.0), most = m.number("max_value", 1.0), rate = m.number("rate", 1.0);
    made = MinMaxNorm(least, most, rate, m.axis());
  }
  if (made) m.finish();
  return made;
}

}  // namespace

constraint::constraint(const char* name) : constraint(json(name)) {}
constraint::constraint(const std::string& name) : constraint(json(name)) {}
constraint::constraint(const json& config) : constraint(deserialize(config)) {}
constraint::constraint(std::string name, std::function<void(ndarray&)> apply)
    : constraint(std::move(name), json::object(), std::move(apply)) {}
constraint::constraint(std::string name, const json& config, std::function<void(ndarray&)> apply)
    : name_(std::move(name)), config_(config), apply_(std::move(apply)) {}
bool constraint::operator==(const constraint& other) const { return name_ == other.name_ && config_ == other.config_; }

void constraint::check(const shape& of) const {
  if (!apply_ || !config_->is_object() || !config_->contains("axis") || !builtin(name_, json())) return;
  const auto rank = static_cast<std::ptrdiff_t>(of.size());
  const auto& over = config_->at("axis");
  for (const auto& a : over.is_array() ? over : json::array({over}))
    if (const auto axis = a.get<std::ptrdiff_t>(); axis < -rank || axis >= rank)
      throw shape_error(name_ + " along axis " + std::to_string(axis) + " meets a weight of shape " + shape_text(of));
}

constraint MaxNorm(double max_value, const axes& axis) {
  const double most = finite("max_value", max_value);
  return {"MaxNorm", json{{"max_value", most}, {"axis", axis_json(axis)}},
          [most, axis](ndarray& w) { rescale(w, axis, [&](double norm) { return std::min(norm, most); }); }};
}
constraint NonNeg() {
  return {"NonNeg", json::object(), [](ndarray& w) { w.flat() = (w.flat() < 0.0F).select(0.0F, w.flat()); }};
}
constraint UnitNorm(const axes& axis) {
  return {"UnitNorm", json{{"axis", axis_json(axis)}},
          [axis](ndarray& w) { rescale(w, axis, [](double) { return 1.0; }); }};
}
constraint MinMaxNorm(double min_value, double max_value, double rate, const axes& axis) {
  const double least = finite("min_value", min_value), most = finite("max_value", max_value);
  finite("rate", rate);
  const auto wanted = [least, most, rate](double norm) {
    return rate * std::min(std::max(norm, least), most) + (1.0 - rate) * norm;
  };
  return {"MinMaxNorm", json{{"min_value", least}, {"max_value", most}, {"rate", rate}, {"axis", axis_json(axis)}},
          [wanted, axis](ndarray& w) { rescale(w, axis, wanted); }};
}

json serialize(const constraint& c) {
  if (!c) return {};
  const bool ours = static_cast<bool>(builtin(c.name(), json()));
  return {{"module", ours ? json("keras.constraints") : json()},
          {"class_name", c.name()},
          {"config", c.get_config()},
          {"registered_name", ours ? json() : json(c.name())}};
}

constraint deserialize(const json& from, const named_constraints& custom) {
  if (from.is_null()) return {};
  const auto name = from.is_string() ? from : from.is_object() ? from.value("class_name", json()) : json();
  if (!name.is_string())
    throw config_error("a constraint is a name or an object with a class_name; this is " + regularizers::shown(from));
  const auto registered = from.is_object() ? from.value("registered_name", json()) : json();
  for (const auto& known_as : {registered, name})
    if (known_as.is_string())
      if (const auto found = custom.find(known_as.get<std::string>()); found != custom.end()) return found->second;
  const auto config = from.is_object() ? from.value("config", json()) : json();
  if (auto made = builtin(name.get<std::string>(), config)) return made;
  std::string known = "MaxNorm, NonNeg, UnitNorm, MinMaxNorm";
  for (const auto& [own, c] : custom) known += ", " + own;
  throw config_error("unknown constraint " + regularizers::shown(name) + "; known: " + known);
}

}  // namespace regula::constraints
