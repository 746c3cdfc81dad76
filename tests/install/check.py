# SPDX-License-Identifier: MIT
"""A stranger uses Regula: from an installed prefix, from its sources, as one header. docs/how_to/install.md has the routes.

The libraries are compiled twice, shared by meson and static by CMake, and without optimization, which tells nothing
here; installed_static, asked for by name, compiles them a third time.
"""

import argparse
import ast
import json
import os
import re
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
PACKAGES = ROOT / "docs/packages"
# Each program, and the library that it is linked with.
PROGRAMS = {"main": "regula", "parsed": "regula-engine", "layers": "regula-models", "models": "regula-files", "drawing": "regula-drawing"}

MESON = """
project('stranger', 'cpp', default_options: ['cpp_std=c++20', 'optimization=1', 'warning_level=3', 'werror=true'])
executable('program', 'main.cpp', dependencies: dependency('regula', include_type: 'system'))
foreach name : ['regula-engine', 'regula-models', 'regula-files', 'regula-drawing']
  dependency(name)
endforeach
"""
CMAKE = """
cmake_minimum_required(VERSION 3.22)
project(stranger LANGUAGES CXX)
{how}
foreach(pair {pairs})
  string(REPLACE "=" ";" pair ${{pair}})
  list(GET pair 0 program)
  list(GET pair 1 library)
  add_executable(${{program}} {here}/${{program}}.cpp)
  target_link_libraries(${{program}} PRIVATE ${{library}})
endforeach()
"""
FOUND = "find_package(regula 0.2 CONFIG REQUIRED COMPONENTS engine models files drawing)"
ADDED = f"add_subdirectory({ROOT}/include regula)"
FETCHED = """
include(FetchContent)
FetchContent_Declare(regula GIT_REPOSITORY https://example.org/regula.git SOURCE_SUBDIR include)
FetchContent_MakeAvailable(regula)
"""


def output(*command: str | Path, env: dict[str, str] | None = None, fails: bool = False) -> str:
    """What the command prints; an exception with all of it where it fails, or does not where it must."""
    env = os.environ | (env or {})
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    if bool(ran.returncode) != fails:
        raise RuntimeError(f"{shlex.join(map(str, command))}\n{ran.stdout}")
    return ran.stdout


def in_silence(said: str) -> str:
    if "warning" in said.lower() or "deprecat" in said.lower():
        raise RuntimeError(f"it is not quiet\n{said}")
    return said


def compiled(source: Path, program: Path, *flags: str) -> Path:
    output(*shlex.split(COMPILER), "-std=c++20", source, "-o", program, *flags)
    return program


def install(temp: Path, kind: str) -> Path:
    """Libraries of this kind, in a new prefix; meson 1.0 loses sources of unity builds where both kinds are one build."""
    prefix, build = temp / "prefix", temp / "build"
    tool = "-Dtool=" + ("auto" if kind == "shared" else "disabled")  # one is enough
    output("meson", "setup", build, ROOT, f"--prefix={prefix}", f"-Ddefault_library={kind}", "-Doptimization=0", tool)
    in_silence(output("meson", "compile", "-C", build))
    output("meson", "install", "-C", build, "--no-rebuild")
    return prefix


def where(prefix: Path) -> dict[str, str]:
    """What finds the prefix: pkg-config's path and the loader's."""
    [pc] = prefix.rglob("regula.pc")
    return {"PKG_CONFIG_PATH": str(pc.parent), "LD_LIBRARY_PATH": str(pc.parents[1])}


def tries(prefix: Path, temp: Path) -> list[Callable[[], None]]:
    """What is done with a prefix."""
    found = where(prefix)

    def nothing_else() -> None:
        def is_own(path: Path) -> bool:
            if prefix / "include/regula-0" in path.parents:
                return path.suffix == ".hpp"
            return path.name.startswith(("regula", "libregula-"))

        if strays := [p for p in prefix.rglob("*") if p.is_file() and not is_own(p)]:
            raise RuntimeError(f"installed outside its own root: {', '.join(map(str, strays))}")

    def pkg_config(name: str) -> None:
        flags = output("pkg-config", "--cflags", "--libs", PROGRAMS[name], env=found)
        program = compiled(HERE / f"{name}.cpp", temp / name, *shlex.split(flags))
        output(program, env=found)
        needed = output("ldd", program, env=found)
        if name in ("main", "parsed", "layers") and (strange := re.findall(r"lib(?:hdf5|zip|gvc|cgraph)\S*", needed)):
            raise RuntimeError(f"{name} is linked with {', '.join(strange)}")

    def find_package() -> None:
        cmake(temp / "found", FOUND, ["parsed", "models", "drawing"], f"-DCMAKE_PREFIX_PATH={prefix}")
        wrong_ones = {
            "find_package(regula 0.1 CONFIG REQUIRED)": "0.2",
            "find_package(regula 1.0 CONFIG REQUIRED)": "0.2",
            "find_package(regula CONFIG REQUIRED COMPONENTS files sounds)": "without its component sounds",
        }
        for number, (wrong, why) in enumerate(wrong_ones.items()):
            folder = cmake_project(temp / f"wrong{number}", wrong, [])
            said = output("cmake", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={prefix}", fails=True)
            if why not in said:
                raise RuntimeError(f"{wrong} fails, but not with: {why}\n{said}")

    return [nothing_else, find_package, *(lambda n=name: pkg_config(n) for name in PROGRAMS)]


def cmake_project(folder: Path, how: str, names: list[str]) -> Path:
    folder.mkdir()
    pairs = " ".join(f"{name}=regula::{PROGRAMS[name].removeprefix('regula-')}" for name in names)
    (folder / "CMakeLists.txt").write_text(CMAKE.format(how=how, pairs=pairs, here=HERE))
    return folder


def cmake(folder: Path, how: str, names: list[str], *options: str) -> None:
    cmake_project(folder, how, names)
    build = folder / "build"
    in_silence(output("cmake", "-G", "Ninja", folder, "-B", build, "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0", *options))
    in_silence(output("cmake", "--build", build))
    built = sorted(build.rglob("libregula*"))
    if built and names == ["main"]:
        raise RuntimeError(f"it brings more than itself: {', '.join(map(str, built))}")
    for name in names:
        output(build / name)


def installed(temp: Path) -> None:
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(attempt) for attempt in tries(ARGUMENTS.prefix or install(temp, "shared"), temp)]:
            done.result()


