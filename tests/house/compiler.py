# SPDX-License-Identifier: MIT
"""How a check calls the compiler: the flags a user would pass, syntax only."""

import functools
import os
import shlex
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = os.environ.get("CXX", "g++")


@functools.cache
def flags() -> list[str]:
    asked = subprocess.run(["pkg-config", "--cflags", "eigen3", "fmt", "hdf5-serial", "libzip", "libgvc"], capture_output=True, text=True, check=True)
    return ["-std=c++20", f"-I{ROOT / 'include'}", f"-I{ROOT}", *shlex.split(asked.stdout.replace("-I", "-isystem"))]


def compile_file(file: Path, *extra: str, compiler: str = DEFAULT) -> subprocess.CompletedProcess[str]:
    return run([*extra, str(file)], None, compiler)


def compile_text(text: str, *extra: str, compiler: str = DEFAULT) -> subprocess.CompletedProcess[str]:
    return run([*extra, "-x", "c++", "-"], text, compiler)


def precompile(text: str, header: Path, *extra: str, compiler: str = DEFAULT) -> None:
    """Writes the header `text`, read by the compiler already, beside `header`, which is then given with -include."""
    header.write_text(text)
    made = ["-x", "c++-header", str(header), "-o", f"{header}.gch", *extra]
    done = subprocess.run([*shlex.split(compiler), *flags(), *made], stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{header.name} does not compile\n{done.stderr}")


def run(arguments: list[str], text: str | None, compiler: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*shlex.split(compiler), *flags(), "-fsyntax-only", "-fdiagnostics-color=never", *arguments],
        input=text, stderr=subprocess.PIPE, text=True, env=os.environ | {"LC_ALL": "C"},
    )
