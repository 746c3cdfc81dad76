// SPDX-License-Identifier: MIT
/// The words that formulas are computed with, in the libraries of arrays for Python: a dialect is a row of strings.
#pragma once
#include <dsl/meta/error.hpp>
#include <span>
#include <string>
#include <string_view>

namespace regula::dsl {

/// What a word is called in a library: "{m}.abs" of its module, "_slab" for a function that is written into the source.
struct word_row {
  std::string_view word, name;
};

struct array_dialect {
  std::string_view name, imports, module;
  std::span<const word_row> rows;  // where it differs from the rest
  bool by_tensors = false;         // its functions take no plain numbers
  bool symbolic = false;
};

/// As NumPy has them; sqrt of what is differentiated automatically has a slope of its own at 0.
inline constexpr word_row common_words[] = {
    {"+", "{#1} + {#2}"},
    {"-", "{#1} - {#2}"},
    {"*", "{#1} * {#2}"},
    {"/", "{#1} / {#2}"},
    {"negate", "-{#1}"},
    {"abs", "{m}.abs"},
    {"sign", "{m}.sign"},
    {"square", "{m}.square"},
    {"sqrt", "_sqrt"},
    {"exp", "{m}.exp"},
    {"expm1", "{m}.expm1"},
    {"log", "{m}.log"},
    {"log1p", "{m}.log1p"},
    {"sin", "{m}.sin"},
    {"cos", "{m}.cos"},
    {"tanh", "{m}.tanh"},
    {"atan", "{m}.arctan"},
    {"max", "{m}.maximum"},
    {"min", "{m}.minimum"},
    {"where", "{m}.where"},
    {"copysign", "{m}.copysign"},
    {"==", "{#1} == {#2}"},
    {"!=", "{#1} != {#2}"},
    {"<", "{#1} < {#2}"},
    {">", "{#1} > {#2}"},
    {"<=", "{#1} <= {#2}"},
    {">=", "{#1} >= {#2}"},
    {"greater", "_greater"},
    {"nonzero", "_nonzero"},
    {"is_equal", "_is_equal"},
    {"safe_inverse", "_safe_inverse"},
    {"sum", "{m}.sum"},
    {"amax", "{m}.max"},
    {"amin", "{m}.min"},
    {"along", "_along"},
    {"count", "_count"},
    {"broadcast", "{m}.broadcast_to"},
    {"lengths", "_lengths"},
    {"transpose", "{m}.transpose"},
    {"eye", "{m}.eye"},
    {"slab", "_slab"},
    {"band", "_band"},
    {"shift", "_shift"},
    {"concatenate", "{m}.concatenate"},
    {"entries", "_entries"},
    {"column", "_column"},
    {"shaped", "_shaped"},
    {"descending", "_descending"},
    {"singular_values", "_singular_values"},
    {"sigma_map", "_sigma_map"},
    {"log_det", "_log_det"},
    {"inverse_matrix", "{m}.linalg.inv"},
    {"cholesky", "{m}.linalg.cholesky"},
    {"svd", "{m}.linalg.svd"},
    {"sort", "{m}.sort"},
    {"array", "{m}.array"},
    {"like", "_like"},
    {"indices", "_indices"},
    {"power_norm", "_power_norm"},
    {"number", "_number"},
};

inline constexpr word_row numpy_words[] = {{"sqrt", "{m}.sqrt"}, {"detached", ""}};
inline constexpr word_row keras_words[] = {{"detached", "{m}.stop_gradient"},
                                           {"inverse_matrix", "{m}.inv"},
                                           {"cholesky", "{m}.cholesky"},
                                           {"svd", "{m}.svd"},
                                           {"copysign", "?"},
                                           {"array", "{m}.convert_to_tensor"}};
inline constexpr word_row jax_words[] = {{"detached", "jax.lax.stop_gradient"}};
inline constexpr word_row torch_words[] = {
    {"detached", "_detached"}, {"amax", "{m}.amax"},       {"amin", "{m}.amin"},
    {"transpose", "{m}.t"},    {"concatenate", "{m}.cat"},
};
inline constexpr word_row sympy_words[] = {
    {"detached", ""},        {"abs", "_abs"},     {"sign", "_sign"},   {"exp", "_exp"},     {"expm1", "_expm1"},
    {"log", "_log"},         {"log1p", "_log1p"}, {"sin", "_sin"},     {"cos", "_cos"},     {"tanh", "_tanh"},
    {"atan", "_atan"},       {"max", "_max"},     {"min", "_min"},     {"where", "_where"}, {"amax", "_amax"},
    {"amin", "_amin"},       {"==", "_equal"},    {"!=", "_unequal"},  {"<", "_less"},      {">", "_more"},
    {"<=", "_at_most"},      {">=", "_at_least"}, {"copysign", "?"},   {"descending", "?"}, {"singular_values", "?"},
    {"inverse_matrix", "?"}, {"svd", "?"},        {"power_norm", "?"},
};

inline constexpr array_dialect numpy_dialect{"NumPy", "import math\n\nimport numpy as np\n", "np", numpy_words};
inline constexpr array_dialect keras_dialect{"Keras", "import math\n\nimport keras\nfrom keras import ops\n", "ops",
                                             keras_words};
inline constexpr array_dialect jax_dialect{"JAX", "import math\n\nimport jax\nimport jax.numpy as jnp\n", "jnp",
                                           jax_words};
inline constexpr array_dialect torch_dialect{"PyTorch", "import math\n\nimport torch\n", "torch", torch_words, true};
inline constexpr array_dialect sympy_dialect{
    "SymPy", "import math\n\nimport numpy as np\nimport sympy as sp\n", "np", sympy_words, false, true};

/// The word's name, as in "np.abs"; of operators a template. Without a name the word is its argument.
inline std::string name_of(const array_dialect& d, std::string_view word) {
  if (word == "m") return std::string{d.module};
  const auto found = [&](std::span<const word_row> rows) -> const word_row* {
    for (const auto& row : rows)
      if (row.word == word) return &row;
    return nullptr;
  };
  const auto* row = found(d.rows);
  if (row == nullptr) row = found(common_words);
  if (row == nullptr || row->name == "?")
    throw error("'" + std::string{word} + "' is not written in " + std::string{d.name});
  std::string name{row->name};
  if (name.starts_with("{m}")) name.replace(0, 3, d.module);
  return name;
}

}  // namespace regula::dsl
