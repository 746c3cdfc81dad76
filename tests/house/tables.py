# SPDX-License-Identifier: MIT
"""The tables of docs/reference that are made from the code: what atoms and gallery say about themselves, and the
comments above them.

tables.py NAME PROGRAM compares the page with what it should be; with --fix it writes it so."""

import difflib
import re
import subprocess
import sys
from pathlib import Path

from build import ROOT, close

BEGIN, END = "<!-- made by tests/house/tables.py -->", "<!-- end -->"
COMMENT = r"((?:^///[^\n]*\n)+)"
TEMPLATE = r"^(?:template <[^\n]*>\s+)?"
ATOM = re.compile(COMMENT + TEMPLATE + r"struct (\w+)_atom\b", re.MULTILINE)
FUNCTION = re.compile(COMMENT + TEMPLATE + r"constexpr auto (\w+)\(", re.MULTILINE)
LAZY = "class Real = double"  # regula/gallery/given.hpp
ENTRY = re.compile(COMMENT + r"^template <([^\n>]*)>\s+constexpr auto (\w+)\(([^)]*)\)", re.MULTILINE)
BESIDE = {"dsl/atoms/spectral.hpp": ["dsl/atoms/singular.hpp"]}  # a family in two files
HEAD = "| atom | meaning | defined | range | curvature | trend | slopes | ulps |\n" + "|---" * 8 + "|"


def words(comment: str) -> str:
    return " ".join(comment.replace("///", "").split())


def comments_of(file: Path) -> dict[str, str]:
    """Of the atoms, and of the functions that give one atom several names."""
    text = file.read_text()
    return {m[2]: words(m[1]) for pattern in (FUNCTION, ATOM) for m in pattern.finditer(text)}


def code(text: str) -> str:
    return "<br>".join(f"`{part}`" for part in text.split("; ")) if text else ""


def atoms(lines: list[str]) -> str:
    page, comments = [], {}
    for line in lines:
        if line.startswith("# "):
            file = line.removeprefix("# ")
            comments = {k: v for also in (BESIDE.get(file, []) + [file]) for k, v in comments_of(ROOT / also).items()}
            page += ["", f"## {Path(file).stem}", "", HEAD]
            continue
        name, call, domain, values, bends, runs, slopes, _, ulps = line.split("\t")
        meaning = comments[name].replace("|", "\\|")
        page.append(f"| `{call}` | {meaning} | {domain} | {values} | {bends} | {runs} | {code(slopes)} | {ulps} |")
    return "\n".join(page[1:])


def kinks(lines: list[str]) -> str:
    page = ["| atom | its slope where it has none |", "|---|---|"]
    for line in lines:
        if not line.startswith("# ") and (chosen := line.split("\t")[7]):
            page.append(f"| `{line.split(chr(9))[1]}` | {chosen} |")
    return "\n".join(page)


def pictures(name: str) -> list[str]:
    """What docs/site/pictures.py has drawn of it."""
    drawn = {f"{name}.svg": name, f"{name}_ball.svg": f"the unit ball of {name}"}
    there = [f"![{what}](gallery/{file})" for file, what in drawn.items() if (ROOT / "docs/reference/gallery" / file).exists()]
    return [" ".join(there), ""] if there else []


def gallery(lines: list[str]) -> str:
    said, umbrella = {}, (ROOT / "include/regula/gallery.hpp").read_text()
    for file in sorted((ROOT / "include/regula/gallery").glob("*.hpp")):
        door = "" if f"#include <regula/gallery/{file.name}>" in umbrella else f"<regula/gallery/{file.name}>"
        for m in ENTRY.finditer(file.read_text()):
            parameters = ", ".join(p for p in m[2].split(", ") if p != LAZY)
            arguments = m[4].replace("given<Real>", "double")
            said[m[3]] = (words(m[1]), f"<{parameters}>" if parameters else "", arguments, door)
    page = []
    for line in lines:
        name, formula, latex, gradient, config = line.split("\t")
        bare = re.sub("<.*", "", name)
        comment, parameters, arguments, door = said[bare]
        if f"### {bare}" not in page:
            page += [f"### {bare}", "", comment, "", f"`{bare}{parameters}({arguments})`", ""]
            page[-2] += f", `#include {door}`" if door else ""
            page += pictures(bare)
        page += [f"`{formula}`" + (f" for `{name}`" if name != bare else ""), "", "```math", latex, "```", ""]
        page += [(f"dP/dW = `{gradient}`, " if gradient else "") + f"config `{config}`", ""]
    return "\n".join(page).rstrip()


def updated(page: str, table: str) -> str:
    before, rest = page.split(BEGIN, 1)
    return before + BEGIN + "\n\n" + table + "\n\n" + END + rest.split(END, 1)[1]


def main(name: str, program: str, *options: str) -> int:
    lines = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    failed = 0
    pages = {"atoms": [("atoms", atoms), ("kinks", kinks)], "gallery": [("gallery", gallery)]}[name]
    for page, make in pages:
        file = ROOT / "docs/reference" / f"{page}.md"
        text, wanted = file.read_text(), updated(file.read_text(), make(lines))
        if text != wanted and "--fix" in options:
            file.write_text(wanted)
        elif text != wanted:
            failed += 1
            both = text.splitlines(), wanted.splitlines()
            print(*difflib.unified_diff(*both, "the page", "the code", lineterm=""), sep="\n")
    return close(len(pages) - failed, failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
