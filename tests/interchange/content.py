# SPDX-License-Identifier: MIT
"""Evaluates Content MathML on arrays: a witness that knows no C++. Symbols of the dictionary "regula" mean what
docs/reference/atoms.md says of them."""

import math
import xml.etree.ElementTree as xml
from functools import reduce

import numpy as np

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"

ELEMENTS = {
    "plus": lambda *x: reduce(np.add, x),
    "minus": lambda a, b=None: -a if b is None else a - b,
    "times": lambda *x: reduce(np.multiply, x),
    "divide": np.divide,
    "power": np.power,
    "root": np.sqrt,
    "abs": np.abs,
    "exp": np.exp,
    "ln": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "arctan": np.arctan,
    "max": np.maximum,
    "min": np.minimum,
    "transpose": np.transpose,
}


def safe_inverse(x):
    return np.array([0.0 if abs(v) < 2.3e-308 else 1.0 / v for v in np.ravel(x)]).reshape(np.shape(x))


def entries(f):
    return lambda *x: np.vectorize(f, otypes=[float])(*x)


def huber(x, d):
    return x * x / 2 if abs(x) <= d else d * abs(x) - d * d / 2


def log_cosh(x):
    return abs(x) + math.log1p(math.exp(-2 * abs(x))) - math.log(2)


