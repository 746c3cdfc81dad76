// SPDX-License-Identifier: MIT
/// The words of a format as a value: text_style{text_form::latex, shown::names} is {:latex names}.
#pragma once
#include <dsl/text/style.hpp>
#include <string>

namespace regula {

using dsl::shown;
using dsl::text_form;
using dsl::text_style;

/// Base of a fmt::formatter that takes the words of a format and prints to_string(x, style).
struct text_formatter : dsl::style_parser {
  template <class T> auto format(const T& x, fmt::format_context& context) const {
    return dsl::copy_to(context, to_string(x, style));
  }
};

}  // namespace regula
