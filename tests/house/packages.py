# SPDX-License-Identifier: MIT
"""The Debian packages Regula needs, and how a missing one gets installed."""

import os
import shutil
import subprocess
import sys

MODELS = "nlohmann-json3-dev libhdf5-dev libzip-dev libgraphviz-dev libcli11-dev".split()
BUILD = "g++ meson ninja-build pkg-config libboost-dev libeigen3-dev libfmt-dev liblbfgspp-dev".split() + MODELS
TESTS = BUILD + "catch2 python3-numpy python3-sympy".split()
BLAS = ["libopenblas-dev"]
SITE = "mkdocs mkdocs-material libjs-katex doxygen".split()
CI = TESTS + BLAS + SITE + "valgrind clang-19 libclang-rt-19-dev clang-format cmake".split()


def is_installed(package: str) -> bool:
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True)
    return asked.stdout == "install ok installed"


def need(packages: list[str]) -> None:
    """Installs what is missing. Where that is not allowed, says the command that does it and exits with 2."""
    if not shutil.which("dpkg-query"):
        return  # not Debian: meson will say what it does not find
    missing = [p for p in packages if not is_installed(p)]
    if not missing:
        return
    sudo = become_root()
    if sudo is None or not install(missing, [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]):
        print("please run: sudo apt-get install", *missing, file=sys.stderr)
        sys.exit(2)


def install(packages: list[str], apt: list[str]) -> bool:
    print("installing", *packages, file=sys.stderr, flush=True)
    commands = ["update"], ["install", "-y", "--no-install-recommends", *packages]
    return all(subprocess.run([*apt, *command], stdout=sys.stderr).returncode == 0 for command in commands)


def become_root() -> list[str] | None:
    """The words to put before a command that needs root; None where there are none."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if sys.stdin.isatty() or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo"]
    return None
