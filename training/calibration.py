"""Draws how well `Story.confidence` foretells F1, and prints the figures behind the curve.

The pages of each set are put into tenths by confidence; a point is a tenth, at its mean confidence and mean F1. On the
diagonal the confidence is right. Needs the `bench` extra (matplotlib).
"""

from __future__ import annotations

from pathlib import Path

from cleaner import Cleaner
from cleaner.evaluation import evaluate, read
from cleaner.evaluation.figures import Decile, calibration
from training.corpora import ROOT, folder

SETS = {"flat-dev": ("dumped text (flat-dev)", "#1b6ca8", "o"), "html-dev": ("HTML (html-dev)", "#c8553d", "s")}
"""Each set's name in the drawing, its colour and its mark."""


def draw_all(output: Path = ROOT / "docs/calibration.svg") -> None:
    """Draws the curves to a file and prints their figures."""
    curves = {}
    for name in SETS:
        pages = list(evaluate(Cleaner(), read([folder() / f"{name}.jsonl.gz"])))
        curves[name] = calibration(pages)
        show(name, curves[name], calibration(pages, 2))
    draw(curves, output)


def show(name: str, tenths: list[Decile], halves: list[Decile]) -> None:
    print(f"{name}: mean F1 {halves[0].f1:.3f} in the less sure half, {halves[1].f1:.3f} in the surer one", end="")
    print(f": {halves[1].f1 - halves[0].f1:+.3f}")
    for tenth in tenths:
        print(f"  {tenth.pages:4} pages  confidence {tenth.confidence:.3f}  F1 {tenth.f1:.3f}")


def draw(curves: dict[str, list[Decile]], output: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    # Text stays text, and ids stay the same from run to run: the file changes only where the curve does.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "cleaner", "font.size": 9})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.6, 3.6), layout="constrained")
    low = min(min(tenth.confidence, tenth.f1) for tenths in curves.values() for tenth in tenths)
    start = max(0.0, int(low * 20) / 20)
    axes.plot(
        [start, 1], [start, 1], color="#999999", linewidth=0.8, linestyle=(0, (4, 3)), label="as good as foretold"
    )
    for name, tenths in curves.items():
        label, colour, mark = SETS[name]
        x, y = [tenth.confidence for tenth in tenths], [tenth.f1 for tenth in tenths]
        axes.plot(x, y, color=colour, marker=mark, markersize=4, linewidth=1.2, label=label)
    axes.set(xlabel="confidence (mean of a tenth of the pages)", ylabel="F1 (mean of the same pages)")
    axes.set(xlim=(start, 1.005), ylim=(start, 1.005))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#e6e6e6", linewidth=0.6)
    axes.legend(frameon=False, loc="upper left")
    figure.savefig(output, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
