# SPDX-License-Identifier: MIT
"""What a penalty costs to compile: a markdown table. User seconds of one compiler run, median of five."""

import argparse
import os
import re
import shlex
import statistics
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

EMPTY = "int main() {}\n"
FILE = """#include <regula/penalty.hpp>
using namespace regula::symbols;
"""
RUN = """double run{number}(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {{
  const auto p = regula::penalty({formula});
  return p.value_and_gradient(w, g);
}}
"""
L1_L2 = 'regula::coef<"l1">(0.01) * sum(abs(W)) + regula::coef<"l2">(0.02) * sum(square(W))'
STRUCTURED = {  # of one matrix; those of several tensors cost what their parts do
    "group lasso": "sum(norm2(rowwise(W)))",
    "max-norm": "norm_inf(norm2(colwise(W)))",
    "upper triangle": "sum(square(upper(W)))",
    "difference": "sum(abs(difference<0>(W)))",
    "total variation": "sum(gradient_norm(W))",
    "transpose": "sum(square(W - transpose(W)))",
    "trace": "trace(W)",
    "matmul": "sum(square(matmul(W, W)))",
    "gram only": "sum(square(gram(W)))",
    "soft orthogonality": "sum(square(gram(W) - regula::identity))",
    "cosines of rows": "sum(square(off_diagonal(row_cosines(W))))",
}
DECOMPOSED = {  # of <regula/decompositions.hpp>
    "top-k sum": "top_k_sum<3>(abs(W))",
    "log-determinant": "log_det(gram(W) + regula::identity)",
    "spectral norm by power iteration": "power_norm(W)",
    "spectral norm": "spectral_norm(W)",
    "nuclear norm": "nuclear_norm(W)",
    "Schatten norm": "schatten<3, 2>(W)",
}
WORDS = [
    "abs({})", "square({})", "exp({})", "log1p(square({}))", "sqrt(square({}) + 0.5)",
    "tanh({})", "cos({})", "log_cosh({})", "pow<3>({})", "sin({})",
]


def terms(count: int) -> str:
    """A sum of terms, no two alike: first the words on W, then on 0.1 * W, on 0.2 * W, ..."""
    rounds = ("W" if k < len(WORDS) else f"0.{k // len(WORDS)} * W" for k in range(count))
    return " + ".join(f"0.{k + 1:02} * sum({WORDS[k % len(WORDS)].format(x)})" for k, x in enumerate(rounds))


def program(*formulas: str) -> str:
    return FILE + "".join(RUN.format(number=n, formula=f) for n, f in enumerate(formulas)) + EMPTY


PRINTED = """#include <{header}>
using namespace regula::symbols;
std::string printed() {{ return fmt::format("{{{words}}}", {what}); }}
"""
PROGRAMS = {
    "one": program(L1_L2),
    "printed": PRINTED.format(header="regula/text.hpp", words="", what=f"regula::penalty({L1_L2})") + EMPTY,
    "exported": PRINTED.format(
        header="regula/export.hpp", words=":numpy", what=f"regula::exported(regula::penalty({L1_L2}))"
    ) + EMPTY,
    "five": program(L1_L2, *(f"0.01 * sum({a}) + 0.02 * sum({b})" for a, b in [
        ("exp(W)", "square(W)"), ("abs(W)", "cos(W)"), ("log1p(square(W))", "tanh(W)"), ("log_cosh(W)", "sin(W)"),
    ])),
    "1 term": program(terms(1)),
    "6 terms": program(terms(6)),
    "30 terms": program(terms(30)),
    "svd": """#include <Eigen/SVD>
auto run(const Eigen::MatrixXd& w) { return Eigen::BDCSVD<Eigen::MatrixXd>(w, Eigen::ComputeThinU | Eigen::ComputeThinV); }
""" + EMPTY,
}
HEADERS = ["Eigen/Core", *(f"regula/{name}.hpp" for name in "regula regularizers layers models files".split())]
PROGRAMS |= {header: f"#include <{header}>\n" + EMPTY for header in HEADERS}
PENALTY = 'regula::coef<"lambda">(0.01) * '
PROGRAMS |= {name: program(PENALTY + formula) for name, formula in STRUCTURED.items()}
PROGRAMS |= {
    name: "#include <regula/decompositions.hpp>\n" + program(PENALTY + formula) for name, formula in DECOMPOSED.items()
}


