# SPDX-License-Identifier: MIT
"""Every header compiles, without a warning, when it is the first and only one included.

What a header includes before anything else is then also first: compiling the one proves both.
"""

import argparse
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import compiler
from build import ROOT, close

STRICT = "-Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Werror".split()


def headers() -> list[str]:
    """As they are spelled between angle brackets."""
    doors = (p.relative_to(ROOT / "include") for p in (ROOT / "include").rglob("*.hpp"))
    rooms = (p.relative_to(ROOT) for p in (ROOT / "dsl").rglob("*.hpp"))
    return sorted(map(Path.as_posix, [*doors, *rooms]))


FIRST = re.compile(r"\A(?:\s*//[^\n]*\n|\s*\n|\s*#\s*pragma once\s*\n)*\s*#\s*include\s*<((?:regula|dsl)/[^>]+)>")


def first_of(header: str) -> str | None:
    """The header of ours that this one includes before anything else."""
    root = ROOT if header.startswith("dsl/") else ROOT / "include"
    found = FIRST.match((root / header).read_text())
    return found[1] if found else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default=compiler.DEFAULT)
    parser.add_argument("part", nargs="*", help="only headers whose path contains one of these")
    args = parser.parse_args()

    chosen = [h for h in headers() if not args.part or any(p in h for p in args.part)]
    proven = {first: header for header in chosen if (first := first_of(header))}
    everything, chosen = len(chosen), [h for h in chosen if h not in proven]
    failed = 0

    def compiled(header: str):
        return compiler.compile_text(f"#include <{header}>\n", *STRICT, compiler=args.compiler)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (header, result) in enumerate(zip(chosen, pool.map(compiled, chosen)), 1):
            verdict = "FAILED" if result.returncode else "ok"
            print(f"[{number}/{len(chosen)}] {header}  {verdict}", flush=True)
            if result.returncode:
                failed += 1
                print(result.stderr)
    print(f"{everything - len(chosen)} more are first in one of these")
    return close(everything - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
