#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a second thread gains: time of one thread over that of two, with the time of one in microseconds; the weights of
ResNet-50 in one call; steps of optimizers, time of a gradient and an update over that of one pass; and epochs of training,
by the library as it is installed. Prints markdown."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "house"))
from build import ROOT

FLAGS = "-std=c++20 -O2 -march=native -DNDEBUG -isystem /usr/include/eigen3".split()


def run(*command: str | Path, **options) -> None:
    subprocess.run(command, check=True, **options)


with TemporaryDirectory() as name:
    folder = Path(name)
    paths = [f"-I{ROOT}", f"-I{ROOT}/include"]
    run("g++", *FLAGS, *paths, HERE / "threads.cpp", "-o", folder / "threads")
    run(folder / "threads")

    run("meson", "setup", folder / "build", ROOT, stdout=subprocess.DEVNULL)
    run("meson", "compile", "-C", folder / "build", "regula-models", stdout=subprocess.DEVNULL)
    built = folder / "build/include/regula"
    run("g++", *FLAGS, *paths, HERE / "training.cpp", "-o", folder / "training", f"-L{built}", f"-Wl,-rpath,{built}", "-lregula-models", "-lregula-engine", "-lfmt")
    print(flush=True)
    run(folder / "training")
