# SPDX-License-Identifier: MIT
"""A program that must not compile. Its first line is the promise, `// error: <sentence>`: the compiler must refuse the
file with that sentence. twins.py has it accept the file with -DTWIN."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "house"))
import compiler


def verdict(case: Path, chosen: str, first_included: list[str], lines_to: Path | None) -> str | None:
    """What is wrong; None if all is as promised."""
    first, *_ = case.read_text().splitlines() or [""]
    promise = first.removeprefix("// error: ").strip()
    if promise == first or not promise:
        return "the first line must be `// error: <sentence>`"

    refused = compiler.compile_file(case, *first_included, compiler=chosen)
    if lines_to:
        lines_to.write_text(f"{len(refused.stderr.splitlines())}\n")
    if refused.returncode == 0:
        return f"it compiles, but should say: {promise}"
    if promise not in refused.stderr:
        return f"refused, but not with: {promise}\n{refused.stderr}"
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("--compiler", default=compiler.DEFAULT)
    parser.add_argument("--lines-to", type=Path, help="file for the number of lines of the refusal")
    parser.add_argument("--include", type=Path, help="a header that is precompiled, or the file that it is in")
    args = parser.parse_args()
    first_included = ["-include", str(args.include).removesuffix(".gch")] if args.include else []
    if wrong := verdict(args.case, args.compiler, first_included, args.lines_to):
        print(f"{args.case.name}: {wrong}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
