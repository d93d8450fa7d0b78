"""Many pages at once: worker processes, bounded memory, runs that go on where they were cut off, dead letters.

from cleaner.batch import run

summary = run("crawl/", "stories.parquet")
"""

from cleaner.batch.batch import Summary
from cleaner.batch.flow import Progress
from cleaner.batch.run import run
from cleaner.batch.tally import Tally

__all__ = ["Progress", "Summary", "Tally", "run"]
