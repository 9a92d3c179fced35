# SPDX-License-Identifier: GPL-2.0-only
"""The commands on the mini kernel, one after the other, as a user gives them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import msgspec
import pytest

from folioize.cli import app, demo
from folioize.model import SeriesRecord
from folioize.series import held

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return demo.prepare(tmp_path / "demo")


def git(tree: Path, *arguments: str) -> str:
    return subprocess.check_output(["git", "-C", str(tree), *arguments], text=True)


def test_demo_makes_a_series_and_says_what_next(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "demo"
    for _ in range(2):  # a second demo replaces the first
        assert app.run(["demo", "--no-verify", "-o", str(out)]) == 0
        told, complaints = capsys.readouterr()
        assert complaints == ""
        assert "net insertions" in told
        assert "0 not understood" in told
        assert "Next:" in told
        assert (out / "series/0000-cover-letter.patch").is_file()
        assert git(out / "minikernel", "status", "--porcelain") == ""


def test_demo_replaces_nothing_but_a_demo(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "thesis.tex").touch()
    assert app.run(["demo", "-o", str(tmp_path)]) == 2
    assert "name another folder with -o" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_demo_that_runs_is_not_replaced(tmp_path: Path, capsys: Capture) -> None:
    with held(tmp_path):
        assert app.run(["demo", "-o", str(tmp_path)]) == 2
    assert "another folioize is at work on" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_stats_foretell_the_series(repository: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = [str(repository), "--kind", "slab_page"]
    before = git(repository, "for-each-ref")
    assert app.run(["stats", *asked, "--format", "json", "--exit-code"]) == 1
    assert git(repository, "for-each-ref") == before
    told = msgspec.json.decode(capsys.readouterr().out)
    foretold = {row["what"]: row["count"] for row in told["cost"]}
    out = tmp_path / "series"
    assert app.run(["series", *asked, "-o", str(out)]) == 0
    record = msgspec.json.decode((out / "series.json").read_bytes(), type=SeriesRecord)
    assert foretold["patches"] == len(record.patches)
    assert foretold["insertions"] == sum(patch.insertions for patch in record.patches)
    assert foretold["transient"] == record.transient
    rows = told["directories"]
    assert sum(row["insertions"] for row in rows) == foretold["insertions"]
    shortstat = git(repository, "diff", "--shortstat", f"{record.base}..{record.branch}")
    assert f"{foretold['net insertions']} insertions(+)" in shortstat
    account = record.account
    parts = (account.converted, account.generic, account.left, account.not_understood)
    assert sum(parts) == account.tokens


def test_a_converted_tree_is_left_as_it_is(
    repository: Path, tmp_path: Path, capsys: Capture
) -> None:
    asked = ["series", str(repository), "--kind", "slab_page", "-o"]
    assert app.run([*asked, str(tmp_path / "one")]) == 0
    git(repository, "checkout", "-q", "folioize/slab_page")
    capsys.readouterr()
    assert app.run([*asked, str(tmp_path / "two")]) == 0
    assert "slab_page" in capsys.readouterr().out


def test_infer_gives_a_line_a_declaration(repository: Path, capsys: Capture) -> None:
    assert app.run(["infer", str(repository), "-k", "slab_page", "--format", "jsonl"]) == 0
    rows = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["kind"] for row in rows} >= {"page", "slab_page"}
    slab = next(row for row in rows if row["kind"] == "slab_page")
    keys = "file line column function role index name type kind confidence evidence"
    assert list(slab)[: len(keys.split())] == keys.split()
    assert slab["evidence"][0].keys() == {"file", "line", "what"}
    place = f"{slab['file']}:{slab['line']}:{slab['name']}"
    assert app.run(["why", str(repository), place]) == 0
    assert "slab_page" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("mm/slub.c", "is not FILE:LINE"),
        ("mm/slub.c:99999", "mm/slub.c has no line 99999"),
        ("mm/none.c:3", "has no mm/none.c; name paths as it does"),
        ("/etc/passwd:1", "is not a path inside the tree"),
    ],
)
def test_why_refuses_what_is_no_place(
    minikernel: Path, capsys: Capture, place: str, says: str
) -> None:
    assert app.run(["why", str(minikernel), place]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("what", ["dirty", "shallow", "no repository", "no kind", "no decisions"])
def test_bad_input_changes_nothing(
    repository: Path, tmp_path: Path, capsys: Capture, what: str
) -> None:
    tree, kind, more = repository, "slab_page", []
    if what == "dirty":
        (repository / "mm/slub.c").write_text("int x;\n")
    elif what == "shallow":
        tree = tmp_path / "shallow"
        git(repository, "commit", "-q", "--allow-empty", "-m", "second")
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(tree))
    elif what == "no repository":
        (repository / ".git").rename(tmp_path / "git")
    elif what == "no kind":
        kind = "nonsense"
    else:
        more = ["--decisions", str(tmp_path / "none.toml")]
    out = tmp_path / "series"
    assert app.run(["series", str(tree), "-k", kind, "-o", str(out), *more]) == 2
    told, complaint = capsys.readouterr()
    assert told == ""
    assert complaint.startswith("folioize: ")
    assert complaint.count("\n") == 1
    assert not out.exists()


def test_of_two_pages_of_a_list_none_is_left_behind(
    repository: Path, tmp_path: Path, capsys: Capture
) -> None:
    """The head of the loop stores one in the other: they are of one type, or nothing builds."""
    decisions = tmp_path / "decisions.toml"
    decisions.write_text(
        '[[decision]]\nfile = "mm/slub.c"\nfunction = "free_partial"\nname = "page"\n'
        'kind = "page"\nnote = "ask first"\n'
    )
    out = tmp_path / "out"
    asked = ["series", str(repository), "--kind", "slab_page", "-o", str(out)]
    assert app.run([*asked, "--decisions", str(decisions)]) == 0
    told = capsys.readouterr().err
    assert "does not build" not in told
    assert "the kind's fields stay in struct page" in told
    assert "page is kept from slab_page; 1 declaration follows from that: mm/slub.c:1209 h" in told
    kept = "mm/slub.c free_partial() page keeps struct page (ask first)"
    record = json.loads((out / "series.json").read_text())
    assert (record["decisions"], record["decided_in"]) == ([kept], "decisions.toml")
    letter = (out / "0000-cover-letter.patch").read_text()
    assert f" - {kept}\n" in letter
    assert "--decisions decisions.toml`" in " ".join(letter.split())
    tree = tmp_path / "tip"
    git(tmp_path, "clone", "-q", "-b", "folioize/slab_page", str(repository), str(tree))
    make = ["make", "-s", "-C", str(tree), f"O={tmp_path / 'built'}", "CONFIG=debug"]
    assert subprocess.run(make, check=False).returncode == 0
