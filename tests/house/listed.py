# SPDX-License-Identifier: MIT
"""A test or an example that no meson.build lists would never run: none is forgotten."""

import sys
from pathlib import Path

from build import ROOT, close


def files() -> list[tuple[Path, Path, str]]:
    """Each file, the table that must list it, and the end of the word it is listed by."""
    units = [(f, ROOT / "tests", f"{f.name}'") for f in (ROOT / "tests").rglob("*_test.cpp")]
    refusals = [(f, f.parent, f"'{f.stem}'") for f in (ROOT / "tests/refusals").glob("*.cpp")]
    examples = [(f, f.parent, f"'{f.stem}'") for f in (ROOT / "examples").glob("*.cpp")]
    return sorted(units + refusals + examples)


def main() -> int:
    failed = 0
    for file, folder, word in (everything := files()):
        if word not in (folder / "meson.build").read_text():
            failed += 1
            print(f"{file.relative_to(ROOT)} is not listed in {folder.relative_to(ROOT)}/meson.build")
    return close(len(everything) - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
