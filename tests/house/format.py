# SPDX-License-Identifier: MIT
"""Every source is as clang-format 14 would write it. With --fix it writes it so."""

import subprocess
import sys

from build import ROOT, close


def main() -> int:
    folders = (ROOT / name for name in ("include", "dsl", "tests", "examples"))
    files = sorted(str(p.relative_to(ROOT)) for f in folders for p in f.rglob("*") if p.suffix in (".hpp", ".cpp"))
    how = ["-i"] if "--fix" in sys.argv[1:] else ["--dry-run", "--Werror", "--ferror-limit=1"]
    failed = 0
    for file in files:
        result = subprocess.run(["clang-format", *how, file], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        if result.returncode:
            failed += 1
            print(result.stderr.splitlines()[0])
    return close(len(files) - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
