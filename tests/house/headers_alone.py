# SPDX-License-Identifier: MIT
"""Every header compiles, without a warning, when it is the first and only one included.

What a header includes before anything else is then also first: compiling the one proves both. What many of them include
is read, and its templates compiled, once; clang keeps both in a precompiled header.
"""

import argparse
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import compiler
from build import ROOT, close

STRICT = "-Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Werror".split()
# The first of these that a header includes, directly or not, is taken from its precompiled form.
SHARED = ["regula/layers/layer.hpp", "regula/penalty.hpp"]


def headers() -> list[str]:
    """As they are spelled between angle brackets."""
    doors = (p.relative_to(ROOT / "include") for p in (ROOT / "include").rglob("*.hpp"))
    rooms = (p.relative_to(ROOT) for p in (ROOT / "dsl").rglob("*.hpp"))
    return sorted(map(Path.as_posix, [*doors, *rooms]))


INCLUDED = re.compile(r"^\s*#\s*include\s*<((?:regula|dsl)/[^>]+)>", re.MULTILINE)
FIRST = re.compile(r"\A(?:\s*//[^\n]*\n|\s*\n|\s*#\s*pragma once\s*\n)*\s*#\s*include\s*<((?:regula|dsl)/[^>]+)>")


def text_of(header: str) -> str:
    return ((ROOT if header.startswith("dsl/") else ROOT / "include") / header).read_text()


def first_of(header: str) -> str | None:
    """The header of ours that this one includes before anything else."""
    found = FIRST.match(text_of(header))
    return found[1] if found else None


def reached_from(header: str) -> set[str]:
    """The headers of ours that it includes, directly or not."""
    reached, ahead = set(), [header]
    while ahead:
        found = set(INCLUDED.findall(text_of(ahead.pop()))) - reached
        reached |= found
        ahead += found
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="clang++-19", help="a clang")
    parser.add_argument("part", nargs="*", help="only headers whose path contains one of these")
    args = parser.parse_args()

    chosen = [h for h in headers() if not args.part or any(p in h for p in args.part)]
    proven = {first: header for header in chosen if (first := first_of(header))}
    everything, chosen = len(chosen), [h for h in chosen if h not in proven]
    shared = {h: next((s for s in SHARED if s in reached_from(h)), None) for h in chosen}
    failed = 0

    with TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        forms = {s: Path(scratch) / Path(s).name for s in SHARED if s in shared.values()}

        def precompiled(s: str) -> None:
            instantiated = [*STRICT, "-fpch-instantiate-templates"]
            compiler.precompile(f"#include <{s}>\n", forms[s], *instantiated, compiler=args.compiler)

        def compiled(header: str):
            form = ["-include-pch", f"{forms[shared[header]]}.gch"] if shared[header] else []
            return compiler.compile_text(f"#include <{header}>\n", *STRICT, *form, compiler=args.compiler)

        list(pool.map(precompiled, forms))
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
