"""The pipeline: intake, analysis, stages, decision, story."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, overload

from cleaner import language
from cleaner.analysis import Analysis, analyse
from cleaner.analysis.sifting import put_together
from cleaner.analysis.subject import subject_of
from cleaner.decision import CARDS, Decision, Policy, Verdicts, decide
from cleaner.decision.labels import labels_aside
from cleaner.decision.trafilatura import ENGINES, by_trafilatura
from cleaner.errors import OptionError
from cleaner.facts.choose import story_facts
from cleaner.intake import intake
from cleaner.model import LABELS, Evidence, Form, InputForm, Label, Likelihood
from cleaner.rulebook import load
from cleaner.scoring import Weights
from cleaner.stages import NAMES, STAGES, Run, Stage
from cleaner.story import BETWEEN_BLOCKS, Story

if TYPE_CHECKING:
    from datetime import datetime

    from cleaner.sites.sites import Sites
    from cleaner.workers.stories import OnError

UNSURE: Final = 0.3
"""Below this confidence, where next to nothing was found, the stages marked "unsure" run too. While trafilatura is the
only one, they lift F1 of crawl-dev by 0.001. At 0.7, which paid before the region was chosen, trafilatura takes teasers
for the story on 21 pages of crawl-dev (F1 0.013 lower), and html-dev gains 0.0006."""


class Cleaner:
    """A pipeline whose rules are compiled once. Threads may share it, and it can be pickled.

    Args:
        rules: files and folders of rule packs to use with the built-in ones.
        keep: labels of blocks to keep in the story's text although they are not the story ("caption").
        drop: labels of blocks to leave out although they are part of the story ("heading", "summary").
        stages: the stages to run, by name or as functions of your own (docs/library.md); None for all that
            `cleaner.stages.STAGES` lists.
        gate: whether to find no story on HTML pages that look like listings, shops, forums and the like.
        engine: what chooses the blocks of HTML pages: "cleaner", or "trafilatura", which uses neither stages nor gate.
        weights: a folder of cards that `python -m training` wrote; None for the package's own.
        repair: whether to mend UTF-8 that was read in another charset ("cafÃ©"): True everywhere, with ftfy; False
            nowhere; None on HTML pages that are misread as a whole.
        sites: what sites repeat, as `cleaner.sites.learn` gives it, or the file that it was saved in; used on pages
            whose `url` is given.

    Raises:
        RulebookError: a pack cannot be used; the message names file, line and rule.
        WeightsError: a card cannot be used; the message names file, feature and bin.
        OptionError: a label or a stage that does not exist.
        SitesError: the file of sites cannot be used.
        MissingExtraError: `repair` is True, and ftfy is not installed; or `sites` need what is not.
    """

    def __init__(
        self,
        *,
        rules: Sequence[str | os.PathLike[str]] = (),
        keep: Collection[str] = (),
        drop: Collection[str] = (),
        stages: Collection[str | Run] | None = None,
        gate: bool = True,
        engine: str = "cleaner",
        weights: str | os.PathLike[str] | None = None,
        repair: bool | None = None,
        sites: Sites | str | os.PathLike[str] | None = None,
    ) -> None:
        self.policy = Policy(_known(keep, LABELS, "label"), _known(drop, LABELS, "label"), gate)
        self.stages = _chosen(NAMES if stages is None else stages)
        (self.engine,) = _known(engine, ENGINES, "engine")
        self.rulebook = load([Path(path) for path in rules])
        self.weights = Weights(weights)
        if weights is not None:
            _read_all(self.weights)
        self.repair = repair
        if repair:
            from cleaner.intake.mojibake import mender

            mender()
        self.sites: Sites | None = None
        if sites is not None:
            from cleaner.sites.sites import load_given

            self.sites = load_given(sites)

    def identity(self) -> dict[str, Any]:
        """All that shapes what comes out, as plain data: two cleaners with the same identity give the same stories, as
        long as the versions of what is installed are the same."""
        from cleaner.facts.language import has_detector

        return {
            "keep": sorted(self.policy.keep),
            "drop": sorted(self.policy.drop),
            "gate": self.policy.gate,
            "stages": [stage.name for stage in self.stages],
            "engine": self.engine,
            "repair": self.repair,
            "rules": self.rulebook.digest(),
            "languages": language.digest(),
            "language_detector": has_detector(),
            "weights": self.weights.digest(),
            "sites": self.sites.digest() if self.sites is not None else None,
        }

    def clean(
        self,
        page: str | bytes | Any,
        *,
        url: str | None = None,
        about: str | Sequence[str] | None = None,
        min_relevance: float = 0.0,
        encoding: str | None = None,
        form: InputForm | None = None,
        seen_at: datetime | None = None,
    ) -> Story:
        """Finds the story on a page.

        Args:
            page: the page as HTML, text or Markdown, in str or bytes.
            url: where the page came from.
            about: the subject of the wanted story: a name ("Alibaba"), several for the same, or a sentence; without it
                the page's title and lead decide.
            min_relevance: the `relevance` to `about`, from 0 to 1, below which a story is not given out.
            encoding: the charset of `page`, if it is bytes and the charset is known.
            form: "html", "text" or "markdown", if known; by default the page's tags and marks decide. "fragment" for a
                piece of a story in any of them, such as a summary of one paragraph: its boilerplate goes, and it is not
                asked whether it is a story. An entry of a feed, which is told by its first tag, is such a piece too.
            seen_at: when the page was fetched; without it a date that is told from then on ("2 hours ago") is not read.

        Raises:
            DecodeError: the bytes are not text, or `encoding` does not exist.
            OptionError: there is no such form.
        """
        cut = intake(page, url=url, encoding=encoding, form=form, repair=self.repair)
        with_rules = any(stage.name == "rules" for stage in self.stages)
        analysis = analyse(
            cut, self.rulebook, self.weights, subject=subject_of(about, min_relevance), with_rules=with_rules
        )
        if self.sites is not None:
            analysis.site = self.sites.on_site(analysis.page)
        if self.engine == "trafilatura" and cut.form == "html" and not cut.is_fragment:
            return _story(analysis, self.policy, *by_trafilatura(analysis, self.policy), seen_at=seen_at)
        return _story(analysis, self.policy, *self.decided(analysis), seen_at=seen_at)

    def decided(self, analysis: Analysis) -> tuple[Decision, list[Evidence], list[Likelihood]]:
        """The decision and the evidence behind it. Stages marked "unsure" run only if confidence is low."""
        evidence, likelihoods = found(analysis, [stage for stage in self.stages if stage.asked == "always"])
        decision = decide(analysis, likelihoods, evidence, self.policy)
        if decision.confidence < UNSURE:
            more, _ = found(analysis, [stage for stage in self.stages if stage.asked == "unsure"])
            if more:
                evidence += more
                decision = decide(analysis, likelihoods, evidence, self.policy)
        return decision, evidence, likelihoods

    @overload
    def clean_many(
        self,
        pages: Iterable[str | bytes],
        *,
        workers: int | None = 1,
        on_error: Literal["raise", "skip"] = "raise",
        timeout: float | None = None,
        form: InputForm | None = None,
    ) -> Iterator[Story]: ...

    @overload
    def clean_many(
        self,
        pages: Iterable[str | bytes],
        *,
        workers: int | None = 1,
        on_error: Literal["yield"],
        timeout: float | None = None,
        form: InputForm | None = None,
    ) -> Iterator[Story | Exception]: ...

    def clean_many(
        self,
        pages: Iterable[str | bytes],
        *,
        workers: int | None = 1,
        on_error: OnError = "raise",
        timeout: float | None = None,
        form: InputForm | None = None,
    ) -> Iterator[Any]:
        """Cleans a stream of pages and yields one story for each, in order.

        Args:
            pages: the pages.
            workers: number of processes; 1 cleans in this process, None starts one per core.
            on_error: what to do with a page that cannot be cleaned. "raise" raises its error when its turn comes, which
                ends the stream; "skip" leaves it out; "yield" yields the error in place of the story.
            timeout: seconds after which a page fails; None for no limit. Only a process can be stopped, so a timeout
                starts a worker process even when `workers` is 1.
            form: what all pages are, as `clean` takes it.

        Raises:
            OptionError: an argument has an invalid value.
            DecodeError: a page's bytes are not text.
            PageTimeoutError: a page took longer than `timeout`, twice.
            WorkerError: a page crashed its worker twice, or workers cannot be started (whatever `on_error` says).
        """
        from cleaner.workers.stories import clean_many

        return clean_many(partial(self.clean, form=form) if form else self.clean, pages, workers, on_error, timeout)


def found(analysis: Analysis, stages: Iterable[Stage]) -> tuple[list[Evidence], list[Likelihood]]:
    """What the stages say about single blocks, and about every block. A stage whose needs the page does not meet is
    skipped."""
    evidence: list[Evidence] = []
    likelihoods: list[Likelihood] = []
    for stage in stages:
        if all(getattr(analysis, need) for need in stage.needs):
            said = stage.run(analysis)
            if isinstance(said, Likelihood):
                likelihoods.append(said)
            else:
                evidence += said
    return evidence, likelihoods


def _chosen(stages: Collection[str | Run]) -> tuple[Stage, ...]:
    """The stages with these names, in the order of the table, followed by the caller's own."""
    if isinstance(stages, str):
        stages = (stages,)
    names = _known([stage for stage in stages if isinstance(stage, str)], NAMES, "stage")
    own = [stage for stage in stages if not isinstance(stage, str)]
    return (
        *[stage for stage in STAGES if stage.name in names],
        *[Stage(getattr(run, "__name__", type(run).__name__), run, "a stage of the caller's own") for run in own],
    )


