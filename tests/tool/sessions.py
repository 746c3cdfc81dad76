# SPDX-License-Identifier: MIT
"""The sessions of the pages that have some say what the program says.

python3 tests/tool/sessions.py PROGRAM [--write]      --write: puts what the program says now into the pages
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "docs/how_to/use_the_command_line.md", ROOT / "docs/tutorial/from_formula_to_model.md"]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def replay(block: str, folder: Path, program: Path) -> str:
    shown = []
    for command in re.findall(r"^\$ (.*)$", block, re.M):
        environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        shown.append(f"$ {command}\n{done.stdout}")
    return "".join(shown)


NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def alike(line: str, other: str) -> bool:
    """The same words; the last digits of a number, and what is nearly 0, depend on the processor."""
    if NUMBER.sub("", line).split() != NUMBER.sub("", other).split():
        return False
    pairs = zip(map(float, NUMBER.findall(line)), map(float, NUMBER.findall(other)))
    return all(math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-7) for a, b in pairs)


def replayed(text: str, program: Path) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for data in ("breast_cancer.csv", "tagger.h5"):
            shutil.copy(ROOT / "examples/data" / data, folder)
        return BLOCK.sub(lambda m: f"```console\n{replay(m[1], folder, program)}```", text)


def main() -> int:
    program, sessions, different = Path(sys.argv[1]).resolve(), 0, []
    for page in PAGES:
        text = page.read_text()
        now = replayed(text, program)
        if "--write" in sys.argv:
            page.write_text(now)
        sessions += len(BLOCK.findall(text))
        lines = zip_longest(text.splitlines(), now.splitlines(), fillvalue="")
        different += [f"{page.name}: {a!r}, now {b!r}" for a, b in lines if not alike(a, b)]
    if "--write" in sys.argv:
        return 0
    print(*different[:10], sep="\n", end="\n" if different else "")
    print(f"{sessions} sessions, {len(different)} lines differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
