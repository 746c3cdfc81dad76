#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a second thread gains: time of one thread over that of two, with the time of one in microseconds; the weights of
ResNet-50 in one call; and steps of optimizers, time of a gradient and an update over that of one pass. Prints markdown."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "house"))
from build import ROOT

FLAGS = "-std=c++20 -O2 -march=native -DNDEBUG -isystem /usr/include/eigen3".split()

with TemporaryDirectory() as folder:
    program = Path(folder) / "threads"
    subprocess.run(["g++", *FLAGS, f"-I{ROOT}", f"-I{ROOT}/include", HERE / "threads.cpp", "-o", program], check=True)
    sys.exit(subprocess.run([program]).returncode)
