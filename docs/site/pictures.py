#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pictures for docs/reference/gallery.md, drawn by the program regula from the formulas and configs that the page prints.

pictures.py REGULA writes docs/reference/gallery/NAME.svg, penalty and derivative of one weight, for each penalty that is
a sum over entries, and NAME_ball.svg, the unit ball, for each norm of a vector. The page shows what is there:
tests/house/tables.py."""

import json
import re
import subprocess
import sys
from html import escape
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
ENTRY = re.compile(r"^### (\w+)\n(.*?)(?=^### |\Z)", re.M | re.S)
FORMULA = re.compile(r"^`([^`]*)`(?: for `([^`]*)`)?\n\n```math.*?config `([^`]*)`", re.M | re.S)

# Of what is not a sum over entries, or has no value for one entry of W.
WHOLE = re.compile(
    r"\b(\w*norm\w*|mean|variance|dot|size|[a-z]+wise|each|sorted_l1|top_k_sum|gram|matmul|transpose|quadratic|apply|"
    r"group_sums|difference|log_det|safe_inverse|singular_powers)\b"
)
BALLS = {"l1": [], "l2_norm": [], "sparse_group": [], "l_inf": [], "slope": ["--V", "[2; 1]"]}
TENSORS = {"M": "2", "F": "2", "W0": "0.5", "V": "0.5"}
MASKS = ["masked_l1", "masked_l2"]  # there M is 1
RANGES = {
    "smooth_l1_l2": (-0.01, 0.01),
    "truncated_quadratic": (-15, 15),
    "scad": (-0.06, 0.06),
    "mcp": (-0.06, 0.06),
    "entropy": (0, 2),
    "log_barrier": (0, 3),
}


def values(config: str) -> list[str]:
    return [word for name, value in json.loads(config).items() for word in ("--set", f"{name}={value!r}")]


def tensors(name: str, formula: str) -> list[str]:
    there = [t for t in TENSORS if re.search(rf"\b{t}\b", formula)]
    return [word for t in there for word in (f"--{t}", "1" if name in MASKS else TENSORS[t])]


def retitle(file: Path, title: str, config: str, others: list[str]) -> None:
    """The page has the formula already, and long ones are longer than a picture is wide."""
    said = [f"{c} = {v}" for c, v in json.loads(config).items()]
    said += [f"{t.removeprefix('--')} = {v}" for t, v in zip(others[::2], others[1::2])]
    file.write_text(re.sub(r'(class="title">)[^<]*', rf"\g<1>{title}: {', '.join(said)}", file.read_text(), count=1))


def main(regula: str) -> int:
    folder = REFERENCE / "gallery"
    folder.mkdir(exist_ok=True)

    def run(*words: str) -> str:
        return subprocess.run([regula, *words], check=True, stdout=subprocess.PIPE, text=True).stdout

    drawn = set()
    for name, text in ENTRY.findall((REFERENCE / "gallery.md").read_text()):
        formula, called, config = FORMULA.search(text).groups()
        title = escape(called or name)
        if not WHOLE.search(formula):
            begin, end = RANGES.get(name, (-3, 3))
            others = tensors(name, formula)
            options = [*values(config), *others, "--points", "121", f"--from={begin}", f"--to={end}"]
            run("plot", formula, *options, "--svg", str(file := folder / f"{name}.svg"))
            retitle(file, title, config, others)
            drawn.add(file.name)
        if name in BALLS:
            options = [*values(config), *BALLS[name]]
            one = run("eval", formula, *options, "--W", "[1; 0]").split()[0]
            options += ["--level", one, "--points", "121", "--from=-1.5", "--to=1.5"]
            run("plot", formula, *options, "--ball", "--svg", str(file := folder / f"{name}_ball.svg"))
            retitle(file, title, config, BALLS[name])
            drawn.add(file.name)
    for file in folder.glob("*.svg"):
        if file.name not in drawn:
            file.unlink()
    print(f"{len(drawn)} pictures, {sum(f.stat().st_size for f in folder.glob('*.svg')) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
