#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast value and gradient are, beside other ways to compute them: markdown tables.

LIMIT is the fastest of several kernels in AVX-512 intrinsics. All peers of a row take turns: compare within a row.
"""

import argparse
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
sys.path.insert(0, str(ROOT / "tests/house"))
from compiler import flags

LIMIT = "LIMIT"
PEERS = {  # each a shared library: its source and its flags
    LIMIT: ("limit.cpp", "-O3 -march=native"),
    "regula -O2 -march=native": ("regula.cpp", "-O2 -march=native"),
    "regula -O2": ("regula.cpp", "-O2"),
    "loop -O3": ("loop.cpp", "-O3 -march=native"),
    "loop -O3 -ffast-math": ("loop.cpp", "-O3 -march=native -ffast-math"),
    "Eigen": ("eigen.cpp", "-O3 -march=native -DNDEBUG"),
}
WORKLOADS = re.search(r"workload_names\[\] = {(.*)}", (HERE / "api.hpp").read_text())[1].replace('"', "").split(", ")
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
        source, options = PEERS[name]
        return self.compile(library(name), source, *options.split(), "-fPIC", "-shared", *self.apart)


def library(name: str) -> str:
    return re.sub(r"\W+", "_", name) + ".so"


class Row(NamedTuple):
    """A line of the harness."""

    workload: str
    type: str
    size: int
    peer: str
    time: float  # in nanoseconds per element
    value_error: float
    gradient_error: float


def measure(harness: Path, peers: dict[str, Path], rounds: int, *lists: list) -> list[Row]:
    names = {file.stem: name for name, file in peers.items()}
    command = [str(harness), str(rounds), *(",".join(map(str, words)) for words in lists), *map(str, peers.values())]
    lines = [line.split() for line in run(command).splitlines()]
    return [Row(w, t, int(n), names[peer], *map(float, numbers)) for w, t, n, peer, *numbers in lines]


def table(rows: list[Row], names: list[str]) -> None:
    """Ratios to LIMIT, or nanoseconds where there is none."""
    cases: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for row in rows:
        cases[row.workload, row.size][row.peer] = row.time
    print(f"| penalty | size | {' | '.join(f'{n}, ns/element' if n == LIMIT else n for n in names)} |")
    print(f"|---|---:|{'---:|' * len(names)}")
    for workload, size in sorted(cases, key=lambda case: (WORKLOADS.index(case[0]), case[1])):
        times = cases[workload, size]
        limit = times.get(LIMIT)
        cells = [f"{times[n] / limit:.2f}" if limit and n != LIMIT else f"{times[n]:.3f}" for n in names]
        print(f"| {workload} | {size} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 4096, 65536, 1048576], help="multiples of 64")
    parser.add_argument("--types", nargs="+", default=["float", "double"], choices=["float", "double"])
    parser.add_argument("--workloads", nargs="+", default=WORKLOADS, choices=WORKLOADS)
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as temp:
        builds = Builds(args.compiler, Path(temp))
        names = [name for name in PEERS if name != LIMIT or builds.has_avx512()]
        harness = builds.compile("harness", "harness.cpp", "-O2")
        peers = {name: builds.peer(name) for name in names}
        print("timing", file=sys.stderr)
        rows = measure(harness, peers, args.rounds, args.sizes, args.workloads, args.types)
        sums = measure(harness, peers, 0, [TERMS], ["l2"], ["float"])

    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    print(f"{cpu[1] if cpu else platform.machine()}, {builds.version}, median of {args.rounds} rounds.")
    print("; ".join(f"{name}: {PEERS[name][1]}" for name in names) + ".")
    if platform.machine() == "x86_64":
        print("Without -march=native the compiler uses SSE2.")
    if LIMIT not in names:
        print(f"This CPU or compiler has no AVX-512, so there is no {LIMIT}: all figures are nanoseconds per element.")
    for kind in args.types:
        print(f"\n### {kind}" + (f": multiples of the time of {LIMIT}\n" if LIMIT in names else "\n"))
        table([row for row in rows if row.type == kind], names)
    print(f"\n### float: relative error of a sum of {TERMS} squares\n")
    for row in sums:
        print(f"- {row.peer}: {row.value_error:.1e}")


if __name__ == "__main__":
    main()
