# SPDX-License-Identifier: MIT
"""A test or an example that no meson.build lists would never run, and a source that no list has would be in no library:
none is forgotten."""

import sys
from pathlib import Path

from build import ROOT, close

BY_ITSELF = ["regularizers/builtin_kernels.cpp", "parsing/engine_code.cpp"]  # compiled for several kinds of processors


def files() -> list[tuple[Path, Path, str]]:
    """Each file, the table that must list it, and the end of the word it is listed by."""
    units = [(f, ROOT / "tests", f"{f.name}'") for f in (ROOT / "tests").rglob("*_test.cpp")]
    refusals = [(f, f.parent, f"'{f.stem}'") for f in (ROOT / "tests/refusals").glob("*.cpp")]
    examples = [(f, f.parent, f"'{f.stem}'") for f in (ROOT / "examples").glob("*.cpp")]
    return sorted(units + refusals + examples)


def sources() -> list[str]:
    """What is wrong with the lists of the sources of the libraries."""
    listed = [(f.name, line) for f in sorted((ROOT / "include/sources").glob("*.txt")) for line in f.read_text().splitlines()]
    there = {p.relative_to(ROOT / "include/regula").as_posix() for p in (ROOT / "include/regula").rglob("*.cpp")}
    names = [line for _, line in listed]
    return [
        *(f"{name} in include/sources/{file} is no source" for file, name in listed if name not in there),
        *(f"{name} is listed twice" for name in sorted({n for n in names if names.count(n) > 1})),
        *(f"include/regula/{name} is in no list of include/sources" for name in sorted(there - {*names, *BY_ITSELF})),
    ]


def main() -> int:
    failed = len(wrong := sources())
    print(*wrong, sep="\n", end="\n" if wrong else "")
    for file, folder, word in (everything := files()):
        if word not in (folder / "meson.build").read_text():
            failed += 1
            print(f"{file.relative_to(ROOT)} is not listed in {folder.relative_to(ROOT)}/meson.build")
    return close(len(everything) + 1 - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
