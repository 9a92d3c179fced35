# SPDX-License-Identifier: GPL-2.0-only
"""A design of two kinds is reviewed; what is decided about either comes out in the series."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.cli import app as command
from folioize.decisions import Journal
from folioize.decisions.verbs import decisions_of
from folioize.errors import FolioizeError
from folioize.kinds import Catalog, find_design
from folioize.kinds.standing import CONFLICT
from folioize.model import Declaration, Rival
from folioize.review.engine import Engine
from folioize.review.records import Spec
from folioize.review.session import Other, Session
from folioize.series import read_series

from .conftest import Converted, git

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spec(mini: Converted) -> Spec:
    return Spec(str(mini.tree), find_design("slab+net", Catalog(mini.tree)), "both", jobs=1)


@pytest.fixture(scope="module")
def engine(spec: Spec) -> Engine:
    return Engine(spec)


def test_both_kinds_are_shown_decided_and_written(
    mini: Converted, engine: Engine, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = [str(mini.tree), "--design", "slab+net", "-o", str(out), "--branch", "both", "-j", "1"]
    assert command.run(["series", *words]) == 0
    session = Session(out, Journal(out / "decisions.toml"), tree=mini.tree)
    session.take(engine.solve(()))
    assert session.is_written
    pools = next(part for part in session.record.parts if part.kind == "net_page")
    assert pools.first > 1
    user = pools.first + 1  # the type comes alone
    at = session.patch_rows(user)[0]
    row = session.rows[at]
    assert row.kind == "net_page"
    assert at in {
        found for hunk in session.mail(user).hunks for found in session.subjects(user, hunk)
    }
    target = session.of_rows("it", (at,))
    session.keep(session.propose("reject", target))
    outcome = engine.solve(session.decisions)
    assert outcome.rows[at].kind == "page"
    assert outcome.decided[at] == 0
    assert {one.kind for one in outcome.rows} >= {"slab_page", "net_page"}
    session.take(outcome)
    assert not session.is_written
    assert command.run(["series", *words]) == 0
    session.reload()
    assert session.is_written
    assert read_series(out).tip == outcome.record.tip
    git(mini.tree, "branch", "-D", "both")


def test_the_json_of_a_design_has_both(
    mini: Converted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["review", str(mini.tree), str(tmp_path / "out"), "--design", "slab+net"]
    assert command.run([*words, "--format", "json", "-j", "1"]) == 0
    found = msgspec.json.decode(capsys.readouterr().out)
    assert found["kind"] == "slab+net"
    assert {row["kind"] for row in found["declarations"].values()} >= {"slab_page", "net_page"}


def test_where_kinds_meet_there_is_nothing_to_accept(session: Session) -> None:
    row = Declaration("mm/a.c", 3, 1, "f", "param", 0, "page", "struct page *", CONFLICT, 0.0, (),
                      rivals=(Rival("slab_page", 1.0, ()), Rival("net_page", 1.0, ())))  # fmt: skip
    target = session.of_rows("it", (0,))
    key = msgspec.structs.replace(target.keys[0], file="mm/a.c", function="f", role="param",
                                  name="page", index=0)  # fmt: skip
    here = msgspec.structs.replace(target, keys=(key,), rows=(row,))
    with pytest.raises(FolioizeError, match=r"slab_page and net_page meet in page.*pin takes one"):
        decisions_of("accept", here)
    assert decisions_of("pin", here, "net_page")[0].kind == "net_page"


def test_a_range_diff_with_another_series(session: Session, engine: Engine, out: Path) -> None:
    assert session.other().name == str(out)
    session.against = Other("before", session.record.base, session.record.tip)
    assert session.other().name == "before"
    old = session.other()
    assert "mm: introduce struct slab_page" in engine.compare((), old.base, old.tip)


def test_a_declaration_is_told_as_c_has_it() -> None:
    value = Declaration("mm/a.c", 3, 1, "f", "local", None, "new", "struct page", "page", 0.0, ())
    assert value.declared("(no name)") == "struct page new"
    pointer = msgspec.structs.replace(value, type="struct page **", name="")
    assert pointer.declared("(no name)") == "struct page **(no name)"
