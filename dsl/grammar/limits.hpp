// SPDX-License-Identifier: MIT
/// How large a text may be. Beyond it a text is refused by a sentence, whatever is in it.
#pragma once

namespace regula::dsl::limits {

inline constexpr int text_length = 65536;
inline constexpr int depth = 256;  // of brackets, calls and minus signs in each other
inline constexpr int nodes = 4096;
inline constexpr int names = 512;  // of tensors and coefficients
inline constexpr int name_length = 64;
inline constexpr int number_length = 128;  // characters of a number
inline constexpr int setting_digits = 19;  // of a whole number between < and >

}  // namespace regula::dsl::limits