def user_seconds(command: list[str]) -> float:
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)  # counts the compiler's own children too
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {shlex.join(command)}")
    return usage.ru_utime


def print_headers(s: dict[str, float]) -> None:
    print("\n| a file that includes nothing but | user seconds | times Eigen/Core |\n| --- | ---: | ---: |")
    for header in HEADERS:
        print(f"| `<{header}>` | {s[header]:.2f} | {s[header] / s[HEADERS[0]]:.2f} x |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--headers", action="store_true", help="only what the headers cost that a file includes")
    args = parser.parse_args()

    packages = subprocess.run(["pkg-config", "--cflags", "eigen3", "fmt"], capture_output=True, text=True, check=True)
    flags = ["-O2", "-std=c++20", f"-I{ROOT / 'include'}", f"-I{ROOT}", *shlex.split(packages.stdout)]
    seconds: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as temp:
        files = {name: Path(temp, re.sub(r"\W", "_", name) + ".cpp") for name in PROGRAMS}
        for name, text in PROGRAMS.items():
            files[name].write_text(text)
        for _ in range(args.runs):  # round by round: a slow minute of the machine meets every program
            for name, file in files.items():
                if args.headers and name not in HEADERS:
                    continue
                command = [*shlex.split(args.compiler), *flags, "-c", str(file), "-o", str(Path(temp, "out.o"))]
                seconds[name].append(user_seconds(command))
    s = {name: statistics.median(runs) for name, runs in seconds.items() if runs}

    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    version = subprocess.run([*shlex.split(args.compiler), "--version"], capture_output=True, text=True).stdout
    print(f"{cpu[1] if cpu else 'unknown CPU'}, {version.splitlines()[0]}, -O2, median of {args.runs}\n")
    if args.headers:
        return print_headers(s)
    for what, cost in {
        "compiling a file with": "user seconds",
        "---": "---:",
        "Eigen/Core alone": f"{s['Eigen/Core']:.2f}",
        "one penalty, l1 + l2": f"{s['one']:.2f}",
        "... as a multiple of Eigen/Core": f"{s['one'] / s['Eigen/Core']:.2f} x",
        "each further penalty": f"+ {(s['five'] - s['one']) / 4:.2f}",
        "one penalty, printed by {} and not called": f"{s['printed']:.2f}",
        "... printed as Python": f"{s['exported']:.2f}",
        "1 term": f"{s['1 term']:.2f}",
        "6 terms": f"{s['6 terms']:.2f}",
        "... as a multiple of 1 term": f"{s['6 terms'] / s['1 term']:.2f} x",
        "30 terms": f"{s['30 terms']:.2f}",
        "... more than 1 term": f"+ {s['30 terms'] - s['1 term']:.2f}",
    }.items():
        print(f"| {what} | {cost} |")
    print_headers(s)
    print("\n| one penalty of a matrix | user seconds | times Eigen/Core |\n| --- | ---: | ---: |")
    for name in STRUCTURED:
        print(f"| {name} | {s[name]:.2f} | {s[name] / s['Eigen/Core']:.2f} x |")
    print("\n| one penalty that needs `<regula/decompositions.hpp>` | user seconds | times BDCSVD |\n| --- | ---: | ---: |")
    print(f"| Eigen's BDCSVD alone | {s['svd']:.2f} | |")
    for name in DECOMPOSED:
        print(f"| {name} | {s[name]:.2f} | {s[name] / s['svd']:.2f} x |")


if __name__ == "__main__":
    main()
