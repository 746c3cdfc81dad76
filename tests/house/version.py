# SPDX-License-Identifier: MIT
"""The version is meson.build's: <regula/version.hpp>, the changelog and the recipes say the same."""

import json
import re
import sys

from build import ROOT, close


def found(file: str, pattern: str) -> list[str]:
    return re.findall(pattern, (ROOT / file).read_text(), re.MULTILINE)


def main() -> int:
    [version] = found("meson.build", r"^  version: '(.*)'")
    said = {
        "<regula/version.hpp>, macros": ".".join(found("include/regula/version.hpp", r"REGULA_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)$")),
        "<regula/version.hpp>, regula::version": found("include/regula/version.hpp", r'version = "(.*)"')[0],
        "the first heading of docs/changelog.md": found("docs/changelog.md", r"^## (\S+)")[0],
        "docs/packages/vcpkg/vcpkg.json": json.loads((ROOT / "docs/packages/vcpkg/vcpkg.json").read_text())["version"],
    }
    wrong = {where: other for where, other in said.items() if other != version}
    for where, other in wrong.items():
        print(f"{where}: {other}, but meson.build says {version}")
    return close(len(said) - len(wrong), len(wrong))


if __name__ == "__main__":
    sys.exit(main())
