#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a program and compares what it prints with a file: words exactly, numbers to six digits.

A first line `tolerance R A` in the file, which the program does not print, allows each number R of itself or A: for what
training leads to on other machines.
"""

import difflib
import math
import re
import subprocess
import sys
from pathlib import Path

NUMBER = re.compile(r"(?<![\w.])[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?")


def same(printed: str, expected: str, relative: float, absolute: float) -> bool:
    if NUMBER.split(" ".join(printed.split())) != NUMBER.split(" ".join(expected.split())):
        return False
    pairs = zip(NUMBER.findall(printed), NUMBER.findall(expected))
    return all(a == b or math.isclose(float(a), float(b), rel_tol=relative, abs_tol=absolute) for a, b in pairs)


def main(program: str, expected_file: str) -> int:
    ran = subprocess.run([program], stdout=subprocess.PIPE, text=True)
    printed, expected = ran.stdout.splitlines(), Path(expected_file).read_text().splitlines()
    relative, absolute = 1e-6, 1e-12
    if expected and expected[0].startswith("tolerance "):
        relative, absolute = map(float, expected.pop(0).split()[1:])
    if ran.returncode:
        print(*printed, f"exit code {ran.returncode}", sep="\n")
        return 1
    if len(printed) == len(expected) and all(same(p, e, relative, absolute) for p, e in zip(printed, expected)):
        return 0
    print(*difflib.unified_diff(expected, printed, "expected", "printed", lineterm=""), sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
