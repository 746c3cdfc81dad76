# SPDX-License-Identifier: MIT
"""The sessions of docs/how_to/use_the_command_line.md say what the program says.

python3 tests/tool/sessions.py PROGRAM [--write]      --write: puts what the program says now into the page
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
PAGE = ROOT / "docs/how_to/use_the_command_line.md"
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


def main() -> int:
    program, text = Path(sys.argv[1]).resolve(), PAGE.read_text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for data in ("breast_cancer.csv", "tagger.h5"):
            shutil.copy(ROOT / "examples/data" / data, folder)
        now = BLOCK.sub(lambda m: f"```console\n{replay(m[1], folder, program)}```", text)
    if "--write" in sys.argv:
        PAGE.write_text(now)
        return 0
    lines = list(zip_longest(text.splitlines(), now.splitlines(), fillvalue=""))
    different = [f"{PAGE.name}: {a!r}, now {b!r}" for a, b in lines if not alike(a, b)]
    print(*different[:10], sep="\n", end="\n" if different else "")
    print(f"{len(BLOCK.findall(text))} sessions, {len(different)} lines differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
