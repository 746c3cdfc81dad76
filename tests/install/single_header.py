#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Regula's language as one header, for Compiler Explorer and for trying it out.

tests/install/single_header.py > regula-single.hpp                            <regula/regula.hpp>
tests/install/single_header.py regula/regula.hpp regula/decompositions.hpp    more of its headers
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOOR = "regula/regula.hpp"

INCLUDE = re.compile(r"^#\s*include\s*<([^>]+)>")
CONDITION = re.compile(r"^#\s*(if|endif)")
LEFT_OUT = re.compile(r"^(// SPDX-License-Identifier|#pragma once)")


def path_of(header: str) -> Path | None:
    """Where a header of ours is; None for those of others."""
    if header.startswith(("regula/", "dsl/")):
        return (ROOT / "include" if header.startswith("regula/") else ROOT) / header
    return None


def source_of(header: str) -> list[str]:
    path = path_of(header)
    if path.with_suffix(".cpp").exists():
        raise SystemExit(f"<{header}> belongs to a compiled library: it cannot stand in one header")
    return [f"// <{header}>", *(line for line in path.read_text().splitlines() if not LEFT_OUT.match(line))]


class Writer:
    """Does what the preprocessor would do, with #pragma once. What is included below an #if stays below it, but what that
    includes of ours comes before."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.lines: list[str] = []

    def add(self, header: str) -> None:
        if header in self.seen:
            return
        self.seen.add(header)
        if not path_of(header):
            self.lines.append(f"#include <{header}>")
            return
        depth, source = 0, source_of(header)
        for number, line in enumerate(source):
            found = INCLUDE.match(line)
            if condition := CONDITION.match(line):
                if condition[1] == "if" and depth == 0:
                    self.add_what_is_included_below(source[number:])
                depth += 1 if condition[1] == "if" else -1
            if found and depth == 0:
                self.add(found[1])
            elif found and path_of(found[1]):
                if found[1] not in self.seen:
                    self.seen.add(found[1])
                    self.lines += [inner for inner in source_of(found[1]) if not self.is_seen(inner)]
            else:
                self.lines.append(line)

    def add_what_is_included_below(self, source: list[str]) -> None:
        """`source` begins with an #if: goes through to its #endif."""
        depth = 0
        for line in source:
            if condition := CONDITION.match(line):
                depth += 1 if condition[1] == "if" else -1
                if depth == 0:
                    return
            if (found := INCLUDE.match(line)) and path_of(found[1]):
                for inner in map(INCLUDE.match, source_of(found[1])):
                    if inner and path_of(inner[1]):
                        self.add(inner[1])

    def is_seen(self, line: str) -> bool:
        found = INCLUDE.match(line)
        return bool(found) and path_of(found[1]) is not None and found[1] in self.seen


def single_header(doors: list[str]) -> str:
    version = re.search(r"^  version: '(.*)'", (ROOT / "meson.build").read_text(), re.MULTILINE)[1]
    writer = Writer()
    for door in doors:
        writer.add(door)
    about = f"/// Regula {version}: {', '.join(f'<{d}>' for d in doors)} and what they include. Made by tests/install/single_header.py."
    licence = [f"// {line}".rstrip() for line in (ROOT / "LICENSE").read_text().splitlines()]
    return "\n".join(["// SPDX-License-Identifier: MIT", about, "//", *licence, "#pragma once", *writer.lines]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("door", nargs="*", default=[DOOR], help=f"default: {DOOR}")
    sys.stdout.write(single_header(parser.parse_args().door))


if __name__ == "__main__":
    main()
