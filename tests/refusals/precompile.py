# SPDX-License-Identifier: MIT
"""What every refusal includes, read once for all of them."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "house"))
import compiler

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("header", type=Path, help="written, and precompiled beside it")
    parser.add_argument("--compiler", default=compiler.DEFAULT)
    parser.add_argument("--depends-to", type=Path, required=True, help="file for a rule that names what was read")
    args = parser.parse_args()
    rule = ["-MD", "-MF", str(args.depends_to), "-MT", f"{args.header}.gch"]
    compiler.precompile("#include <regula/penalty.hpp>\n", args.header, *rule, compiler=args.compiler)