def installed_static(temp: Path) -> None:
    found = where(ARGUMENTS.prefix or install(temp, "static"))
    flags = shlex.split(output("pkg-config", "--static", "--cflags", "--libs", "regula-files", env=found))
    archives = [f"-l:lib{f[2:]}.a" if f.startswith("-lregula-") else f for f in flags]
    holds_regula(compiled(HERE / "models.cpp", temp / "static", *archives))


def holds_regula(program: Path) -> None:
    if "libregula" in output("ldd", program):
        raise RuntimeError(f"regula is not in {program.name}")
    output(program)


def add_subdirectory(temp: Path) -> None:
    programs = ["parsed", "layers", "models", "drawing"]
    cmake(temp / "added", ADDED, programs, "-DBUILD_SHARED_LIBS=OFF")
    for name in programs:
        holds_regula(temp / "added/build" / name)


def fetch_content(temp: Path) -> None:
    cmake(temp / "fetched", FETCHED, ["main"], f"-DFETCHCONTENT_SOURCE_DIR_REGULA={ROOT}")


def subproject(temp: Path) -> None:
    (temp / "subprojects").mkdir()
    (temp / "subprojects/regula").symlink_to(ROOT)
    (temp / "subprojects/regula.wrap").symlink_to(PACKAGES / "regula.wrap")
    (temp / "meson.build").write_text(MESON)
    (temp / "main.cpp").symlink_to(HERE / "main.cpp")

    in_silence(output("meson", "setup", "--force-fallback-for=regula", temp / "build", temp))
    tests = json.loads(output("meson", "introspect", "--tests", temp / "build"))
    output("ninja", "-C", temp / "build")
    built = [p for p in (temp / "build").rglob("*") if p.is_file() and p.suffix in (".o", ".so", ".a") and p.name != "main.cpp.o"]
    if tests or built:
        raise RuntimeError(f"it brings more than itself: {tests} {built}")
    output(temp / "build/program")


def single_header(temp: Path) -> None:
    (temp / "regula-single.hpp").write_text(output(sys.executable, HERE / "single_header.py"))
    text = (HERE / "main.cpp").read_text().replace("<regula/regula.hpp>", '"regula-single.hpp"')
    (temp / "main.cpp").write_text(text)
    flags = shlex.split(output("pkg-config", "--cflags", "--libs", "eigen3", "fmt"))
    output(compiled(temp / "main.cpp", temp / "program", "-Wall", "-Wextra", "-Werror", *flags))


def recipes(_: Path) -> None:
    """No registry is asked: only whether they can be read at all."""
    json.loads((PACKAGES / "vcpkg/vcpkg.json").read_text())
    ast.parse((PACKAGES / "conan/conanfile.py").read_text())


def complaint(route: Callable[[Path], None]) -> str | None:
    with tempfile.TemporaryDirectory() as temp:
        try:
            route(Path(temp))
        except (RuntimeError, SyntaxError, ValueError) as error:
            return str(error)
    return None


ROUTES = [installed, add_subdirectory, fetch_content, subproject, single_header, recipes]
ALL = [*ROUTES, installed_static]


def main() -> int:
    routes = [r for r in ALL if r.__name__ in ARGUMENTS.route] if ARGUMENTS.route else ROUTES
    with ThreadPoolExecutor() as pool:
        said = list(pool.map(complaint, routes))
    for route, wrong in zip(routes, said):
        print(f"{route.__name__}: {'ok' if wrong is None else f'FAILED{chr(10)}{wrong}'}", flush=True)
    failed = sum(wrong is not None for wrong in said)
    return close(len(routes) - failed, failed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("route", nargs="*", choices=[[], *(r.__name__ for r in ALL)], help="without one: all but installed_static")
    parser.add_argument("--prefix", type=Path, help="where it is installed already: it is not built again")
    ARGUMENTS = parser.parse_args()
    sys.exit(main())
