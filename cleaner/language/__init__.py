"""Languages are data: `rules/xx/language.toml` has a language's words, the packs beside it its rules.

`languages()` gives what is known of each, `words_of` what one key of the files holds over all of them, `spoken` tells
which of them a page is in. docs/rules.md says how to add one: a folder, and no code.
"""

from cleaner.language.language import Language
from cleaner.language.loading import FILE_NAME, digest, languages, words_of
from cleaner.language.telling import spoken

__all__ = ["FILE_NAME", "Language", "digest", "languages", "spoken", "words_of"]
