#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All checks, one after the other, whatever fails; a table and one line at the end. Arguments: the test command."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/house"))
from build import close
from packages import CI, need

STEPS = {
    "g++: units, refusals, house": sys.argv[1:] or ["./tests/run"],
    "g++: what is asked for by name, the slow ones aside": [
        *["tests/run", "--suite=models", "--suite=drawing", "--suite=compiled", "--suite=examples", "--suite=gallery"],
        *["--suite=interchange", "--suite=tables", "--suite=variants"],
    ],
    "clang 19, ASan and UBSan: memory, models, refusals": [
        *["tests/run", "--compiler=clang++-19", "--sanitize"],
        *["--suite=memory", "--suite=models", "--suite=refusals"],
    ],
    "g++, ThreadSanitizer: calls on several threads": ["tests/run", "--races"],
    "g++ with OpenBLAS: matrix products": ["tests/run", "--blas", "matrix"],
    "instructions of twelve kernels": ["python3", "tests/benchmarks/instructions.py"],
    "every header alone": ["python3", "tests/house/headers_alone.py"],
    "clang-format": ["python3", "tests/house/format.py"],
    "code in the docs": ["python3", "tests/house/docs_code.py"],
    "documentation site": ["python3", "tests/house/site.py"],
    "a stranger's project": ["python3", "tests/install/check.py"],
}
CLOSING = re.compile(r"(\d+) passed, (\d+) failed")


def run(command: list[str]) -> tuple[int, int]:
    """Shows what the command prints, and returns what its closing line says."""
    passed, failed = 0, 0
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout:
            if counts := CLOSING.fullmatch(line.strip()):
                passed, failed = map(int, counts.groups())
            else:
                print(line, end="", flush=True)
    return passed, max(failed, int(process.returncode != 0))


def main() -> int:
    os.environ |= {"CI": "true", "PYTHONUNBUFFERED": "1"}
    need(CI)
    table = []
    for name, command in STEPS.items():
        print(f"\n--- {name}", flush=True)
        start = time.monotonic()
        passed, failed = run(command)
        table.append((name, time.monotonic() - start, passed, failed))

    print(f"\n{'step':<56}{'seconds':>8}{'passed':>8}{'failed':>8}")
    for name, seconds, passed, failed in table:
        print(f"{name:<56}{seconds:>8.0f}{passed:>8}{failed:>8}")
    return close(sum(row[2] for row in table), sum(row[3] for row in table))


if __name__ == "__main__":
    sys.exit(main())
