# SPDX-License-Identifier: GPL-2.0-only
"""Designs and all kinds at once on the mini kernel, as a user asks for them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from folioize.cli import app
from folioize.kinds import standing
from folioize.model import Declaration
from folioize.paths import data_dir
from tests.conftest import MINIKERNEL
from tests.e2e.conftest import repository

Capture = pytest.CaptureFixture[str]
TREE = str(MINIKERNEL)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.gitconfig").write_text("[user]\nname = T\nemail = t@example.org\n")


def test_a_series_of_all_kinds_has_a_part_for_each(tmp_path: Path, capsys: Capture) -> None:
    tree, out = repository(tmp_path / "tree"), tmp_path / "out"
    assert app.run(["series", str(tree), "--design", "ultra", "-o", str(out)]) == 0
    told = capsys.readouterr().out
    record = json.loads((out / "series.json").read_text())
    parts = record["parts"]
    assert [part["kind"] for part in parts] == [
        "slab_page", "net_page", "page_table", "folio", "mappable",
    ]  # fmt: skip
    assert [part["first"] for part in parts[1:]] == [part["last"] + 1 for part in parts[:-1]]
    assert parts[-1]["last"] == len(record["patches"])
    assert record["kind"] == "ultra" and record["branch"] == "folioize/ultra"
    assert record["account"]["converted"] == sum(part["converted"] for part in parts)
    cover = (out / "0000-cover-letter.patch").read_text()
    for number, part in enumerate(parts, 1):
        patches = f"patches {part['first']} to {part['last']}"
        written = part["type_name"]
        if part["kind"] != "mappable":
            written = f"struct {written}"
        assert f"    {number}. {patches}: {written}, " in cover
        assert f"{part['first']}-{part['last']}" in told
    assert "`folioize series --design ultra`" in cover


def test_stats_of_kinds_one_after_another(tmp_path: Path, capsys: Capture) -> None:
    tree = repository(tmp_path / "tree")
    kinds = ["-k", "net_page", "-k", "page_table"]
    assert app.run(["stats", str(tree), *kinds, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["kinds"]
    assert [row["kind"] for row in rows] == ["net_page", "page_table"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "name the kinds with --kind, as --kind slab_page, or a --design"),
        (["-k", "slab_page", "--design", "ultra"], "--design ultra names its kinds itself: leave"),
    ],
)
def test_a_series_wants_kinds_or_a_design(
    options: list[str], says: str, tmp_path: Path, capsys: Capture
) -> None:
    tree = repository(tmp_path / "tree")
    assert app.run(["series", str(tree), *options, "-o", str(tmp_path / "out")]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_summary_counts_what_the_list_lists(capsys: Capture) -> None:
    assert app.run(["infer", TREE, "--format", "jsonl"]) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    listed = [standing(msgspec.json.decode(line, type=Declaration)) for line in lines]
    assert not told.err
    assert app.run(["infer", TREE]) == 0
    told = capsys.readouterr()
    each = Counter(listed)
    each_kind = "; ".join(f"{each[kind]} {kind}" for kind in sorted(each.keys() - {"page"}))
    last = f"folioize: {len(lines)} declarations: {each_kind}; {each['page']} stay struct page"
    assert told.err.splitlines()[-1] == last
    assert app.run(["infer", TREE, "--summary", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["kind"]] += row["declarations"]
    assert counts == Counter(listed)
    assert {"slab_page", "net_page", "page_table", "page"} <= set(counts)
    assert app.run(["infer", TREE, "--summary"]) == 0
    table = capsys.readouterr().out.splitlines()
    folios = ["folio", "folio, ambiguous", "folio, by its place"]
    heads = re.split(r" {2,}", table[0])
    kinds = ["mappable", "net_page", "page_table", "slab_page", "page"]
    assert heads == ["directory", *folios, *kinds]
    total = next(line.split() for line in table if line.startswith("all "))
    assert total[1:] == [str(counts[name]) for name in heads[1:]]
    assert "reached by more than one kind: 0 declarations" in table


def test_a_brief_list_leaves_out_what_stays(capsys: Capture) -> None:
    rows = []
    for options in ([], ["--brief"]):
        assert app.run(["infer", TREE, "--format", "jsonl", *options]) == 0
        lines = capsys.readouterr().out.splitlines()
        rows.append([msgspec.json.decode(line, type=Declaration) for line in lines])
    assert rows[1] == [one for one in rows[0] if standing(one) != "page"]
    assert 0 < len(rows[1]) < len(rows[0])


def test_infer_of_a_design_is_that_of_its_kinds(capsys: Capture) -> None:
    outputs = []
    for options in (["--design", "slab+net"], ["-k", "slab_page", "-k", "net_page"]):
        assert app.run(["infer", TREE, *options]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


def test_conflicts_are_printed_with_both_paths(tmp_path: Path, capsys: Capture) -> None:
    """A kind that lays claim to what is a slab's."""
    rival = tmp_path / "rival_page"
    rival.mkdir()
    (rival / "kind.toml").write_text(
        '[kind]\nname = "rival_page"\ntype = "rival_page"\nvariable = "rival"\n'
        'title = "rivals"\nwhy = "To see."\n[layout]\nshared = ["flags"]\n'
        '[evidence]\nfunctions = ["kasan_poison_slab"]\n'
        '[bridges]\nfrom_page = "page_rival"\nto_page = "rival_page"\n'
    )
    kinds = ["--kinds", str(tmp_path), "-k", "slab_page", "-k", "rival_page"]
    assert app.run(["infer", TREE, "--summary", *kinds]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split()[-2:] == ["conflict", "page"]
    block = out.partition("conflict: ")[2].partition("\n\n")[0]
    for text in (
        "slab_page reaches it, with confidence ",
        "rival_page reaches it, with confidence ",
        "kasan_poison_slab() is for this kind alone",
        "  proposal: ",
    ):
        assert text in block


def test_designs_are_listed_with_their_kinds(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "designs").mkdir()
    (tmp_path / "designs/mine.toml").write_text('[design]\nname = "mine"\nkinds = ["net_page"]\n')
    (tmp_path / "pot_page").mkdir()
    kind = Path(data_dir("transforms") / "net_page/kind.toml").read_text()
    (tmp_path / "pot_page/kind.toml").write_text(kind.replace("net_page", "pot_page"))
    assert app.run(["kinds", "designs", "--kinds", str(tmp_path)]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert any(row.startswith("mine ") and " net_page " in row for row in rows)
    (ultra,) = (row for row in rows if row.startswith("ultra "))
    assert " slab_page net_page page_table " in ultra
    assert " pot_page vmalloc_page folio mappable " in ultra, "what is above others is the last"
