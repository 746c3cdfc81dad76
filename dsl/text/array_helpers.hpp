// SPDX-License-Identifier: MIT
/// Functions of a few lines that printed Python source brings along where a library has no word for them.
#pragma once
#include <dsl/text/array_words.hpp>

namespace regula::dsl {

enum class helper_for { all, tensors, symbols };
struct array_helper {
  std::string_view name, source;  // {word}: its name in the dialect
  helper_for whom = helper_for::all;
};

inline constexpr array_helper array_helpers[] = {
    {"_sqrt", R"(def _sqrt(x):
    """The root; its slope at 0 is 0."""
    zero = x == 0.0
    return {m}.where(zero, {m}.zeros_like(x), {m}.sqrt({m}.where(zero, {m}.ones_like(x), x)))
)"},
    {"_safe_inverse", R"(def _safe_inverse(x):
    """1 / x, and 0 where x is 0 or subnormal."""
    zero = ({abs}(x) < 2.2250738585072014e-308) | (x == 0.0)
    return {m}.where(zero, {m}.zeros_like(x), 1.0 / {m}.where(zero, {m}.ones_like(x), x))
)"},
    {"_greater", R"(def _greater(a, b):
    """1 where a > b, 1/2 where they are equal, else 0."""
    return 0.5 * ({sign}(a - b) + 1.0)
)"},
    {"_nonzero", R"(def _nonzero(x):
    """0 where x is 0, else 1."""
    return {abs}({sign}(x))
)"},
    {"_is_equal", R"(def _is_equal(a, b):
    """1 where a equals b, else 0."""
    return 1.0 - {abs}({sign}(a - b))
)"},
    {"_along", R"(def _along(reduce, x, *axes):
    """x reduced along those of the axes that it has; they stay, with one entry."""
    axes = tuple(k for k in axes if k < len(x.shape))
    return reduce(x, axis=axes, keepdims=True) if axes else x
)"},
    {"_count", R"(def _count(x, *axes):
    """The number of entries along those of the axes that x has."""
    return math.prod(x.shape[k] for k in axes if k < len(x.shape))
)"},
    {"_lengths", R"(def _lengths(x, *axes):
    """The shape of x with one entry along the axes."""
    return tuple(1 if k in axes else n for k, n in enumerate(x.shape))
)"},
    {"_indices", R"(def _indices(x, axis):
    """The index along an axis, shaped to meet x."""
    shape = [-1 if k == axis else 1 for k in range(len(x.shape))]
    return torch.arange(x.shape[axis], device=x.device).reshape(shape)
)",
     helper_for::tensors},
    {"_indices", R"(def _indices(x, axis):
    """The index along an axis, shaped to meet x."""
    shape = [-1 if k == axis else 1 for k in range(len(x.shape))]
    return {m}.reshape({m}.arange(x.shape[axis]), shape)
)"},
    {"_slab", R"(def _slab(x, axis, start, stop, outside=False):
    """x from start up to stop of an axis, 0 elsewhere; or the other way round."""
    i, n = {indices}(x, axis), x.shape[axis]
    stop = n if stop is None else n + stop if stop < 0 else stop
    zeros = {m}.zeros_like(x)
    a, b = (zeros, x) if outside else (x, zeros)
    return {m}.where((i >= start) & (i < stop), a, b)
)"},
    {"_band", R"(def _band(x, low, high, outside=False):
    """x where low <= column - row <= high, 0 elsewhere; or the other way round."""
    low = -x.shape[0] if low is None else low
    high = x.shape[1] if high is None else high
    gap = {indices}(x, 1) - {indices}(x, 0)
    zeros = {m}.zeros_like(x)
    a, b = (zeros, x) if outside else (x, zeros)
    return {m}.where((gap >= low) & (gap <= high), a, b)
)"},
    {"_shift", R"(def _shift(x, axis, steps):
    """x(i + steps) along an axis, 0 where there is no such entry."""
    n = x.shape[axis]
    k = min(abs(steps), n)
    before = (slice(None),) * axis
    rest = x[before + (slice(k, None) if steps > 0 else slice(None, n - k),)]
    zeros = {m}.zeros_like(x[before + (slice(None, k),)])
    return {concatenate}([rest, zeros] if steps > 0 else [zeros, rest], axis=axis)
)"},
    {"_entries", R"(def _entries(x):
    """The entries, column by column."""
    return {m}.reshape({transpose}(x), (-1,))
)"},
    {"_column", R"(def _column(x):
    """The entries, column by column, as one column."""
    return {m}.reshape({transpose}(x), (-1, 1))
)"},
    {"_shaped", R"(def _shaped(x, like):
    """A column of entries in the shape of another array, column by column."""
    return {transpose}({m}.reshape(x, tuple(reversed(like.shape))))
)"},
    {"_descending", R"(def _descending(x):
    """The entries from large to small."""
    return torch.sort({entries}(x), descending=True).values
)",
     helper_for::tensors},
    {"_descending", R"(def _descending(x):
    """The entries from large to small."""
    return {m}.flip({sort}({entries}(x)), 0)
)"},
    {"_singular_values", R"(def _singular_values(x):
    return torch.linalg.svdvals(x)
)",
     helper_for::tensors},
    {"_singular_values", R"(def _singular_values(x):
    return {svd}(x, compute_uv=False)
)"},
    {"_sigma_map", R"(def _sigma_map(x, power):
    """U sigma^power V' over the singular values that are not 0."""
    u, sigma, v = {svd}(x, full_matrices=False)
    zero = sigma <= {amax}(sigma) * max(x.shape) * 2.0**-52
    powers = {m}.where(zero, {m}.ones_like(sigma), sigma) ** power
    return (u * {m}.where(zero, {m}.zeros_like(sigma), powers)) @ v
)"},
    {"_log_det", R"(def _log_det(x):
    return sp.log(sp.Matrix(x).det())
)",
     helper_for::symbols},
    {"_log_det", R"(def _log_det(x):
    """Of a symmetric positive definite matrix."""
    return 2.0 * {sum}({log}({m}.diagonal({cholesky}(x))))
)"},
    {"_power_norm", R"(def _power_norm(x, iterations):
    """The largest |eigenvalue| of a symmetric matrix by power iteration from a fixed start."""
    noise, start = 1, []
    for _ in range(x.shape[0]):
        noise = (noise * 1664525 + 1013904223) % 2**32
        start.append(1.0 + 0.25 * ((noise >> 8) / 2.0**24 - 0.5))
    fixed = {detached}(x)
    v = {like}(start, fixed[:, 0])
    v = v * {safe_inverse}({m}.sqrt({sum}(v * v)))
    y = fixed @ v
    size = {m}.sqrt({sum}(y * y))
    for _ in range(iterations):
        v = y * {safe_inverse}(size)
        y = fixed @ v
        size = {m}.sqrt({sum}(y * y))
    above, below = y + size * v, y - size * v
    y = {m}.where({sum}(above * above) >= {sum}(below * below), above, below)
    v = y * {safe_inverse}({m}.sqrt({sum}(y * y)))
    return {abs}({sum}(v * (x @ v))) * {safe_inverse}({sum}(v * v))
)"},
    {"_number", R"(def _number(x):
    return x if torch.is_tensor(x) else torch.tensor(float(x), dtype=torch.float64)
)"},
    {"_detached", "def _detached(x):\n    return x.detach()\n"},
    {"_like", "def _like(values, x):\n    return torch.tensor(values, dtype=x.dtype, device=x.device)\n",
     helper_for::tensors},
    {"_like", "def _like(values, x):\n    return {m}.zeros_like(x) + {array}(values)\n"},
};

