// SPDX-License-Identifier: MIT
/// Regularizers to JSON and back, in the forms of Keras.
///
/// Keras 3   {"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.01}, "registered_name": null}
/// legacy    {"class_name": "L2", "config": {"l2": 0.01}}
/// A regularizer that is not built in has the member "formula" beside these, {"version": 1, "text": "...",
/// "coefficients": {...}}, the formula with the names of its coefficients, and their values where config is none of
/// them; Keras passes over it.
#pragma once
#include <regula/regularizers/registry.hpp>

namespace regula::regularizers {

enum class form { keras3, legacy };
inline constexpr int formula_version = 1;

/// The formula with the names of its coefficients.
std::string formula_of(const regularizer& r);

/// A regularizer as JSON; null for none. Throws config_error for Regularizer, which has no config.
json serialize(const regularizer& r, form as = form::keras3);

/// The regularizer of a JSON value in either form; none for null. `given` is asked after scopes and registry. Throws
/// config_error that lists the known names, and coefficient_error for a refused strength.
regularizer deserialize(const json& from, const named_regularizers& given = {});

/// A regularizer from what Keras's get() takes: a name, a config, JSON text, a handle, or what a handle is made of.
template <std::same_as<json> J> regularizer get(const J& identifier) { return deserialize(identifier); }
regularizer get(const std::string& name);
inline regularizer get(const char* name) { return get(std::string{name}); }
inline regularizer get(std::nullptr_t) { return {}; }
inline regularizer get(const regularizer& r) { return r; }
template <regularizer_source T> regularizer get(const T& source) { return source; }

}  // namespace regula::regularizers
