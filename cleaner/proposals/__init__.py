"""Rules made from examples: from blocks that somebody has marked to patterns, labels, strengths and a pack on the disk.

`propose` says which rules the marked blocks suggest, `effect_of` what each would do to pages, and `save` writes one
into a pack, once it is checked.
"""

from cleaner.proposals.effects import Effect, ShownBlock, ShownPage, effect_of, with_examples
from cleaner.proposals.packs import save
from cleaner.proposals.propose import Marked, Proposal, propose

__all__ = ["Effect", "Marked", "Proposal", "ShownBlock", "ShownPage", "effect_of", "propose", "save", "with_examples"]
