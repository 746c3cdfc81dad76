// SPDX-License-Identifier: MIT
#include <regula/kept_json.hpp>
#include <regula/regularizers/json.hpp>

namespace regula {

kept_json::kept_json() : kept_json(json()) {}
kept_json::kept_json(const json& value) : value_(std::make_shared<const json>(value)) {}
bool kept_json::operator==(const json& other) const { return *value_ == other; }

}  // namespace regula
