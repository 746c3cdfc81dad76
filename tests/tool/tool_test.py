# SPDX-License-Identifier: MIT
"""The program regula as its users meet it: values against Python's own arithmetic, files, pipes, JSON, messages, exit codes.

python3 tests/tool/tool_test.py PROGRAM [ROOT]
"""

import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from files import npy, read_npy, safetensors

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "regula"
ROOT = Path(__file__).resolve().parents[2]
COMMANDS = "eval check print explain config plot bench keras fit convert".split()
checks = failures = 0


def run(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=120)


def check(holds: bool, what: str) -> None:
    global checks, failures
    checks += 1
    if not holds:
        failures += 1
        print(f"FAILED: {what}")


def equal(got, expected, what: str) -> None:
    check(got == expected, f"{what}: {got!r}, expected {expected!r}")


def close(got: float, expected: float, what: str, within: float = 1e-13) -> None:
    check(math.isclose(got, expected, rel_tol=within, abs_tol=1e-300), f"{what}: {got!r}, expected {expected!r}")


def answers(*words: str, text: str, code: int = 0, stdin: str | None = None) -> None:
    done = run(*words, stdin=stdin)
    equal((done.returncode, done.stdout, done.stderr), (code, text, ""), " ".join(map(str, words)))


def refuses(*words: str, text: str, stdin: str | None = None) -> None:
    """Exit code 2, nothing on standard output, this message."""
    done = run(*words, stdin=stdin)
    equal((done.returncode, done.stdout, done.stderr), (2, "", f"regula: {text}\n"), " ".join(map(str, words)))


def answer(*words: str, code: int = 0) -> dict:
    done = run(*words, "--json")
    equal((done.returncode, done.stderr), (code, ""), " ".join(map(str, words)))
    return json.loads(done.stdout)


