#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs printed source and reads printed MathML, and compares with what the compiled penalties answered.

check.py FOLDER PROGRAM...    each prints records, one JSON object a line (tests/interchange/records.hpp); KaTeX is, or is
                              installed, in the folder
"""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path

try:
    import numpy as np
except ImportError:  # Debian's packages belong to Debian's interpreter
    debian = "/usr/bin/python3"
    if sys.executable != debian and os.path.exists(debian) and "REGULA_SECOND_TRY" not in os.environ:
        os.environ["REGULA_SECOND_TRY"] = "1"
        os.execv(debian, [debian, *sys.argv])
    print("skipped: there is no NumPy (sudo apt-get install python3-numpy python3-sympy)")
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).resolve().parent))
import content
import stubs

try:
    import sympy
except ImportError:
    sympy = None
try:
    import torch
except ImportError:
    torch = None

WORDS = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}
# What a dialect has no words for; the text is refused with a sentence.
NOT_IN_SYMPY = {"nuclear", "spectral", "schatten<3>", "low_rank_plus_sparse", "srip<32>", "slope", "top_k<3>", "singular_powers"}
NO_DERIVATIVE = {"srip<32>", "slope", "top_k<3>", "spectral"}
# Power iteration: MathML says which eigenvalue is meant, not after how many steps.
APPROXIMATE = {"srip<32>"}


def number(v):
    return WORDS[v] if isinstance(v, str) else v


def array(record):
    return np.array([number(v) for v in record["entries"]], dtype=float).reshape(record["shape"])


def run(source: str) -> dict:
    names = {}
    exec(compile(source, "<printed>", "exec"), names)
    return names


def ordered(function, tensors):
    """The tensors in the order of the function's parameters."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    return [tensors[name] for name in names]


class Checks:
    def __init__(self):
        self.passed, self.failed = Counter(), 0
        self.largest = Counter()

    def close(self, what: str, name: str, got, wanted, tolerance: float) -> None:
        got, wanted = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
        try:
            got = np.broadcast_to(got, wanted.shape)
        except ValueError:
            return self.fail(what, name, f"shape {got.shape}, wanted {wanted.shape}")
        size = np.max(np.abs(wanted[np.isfinite(wanted)]), initial=1e-300)
        same = (got == wanted) | (np.isnan(got) & np.isnan(wanted))
        off = float(np.max(np.where(same, 0.0, np.abs(got - wanted) / size), initial=0.0))
        self.largest[what] = max(self.largest[what], off)
        if off <= tolerance:
            self.passed[what] += 1
        else:
            self.fail(what, name, f"got {got}, wanted {wanted}, off by {off:.2g}")

    def fail(self, what: str, name: str, why) -> None:
        self.failed += 1
        print(f"{what} of {name}: {why}")

    def attempt(self, what: str, name: str, action) -> None:
        try:
            action()
        except Exception as e:
            self.fail(what, name, f"{type(e).__name__}: {e}")


def text_of(texts, style, allowed: bool):
    """The text; None where it may be refused, and is."""
    text = texts[style]
    if isinstance(text, str):
        return text
    if allowed and "is not written in" in text["refused"]:
        return None
    raise ValueError(text["refused"])


def check_numpy(checks, record, tensors):
    name, value = record["name"], number(record["value"])
    for style in ("numpy", "keras", "jax"):
        made = run(text_of(record["texts"], style, False))
        checks.close(style, name, made["penalty"](*ordered(made["penalty"], tensors)), value, 1e-12)
        if "Penalty" in made:
            again = made["Penalty"](**made["Penalty"]().get_config())
            checks.close("keras regularizer", name, again(tensors["W"]), value, 1e-12)
    if record["derivative"] and (text := text_of(record["derivative"], "numpy", name in NO_DERIVATIVE)):
        made = run(text)["derivative"]
        checks.close("numpy derivative", name, made(*ordered(made, tensors)), array(record["gradient"]), 1e-11)


def check_torch(checks, record, tensors):
    name = record["name"]
    made = run(text_of(record["texts"], "torch", False))["penalty"]
    given = {key: torch.tensor(x, requires_grad=key == "W") for key, x in tensors.items()}
    value = made(*ordered(made, given))
    checks.close("torch", name, value.detach().numpy(), number(record["value"]), 1e-12)
    if record["gradient"] is not None:
        value.backward()
        checks.close("torch gradient", name, given["W"].grad.numpy(), array(record["gradient"]), 1e-10)
    single = {key: torch.tensor(x, dtype=torch.float32, requires_grad=key == "W") for key, x in tensors.items()}
    made(*ordered(made, single))


