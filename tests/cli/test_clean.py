"""`cleaner FILE…`: what it prints, where it writes, and what it says when something is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import FOOTER, STORY, Run


def test_prints_the_story_and_nothing_else(run: Run, page: Path) -> None:
    result = run(page)
    assert result.stdout == STORY
    assert result.stderr == ""
    assert result.exit_code == 0


@pytest.mark.parametrize("args", [(), ("-",)])
def test_reads_standard_input(run: Run, page: Path, args: tuple[str, ...]) -> None:
    assert run(*args, input=page.read_bytes()).stdout == STORY


def test_several_pages_each_stand_under_their_name(run: Run, page: Path) -> None:
    other = page.with_name("other.txt")
    other.write_text(STORY)
    result = run("page.txt", "other.txt")
    assert result.stdout == f"==> page.txt <==\n{STORY}\n==> other.txt <==\n{STORY}"


def test_title_is_the_first_line_when_asked_for(run: Run, page: Path) -> None:
    page.write_text(f"Board votes to dredge the channel\n\n{page.read_text()}")
    assert run("--title", page).stdout == f"Board votes to dredge the channel\n\n{STORY}"
    assert run("--no-title", page).stdout == STORY
    assert run("--title", "--format", "markdown", page).stdout.startswith("# Board votes to dredge")


def test_html_is_a_fragment_and_its_title_first_when_asked_for(run: Run, page: Path) -> None:
    page.write_text(
        f"<title>Board votes to dredge the channel</title><p>{'</p><p>'.join(STORY.split(chr(10) * 2))}</p>"
    )
    html = run("-f", "html", page).stdout
    assert html.startswith("<p>")
    assert html.count("<p>") == STORY.count("\n\n") + 1
    assert run("-f", "html", "--title", page).stdout == f"<h1>Board votes to dredge the channel</h1>\n{html}"


@pytest.mark.parametrize("name", ["page.md", "PAGE.MARKDOWN"])
def test_a_file_named_so_is_markdown(run: Run, page: Path, name: str) -> None:
    page.with_name(name).write_text(STORY.replace("channel", "_channel_"))
    assert run(name).stdout == STORY
    assert "_channel_" in run(page.with_name(name).rename("same.txt")).stdout


def test_the_name_of_a_file_writes_no_html_of_its_own(run: Run, page: Path) -> None:
    name = "a--><b>.txt"
    page.with_name(name).write_text(STORY)
    for format in ("html", "markdown"):
        assert "--><b>" not in run("-f", format, name, "page.txt").stdout


def test_json_holds_the_page_name_the_text_and_every_removed_block(run: Run, page: Path) -> None:
    document = json.loads(run("--format", "json", page).stdout)
    assert document["source"] == str(page)
    assert document["text"] == STORY.rstrip()
    assert [block["text"] for block in document["blocks"] if not block["kept"]] == [FOOTER]


def test_json_of_several_pages_is_one_array(run: Run, page: Path) -> None:
    documents = json.loads(run("--format", "json", page, page, "missing.txt").stdout)
    assert [document["source"] for document in documents] == [str(page), str(page)]


def test_jsonl_is_one_line_a_page_that_is_not_a_story_included(run: Run, page: Path, listing: Path) -> None:
    lines = run("--format", "jsonl", page, listing).stdout.splitlines()
    assert [json.loads(line)["is_story"] for line in lines] == [True, False]


def test_labels_can_be_kept_and_dropped(run: Run, page: Path) -> None:
    assert FOOTER in run("--keep", "syndication", page).stdout
    assert run("--drop", "story", page).stdout == ""


def test_own_rules_are_added(run: Run, page: Path, pack: Path) -> None:
    assert "Ships have grown" not in run("--rules", pack, page).stdout
    assert "Ships have grown" not in run("--rules", pack.parent, page).stdout


def test_charset_can_be_given(run: Run, page: Path) -> None:
    page.write_bytes(STORY.replace("Ferreira", "Żółwińska").encode("iso-8859-2"))
    assert "Żółwińska" in run("--encoding", "iso-8859-2", page).stdout


class TestOutputFile:
    def test_holds_the_story(self, run: Run, page: Path, tmp_path: Path) -> None:
        result = run(page, "-o", "story.txt")
        assert result.stdout == ""
        assert (tmp_path / "story.txt").read_text() == STORY
        assert sorted(path.name for path in tmp_path.iterdir()) == ["page.txt", "story.txt"]

    def test_may_be_the_page_itself(self, run: Run, page: Path) -> None:
        run(page, "-o", page)
        assert page.read_text() == STORY

    def test_is_left_alone_when_every_input_fails(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "story.txt").write_text("yesterday's")
        assert run("missing.txt", "-o", "story.txt").exit_code == 1
        assert (tmp_path / "story.txt").read_text() == "yesterday's"

    def test_follows_a_link(self, run: Run, page: Path, tmp_path: Path) -> None:
        (tmp_path / "link.txt").symlink_to("story.txt")
        run(page, "-o", "link.txt")
        assert (tmp_path / "link.txt").is_symlink()
        assert (tmp_path / "story.txt").read_text() == STORY

    @pytest.mark.parametrize("path", [".", "nowhere/story.txt"])
    def test_that_cannot_be_written_is_one_line(self, run: Run, page: Path, path: str) -> None:
        result = run(page, "-o", path)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
        assert result.stderr.startswith("cleaner: ")
        assert "cannot be written" in result.stderr

    def test_dash_is_standard_output(self, run: Run, page: Path) -> None:
        assert run(page, "-o", "-").stdout == STORY


class TestWrongInput:
    """One line on stderr, exit code 1, and the other pages all the same."""

    def check(self, run: Run, page: Path, bad: str | Path, says: str) -> None:
        result = run(bad, page)
        assert result.exit_code == 1
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"cleaner: {bad}: ")
        assert says in line
        assert STORY in result.stdout

    def test_missing(self, run: Run, page: Path) -> None:
        self.check(run, page, "missing.txt", "no such file")

    def test_missing_and_perhaps_a_mistyped_command(self, run: Run, page: Path) -> None:
        self.check(run, page, "explian", "explain")

    def test_directory(self, run: Run, page: Path, tmp_path: Path) -> None:
        self.check(run, page, tmp_path, "directory")

    @pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of this kind are a matter of POSIX")
    def test_unreadable(self, run: Run, page: Path, tmp_path: Path) -> None:
        # A process's own memory at address 0 cannot be read by anyone, root included.
        self.check(run, page, "/proc/self/mem", "cannot be read")

    def test_binary(self, run: Run, page: Path, tmp_path: Path) -> None:
        picture = tmp_path / "picture.png"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
        self.check(run, page, picture, "binary")

    def test_larger_than_allowed(self, run: Run, page: Path, tmp_path: Path) -> None:
        large = tmp_path / "large.html"
        with large.open("wb") as file:
            file.truncate((32 << 20) + 1)
        self.check(run, page, large, "is larger than 33554432 bytes; --max-bytes allows more")

    def test_the_limit_is_the_last_size_that_is_read(self, run: Run, page: Path) -> None:
        size = page.stat().st_size
        assert run("--max-bytes", str(size), page).stdout == STORY
        assert run("--max-bytes", str(size), input=page.read_bytes()).stdout == STORY
        too_large = run("--max-bytes", str(size - 1), input=page.read_bytes())
        assert (too_large.stdout, too_large.exit_code) == ("", 1)

    def test_a_page_without_a_story_is_exit_code_3(self, run: Run, page: Path, listing: Path) -> None:
        result = run(listing)
        assert result.exit_code == 3
        assert result.stdout == ""
        assert "no story" in result.stderr
        assert run(listing, page).exit_code == 0
        assert run(listing, "missing.txt").exit_code == 1


class TestWrongUsage:
    """One line on stderr, exit code 2, and nothing on stdout."""

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (["--colour"], "--colour"),
            (["--keep", "advert"], "'advert' is not one of"),
            (["--format", "xml"], "'xml' is not one of"),
            (["--encoding", "klingon"], "unknown encoding 'klingon'"),
            (["--encoding", "a\0b"], "unknown encoding"),
            (["--keep", "caption", "--drop", "caption"], "caption is to be kept and dropped"),
            (["--url", "https://ledger.example/1", "page.txt"], "--url"),
            (["--rules", "missing.toml"], "missing.toml"),
            (["--config", "missing.toml"], "missing.toml: no such file"),
        ],
    )
    def test_is_one_line(self, run: Run, page: Path, args: list[str], says: str) -> None:
        result = run(*args, page)
        assert result.exit_code == 2
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.startswith("cleaner: ")
        assert says in line

    def test_broken_pack_names_file_line_and_rule(self, run: Run, page: Path, pack: Path) -> None:
        pack.write_text(pack.read_text().replace('"promotion"', '"promo"'))
        result = run("--rules", pack, page)
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert f"{pack}:" in line
        assert "chair-says" in line


def test_a_command_wins_over_a_file_of_its_name(run: Run, page: Path) -> None:
    page.rename(page.with_name("rules"))
    assert run("./rules").stdout == STORY
    assert run("--", "rules").stdout == STORY
    assert run("rules", "list").stdout.startswith("id ")


def test_version(run: Run) -> None:
    from cleaner import __version__

    for args in (["--version"], ["-V"]):
        assert run(*args).stdout == f"cleaner {__version__}\n"


@pytest.mark.parametrize("args", [["--help"], ["explain", "-h"], ["rules", "--help"], ["rules", "list", "-h"]])
def test_help_shows_usage_and_goes_to_stdout(run: Run, args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: cleaner")


def test_misread_letters_are_a_warning_or_mended_when_asked_for(run: Run, page: Path) -> None:
    story = STORY.replace("voted", "voted à l’unanimité")
    page.write_text(story.encode().decode("cp1252"), encoding="utf-8")
    result = run(page)
    assert "unanimitÃ©" in result.stdout
    assert "warning: UTF-8 was read in another charset" in result.stderr
    assert "--repair" in run("--help").stdout
    assert run("--repair", page).stdout == story
    page.with_name("cleaner.toml").write_text("repair = true\n")
    assert run(page).stdout == story
    assert "unanimitÃ©" in run("--no-repair", page).stdout


FEED = f"""<rss><channel><item><title>Board votes</title><description>{STORY}</description></item>
<item><title>Ferry stops</title><description>Ferry stops for high water.</description></item></channel></rss>"""


def test_each_entry_of_a_feed_is_a_page(run: Run) -> None:
    Path("feed.xml").write_text(FEED, encoding="utf-8")
    result = run("feed.xml", "--title")
    assert result.exit_code == 0
    assert result.stdout.startswith("==> feed.xml:0 <==\nBoard votes\n\nThe harbour board")
    assert result.stdout.endswith("\n==> feed.xml:1 <==\nFerry stops\n\nFerry stops for high water.\n")
    assert [json.loads(line)["source"] for line in run("feed.xml", "-f", "jsonl").stdout.splitlines()] == [
        "feed.xml:0",
        "feed.xml:1",
    ]


def test_a_feed_that_is_cut_off_fails_behind_what_it_has(run: Run) -> None:
    Path("feed.xml").write_text(FEED[:-60], encoding="utf-8")
    result = run("feed.xml")
    assert result.exit_code == 1
    assert "==> feed.xml:0 <==" in result.stdout
    assert result.stderr.startswith("cleaner: feed.xml:1: the rest of the file cannot be read: the feed ends within")


def test_xml_that_is_no_feed_is_a_page(run: Run) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.splitlines())
    Path("page.xml").write_text(f"<html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    assert run("page.xml").stdout.startswith("The harbour board")


def test_of_a_feed_in_a_pipe_the_first_entry_is_read(run: Run) -> None:
    result = run(input=FEED)
    assert result.stdout.startswith("The harbour board")
    assert "warning: a feed of several entries" in result.stderr


def test_a_fragment_need_not_be_a_story(run: Run) -> None:
    assert run(input="Ferry stops for high water.").exit_code == 3
    result = run("--form", "fragment", input="Ferry stops for high water.")
    assert (result.exit_code, result.stdout) == (0, "Ferry stops for high water.\n")
