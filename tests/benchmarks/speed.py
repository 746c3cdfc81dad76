#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast value and gradient are, beside other ways to compute them: markdown tables.

LIMIT is the fastest of several kernels in AVX-512 intrinsics. Where it gives up accuracy that the atoms promise, LIMIT-exact
keeps it, and is the bar. All peers of a row take turns: compare within a row.
Structured penalties are those that need the rows and columns of a matrix; they have a table of their own.
"""

import argparse
import math
import platform
import re
import shlex
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/house"), str(HERE)]
import plots
from compiler import flags

LIMIT, EXACT = plots.LIMIT, plots.EXACT
PEERS = {  # each a shared library: its source and its flags
    LIMIT: ("limit.cpp", "-O3 -march=native"),
    EXACT: ("limit_exact.cpp", "-O3 -march=native"),  # of some workloads only
    "regula -O2 -march=native": ("regula.cpp", "-O2 -march=native"),
    "regula -O2": ("regula.cpp", "-O2"),
    "loop -O3": ("loop.cpp", "-O3 -march=native"),
    "loop -O3 -ffast-math": ("loop.cpp", "-O3 -march=native -ffast-math"),
    "Eigen": ("eigen.cpp", "-O3 -march=native -DNDEBUG"),
}
SVD_SOURCES = {"regula.cpp": "regula_svd.cpp", "eigen.cpp": "eigen_svd.cpp"}  # peers of nuclear: slow to compile


class Structured(NamedTuple):
    """A penalty of a matrix: its sizes, and the workloads and peers whose times are the units of its rows."""

    sizes: list[str]
    units: dict[str, tuple[str, str]]


GROUPS = ["4096", "65536", "1048576", "16777216"]
STRUCTURED = {
    "group_rows": Structured(GROUPS, {LIMIT: ("group_rows", LIMIT)}),
    "group_rows_major": Structured(GROUPS, {LIMIT: ("group_rows_major", LIMIT)}),
    "total_variation": Structured(
        ["512x512", "4096x4096"], {LIMIT: ("total_variation", LIMIT), "copy": ("copy", LIMIT)},
    ),
    "soft_orthogonal": Structured(["256x256", "1024x128"], {"Eigen": ("soft_orthogonal", "Eigen")}),
    "nuclear": Structured(["128x128", "256x64"], {"BDCSVD alone": ("svd", "Eigen")}),
}
UNITS = {"copy": "total_variation", "svd": "nuclear"}  # workloads that are no penalties
KNOWN = re.search(r"workload_names\[\] = {(.*?)}", (HERE / "api.hpp").read_text(), re.DOTALL)[1]
ELEMENTWISE = [name for name in re.findall(r'"(\w+)"', KNOWN) if name not in {*STRUCTURED, *UNITS}]
SIZES = ["64", "4096", "65536", "1048576"]
TERMS = 1 << 24  # of the sum that shows the accuracy


def run(command: list[str]) -> str:
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        raise SystemExit(f"failed: {shlex.join(command)}")
    return result.stdout


class Builds:
    """The programs, compiled into a directory one after the other."""

    def __init__(self, compiler: str, directory: Path):
        self.compiler, self.directory = shlex.split(compiler), directory
        self.version = run([*self.compiler, "--version"]).splitlines()[0]
        # Libraries in one process must not share what they have compiled with different flags.
        self.apart = ["-fvisibility=hidden", "-Wl,-Bsymbolic"]
        if "clang" not in self.version:
            self.apart += ["-fno-gnu-unique"]

    def has_avx512(self) -> bool:
        return "__AVX512DQ__" in run([*self.compiler, "-march=native", "-dM", "-E", "-x", "c++", "/dev/null"])

    def compile(self, output: str, source: str, *options: str) -> Path:
        print(f"compiling {output}", file=sys.stderr)
        file = self.directory / output
        run([*self.compiler, *flags(), *options, str(HERE / source), "-o", str(file), "-ldl"])
        return file

    def peer(self, name: str) -> Path:
        return self.library(name, PEERS[name][0])

    def svd_peers(self) -> dict[str, Path]:
        """Under the same names, in a folder of their own."""
        (self.directory / "svd").mkdir()
        sources = {name: SVD_SOURCES[source] for name, (source, _) in PEERS.items() if source in SVD_SOURCES}
        return {name: self.library(name, source, "svd/") for name, source in sources.items()}

    def library(self, name: str, source: str, folder: str = "") -> Path:
        options = PEERS[name][1].split()
        return self.compile(folder + library(name), source, *options, "-fPIC", "-shared", *self.apart)


def library(name: str) -> str:
    return re.sub(r"\W+", "_", name) + ".so"


class Row(NamedTuple):
    """A line of the harness."""

    workload: str
    type: str
    size: str
    peer: str
    time: float  # in nanoseconds per element
    value_error: float
    gradient_error: float


def measure(harness: Path, peers: dict[str, Path], rounds: int, *lists: list) -> list[Row]:
    names = {file.stem: name for name, file in peers.items()}
    command = [str(harness), str(rounds), *(",".join(map(str, words)) for words in lists), *map(str, peers.values())]
    lines = [line.split() for line in run(command).splitlines()]
    return [Row(w, t, n, names[peer], *map(float, numbers)) for w, t, n, peer, *numbers in lines]


def entries(size: str) -> int:
    return math.prod(map(int, size.split("x")))


def table(rows: list[Row], names: list[str]) -> None:
    """Ratios to the bar, or nanoseconds where there is none."""
    cases: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in rows:
        cases[row.workload, row.size][row.peer] = row.time
    names = [name for name in names if name != EXACT]
    bar = "| bar, ns/element " if LIMIT in names else ""
    print(f"| penalty | size {bar}| {' | '.join(names)} |")
    print(f"|---|---:|{'---:|' * (len(names) + bool(bar))}")
    for workload, size in sorted(cases, key=lambda case: (ELEMENTWISE.index(case[0]), entries(case[1]))):
        times = cases[workload, size]
        unit = times.get(EXACT) or times.get(LIMIT)
        cells = [f"{unit:.3f}"] if unit else []
        cells += [f"{times[n] / unit:.2f}" if unit else f"{times[n]:.3f}" for n in names]
        print(f"| {workload} | {size} | {' | '.join(cells)} |")


def structured_table(rows: list[Row], names: list[str]) -> None:
    """Ratios to the unit of the row, or nanoseconds where there is none."""
    cases: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(dict)
    for row in rows:
        penalty = UNITS.get(row.workload, row.workload)
        cases[penalty, row.size][row.workload, row.peer] = row.time
    print(f"| penalty | size | unit | unit, ns/element | {' | '.join(names)} |")
    print(f"|---|---:|---|---:|{'---:|' * len(names)}")
    for (penalty, size), times in cases.items():
        units = {label: times[key] for label, key in STRUCTURED[penalty].units.items() if key in times}
        for label, unit in (units or {"1 ns/element": 1.0}).items():
            cells = [f"{times[penalty, n] / unit:.2f}" if (penalty, n) in times else "" for n in names]
            print(f"| {penalty} | {size} | {label} | {unit:.3f} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--sizes", nargs="+", metavar="N", help="entries in multiples of 64, or ROWSxCOLUMNS")
    parser.add_argument("--types", nargs="+", default=["float", "double"], choices=["float", "double"])
    known = [*ELEMENTWISE, *STRUCTURED]
    parser.add_argument(
        "--workloads", nargs="+", default=ELEMENTWISE, choices=known, metavar="W", help=", ".join(known)
    )
    parser.add_argument(
        "--structured", dest="workloads", action="store_const", const=list(STRUCTURED),
        help="the same as --workloads " + " ".join(STRUCTURED),
    )
    parser.add_argument("--plot", type=Path, metavar="FOLDER", help="pictures of the times, as SVG")
    args = parser.parse_args()
    elementwise = [name for name in args.workloads if name in ELEMENTWISE]
    structured = [name for name in args.workloads if name in STRUCTURED]

    with tempfile.TemporaryDirectory() as temp:
        builds = Builds(args.compiler, Path(temp))
        names = [name for name in PEERS if name not in (LIMIT, EXACT) or builds.has_avx512()]
        harness = builds.compile("harness", "harness.cpp", "-O2")
        peers = {name: builds.peer(name) for name in names} if args.workloads != ["nuclear"] else {}
        svd_peers = builds.svd_peers() if "nuclear" in structured else {}
        print("timing", file=sys.stderr)
        rows, sums, copies, of_structured = [], [], [], []
        if elementwise:
            rows = measure(harness, peers, args.rounds, args.sizes or SIZES, elementwise, args.types)
            sums = measure(harness, peers, 0, [TERMS], ["l2"], ["float"])
        if elementwise and args.plot:
            limit = {LIMIT: peers[LIMIT]} if LIMIT in peers else peers
            sizes = [size for size in args.sizes or SIZES if entries(size) >= 64 * 64]
            copies = measure(harness, limit, args.rounds, sizes, ["copy"], args.types)
        for name in structured:
            sizes, units = STRUCTURED[name]
            together = "+".join(dict.fromkeys([name, *(workload for workload, _ in units.values())]))
            entrants = svd_peers if name == "nuclear" else peers
            of_structured += measure(harness, entrants, args.rounds, args.sizes or sizes, [together], args.types)

    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    print(f"{cpu[1] if cpu else platform.machine()}, {builds.version}, median of {args.rounds} rounds.")
    print("; ".join(f"{name}: {PEERS[name][1]}" for name in names) + ".")
    if platform.machine() == "x86_64":
        print("Without -march=native the compiler uses SSE2.")
    if LIMIT not in names:
        print(f"This CPU or compiler has no AVX-512, so there is no {LIMIT}: all figures are nanoseconds per element.")
    for kind in args.types if rows else []:
        print(f"\n### {kind}" + (f": multiples of the time of the bar, {EXACT} or {LIMIT}\n" if LIMIT in names else "\n"))
        table([row for row in rows if row.type == kind], names)
    for kind in args.types if of_structured else []:
        print(f"\n### {kind}: structured penalties, multiples of the unit of the row\n")
        structured_table([row for row in of_structured if row.type == kind], names)
    for kind in args.types if args.plot and rows else []:
        # A copy reads and writes an entry, as value and gradient must.
        of_kind = [row for row in rows if row.type == kind]
        plots.plot(
            of_kind, kind, f"{kind}, value and gradient: {cpu[1] if cpu else platform.machine()}, {builds.version}",
            {int(row.size): row.time for row in copies if row.type == kind}, args.plot / f"speed_{kind}.svg",
        )
    if sums:
        print(f"\n### float: relative error of a sum of {TERMS} squares\n")
    for row in sums:
        print(f"- {row.peer}: {row.value_error:.1e}")


if __name__ == "__main__":
    main()
