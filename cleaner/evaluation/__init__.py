"""Gold pages in, figures out: how right the stories are, what leaks, what is lost, and which rules do it.

from cleaner import Cleaner
from cleaner.evaluation import evaluate, read, summed_up

scores = list(evaluate(Cleaner(), read(["gold.jsonl"])))
print(summed_up(scores).f1)
"""

from cleaner.evaluation.figures import Figures, grouped, paired, summed_up, worst
from cleaner.evaluation.gold import GoldError, GoldPage, read
from cleaner.evaluation.scoring import Account, Evaluated, PageScore, evaluate, score_output, score_story

__all__ = [
    "Account",
    "Evaluated",
    "Figures",
    "GoldError",
    "GoldPage",
    "PageScore",
    "evaluate",
    "grouped",
    "paired",
    "read",
    "score_output",
    "score_story",
    "summed_up",
    "worst",
]
