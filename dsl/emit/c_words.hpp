// SPDX-License-Identifier: MIT
/// The functions of dsl/numbers in C99: those of math.h, and a line for each that it lacks.
#pragma once
#include <dsl/numbers/traced.hpp>
#include <string>
#include <string_view>

namespace regula::dsl {

/// name: of what a step calls; text: its definition, empty where math.h has it. @T is the type, @F ends the names of its
/// functions and its literals, @P begins the names of our own.
struct c_word {
  std::string_view name, text;
};
constexpr c_word c_word_of(traced_step s) {
  using enum traced_step;
  switch (s) {
    case abs: return {"fabs@F", ""};
    case copysign: return {"copysign@F", ""};
    case sqrt: return {"sqrt@F", ""};
    case exp: return {"exp@F", ""};
    case expm1: return {"expm1@F", ""};
    case log: return {"log@F", ""};
    case log1p: return {"log1p@F", ""};
    case sin: return {"sin@F", ""};
    case cos: return {"cos@F", ""};
    case tanh: return {"tanh@F", ""};
    case atan: return {"atan@F", ""};
    case sign: return {"@Psign", "static @T @Psign(@T x) { return x > 0 ? 1 : x < 0 ? -1 : x; }"};
    case min: return {"@Pmin", "static @T @Pmin(@T a, @T b) { return b < a || b != b ? b : a; }"};
    case max: return {"@Pmax", "static @T @Pmax(@T a, @T b) { return b > a || b != b ? b : a; }"};
    case greater:
      return {"@Pgreater",
              "static @T @Pgreater(@T a, @T b) { return a > b ? 1 : a == b ? 0.5@F : a < b ? 0 : a != a ? a : b; }"};
    case nonzero: return {"@Pnonzero", "static @T @Pnonzero(@T x) { return x != x ? x : x == 0 ? 0 : 1; }"};
    case is_equal:
      return {"@Pis_equal", "static @T @Pis_equal(@T a, @T b) { return a != a ? a : b != b ? b : a == b ? 1 : 0; }"};
    case inverse: return {"@Pinverse", "static @T @Pinverse(@T x) { return 1 / x; }"};
    case safe_inverse:
      return {"@Psafe_inverse", "static @T @Psafe_inverse(@T x) { return x < @MIN && x > -@MIN ? 0 : 1 / x; }"};
    case inverse_sqrt: return {"@Pinverse_sqrt", "static @T @Pinverse_sqrt(@T x) { return 1 / sqrt@F(x); }"};
    case safe_inverse_sqrt:
      return {"@Psafe_inverse_sqrt", "static @T @Psafe_inverse_sqrt(@T x) { return x == 0 ? x : 1 / sqrt@F(x); }"};
    case tanh_slope:
      return {"@Ptanh_slope",
              "static @T @Ptanh_slope(@T x, @T y) {\n  const @T e = exp@F(-2 * fabs@F(x));\n"
              "  return fabs@F(y) < 0.6@F ? 1 - y * y : 4 * e / ((1 + e) * (1 + e));\n}"};
    case power:
      return {"@Ppower",
              "static @T @Ppower(@T base, double p, double q) {\n  const double x = base, exponent = p / q;\n"
              "  double y, lacks;\n  if (q > 1 && x < 0) return NAN;\n  y = pow(x, exponent);\n"
              "  lacks = -fma(exponent, q, -p) / q;\n"
              "  return (@T)(lacks != 0 && y > 0 && y <= DBL_MAX ? y + y * (lacks * log(x)) : y);\n}"};
    default: return {};
  }
}

/// With the names of float or double.
inline std::string c_spelling(std::string_view text, bool doubles) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (text[i] != '@') {
      out += text[i];
    } else if (rest.starts_with("@MIN")) {
      out += doubles ? "DBL_MIN" : "FLT_MIN";
      i += 3;
    } else {
      const char what = text[++i];
      out += what == 'T' ? (doubles ? "double" : "float") : what == 'F' ? (doubles ? "" : "f") : doubles ? "d_" : "f_";
    }
  }
  return out;
}

}  // namespace regula::dsl
