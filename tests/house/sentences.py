# SPDX-License-Identifier: MIT
"""Every sentence of a static_assert is the promise of a program in tests/refusals: none was never seen."""

import re
import sys
from pathlib import Path

from build import ROOT, close

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|//[^\n]*|[()]')
PROMISE = "// error: "


def sentences(text: str) -> list[str]:
    """What the static_asserts of a header say: of each the literals that close it, joined."""
    found = []
    for start in re.finditer(r"\bstatic_assert\(", text):
        depth, end, said = 1, start.end(), ""
        for token in TOKEN.finditer(text, start.end()):
            if text[end : token.start()].strip():
                said = ""
            end = token.end()
            if token[1] is not None:
                said += token[1]
            depth += {"(": 1, ")": -1}.get(token[0], 0)
            if depth == 0:
                break
        if said:
            found.append(said.encode().decode("unicode_escape"))
    return found


def promised(sentence: str, promises: set[str], spoken: set[str]) -> bool:
    """By a file's whole first line, or by one that is the beginning of no sentence but this kind."""
    return sentence in promises or any(sentence.startswith(p) for p in promises - spoken)


def main(root: Path) -> int:
    headers = sorted(p for room in ("include", "dsl") for p in (root / room).rglob("*.hpp"))
    spoken = {s: h for h in headers for s in sentences(h.read_text())}
    firsts = (f.read_text().partition("\n")[0] for f in (root / "tests/refusals").glob("*.cpp"))
    promises = {f.removeprefix(PROMISE).strip() for f in firsts if f.startswith(PROMISE)}
    silent = [s for s in spoken if not promised(s, promises, set(spoken))]
    for sentence in silent:
        print(f"{spoken[sentence].relative_to(root)}: no program of tests/refusals is refused with: {sentence}")
    return close(len(spoken) - len(silent), len(silent))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
