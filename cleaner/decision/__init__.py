"""The one place where blocks are kept or dropped: context, tails, labels, the page's type, and the account of it."""

from cleaner.decision.account import Verdicts
from cleaner.decision.decide import CARDS, Decision, Policy, decide

__all__ = ["CARDS", "Decision", "Policy", "Verdicts", "decide"]
