# SPDX-License-Identifier: MIT
"""Build directories, and the one line with which every check closes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def configure(directory: Path, options: list[str], compiler: str | None = None) -> None:
    """Sets the directory up once; after that ninja itself notices a changed meson.build."""
    if (directory / "build.ninja").exists():
        return
    wipe = ["--wipe"] if (directory / "meson-private").exists() else []  # left by a setup that failed
    environment = os.environ | ({"CXX": compiler} if compiler else {})
    setup = ["meson", "setup", *wipe, *options, str(directory), str(ROOT)]
    if code := subprocess.run(setup, env=environment, stdout=sys.stderr).returncode:
        sys.exit(code)


def close(passed: int, failed: int) -> int:
    """The closing line that .ci/run adds up, and the exit code that goes with it."""
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0
