# SPDX-License-Identifier: MIT
"""A file with penalties has their kernels alone: what the compiler ran to make them, rules of all atoms, passes and
planners, is not compiled into its object. It would be most of it, and most of the time that it takes."""

import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from build import ROOT, close
from compiler import DEFAULT, flags

PROGRAM = ROOT / "tests/house/lean_objects/penalties.cpp"
STRANGERS = ["slope_rule", "adjoint_rule", "definition_rule", "simplified_rule", "rules_table", "scheduler", "plan_writer"]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "penalties.o")
        subprocess.run([*shlex.split(DEFAULT), *flags(), "-O1", "-w", "-c", str(PROGRAM), "-o", str(made)], check=True)
        names = subprocess.run(["nm", "--defined-only", str(made)], capture_output=True, text=True, check=True).stdout
    found = [name for name in STRANGERS if name in names]
    if found:
        print("compiled into an object with penalties alone:", ", ".join(found))
    return close(len(STRANGERS) - len(found), len(found))


if __name__ == "__main__":
    sys.exit(main())
