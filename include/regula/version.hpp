// SPDX-License-Identifier: MIT
/// Which Regula this is; docs/changelog.md says what is in which. For the preprocessor, and as text.
///
///   #if REGULA_VERSION >= REGULA_VERSION_OF(0, 2, 0)
#pragma once
#include <string_view>

#define REGULA_VERSION_MAJOR 0
#define REGULA_VERSION_MINOR 2
#define REGULA_VERSION_PATCH 0
#define REGULA_VERSION_OF(major, minor, patch) ((major)*10000 + (minor)*100 + (patch))
#define REGULA_VERSION REGULA_VERSION_OF(REGULA_VERSION_MAJOR, REGULA_VERSION_MINOR, REGULA_VERSION_PATCH)

namespace regula {

inline constexpr std::string_view version = "0.2.0";

}  // namespace regula
