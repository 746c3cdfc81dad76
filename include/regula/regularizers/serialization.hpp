// SPDX-License-Identifier: MIT
/// Regularizers to JSON and back, in the forms of Keras.
///
/// Keras 3   {"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.01}, "registered_name": null}
/// legacy    {"class_name": "L2", "config": {"l2": 0.01}}
/// A regularizer that is not built in has the member "formula" beside these, the JSON of its penalty (<regula/json.hpp>);
/// Keras passes over it. A name that nobody knows is then read by its formula, and written again as it was.
#pragma once
#include <regula/regularizers/registry.hpp>

namespace regula::regularizers {

enum class form { keras3, legacy };

/// The formula with the names of its coefficients.
std::string formula_of(const regularizer& r);

/// A regularizer as JSON; null for none. Throws config_error for Regularizer, which has no config.
json serialize(const regularizer& r, form as = form::keras3);

/// The regularizer of a JSON value in either form, or of a text: a name, or a formula, which has a bracket or an
/// operator. None for null. `given` is asked after scopes and registry. Throws config_error that lists the known names,
/// coefficient_error for a refused strength, and parse_error.
regularizer deserialize(const json& from, const named_regularizers& given = {});

/// A regularizer from what Keras's get() takes: a name, a config, JSON text, a handle, or what a handle is made of.
template <std::same_as<json> J> regularizer get(const J& identifier) { return deserialize(identifier); }
regularizer get(const std::string& name);
inline regularizer get(const char* name) { return get(std::string{name}); }
inline regularizer get(std::nullptr_t) { return {}; }
inline regularizer get(const regularizer& r) { return r; }
template <regularizer_source T> regularizer get(const T& source) { return source; }

}  // namespace regula::regularizers