/// Functions of symbols, entry by entry.
inline constexpr word_row symbol_functions[] = {
    {"_abs", "sp.Abs"},
    {"_sign", "sp.sign"},
    {"_sqrt", "sp.sqrt"},
    {"_exp", "sp.exp"},
    {"_expm1", "lambda x: sp.exp(x) - 1"},
    {"_log", "sp.log"},
    {"_log1p", "lambda x: sp.log(1 + x)"},
    {"_sin", "sp.sin"},
    {"_cos", "sp.cos"},
    {"_tanh", "sp.tanh"},
    {"_atan", "sp.atan"},
    {"_max", "sp.Max"},
    {"_min", "sp.Min"},
    {"_equal", "sp.Eq"},
    {"_unequal", "sp.Ne"},
    {"_less", "sp.Lt"},
    {"_more", "sp.Gt"},
    {"_at_most", "sp.Le"},
    {"_at_least", "sp.Ge"},
    {"_where", "lambda c, a, b: sp.Piecewise((a, c), (b, True))"},
    {"_safe_inverse", "lambda x: sp.Piecewise((0, sp.Eq(x, 0)), (1 / x, True))"},
};
inline constexpr std::string_view symbol_reduction = R"(def NAME(x, axis=None, keepdims=False):
    axes = tuple(range(x.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for k in axes:
        x = np.expand_dims(np.apply_along_axis(lambda line: sp.MAX(*line), k, x), k)
    return x if keepdims else np.squeeze(x, axes)
)";

/// The source of a helper, in the words of the dialect still.
inline std::string helper_source(const array_dialect& d, std::string_view name) {
  if (d.symbolic) {
    for (const auto& row : symbol_functions)
      if (row.word == name)
        return std::string{name} + " = np.vectorize(" + std::string{row.name} + ", otypes=[object])\n";
    if (name == "_amax" || name == "_amin") {
      std::string source{symbol_reduction};
      source.replace(source.find("NAME"), 4, name);
      return source.replace(source.find("MAX"), 3, name == "_amax" ? "Max" : "Min");
    }
  }
  for (const auto& h : array_helpers) {
    const bool fits = h.whom == helper_for::all || (h.whom == helper_for::tensors && d.by_tensors) ||
                      (h.whom == helper_for::symbols && d.symbolic);
    if (h.name == name && fits) return std::string{h.source};
  }
  throw error("'" + std::string{name.substr(1)} + "' is not written in " + std::string{d.name});
}

}  // namespace regula::dsl
