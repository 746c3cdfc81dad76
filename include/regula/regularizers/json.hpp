// SPDX-License-Identifier: MIT
/// JSON as configs come in it, with all that can be asked of it.
#pragma once
#include <nlohmann/json.hpp>
#include <regula/regularizers/config_values.hpp>
#include <string_view>

namespace regula {

/// JSON text as a value. Throws config_error for what is no JSON, and where lists and objects are nested deeper than 500:
/// a value is copied and printed by recursion.
json parse_json(std::string_view text);

}  // namespace regula
