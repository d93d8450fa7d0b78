"""A batch: what is done with each page, and where what comes of it goes; begun anew, or resumed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner import __version__
from cleaner.atomic import replacing, sync_folder
from cleaner.batch.chunks import CHUNK_BYTES, CHUNK_PAGES
from cleaner.batch.cleaning import CleanPage, PageWork
from cleaner.batch.findings import Findings
from cleaner.batch.flow import Effort, Flow
from cleaner.batch.manifest import Manifest, locked
from cleaner.batch.output import Output, Paths, StandardOutput, clear, remove
from cleaner.batch.tally import Tally
from cleaner.errors import OutputError
from cleaner.records.inputs import Survey
from cleaner.records.reader import Reader
from cleaner.records.source import STDIN
from cleaner.records.writers import Spooler


@dataclass(frozen=True)
class Summary:
    """What became of a batch.

    Attributes:
        output: where the stories are.
        failures: where the dead letters are; None if there are none.
        tally: the sums over all pages, those of earlier, interrupted runs included.
        resumed: pages that earlier runs had done.
        seconds: how long this run took.
        report: where the report is; None if none was wanted.
    """

    output: str
    failures: str | None
    tally: Tally
    resumed: int
    seconds: float
    report: str | None = None


@dataclass(frozen=True)
class Batch:
    """A batch with all that a run of it needs but a place for its output."""

    reader: Reader
    work: PageWork
    writer: Spooler
    effort: Effort
    survey: Survey
    started: float
    report: Path | None = None

    def to_files(self, output: Output, options: dict[str, Any], *, restart: bool) -> Summary:
        """Runs the batch, from where the last run was cut off, and puts its output in place."""
        paths = output.paths
        if not paths.output.parent.is_dir():
            raise OutputError(f"{paths.output.parent}: no such folder; make it first")
        if paths.output.exists() and not paths.manifest.exists() and not restart:
            raise OutputError(f"{paths.output}: is there already; choose another name, or replace it with --restart")
        self._check_report(paths.all())
        with locked(paths.work):
            manifest = Manifest(paths.manifest, self._identity(options), anew=restart)
            if manifest.is_new or self._is_stale(manifest, paths):
                manifest.begin()
                # First of all: what is in the work folder must never be taken for what another manifest says.
                manifest.commit()
                clear(paths.work)
            manifest.check()
            resumed = manifest.tally.pages
            if not manifest.published:
                self._finish(output, manifest, resumed)
            elif self.report and not self.report.exists():
                raise OutputError(
                    f"{self.report}: the batch is finished, and a report is written while it runs; "
                    "run it again with --restart"
                )
            return self._summary(paths.output, paths.failures, manifest.tally, resumed)

    def _is_stale(self, manifest: Manifest, paths: Paths) -> bool:
        """Whether a manifest is of no use: its output is gone, or its input came by a pipe, which cannot be read a
        second time to go on behind what is done."""
        if manifest.published:
            return not paths.output.exists()
        return not self.survey.identity

    def _finish(self, output: Output, manifest: Manifest, resumed: int) -> None:
        """Cleans what is left, and puts the output and the report in place."""
        paths = output.paths
        findings = self._findings(manifest, paths)
        if not manifest.all_cleaned:
            done = manifest.done
            try:
                output.open(done.part, done.size, done.failures)
                flow = Flow(self.reader, self.work, self.writer, output, manifest, self.effort, self.survey, findings)
                flow.work()
            except BaseException:
                output.close()
                if not manifest.done.chunks:
                    # Nothing is lost, and another try need not explain itself.
                    remove(paths.manifest)
                    remove(paths.work)
                raise
            manifest.note("all_cleaned")
        output.publish(manifest.done.part)
        self._write_report(self._summary(paths.output, paths.failures, manifest.tally, resumed), findings)
        manifest.note("published")
        sync_folder(paths.output.parent)
        remove(paths.work)

    def to_standard_output(self) -> Summary:
        """Runs the batch and prints its output as it comes."""
        self._check_report()
        output = StandardOutput(self.writer)
        findings = Findings() if self.report else None
        flow = Flow(self.reader, self.work, self.writer, output, None, self.effort, self.survey, findings)
        try:
            flow.work()
        finally:
            output.close()
        summary = self._summary(Path(STDIN), output.failures_path, flow.progress.tally, 0)
        self._write_report(summary, findings)
        return summary

    def _summary(self, output: Path, failures: Path, tally: Tally, resumed: int) -> Summary:
        where = str(failures) if tally.failed else None
        report = str(self.report) if self.report else None
        return Summary(str(output), where, tally, resumed, time.monotonic() - self.started, report)

    def _check_report(self, taken: Sequence[Path] = ()) -> None:
        """Raises OutputError, before the first page, if the report has no place."""
        if self.report in taken:
            raise OutputError(f"{self.report}: is the name of the output or goes with it; give the report another one")
        if self.report and not self.report.parent.is_dir():
            raise OutputError(f"{self.report.parent}: no such folder; make it first")
        if self.report and self.report.is_dir():
            raise OutputError(f"{self.report}: is a folder; give the report the name of a file")

    def _findings(self, manifest: Manifest, paths: Paths) -> Findings | None:
        """What the report knows of the pages that are done."""
        if not self.report:
            return None
        return Findings.load(paths.findings(manifest.done.chunks)) if manifest.done.chunks else Findings()

    def _write_report(self, summary: Summary, findings: Findings | None) -> None:
        if self.report and findings:
            assert isinstance(self.work, CleanPage), "only what is cleaned is reported"
            from cleaner.reports.batch_report import batch_report

            text = batch_report(summary, findings, findings.pages(self.work.story), self.work.cleaner.rulebook)
            with replacing(self.report) as aside:
                aside.write_text(text, encoding="utf-8", errors="replace")

    def _identity(self, options: dict[str, Any]) -> dict[str, Any]:
        """What must be the same for a run to go on where another was cut off, each by its name in messages."""
        reading, of_work = self.reader.reading, self.work.identity()
        options |= of_work.pop("options")
        options |= {
            "input_format": reading.format,
            "columns": list(reading.columns),
            "max_bytes": reading.max_bytes,
            "chunk": [CHUNK_PAGES, CHUNK_BYTES],
        }
        if self.report:
            options["report"] = True
        return {"version": __version__, "input": self.survey.identity, "options": options, **of_work}
