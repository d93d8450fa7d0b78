"""What is known of one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The contents of a `language.toml`.

    Attributes:
        code: its two letters by ISO 639-1: the name of its folder.
        name: its name in English.
        example: a sentence or two of prose, which must be told to be in this language.
        everywhere: whether its rules count on pages of all languages.
        letters: the first and the last letter of its script, by which it is told; () for a language in Latin or
            Cyrillic letters, which many share: it is told by its function words.
        borrows: the code of a language whose letters it uses beside its own, or "".
        function_words: articles, prepositions, pronouns, auxiliaries. Prose is full of them, furniture is not.
        function_characters: the same for a language that puts no spaces between words.
        first_person: how writers speak of themselves; stories of agencies do not. One that ends in an apostrophe is
            the beginning of a word.
        addressing: "we" and "your", as firms speak to their customers.
        questions: words in titles that promise an answer: articles have them, shops and services seldom do.
        calls: what buttons and links of shops and services say.
        error_titles: what the titles of error pages say.
        forum_paths: words in the addresses of forums.
        shop_paths: words in the addresses of shops, of what services sell and of lists.
        manual_paths: words in the addresses of documentation.
        story_paths: words in the addresses of stories.
        by: what stands before the names of those who wrote a story, in lower case.
        joins: words between two of these names.
        roles: what they are: "reporter".
        desks: what a newsroom calls itself where nobody is named: "staff".
        agencies: the news agencies that its newsrooms print.
        says: verbs of saying, in the forms in which they name a speaker: "said".
        coins: what promotions of coins and tokens call them. In `coins`, `trading`, `offers` and `money` words in lower
            case are beginnings of words, one that begins with a hyphen is the end of a word, and one with a capital is
            a whole word as it is written.
        trading: what they say of prices, investors and gains.
        offers: words of bargains and prize draws.
        money: currencies and the like, as they stand behind a number.
    """

    code: str
    name: str
    example: str
    everywhere: bool = False
    letters: tuple[str, ...] = ()
    borrows: str = ""
    function_words: tuple[str, ...] = ()
    function_characters: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    addressing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    error_titles: tuple[str, ...] = ()
    forum_paths: tuple[str, ...] = ()
    shop_paths: tuple[str, ...] = ()
    manual_paths: tuple[str, ...] = ()
    story_paths: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    coins: tuple[str, ...] = ()
    trading: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
