#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a program and compares what it prints with a file: words exactly, numbers to six digits."""

import difflib
import math
import re
import subprocess
import sys
from pathlib import Path

NUMBER = re.compile(r"(?<![\w.])[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?")


def same(printed: str, expected: str) -> bool:
    if NUMBER.split(printed) != NUMBER.split(expected):
        return False
    pairs = zip(NUMBER.findall(printed), NUMBER.findall(expected))
    return all(a == b or math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-12) for a, b in pairs)


def main(program: str, expected_file: str) -> int:
    ran = subprocess.run([program], stdout=subprocess.PIPE, text=True)
    printed, expected = ran.stdout.splitlines(), Path(expected_file).read_text().splitlines()
    if ran.returncode:
        print(*printed, f"exit code {ran.returncode}", sep="\n")
        return 1
    if len(printed) == len(expected) and all(map(same, printed, expected)):
        return 0
    print(*difflib.unified_diff(expected, printed, "expected", "printed", lineterm=""), sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
