// SPDX-License-Identifier: MIT
/// A parsed penalty in a style that is a value, as to_string(p, text_style{text_form::latex}) of a compiled one.
#pragma once
#include <dsl/text/style.hpp>
#include <regula/parsing/parsed_penalty.hpp>

namespace regula {

std::string to_string(const parsed_penalty& p, dsl::text_style style);

}  // namespace regula
