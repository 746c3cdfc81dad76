// SPDX-License-Identifier: MIT
/// The coefficients of a penalty by name: what get_config() answers and from_config() takes.
///
///   config_entry              a name and a value
///   config<N>                 N of them in reading order: at("l1"), contains, names, for (auto& [name, value] : c)
///
/// from_config and with_config take a config, a braced list {{"l1", 0.01}}, or any range of pairs of name and number.
#pragma once
#include <dsl/reflect/config.hpp>
