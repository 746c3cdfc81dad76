# SPDX-License-Identifier: MIT
"""A stranger uses Regula: once as an installed library, once as a subproject of meson."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "house"))
from build import ROOT, close

COMPILER = os.environ.get("CXX", "g++")

STRANGER = """
project('stranger', 'cpp', default_options: ['cpp_std=c++20', 'optimization=1', 'warning_level=3', 'werror=true'])
executable('program', 'main.cpp', dependencies: dependency('regula', fallback: 'regula', include_type: 'system'))
"""


def output(*command: str | Path, env: dict[str, str] | None = None) -> str:
    """What the command prints; an exception with all of it where it fails."""
    env = os.environ | (env or {})
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    if ran.returncode:
        raise RuntimeError(f"{shlex.join(map(str, command))}\n{ran.stdout}")
    return ran.stdout


def installed(temp: Path) -> None:
    prefix = temp / "prefix"
    output("meson", "setup", temp / "build", ROOT, f"--prefix={prefix}")
    output("meson", "install", "-C", temp / "build")

    [pc] = prefix.rglob("regula.pc")
    found = {"PKG_CONFIG_PATH": str(pc.parent), "LD_LIBRARY_PATH": str(pc.parents[1])}

    def runs(source: str, module: str) -> None:
        flags = output("pkg-config", "--cflags", "--libs", module, env=found)
        program = temp / source.removesuffix(".cpp")
        output(*shlex.split(COMPILER), "-std=c++20", HERE / source, "-o", program, *shlex.split(flags))
        output(program, env=found)

    with ThreadPoolExecutor() as pool:
        list(pool.map(runs, ["main.cpp", "models.cpp"], ["regula", "regula-files"]))

    def is_own(path: Path) -> bool:
        if prefix / "include/regula-0" in path.parents:
            return path.suffix == ".hpp"
        return path.name.startswith(("regula", "libregula-"))

    strays = [p for p in prefix.rglob("*") if p.is_file() and not is_own(p)]
    if strays:
        raise RuntimeError(f"installed outside its own root: {', '.join(map(str, strays))}")


def subproject(temp: Path) -> None:
    (temp / "subprojects").mkdir()
    (temp / "subprojects/regula").symlink_to(ROOT)
    (temp / "meson.build").write_text(STRANGER)
    (temp / "main.cpp").symlink_to(HERE / "main.cpp")

    said = output("meson", "setup", "--force-fallback-for=regula", temp / "build", temp)
    if "WARNING" in said or "DEPRECATION" in said:
        raise RuntimeError(f"configuring is not quiet\n{said}")
    tests = json.loads(output("meson", "introspect", "--tests", temp / "build"))
    output("ninja", "-C", temp / "build")
    built = [p for p in (temp / "build").rglob("*") if p.is_file() and p.suffix in (".o", ".so", ".a") and p.name != "main.cpp.o"]
    if tests or built:
        raise RuntimeError(f"it brings more than itself: {tests} {built}")
    output(temp / "build/program")


def complaint(check: Callable[[Path], None]) -> str | None:
    with tempfile.TemporaryDirectory() as temp:
        try:
            check(Path(temp))
        except (RuntimeError, ValueError) as error:
            return str(error)
    return None


def main() -> int:
    checks = [installed, subproject]
    with ThreadPoolExecutor() as pool:
        said = list(pool.map(complaint, checks))
    for check, wrong in zip(checks, said):
        print(f"{check.__name__}: {'ok' if wrong is None else f'FAILED{chr(10)}{wrong}'}", flush=True)
    failed = sum(wrong is not None for wrong in said)
    return close(len(checks) - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
