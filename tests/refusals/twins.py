# SPDX-License-Identifier: MIT
"""Every refusal has a twin, its file with -DTWIN, that the compiler must accept: so nothing but the promised reason is at
work. All twins are one program, each in a namespace of its own, behind the headers of all of
them, which are read once."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "house"))
import compiler


def program(cases: list[Path]) -> str:
    lines = [line for case in cases for line in case.read_text().splitlines()]
    includes = dict.fromkeys(line for line in lines if line.startswith("#include"))
    bodies = (f'namespace {case.stem} {{\n#include "{case.resolve()}"\n}}' for case in cases)
    return "\n".join([*includes, "#define TWIN", *bodies, ""])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--compiler", default=compiler.DEFAULT)
    args = parser.parse_args()
    accepted = compiler.compile_text(program(args.cases), compiler=args.compiler)
    if accepted.returncode:
        sys.exit(f"a twin does not compile\n{accepted.stderr}")
