// SPDX-License-Identifier: MIT
/// regula::json where it is only handed on. <regula/json.hpp> has all of it, for a file that looks into a config.
#pragma once
#include <nlohmann/json_fwd.hpp>

namespace regula {

/// Objects keep the order of their keys, as Keras writes them.
using json = nlohmann::ordered_json;

}  // namespace regula
