// SPDX-License-Identifier: MIT
/// Characters that formulas have on paper, and what is written for them here.
#pragma once
#include <string_view>

namespace regula::dsl {

/// What to write for a character in UTF-8; empty where nothing is known of it.
constexpr std::string_view ascii_for(std::string_view character) {
  constexpr std::string_view table[][2] = {{"\xc3\x97", "*"},
                                           {"\xc2\xb7", "*"},
                                           {"\xe2\x8b\x85", "*"},
                                           {"\xe2\x88\x97", "*"},
                                           {"\xc3\xb7", "/"},
                                           {"\xe2\x88\x95", "/"},
                                           {"\xe2\x88\x92", "-"},
                                           {"\xe2\x80\x93", "-"},
                                           {"\xe2\x80\x94", "-"},
                                           {"\xc2\xb2", "^2"},
                                           {"\xc2\xb3", "^3"},
                                           {"\xc2\xbd", "1/2"},
                                           {"\xe2\x88\x9a", "sqrt(x)"},
                                           {"\xe2\x88\x91", "sum(x)"},
                                           {"\xce\xa3", "sum(x)"},
                                           {"\xe2\x80\x96", "norm2(x)"},
                                           {"\xe2\x88\xa5", "norm2(x)"},
                                           {"\xe1\xb5\x80", "transpose(x)"},
                                           {"\xe2\x8a\xa4", "transpose(x)"},
                                           {"\xce\xb1", "alpha"},
                                           {"\xce\xb2", "beta"},
                                           {"\xce\xb3", "gamma"},
                                           {"\xce\xb4", "delta"},
                                           {"\xce\xb5", "epsilon"},
                                           {"\xce\xb8", "theta"},
                                           {"\xce\xbb", "lambda"},
                                           {"\xce\xbc", "mu"},
                                           {"\xc2\xb5", "mu"},
                                           {"\xcf\x81", "rho"},
                                           {"\xcf\x83", "sigma"},
                                           {"\xcf\x84", "tau"},
                                           {"\xc2\xa0", "a blank"},
                                           {"\xef\xbb\xbf", "nothing"},
                                           {"\xe2\x80\x9c", "names without quotes"},
                                           {"\xe2\x80\x9d", "names without quotes"}};
  for (const auto& row : table)
    if (row[0] == character) return row[1];
  return {};
}

}  // namespace regula::dsl
