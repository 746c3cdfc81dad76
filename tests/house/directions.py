# SPDX-License-Identifier: MIT
"""Who may include and name whom, and how long a header or a source may be."""

import re
import statistics
import sys
from pathlib import Path

from build import ROOT, close

ROOMS = (
    "meta threads numbers matrix syntax atoms graph grammar rewrite derive plan tensors walk run kernel engine emit call reflect reading text"
).split()
STRANGERS = {"kernel", "engine", "emit", "reflect", "text"}  # they do not know each other, nor each the helpers of another
HELPS = {"reading": "text"}
WRITTEN_IN_IT = tuple(f"include/regula/{part}" for part in "charts constraints data files gallery layers models regularizers tool training".split())
NAMES = [  # where, what is not named there, why
    (WRITTEN_IN_IT, r"\bdsl\s*::", "written in the language: names of <regula/...> only"),
    ("include/", r"\busing\s+namespace\s+(?:\w+\s*::\s*)*dsl\b", "a door shows single names"),
    ("dsl/", r"\b(?:gallery|regularizers|constraints|charts|layers|models|training|files)\s*::", "the dsl does not know what is written in it"),
]
LONGEST = 250

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def complaint(header: str, quote: str, target: str) -> str | None:
    """Why `header`, a path from the root, may not include `target`; None if it may."""
    if quote == '"':
        return "spell it in angle brackets, from the root"
    here, there = header.split("/"), target.split("/")
    if here[0] == "include":
        language_only = header.startswith(WRITTEN_IN_IT)
        return "written in the language: <regula/...> only" if language_only and there[0] == "dsl" else None
    if there[0] == "regula":
        return "the dsl does not know its doors"
    if there[0] != "dsl":
        return None
    mine, other = here[1], there[1]
    if other not in ROOMS:
        return f"there is no room '{other}'"
    if len(both := {HELPS.get(mine, mine), HELPS.get(other, other)}) == 2 and both <= STRANGERS:
        return f"{mine} and {other} do not know each other"
    if ROOMS.index(other) > ROOMS.index(mine):
        return f"{mine} comes before {other}"
    return None


def faults(header: str, text: str) -> list[str]:
    found = []
    if header.startswith("dsl/") and header.split("/")[1] not in ROOMS:
        return [f"{header}: not in a room of the dsl"]
    for quote, target in INCLUDE.findall(text):
        if why := complaint(header, quote, target):
            found.append(f"{header} includes {target}: {why}")
    for where, name, why in NAMES:
        if header.startswith(where) and (met := re.search(name, text)):
            found.append(f"{header} names {met[0]}: {why}")
    if (lines := text.count("\n")) > LONGEST:
        found.append(f"{header}: {lines} lines, {LONGEST} are allowed")
    return found


def main(root: Path) -> int:
    files = sorted(p for room in ("include", "dsl") for p in (root / room).rglob("*.?pp"))
    texts = {p.relative_to(root).as_posix(): p.read_text() for p in files}
    found = {header: faults(header, text) for header, text in texts.items()}
    for lines in found.values():
        print(*lines, sep="\n", end="\n" if lines else "")
    if texts:
        lengths = {header: text.count("\n") for header, text in texts.items() if header.endswith(".hpp")}
        longest = max(lengths, key=lengths.__getitem__)
        print(f"lines in a header: median {statistics.median(lengths.values()):g}, most {lengths[longest]} ({longest})")
    failed = sum(map(bool, found.values()))
    return close(len(texts) - failed, failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
