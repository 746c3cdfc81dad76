# SPDX-License-Identifier: MIT
"""Every C++ block of the README and the docs compiles, and every quotation is in step with its source.

```cpp                a program if it has `int main`; declarations if it opens a struct, class, template, concept or
                      namespace; otherwise statements, with regula.hpp, the symbols and w, g, w0, mask at hand
```cpp declarations   declarations, where the rule above does not see it
```cpp continued      statements that go on with the block before, and see its names
```cpp refused        must not compile; a line `// error: <sentence>` in it says with what
```cpp fragment       not compiled
<!-- from examples/NN_name.cpp:tag -->   the block below equals the lines from //[tag] to //[/tag]
<!-- output of NN_name -->               the block below is part of examples/expected/NN_name.txt
"""

import re
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import compiler
from build import ROOT, close

FENCE = re.compile(r"(?:^<!--(?P<note>[^\n]*)-->\n+)?^```(?P<words>[\w+ ]*)\n(?P<text>.*?)^```$", re.M | re.S)
DECLARES = re.compile(r"^(struct|class|template|concept|namespace)\b", re.MULTILINE)
PROMISE = re.compile(r"// error: (.*)")

HEADERS = """#include <regula/regula.hpp>
#include <fmt/format.h>
"""
PRELUDE = f"""{HEADERS}using namespace regula::symbols;
using regula::coef;
"""
FUNCTION = "void block_{line}(Eigen::MatrixXf w, Eigen::MatrixXf g, Eigen::MatrixXf w0, Eigen::MatrixXf mask)"


@dataclass
class Block:
    page: str
    line: int  # of its first line of text
    note: str
    words: set[str]
    text: str

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"

    def source(self) -> tuple[str, str]:
        """Its includes, and the rest with errors pointing into the page."""
        lines = self.text.splitlines()
        includes = [line for line in lines if line.startswith("#include")]
        rest = ["" if line in includes else line for line in lines]
        return "".join(f"{i}\n" for i in includes), f'#line {self.line} "{self.page}"\n' + "\n".join(rest) + "\n"


@dataclass
class Unit:
    """What one run of the compiler sees."""

    where: str
    text: str
    program: bool = False
    refused: bool = False
    promise: str = ""


def blocks_of(page: str, text: str) -> list[Block]:
    def block(m: re.Match[str]) -> Block:
        line = text.count("\n", 0, m.start("text")) + 1
        return Block(page, line, (m["note"] or "").strip(), set(m["words"].split()), m["text"])

    return [block(m) for m in FENCE.finditer(text)]


def wrapped(chain: list[Block]) -> str:
    """Statements in a function; those that continue a block live in its scope."""
    body = "".join("{\n" + block.source()[1] for block in chain)
    return FUNCTION.format(line=chain[0].line) + "\n" + body + "}\n" * len(chain)


def units_of(page: str, blocks: list[Block]) -> list[Unit]:
    """The programs and the refused blocks of a page, each for itself, and all the rest as one."""
    units, includes, declarations = [], "", ""
    chains: list[list[Block]] = []
    for block in blocks:
        if "cpp" not in block.words or "fragment" in block.words or block.note.startswith("from "):
            continue
        program = "int main" in block.text
        declares = "declarations" in block.words or bool(DECLARES.search(block.text))
        top, rest = block.source()
        chain = [*chains[-1], block] if "continued" in block.words and chains else [block]
        if program or "refused" in block.words:
            context = includes + top + PRELUDE + declarations
            text = top + rest if program else context + (rest if declares else wrapped(chain))
            promise = PROMISE.search(block.text)
            units.append(Unit(block.where, text, program, "refused" in block.words, promise[1].strip() if promise else ""))
            continue
        includes += top
        if declares:
            declarations += rest
        else:
            chains = [*chains[: -1 if len(chain) > 1 else None], chain]
    if declarations or chains:
        units.append(Unit(page, includes + PRELUDE + declarations + "".join(map(wrapped, chains))))
    return units


def misquoted(block: Block, root: Path) -> str | None:
    """Why a quotation is not in step; None if it is, or if the block is none."""
    text = textwrap.dedent(block.text).strip("\n")
    if m := re.fullmatch(r"from (examples/[\w/]+\.[ch]pp):(\w+)", block.note):
        file = root / m[1]
        source = file.read_text() if file.exists() else ""
        tagged = re.search(rf"^ *//\[{m[2]}\][^\n]*\n(.*?)^ *//\[/{m[2]}\]", source, re.M | re.S)
        if not tagged:
            return f"{m[1]} has no //[{m[2]}] ... //[/{m[2]}]"
        return None if textwrap.dedent(tagged[1]).strip("\n") == text else f"differs from {m[1]}, [{m[2]}]"
    if m := re.fullmatch(r"output of (\w+)", block.note):
        file = root / "examples/expected" / f"{m[1]}.txt"
        if not file.exists():
            return f"there is no examples/expected/{m[1]}.txt"
        return None if f"\n{text}\n" in f"\n{file.read_text()}\n" else f"not part of what {m[1]} prints"
    return "a quotation of nothing that exists"


def uncompiled(unit: Unit, prelude: Path) -> str | None:
    """The error, if there is one. Programs include all they need: they do not see what is compiled already."""
    begins = [] if unit.program else ["-include", str(prelude)]
    result = compiler.compile_text(unit.text, "-w", *begins)
    if not unit.refused:
        return result.stderr if result.returncode else None
    if result.returncode == 0:
        return "it compiles, but is shown as refused"
    said = re.sub(r"^ *\d* \|.*\n", "", result.stderr, flags=re.MULTILINE)  # not the quoted source: it has the promise
    return None if unit.promise in said else f"refused, but not with: {unit.promise}\n{result.stderr}"


def main(root: Path) -> int:
    pages = [p for p in (root / "README.md", *sorted((root / "docs").rglob("*.md"))) if p.exists()]
    blocks = {p: blocks_of(p.relative_to(root).as_posix(), p.read_text()) for p in pages}
    failed = passed = 0

    def report(where: str, wrong: str | None) -> None:
        nonlocal failed, passed
        failed, passed = failed + bool(wrong), passed + (not wrong)
        print(f"{where}  {'FAILED: ' + wrong if wrong else 'ok'}", flush=True)

    for page in pages:
        for block in blocks[page]:
            if re.match(r"(from|output of) ", block.note):
                report(block.where, misquoted(block, root))
    units = [u for p in pages for u in units_of(p.relative_to(root).as_posix(), blocks[p])]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        prelude = Path(folder) / "prelude.hpp"
        compiler.precompile(HEADERS, prelude)
        for unit, wrong in zip(units, pool.map(lambda unit: uncompiled(unit, prelude), units)):
            report(unit.where, wrong)
    return close(passed, failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT))