ENTRIES = {
    "sign": np.sign,
    "safe_inverse": safe_inverse,
    "inverse_sqrt": lambda x: 1 / np.sqrt(x),
    "safe_inverse_sqrt": lambda x: safe_inverse(np.sqrt(x)),
    "nonzero": lambda x: np.where(x == 0, 0.0, 1.0),
    "greater": lambda a, b: np.heaviside(a - b, 0.5),
    "is_equal": lambda a, b: np.where(a == b, 1.0, 0.0),
    "excess": np.subtract,
    "over_root": lambda x, k, s: x / np.sqrt(k * x * x + s),
    "detached": lambda x: x,
    "clamp": np.clip,
    "positive": lambda x: np.maximum(x, 0),
    "negative": lambda x: np.maximum(-x, 0),
    "cube": lambda x: x * x * x,
    "expm1": np.expm1,
    "log1p": np.log1p,
    "tanh_slope": lambda x, y: 1 / np.cosh(x) ** 2,
    "logistic": lambda x: 1 / (1 + np.exp(-x)),
    "logistic_slope": lambda x, y: y / (1 + np.exp(x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "log_cosh": entries(log_cosh),
    "huber": entries(huber),
    "pseudo_huber": lambda x, d: d * d * (np.sqrt(1 + (x / d) ** 2) - 1),
    "xlogx": lambda x: np.where(x == 0, 0.0, x * np.log(x)),
    "relative_entropy": lambda x, y: x * np.log(x / y),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "spread": lambda x: x,
}
REDUCTIONS = {
    "sum": np.sum,
    "max": np.max,
    "min": np.min,
    "mean": np.mean,
    "variance": np.var,
    "norm1": lambda x, **k: np.sum(np.abs(x), **k),
    "norm2": lambda x, **k: np.sqrt(np.sum(x * x, **k)),
    "norm_inf": lambda x, **k: np.max(np.abs(x), **k),
    "count_nonzero": lambda x, **k: np.sum(x != 0, **k).astype(float),
    "log_sum_exp": lambda x, **k: np.log(np.sum(np.exp(x), **k)),
}


def kept(x, keep):
    index = np.indices(np.shape(x))
    return np.where(keep(*index), x, 0.0)


def along(axis, keep):
    return lambda *index: keep(index[axis])


def shifted(x, axis, steps):
    out = np.zeros_like(x)
    n = x.shape[axis]
    for i in range(n):
        if 0 <= i + steps < n:
            np.moveaxis(out, axis, 0)[i] = np.moveaxis(x, axis, 0)[i + steps]
    return out


def difference(x, axis, order=1):
    lost = [(0, order if k == axis else 0) for k in range(x.ndim)]
    return np.pad(np.diff(x, order, axis), lost)


def trim(x, axis, first, last=None):
    n = x.shape[axis]
    return kept(x, along(axis, lambda i: (i >= first) & (i < n - (first if last is None else last))))


def cosines(rows):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit @ unit.T


def power_norm(x, steps):
    return np.max(np.abs(np.linalg.eigvalsh(x)))


def singular_powers(x, p, q=1):
    return np.sum(np.linalg.svd(x, compute_uv=False) ** (p / q))


MATRICES = {
    "matmul": np.matmul,
    "apply": np.matmul,
    "gram": lambda x: x.T @ x,
    "outer_gram": lambda x: x @ x.T,
    "row_cosines": cosines,
    "col_cosines": lambda x: cosines(x.T),
    "quadratic": lambda x, a: np.trace(x.T @ a @ x),
    "dot": lambda a, b: np.sum(a * b),
    "trace": np.trace,
    "identity": lambda n: np.eye(int(n)),
    "diagonal": lambda x: kept(x, lambda i, j: i == j),
    "off_diagonal": lambda x: kept(x, lambda i, j: i != j),
    "upper": lambda x, d=0: kept(x, lambda i, j: j - i >= d),
    "lower": lambda x, d=0: kept(x, lambda i, j: i - j >= d),
    "slice": lambda x, axis, start, n: kept(x, along(axis, lambda i: (i >= start) & (i < start + n))),
    "middle_rows": lambda x, start, n: kept(x, along(0, lambda i: (i >= start) & (i < start + n))),
    "middle_cols": lambda x, start, n: kept(x, along(1, lambda i: (i >= start) & (i < start + n))),
    "trim": trim,
    "shifted": shifted,
    "difference": difference,
    "gradient_norm": lambda x: np.hypot(difference(x, 0), difference(x, 1)),
    "nuclear_norm": lambda x: np.linalg.norm(x, "nuc"),
    "spectral_norm": lambda x: np.linalg.norm(x, 2),
    "singular_powers": singular_powers,
    "log_det": lambda x: np.linalg.slogdet(x)[1],
    "power_norm": power_norm,
    "sorted_l1": lambda x, v: np.sum(np.sort(np.abs(x).ravel())[::-1] * v.T.ravel()),
    "top_k_sum": lambda x, k: np.sum(np.sort(x.ravel())[::-1][:k]),
    "group_sums": lambda g, x: (g @ x.T.ravel())[:, None],
}


def number(node):
    parts = [float(t) for t in node.itertext()]
    kind = node.get("type", "real")
    if kind == "e-notation":
        return float(f"{parts[0]:.17g}e{int(parts[1])}")
    if kind == "rational":
        return parts[0] / parts[1]
    return int(parts[0]) if kind == "integer" else parts[0]


def value(node, tensors, coefficients):
    tag = node.tag.removeprefix(NAMESPACE)
    if tag == "cn":
        return number(node)
    if tag == "ci":
        return tensors[node.text] if node.get("type") == "matrix" else coefficients[node.text]
    if tag == "infinity":
        return math.inf
    assert tag == "apply", tag
    what, *rest = list(node)
    axes = None
    if rest and rest[-1].tag == NAMESPACE + "set":
        axes = tuple(number(k) for k in rest.pop())
    x = [value(child, tensors, coefficients) for child in rest]
    name = what.tag.removeprefix(NAMESPACE)
    if name != "csymbol":
        return ELEMENTS[name](*x)
    assert what.get("cd") == "regula"
    name = what.text
    if name == "size":
        shape = np.shape(x[0])
        return math.prod(n for k, n in enumerate(shape) if axes is None or k in axes)
    if name == "dot" and axes:
        return np.sum(x[0] * x[1], axis=axes, keepdims=True)
    if name in REDUCTIONS and len(x) == 1:
        axes = axes if axes is None else tuple(k for k in axes if k < np.ndim(x[0]))
        return REDUCTIONS[name](x[0], axis=axes, keepdims=axes is not None)
    return {**ENTRIES, **MATRICES}[name](*x)


def evaluate(text, tensors, coefficients=None):
    """The value of <math> with one expression in it."""
    root = xml.fromstring(text)
    assert root.tag == NAMESPACE + "math" and len(root) == 1
    return value(root[0], tensors, coefficients or {})
