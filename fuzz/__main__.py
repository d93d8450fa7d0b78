"""Changes pages until something breaks.

    python -m fuzz --seconds 60                     a short run
    python -m fuzz --inputs 1000000 --workers 2     a long one
    python -m fuzz --repeat fuzz-failures/123.json  one input again

Every input must give a story or a documented error within 10 s, the same in two processes with different hash seeds.
What fails is written to a folder, as it was and as small as it gets. Exit codes: 0 nothing failed; 1 something did; 2
the command line makes no sense.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from pathlib import Path

from cleaner import Cleaner
from fuzz.cases import load
from fuzz.run import Run
from fuzz.workers import Pair


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, metavar="N", help="stop after so many inputs")
    parser.add_argument("--seconds", type=float, metavar="S", help="stop after so long (default: 60, without --inputs)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first input")
    parser.add_argument(
        "--workers", type=int, default=2, metavar="N", help="processes, two for each input (default: 2)"
    )
    parser.add_argument("--no-corpora", action="store_true", help="no seeds but fixtures and shapes")
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"), metavar="FOLDER")
    parser.add_argument("--repeat", type=Path, metavar="FILE", help="check the input in a file of that folder again")
    options = parser.parse_args()
    if options.workers < 2 or options.workers % 2:
        parser.error("--workers: two processes check each input, so give 2, 4, …")
    if options.repeat:
        return repeat(options.repeat)
    if options.inputs is None and options.seconds is None:
        options.seconds = 60.0
    run = Run(options.seed, options.workers // 2, not options.no_corpora, options.failures)
    return 1 if run.go(options.first, options.inputs, options.seconds) else 0


def repeat(path: Path) -> int:
    """Checks one input in this process, so that its traceback is seen, and then in two others."""
    one = load(path)
    warnings.simplefilter("error")
    logging.disable(logging.CRITICAL)
    from fuzz.check import digest

    pair = Pair(with_corpora=False)
    pair.send([one])
    (found,) = pair.failures([one])
    pair.close()
    print(found or "all is well")
    if found:
        digest(Cleaner(), one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
