"""What a site repeats, learned from its own pages: counts of blocks that stand on many of them.

    from cleaner.sites import learn

    sites = learn([(page, url), …])
    sites.save("sites.parquet")
    Cleaner(sites="sites.parquet").clean(page, url=url)

docs/sites.md says what is learned, and what it is good for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.sites.keys import Key
    from cleaner.sites.site import Repeated, Site
    from cleaner.sites.sites import Sites, learn

__all__ = ["Key", "Repeated", "Site", "Sites", "learn"]


def __getattr__(name: str) -> Any:
    """Loads public names on first use: every `Cleaner` imports this package's rules about furniture, and few learn."""
    if name in __all__:
        from cleaner.sites import keys, site, sites

        return next(getattr(module, name) for module in (sites, site, keys) if hasattr(module, name))
    raise AttributeError(f"module 'cleaner.sites' has no attribute {name!r}")