def test_eval(folder: Path) -> None:
    random.seed(7)
    w = [random.gauss(0, 1) for _ in range(12)]
    w0 = [random.gauss(0, 1) for _ in range(12)]
    file, other = npy(folder / "w.npy", (3, 4), w), npy(folder / "w0.npy", (3, 4), w0)
    got = run("eval", "0.01 * sum(abs(W)) + 0.02 * sum(square(W))", "--W", file)
    expected = 0.01 * math.fsum(map(abs, w)) + 0.02 * math.fsum(x * x for x in w)
    close(float(got.stdout), expected, "elastic net")
    two = ["0.5 * sum(square(W - W0))", "--W", file, "--W0", other]
    close(answer("eval", *two)["value"], 0.5 * math.fsum((a - b) ** 2 for a, b in zip(w, w0)), "two tensors")
    run("eval", *two, "--grad", f"W={folder}/g.npy", "--grad", f"W0={folder}/g0.npy")
    shape, g = read_npy(folder / "g.npy")
    equal(shape, (3, 4), "the shape of the gradient")
    for a, b, x, y in zip(w, w0, g, read_npy(folder / "g0.npy")[1]):
        close(x, a - b, "dP/dW")
        close(y, b - a, "dP/dW0")
    by_columns = [w[4 * i + j] for j in range(4) for i in range(3)]
    rows = "sum(norm2(rowwise(W)))"
    expected = math.fsum(math.sqrt(math.fsum(x * x for x in w[4 * i : 4 * i + 4])) for i in range(3))
    for name, made in {
        "C": file,
        "Fortran": npy(folder / "f.npy", (3, 4), by_columns, fortran=True),
        "big-endian": npy(folder / "b.npy", (3, 4), w, ">f8"),
    }.items():
        close(float(run("eval", rows, "--W", made).stdout), expected, f"rows, {name}")
    whole = npy(folder / "i.npy", (3,), [3, -4, 0], "<i4")
    answers("eval", "sum(square(W))", "--W", whole, text="25\n")
    floats = npy(folder / "f4.npy", (2,), [0.5, -1.5], "<f4")
    answers("eval", "sum(abs(W))", "--W", floats, "--grad", folder / "gf.npy", text="2\n")
    equal((folder / "gf.npy").read_bytes()[20:25], b"'<f4'", "float gradients of float files")
    answers("eval", "sum(abs(W - W0))", "--W", floats, "--W0", "[0, 0]", text="2\n")
    answers("eval", "sum(square(W))", "--W", "[3, 4]", text="25\n")
    answers("eval", "sum(norm2(rowwise(W)))", "--W", "[3, 4; 6, 8]", text="15\n")
    answers("eval", "l1 = 0.5; l1 * sum(abs(W))", "--W=[1, -2]", "--set", "l1=2", "--coefficients", text="6\ndP/dl1 3\n")
    answers("eval", "sum(abs(W))", "--W", "-2.5", text="2.5\n")
    answers("eval", "-sum(W)", "--W", "[1, -4]", "--json", text='{\n  "formula": "-sum(W)",\n  "value": 3.0\n}\n')
    answers("eval", "-", "--W", "[1, -2]", text="3\n", stdin="sum(abs(W))\n")
    many = safetensors(folder / "m.safetensors", {"a": ([2], [1, 2]), "W": ([2], [3, 4])})
    answers("eval", "sum(W)", "--W", many, text="7\n")
    answers("eval", "sum(W)", "--W", f"{many}:a", text="3\n")
    with zipfile.ZipFile(folder / "m.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "dense.npy")
        archive.write(floats, "bias.npy")
    answers("eval", "sum(abs(W))", "--W", f"{folder}/m.npz:bias", text="2\n")
    (folder / "t.csv").write_text("a,b\n1,-2\n3,4\n")
    answers("eval", "sum(abs(W))", "--W", folder / "t.csv", text="10\n")
    equal(answer("eval", "l1 = 1; l1 * sum(abs(W))", "--W", "[1, 2]", "--coefficients")["coefficient_gradient"], {"l1": 3}, "dP/dl1")


def test_refusals(folder: Path) -> None:
    refuses("eval", "sum(squar(W))", "--W", "1", text="unknown name 'squar': did you mean 'square'?\n  sum(squar(W))\n      ^^^^^")
    refuses("eval", "sum(abs(W))", text="tensor W of the formula is missing: give it as in --W w.npy, or a shape as in --shape 3x4")
    refuses("eval", "sum(abs(W))", "--V", "1", text="the formula has no tensor V; it has W")
    refuses("eval", "sum(abs(W))", "--W", "1", "--W", "2", text="--W is given twice")
    refuses("eval", "sum(abs(W))", "--W", text="--W needs a file, a number or [entries]: --W w.npy")
    refuses("eval", "sum(abs(W))", "--W", "[1, 2; 3]", text="--W [1, 2; 3]: entries are written as [1, -2, 0.5], rows with ; between them")
    refuses("eval", "sum(abs(W))", "--W", "no.npy", text="no.npy cannot be opened: No such file or directory")
    refuses("eval", "sum(abs(W))", "--W", "w.txt2", text="w.txt2: its name ends in none of .npy, .npz, .safetensors, .csv")
    refuses("eval", "l1 * sum(abs(W))", "--W", "1", text='coefficient "l1" has no value: write it in front of the formula, or set it')
    refuses("eval", "l1 * sum(abs(W))", "--W", "1", "--set", "l1=-1", text='coefficient "l1" cannot be -1: it must be finite and not negative')
    refuses("eval", "l1 * sum(abs(W))", "--W", "1", "--set", "l1", text="--set l1: a coefficient is set as in --set l1=0.1")
    refuses("eval", "sum(abs(W - W0))", "--W", "[1, 2]", "--W0", "[1, 2, 3]",
            text="the formula joins W (2) and W0 (3) entry by entry: their shapes must be equal")
    refuses("eval", "sum(abs(W - W0))", "--W", "1", "--W0", "1", "--grad", "g.npy",
            text="--grad g.npy: the formula has several tensors, say whose, as in --grad W=g.npy")
    refuses("bench", "sum(abs(W))", "--shape", "3x0", text="--shape 3x0: a shape is written as 1024 or 3x4, extents from 1")
    refuses("bench", "sum(abs(W))", "--shape", "4294967296x4294967296",
            text="--shape 4294967296x4294967296: at most 268435456 entries")
    refuses("eval", "sum(abs(W))", "--W", "[]", text="--W []: entries are written as [1, -2, 0.5], rows with ; between them")
    refuses("eval", "sum(abs(W))", "--W", npy(folder / "seven.npy", (1,) * 7, [1.0]),
            text="an array of 7 axes is no tensor of a formula: at most 6")
    answers("eval", "sum(abs(W))", "--W", npy(folder / "none.npy", (0,), []), text="0\n")
    broken = npy(folder / "broken.npy", (3,), [1.0, 2.0, 3.0])
    broken.write_bytes(broken.read_bytes()[:-1])
    refuses("eval", "sum(abs(W))", "--W", broken, text=f"{broken}: its shape has more entries than the 2 that are there")
    safetensors(folder / "m.safetensors", {"a": ([2], [1, 2]), "b": ([2], [3, 4])})
    where = f"{folder}/m.safetensors"
    refuses("eval", "sum(W)", "--W", where, text=f"{where}: several arrays, none of the name W: choose one, as in {where}:NAME; it has a, b")
    refuses("eval", "sum(W)", "--W", where + ":c", text=f"{where}: no array c; it has a, b")
    refuses("frob", text=f"there is no command frob; there are {', '.join(COMMANDS)}")
    refuses("eval", text="FORMULA is required\nregula eval --help says what there is")
    refuses("print", "sum(abs(W))", "--gradient", "Q", text='the formula has no tensor "Q"; known: W')
    refuses("check", "sum(log(W))", "--W", "-1", text="the penalty of these tensors is nan: there are no differences to compare with")
    equal(run().returncode, 2, "no command")
    equal(run("print", "sum(abs(W))", "--typo").returncode, 2, "a word that no format has")
    equal(run("fit", "x.csv", "--target", "y", "--penalty", "sum(abs(W))", "--loss", "typo").returncode, 2, "an unknown loss")


def test_check(folder: Path) -> None:
    for formula in ["0.1 * sum(norm2(rowwise(W)))", "sum(huber(W, 0.5)) + log_sum_exp(W)", "sum(square(gram(W) - identity))"]:
        found = answer("check", formula, "--shape", "4x3")
        equal(found["tensors"]["W"]["counts"], {"agrees": 12, "kink": 0, "jump": 0, "edge": 0, "differs": 0}, formula)
    found = answer("check", "sum(abs(W)) + sum(square(W))", "--W", "[0, 1; -2, 0]")["tensors"]["W"]
    equal([(e["entry"], e["what"]) for e in found["entries"]], [("(0, 0)", "kink"), ("(1, 1)", "kink")], "kinks of abs")
    for formula, kind in {"count_nonzero(W)": "jump", "sum(sign(W))": "jump", "sum(sqrt(W))": "edge", "sum(max(W, 0))": "kink", "norm2(W)": "kink"}.items():
        equal(answer("check", formula, "--W", "[0]")["tensors"]["W"]["counts"][kind], 1, formula)
    w = npy(folder / "w.npy", (3,), [1.0, -2.0, 0.0])
    right, wrong = npy(folder / "right.npy", (3,), [1.0, -1.0, 0.25]), npy(folder / "wrong.npy", (3,), [1.0, 1.0, 3.0])
    equal(run("check", "sum(abs(W))", "--W", w, "--against", right).returncode, 0, "a subgradient at the kink")
    done = run("check", "sum(abs(W))", "--W", w, "--against", f"W={wrong}")
    equal((done.returncode, done.stdout.splitlines()[-1]), (1, "the gradient is wrong"), "a wrong gradient")
    found = answer("check", "sum(abs(W))", "--W", w, "--against", wrong, code=1)["tensors"]["W"]
    equal([e["entry"] for e in found["entries"] if e["what"] == "differs"], ["(1)", "(2)"], "which are wrong")
    npy(wrong, (3,), [1.0, -1.0, math.nan])
    equal(answer("check", "sum(abs(W))", "--W", w, "--against", wrong, code=1)["tensors"]["W"]["counts"]["differs"], 1, "NaN is wrong")
    slightly = npy(folder / "slightly.npy", (3,), [2.0, -4.00002, 0.0])
    equal(answer("check", "sum(square(W))", "--W", w, "--against", slightly, code=1)["tensors"]["W"]["counts"]["differs"], 1, "1e-5 is wrong")


def test_texts(folder: Path) -> None:
    formula = "l1 = 0.01; l1 * sum(abs(W)) + 0.5 * sum(square(W))"
    answers("print", formula, text="0.01 * sum(abs(W)) + 0.5 * sum(square(W))\n")
    answers("print", formula, "--names", text="l1 * sum(abs(W)) + c0 * sum(square(W))\n")
    answers("print", formula, "--gradient", "W", "--names", text="l1 * sign(W) + 2 * c0 * W\n")
    answers("print", "sum(W^3)", "--hessian", "W", text="6 * W\n")
    check("\\sum" in run("print", formula, "--latex", "--names").stdout, "LaTeX")
    check(run("print", formula, "--cpp").stdout.startswith('regula::coef<"l1">(0.01)'), "C++")
    equal(run("print", "-", "--text", stdin=run("print", formula, "--text").stdout).stdout, run("print", formula, "--text").stdout, "text comes back")
    check(run("print", formula, "--plan").stdout.startswith("value and gradient: 1 pass\n"), "the plan")
    answers("config", formula, "--set", "l1=0.1", text='{"l1":0.1,"c0":0.5}\n')
    equal(answer("config", "l1 * sum(abs(W))"), {"l1": None}, "no value")
    about = answer("explain", "l1 = 0.01; l1 * sum(abs(W - W0)) + sum(norm2(rowwise(W)))")
    equal(about["tensors"], ["W", "W0"], "tensors")
    equal(about["any_shape"], False, "rows need a matrix")
    equal(about["coefficients"], [{"name": "l1", "value": 0.01, "named": True, "free": False}], "coefficients")
    equal(about["gradients"]["W0"], "-l1 * sign(W - W0)", "gradient")
    equal(about["kinks"], [{"part": "abs(W - W0)", "place": "W - W0 = 0"}, {"part": "norm2(rowwise(W))", "place": "its value 0"}], "kinks")
    equal(answer("explain", "sum(square(W))")["kinks"], [], "no kinks")
    places = [k["place"] for k in answer("explain", "sum(max(W, 0.5)) + max(V)")["kinks"]]
    equal(sorted(places), ["c0 = W", "largest entries of V that tie"], "ties")
    plan = answer("explain", "sum(abs(W))")["plans"]["value_and_gradient"]
    equal((plan["title"], plan["rows"][0]["reads"], plan["rows"][0]["flops"]), ("value and gradient: 1 pass", "W", "3"), "the plan as data")


def test_plot(folder: Path) -> None:
    lines = answer("plot", "sum(abs(W))", "--from", "-1", "--to", "1", "--points", "5")["lines"]
    equal(lines[0]["y"], [1, 0.5, 0, 0.5, 1], "values")
    equal(lines[1]["y"], [-1, -1, 0, 1, 1], "slopes")
    [ball] = answer("plot", "norm2(W)", "--ball", "--level", "2")["lines"]
    check(all(math.isclose(math.hypot(x, y), 2, rel_tol=1e-12) for x, y in zip(ball["x"], ball["y"])), "the ball of norm2")
    [ball] = answer("plot", "sum(abs(W))", "--ball")["lines"]
    check(all(math.isclose(abs(x) + abs(y), 1, rel_tol=1e-12) for x, y in zip(ball["x"], ball["y"])), "the ball of norm1")
    for line in answer("plot", "sum(square(W))", "--contours")["lines"]:
        level = float(line["name"])
        worst = max(abs(x * x + y * y - level) for x, y in zip(line["x"], line["y"]) if x is not None)
        check(worst < 2e-3, f"contour at {level}: {worst}")
    for kind in ([], ["--ball"], ["--contours"]):
        answers("plot", "sum(abs(W))", *kind, "--svg", folder / "p.svg", text="")
        check((folder / "p.svg").read_text().startswith("<svg "), "SVG")
        check("⠈" in run("plot", "sum(abs(W))", *kind).stdout, "braille")
    equal(answer("plot", "sum(abs(W - W0))", "--W0", "0.5", "--from", "0", "--to", "1", "--points", "3")["lines"][0]["y"], [0.5, 0, 0.5], "a fixed tensor")
    refuses("plot", "sum(abs(W - W0))", text="give a number for W0, as in --W0 0.5: one tensor is plotted")
    refuses("plot", "sum(abs(W))", "--from", "1", "--to", "1", text="--from is less than --to, and both are finite")


def test_fit(folder: Path) -> None:
    random.seed(3)
    rows = [[random.gauss(0, 1), random.gauss(0, 1)] for _ in range(50)]
    y = [2 * a - b + 0.5 + random.gauss(0, 0.1) for a, b in rows]
    table = "a,b,y\n" + "".join(f"{a!r},{b!r},{t!r}\n" for (a, b), t in zip(rows, y))
    (folder / "d.csv").write_text(table)
    l2 = 0.3
    found = answer("fit", folder / "d.csv", "--target", "y", "--penalty", f"{l2} * sum(square(W))", "--raw")
    # The normal equations, centred: (C + 2 l2 I) w = c.
    mean = [math.fsum(r[k] for r in rows) / 50 for k in (0, 1)]
    my = math.fsum(y) / 50
    c = [[math.fsum((r[i] - mean[i]) * (r[j] - mean[j]) for r in rows) / 50 + (2 * l2 if i == j else 0) for j in (0, 1)] for i in (0, 1)]
    d = [math.fsum((r[i] - mean[i]) * (t - my) for r, t in zip(rows, y)) / 50 for i in (0, 1)]
    determinant = c[0][0] * c[1][1] - c[0][1] * c[1][0]
    w = [(d[0] * c[1][1] - d[1] * c[0][1]) / determinant, (d[1] * c[0][0] - d[0] * c[1][0]) / determinant]
    for k in (0, 1):
        close(found["weights"][k], w[k], "ridge", 1e-6)
    close(found["intercept"], my - w[0] * mean[0] - w[1] * mean[1], "the intercept", 1e-6)
    piped = json.loads(run("fit", "-", "--target", "3", "--penalty", f"{l2} * sum(square(W))", "--raw", "--json", stdin=table).stdout)
    equal(piped["weights"], found["weights"], "from standard input, by number")
    done = run("fit", folder / "d.csv", "--target", "y", "--penalty", "0.1 * sum(abs(W))", "--weights", folder / "fit.npy", "--svg", folder / "w.svg")
    check(done.returncode == 0 and "█" in done.stdout and done.stderr == "", "text, and no progress in a pipe")
    equal(read_npy(folder / "fit.npy")[0], (2,), "weights as a file")
    check((folder / "w.svg").read_text().startswith("<svg "), "a picture of the weights")
    cancer = [ROOT / "examples/data/breast_cancer.csv", "--skip", "1", "--target", "-1", "--loss", "logistic"]
    found = answer("fit", *cancer, "--penalty", "0.01 * sum(square(W))")
    equal((found["rows"], len(found["columns"])), (569, 30), "real data")
    check(found["accuracy"] > 0.97 and found["slope"] < 1e-6, f"real data: {found['accuracy']}, {found['slope']}")
    refuses("fit", folder / "d.csv", "--target", "z", "--penalty", "sum(abs(W))", text="there is no column z among the 3: a, b, y")
    refuses("fit", folder / "d.csv", "--target", "y", "--loss", "logistic", "--penalty", "sum(abs(W))",
            text="--loss logistic needs a target of 0 and 1; use --loss squares for other numbers")
    refuses("fit", "-", "--target", "y", "--penalty", "sum(abs(W))", stdin="a,y\n1,2\n3,x\n",
            text='standard input: line 3, column 2 (y): "x" is no number')


def test_files(folder: Path) -> None:
    values = [0.1, -2.5, 1e-300, 4.0]
    first = npy(folder / "a.npy", (2, 2), values)
    chain = [first] + [folder / f"a.{end}" for end in ("npz", "safetensors", "csv")] + [folder / "b.npy"]
    for before, after in zip(chain, chain[1:]):
        answers("convert", before, after, text="a (2 x 2) double\n")
    equal(read_npy(chain[-1]), ((2, 2), values), "through every format")
    equal(chain[-1].read_bytes(), first.read_bytes(), "the same bytes")
    many = safetensors(folder / "m.safetensors", {"x": ([2], [1, 2]), "y": ([1], [3])})
    refuses("convert", many, folder / "m.npy", text=f"{folder}/m.npy: it holds one array, not 2")
    answers("convert", many, folder / "m.npy", "--name", "y", text="y (1) double\n")
    refuses("convert", many, folder / "m.npy", "--name", "z", text=f"{many}: no array z; it has x, y")
    done = run("keras", ROOT / "examples/data/tagger.h5")
    equal((done.returncode, done.stdout.splitlines()[-1]), (0, "total 0.10326572"), "the penalties of a file")
    table = answer("keras", ROOT / "examples/data/tagger.h5")
    close(table["total"], math.fsum(w["value"] for w in table["weights"]), "the total")
    refuses("keras", "no.h5", text="no.h5 cannot be opened: No such file or directory")
    figures = answer("bench", "sum(abs(W))", "--shape", "64x64", "--seconds", "0.01")
    check(figures["value"]["ns_per_entry"] > 0 and figures["type"] == "float", "bench")


def test_help(folder: Path) -> None:
    """The manual, the page of the docs and the completion name every command and option."""
    tool = ROOT / "include/regula/tool"
    texts = {
        "regula.1": (tool / "regula.1").read_text().replace("\\-", "-").replace("\\fB", "").replace("\\fR", ""),
        "command_line.md": (ROOT / "docs/reference/command_line.md").read_text(),
        "completion.bash": (tool / "completion.bash").read_text(),
    }
    equal(re.findall(r"^  (\w+) ", run("--help").stdout.split("Subcommands:")[1].split("\n\n")[0], re.M), COMMANDS, "the commands")
    for command in COMMANDS:
        done = run(command, "--help")
        equal((done.returncode, done.stderr), (0, ""), f"{command} --help")
        options = set(re.findall(r"^  (?:-h,)?(--[a-z]+)", done.stdout, re.M))
        check({"--json", "--help"} <= options, f"{command} --json")
        check(f"regula {command} " in done.stdout, f"an example of {command}")
        check(all(len(line) <= 160 for line in done.stdout.splitlines()), f"{command}: long lines")
        for where, text in texts.items():
            for word in [command, *options]:
                check(re.search(rf"(?<![\w-]){word}(?![\w-])", text) is not None, f"{where} lacks {word} of {command}")
    equal(run("--version").stdout, f"regula {re.search('version: .(.*).,', (ROOT / 'meson.build').read_text())[1]}\n", "the version")
    check(f'"regula {run("--version").stdout.split()[1]}"' in texts["regula.1"], "the version of the manual")
    shell = ["bash", "-c", f'source {tool}/completion.bash; COMP_WORDS=(regula check "sum(W)" --ag); COMP_CWORD=3; _regula; echo "${{COMPREPLY[@]}}"']
    equal(subprocess.run(shell, capture_output=True, text=True).stdout, "--against\n", "completion")


def test_streams(folder: Path) -> None:
    full = subprocess.run(f"{PROGRAM} print 'sum(abs(W))' > /dev/full", shell=True, capture_output=True, text=True)
    if os.path.exists("/dev/full"):
        equal((full.returncode, full.stderr), (2, "regula: standard output takes no more\n"), "a full disk")
    check("\x1b" not in run("check", "sum(abs(W))", "--W", "[1]").stdout, "no colours in a pipe")


def main() -> int:
    for test in [test_eval, test_refusals, test_check, test_texts, test_plot, test_fit, test_files, test_help, test_streams]:
        with tempfile.TemporaryDirectory() as folder:
            test(Path(folder))
    print(f"{checks - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