def check_sympy(checks, record, tensors):
    """Three entries of W are symbols, the others numbers."""
    name = record["name"]
    text = text_of(record["texts"], "sympy", name in NOT_IN_SYMPY)
    if text is None:
        return
    made = run(text)["penalty"]
    given = {key: np.vectorize(lambda v: sympy.Float(v, 40), otypes=[object])(x) for key, x in tensors.items()}
    w = tensors["W"]
    places = [tuple(0 for _ in w.shape), tuple(n // 2 for n in w.shape), tuple(n - 1 for n in w.shape)]
    symbols = sympy.symbols("a b c", real=True)
    for place, symbol in zip(places, symbols):
        given["W"][place] = symbol
    at = {symbol: sympy.Float(w[place], 40) for place, symbol in zip(places, symbols)}
    expression = made(*ordered(made, given))
    checks.close("sympy", name, float(expression.subs(at).evalf(30)), number(record["value"]), 1e-12)
    if record["gradient"] is None:
        return
    gradient = array(record["gradient"])
    for place, symbol in zip(places, symbols):
        slope = float(sympy.diff(expression, symbol).subs(at).doit().evalf(30))
        size = np.max(np.abs(gradient))
        checks.close("sympy derivative", f"{name} in {place}", slope / size, gradient[place] / size, 1e-11)


def check_mathml(checks, record, tensors):
    name = record["name"]
    for texts in filter(None, (record["texts"], record["derivative"])):
        for style in ("mathml", "content"):
            root = xml.fromstring(texts[style])
            leaves = {e.text for e in root.iter()} - {None}
            if any("right" in t or "left" in t or "\\" in t for t in leaves):
                checks.fail(style, name, texts[style])
            elif style == "mathml":
                checks.passed["mathml"] += 1
    tolerance = 1e-3 if name in APPROXIMATE else 1e-11
    checks.close("content", name, content.evaluate(record["texts"]["content"], tensors), number(record["value"]), tolerance)


def check_dot(checks, record):
    for texts in filter(None, (record["texts"], record["derivative"])):
        made = subprocess.run(["dot", "-Tplain"], input=texts["dot"], capture_output=True, text=True)
        if made.returncode != 0 or made.stderr:
            checks.fail("dot", record["name"], made.stderr)
        else:
            checks.passed["dot"] += 1


def katex_folder(folder: Path) -> Path | None:
    """Where KaTeX is, installed if it may be."""
    if not (folder / "node_modules/katex").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "katex@0.16"]
        try:
            subprocess.run(command, capture_output=True, timeout=60, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
    return folder


def check_katex(checks, records, folder: Path) -> None:
    """Every formula and every gradient, with values and with names."""
    texts = [
        (record["name"], formula[style])
        for record in records
        for formula in filter(None, (record["texts"], record["derivative"]))
        for style in ("latex", "latex names")
    ]
    script = """
        const katex = require(process.argv[1]);
        const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(texts.map(([, latex]) => {
          try { katex.renderToString(latex, {throwOnError: true, strict: "error"}); return ""; } catch (e) { return e.message; }
        })));"""
    command = ["node", "-e", script, str((folder / "node_modules/katex").resolve())]
    answer = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    for (name, latex), error in zip(texts, json.loads(answer.stdout), strict=True):
        if error:
            checks.fail("katex", name, f"{error} in {latex}")
        else:
            checks.passed["katex"] += 1


def main() -> int:
    stubs.install()
    katex, *programs = sys.argv[1:]
    katex = katex_folder(Path(katex))
    lines = [line for program in programs for line in subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()]
    records = [json.loads(line) for line in lines]
    has_dot = subprocess.run(["sh", "-c", "command -v dot"], capture_output=True).returncode == 0
    checks = Checks()
    np.seterr(all="ignore")
    for k, record in enumerate(records):
        name = record["name"]
        tensors = {key: array(x) for key, x in record["tensors"].items()}
        checks.attempt("numpy", name, lambda: check_numpy(checks, record, tensors))
        checks.attempt("mathml", name, lambda: check_mathml(checks, record, tensors))
        if torch:
            checks.attempt("torch", name, lambda: check_torch(checks, record, tensors))
        if sympy:
            checks.attempt("sympy", name, lambda: check_sympy(checks, record, tensors))
        if has_dot and k % 8 == 0:
            checks.attempt("dot", name, lambda: check_dot(checks, record))
    if katex:
        check_katex(checks, records, katex)
    for what, n in sorted(checks.passed.items()):
        print(f"{what}: {n} right, off by at most {checks.largest[what]:.2g}")
    for missing, package in ((sympy, "python3-sympy"), (torch, "python3-torch"), (has_dot, "graphviz"), (katex, "katex (npm)")):
        if not missing:
            print(f"left out: there is no {package}")
    print(f"{len(records)} penalties, {sum(checks.passed.values())} checks passed, {checks.failed} failed")
    return 1 if checks.failed or not records else 0


if __name__ == "__main__":
    sys.exit(main())
