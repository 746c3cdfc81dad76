#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions that twelve kernels execute, counted by valgrind and compared with instructions.json: unlike seconds they
are the same on any machine. More than a twentieth above is a failure, as much below a hint to record anew.

tests/benchmarks/instructions.py [--compiler clang++-19]
tests/benchmarks/instructions.py --record      after a change that is wanted
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "house"))
from build import ROOT, close
from packages import BUILD, need

RECORDED = HERE / "instructions.json"
FLAGS = "-std=c++20 -O2 -march=x86-64-v3 -DNDEBUG -isystem /usr/include/eigen3".split()
TOLERANCE = 0.05


def version(compiler: str) -> str:
    """As in 'g++ 12': its numbers are its own."""
    first = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout
    return ("clang" if "clang" in first else "g++") + " " + re.search(r"(\d+)\.\d+\.\d+", first)[1]


def counted(program: Path, kernel: str) -> int:
    ran = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*measured*", program, kernel],
        capture_output=True, text=True,
    )
    found = re.search(r"Collected : (\d+)", ran.stderr)
    if ran.returncode != 0 or not found:
        sys.exit(f"{kernel}: {ran.stderr[-2000:]}")
    return int(found[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    need([*BUILD, "valgrind"])
    name = version(args.compiler)
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    with TemporaryDirectory() as folder:
        program = Path(folder) / "instructions"
        source = HERE / "instructions.cpp"
        subprocess.run([args.compiler, *FLAGS, f"-I{ROOT}", f"-I{ROOT}/include", source, "-o", program], check=True)
        kernels = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
        now = {kernel: counted(program, kernel) for kernel in kernels}
    if args.record:
        recorded[name] = now
        RECORDED.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n")
    before = recorded.get(name, {})
    if not before:
        print(f"{name}: no counts recorded; {', '.join(sorted(recorded))} have some")
        return close(0, 0)
    failed = 0
    print(f"{name:<16}{'instructions':>14}{'recorded':>14}{'ratio':>8}")
    for kernel, count in now.items():
        ratio = count / before[kernel] if kernel in before else float("inf")
        wrong = ratio > 1 + TOLERANCE
        failed += wrong
        note = "  too many" if wrong else "  fewer: --record" if ratio < 1 - TOLERANCE else ""
        print(f"{kernel:<16}{count:>14}{before.get(kernel, 0):>14}{ratio:>8.3f}{note}")
    return close(len(now) - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
