"""Record batches of pages become record batches of stories; all of `cleaner.integrations` are coats around this.

Needs the extra `arrow`.
"""

from __future__ import annotations

from cleaner.arrow.cleaning import ArrowCleaner, Options, clean

__all__ = ["ArrowCleaner", "Options", "clean"]
