# SPDX-License-Identifier: MIT
"""Rows of the harness as a picture: nanoseconds an element over size, a panel a penalty. Debian: python3-matplotlib."""

from collections import defaultdict
from pathlib import Path

LIMIT, EXACT = "LIMIT", "LIMIT-exact"
# The limit is a line to reach, what one would write without Regula stays behind.
LINES = {LIMIT: ("black", "--", 1.5), EXACT: ("black", "-.", 1.5), "regula -O2 -march=native": ("#1171b1", "-", 2.0)}
OTHERS = ["#8ab6d6", "#d08b3f", "#c0c0c0", "#7f9f5f", "#a080b0"]


def copied(memory: dict[int, float], n: int) -> float:
    """What it takes to read an entry and to write one, at the nearest size that was measured."""
    return memory[min(memory, key=lambda known: abs(known - n))]


def plot(rows: list, kind: str, title: str, memory: dict[int, float], file: Path) -> None:
    """rows: of one entry type, with workload, size, peer and time; memory: nanoseconds of a copied element by size."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "regula", "font.size": 8, "svg.fonttype": "none"}
    from matplotlib import pyplot

    panels: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        panels[row.workload][row.peer].append((int(row.size), row.time))
    columns = 3
    lines = -(-len(panels) // columns)
    figure, axes = pyplot.subplots(lines, columns, figsize=(9, 2.6 * lines), squeeze=False)
    for axis in axes.flat[len(panels):]:
        axis.set_visible(False)
    for axis, (workload, peers) in zip(axes.flat, panels.items()):
        others = iter(OTHERS)
        for peer, points in peers.items():
            color, style, width = LINES.get(peer) or (next(others), "-", 1.0)
            sizes, times = zip(*sorted(points))
            axis.plot(sizes, times, style, color=color, linewidth=width, marker=".", markersize=3, label=peer)
        sizes = sorted({n for points in peers.values() for n, _ in points})
        axis.plot(sizes, [copied(memory, n) for n in sizes], ":", color="#c03030", linewidth=1.2, label="copy of memory")
        axis.set(xscale="log", yscale="log", title=workload)
        axis.grid(True, which="major", linewidth=0.3)
    for axis in axes[:, 0]:
        axis.set_ylabel("ns per entry")
    for axis in axes[-1, :]:
        axis.set_xlabel("entries")
    named = {label: handle for axis in axes.flat for handle, label in zip(*axis.get_legend_handles_labels())}
    figure.suptitle(title, fontsize=9)
    figure.legend(named.values(), named.keys(), loc="lower center", ncol=4, frameon=False)
    figure.tight_layout(rect=(0, 0.06, 1, 0.98))
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