def _read_all(weights: Weights) -> None:
    """Reads every card, so that an unsuitable folder is refused before the first page."""
    for name, features in (*CARDS, *[(stage.card, stage.features) for stage in STAGES if stage.card]):
        for form in get_args(Form):
            weights.card(name.format(form=form), features)


def _known(names: Collection[str], known: Collection[str], what: str) -> frozenset[str]:
    if isinstance(names, str):
        names = (names,)
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise OptionError(f"unknown {what} {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return frozenset(names)


def _story(
    analysis: Analysis,
    policy: Policy,
    decision: Decision,
    evidence: Sequence[Evidence],
    likelihoods: Sequence[Likelihood] = (),
    *,
    seen_at: datetime | None = None,
) -> Story:
    site = analysis.site
    page, places = put_together(analysis.whole, analysis.page)
    aside = labels_aside(page, places, analysis.matches.rulebook.vocabulary if policy.keep else None)
    facts = story_facts(analysis, decision, seen_at)
    return Story(
        page,
        Verdicts(decision, evidence, likelihoods, places, aside, policy.keep),
        BETWEEN_BLOCKS.join(_kept_texts(page.texts, decision.kept, places, aside, policy)),
        tuple([fact if fact.block < 0 else fact._replace(block=places[fact.block]) for fact in facts]),
        decision.confidence if decision.is_story else 0.0,
        decision.is_story,
        page.warnings if site is None or not site.is_learning else (*page.warnings, site.warning()),
        decision.relevance,
    )


def _kept_texts(
    texts: Sequence[str], kept: Sequence[bool], places: Sequence[int], aside: Mapping[int, Label], policy: Policy
) -> Iterator[str]:
    """The texts of the kept blocks of a page, in order."""
    also = [place for place, label in aside.items() if label in policy.keep] if policy.keep else []
    chosen: Iterable[int] = compress(places, kept)
    return map(texts.__getitem__, sorted((*chosen, *also)) if also else chosen)
