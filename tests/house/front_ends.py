# SPDX-License-Identifier: MIT
"""One penalty with the compilers that no other test uses: clang 14 to 19, and nvcc, whose front end is EDG's. Those that
are not installed are left out."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build import ROOT, close
from compiler import flags

PROGRAM = ROOT / "tests/house/front_ends/one_penalty.cpp"
CLANGS = {f"clang++-{version}": [] for version in range(14, 20)}
# Warnings of Eigen's, which marks its functions for the device.
NVCC = {"nvcc": ["-x", "cu", "-w"]}


def found(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/local/cuda/bin")


def fault(command: str, options: list[str], folder: Path) -> str | None:
    """What is wrong; None if the program compiles and its numbers are right."""
    made = folder / "one_penalty"
    apart = [word for flag in flags() for word in flag.replace("-isystem", "-isystem ").split(" ", 1)]  # as nvcc wants it
    done = subprocess.run([command, *apart, *options, str(PROGRAM), "-o", str(made)], capture_output=True, text=True)
    if done.returncode:
        return f"does not compile {PROGRAM.name}\n{done.stderr}"
    return "computes something else" if subprocess.run([str(made)]).returncode else None


def main() -> int:
    here = {path: options for name, options in (CLANGS | NVCC).items() if (path := found(name))}
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for command, options in here.items():
            if wrong := fault(command, options, Path(folder)):
                failed += 1
                print(f"{command} {wrong}")
    print("compilers:", ", ".join(Path(command).name for command in here) or "none")
    return close(len(here) - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
