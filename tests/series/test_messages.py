# SPDX-License-Identifier: GPL-2.0-only
"""Steps go through the templates; messages must be as git am and checkpatch want them."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from folioize.errors import KindError
from folioize.model import Edit, Step
from folioize.series import messages
from folioize.series.messages import (
    bullets,
    compose,
    listing,
    render,
    step_body,
    subject_line,
    with_paragraph,
    wrap,
)

TEMPLATES = ("introduce", "retype", "outside", "borrower", "remove-arm")
FULL = {
    "why": "These pages hold objects of one size, and a list of the free ones among them.",
    "evidence": [f"mm/slub.c:{line}: ->freelist is read" for line in range(9)],
    "functions": ["get_freelist", "deactivate_slab"],
    "fields": ["freelist", "slab_cache", "counters"],
    "helpers": ["page_slab", "slab_page"],
    "offsets": ["freelist at 32", "counters at 40"],
    "borrowers": ["mm/zsmalloc.c"],
    "notes": ["Large kmalloc pages are left alone: they are no slab pages."],
    "proof": "The machine code of mm/slub.o is the same before and after.",
}


def a_step(template: str, context: Mapping[str, object], bridges: tuple[int, int] = (3, 1)) -> Step:
    files = {"mm/slub.c": (Edit(0, 1, b"x"),), "mm/slab.h": ()}
    return Step(
        slug="s",
        template=template,
        subject="mm/slub: x",
        kind="slab_page",
        files=files,
        bridges_added=bridges[0],
        bridges_removed=bridges[1],
        claims=("identical",),
        context=dict(context),
    )


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("leave_out", [None, "all", *FULL])
def test_every_template_reads_well(template: str, leave_out: str | None) -> None:
    context = {} if leave_out == "all" else {k: v for k, v in FULL.items() if k != leave_out}
    body = step_body(a_step(template, context), "slab_page", "")
    assert body == wrap(body)
    for line in body.split("\n"):
        assert len(line) <= 75
        assert line == line.rstrip()
    assert "\n\n\n" not in body
    assert not re.search(
        r"  |\(\)\(\)| ,| \.(\s|$)|\bNone\b|\[\]|\{|\}", body.replace("\n   ", "\n")
    )
    assert body[0].isalpha()
    assert body.isascii()
    assert "struct slab_page" in body
    assert ("The machine code" in body) == ("proof" in context)


def test_type_name_may_be_written_both_ways() -> None:
    one = a_step("commit/retype.j2", FULL)
    assert step_body(one, "slab_page", "") == step_body(one, "struct slab_page", "")


def test_prose_helpers() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert listing(list("abcdefg"), 4) == "a, b, c, d and 3 more"
    assert listing([]) == ""
    assert bullets(["x", "y", "z"], 2) == " - x\n - y\n - and 1 more"


def test_subject_is_cut_at_a_word() -> None:
    assert subject_line(" a  b ") == "a b"
    long = "mm/slub: use struct slab_page in " + ", ".join(f"function_{n}()" for n in range(9))
    cut = subject_line(long)
    assert len(cut) <= 75
    assert cut == "mm/slub: use struct slab_page in function_0(), function_1(), function_2()"
    assert subject_line("x" * 60 + " and then something") == "x" * 60 + " and then"
    assert subject_line("x" * 70 + " and then something") == "x" * 70


def test_wrap_keeps_tables_and_hangs_lists() -> None:
    text = "one\ntwo\n\n\n    a   table\n    b   c\n\n - " + "item " * 20 + "\n - next\n\n"
    assert wrap(text) == (
        "one two\n\n    a   table\n    b   c\n\n"
        f" - {'item ' * 13}item\n   {'item ' * 5}item\n - next"
    )
    assert wrap("x" * 99) == "x" * 99


@pytest.mark.parametrize("line", ["--- a/b", "diff -u a b", "From me", "From: me", "Subject: x"])
def test_wrap_defuses_lines_that_git_am_would_take(line: str) -> None:
    assert wrap(f"Text.\n\n{line}") == f"Text.\n\n {line}"


def test_paragraph_in_and_out() -> None:
    message = compose("subject", "Body.", ["Cc: a <a@b>", "Signed-off-by: A B <a@b>"])
    more = with_paragraph(message, "Shown: " + "word " * 30, None)
    assert more.index("Shown: word") < more.index("\n\nCc: a")
    assert with_paragraph(more, "Other.", "Shown: " + "word " * 30) == message.replace(
        "Body.", "Body.\n\nOther."
    )
    assert with_paragraph(more, None, "Shown: " + "word " * 30) == message
    assert with_paragraph(message, None, "never there") == message


def test_kind_overrides_template(tmp_path: Path) -> None:
    own = tmp_path / "slab_page/templates/commit"
    own.mkdir(parents=True)
    (own / "retype.j2").write_text(
        'Own words for {{ kind }}.\n\n{% include "commit/_closing.j2" %}\n'
    )
    body = step_body(a_step("retype", {}), "slab_page", str(tmp_path / "slab_page"))
    assert body.startswith("Own words for slab_page.\n\nWhere this meets")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a\n{{ nothing }}", r"commit/bad.j2:2: 'nothing' is undefined"),
        ("a\n\n{% if %}", r"commit/bad.j2:3: "),
        ("{{ step.__class__.__mro__ }}", r"commit/bad.j2:1: .*unsafe"),
        ('{% include "gone.j2" %}', r"gone.j2:1: no such template"),
        ("a\n{{ 1 // 0 }}", r"commit/bad.j2:2: integer division or modulo by zero"),
        ("a\n\n{{ 1 + 'a' }}", r"commit/bad.j2:3: unsupported operand"),
        ("{{ bullets(5) }}", r"commit/bad.j2:1: 'bullets' is undefined"),
        ("a\n{{ 5 | bullets }}", r"commit/bad.j2:2: 'int' object is not subscriptable"),
        ("a\n{{ kind.nope() }}", r"commit/bad.j2:2: "),
        ("a\n{{ range(10 ** 9) | list }}", r"commit/bad.j2:2: Range too big"),
        ("a\n{{ '\\ud800' }}", r"commit/bad.j2:1: .*surrogates not allowed"),
        ("a\n\x1b[31m", r"commit/bad.j2:1: write no control characters"),
    ],
)
def test_mistakes_name_file_and_line(
    text: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates/commit").mkdir(parents=True)
    (tmp_path / "templates/commit/bad.j2").write_text(text)
    monkeypatch.setenv("FOLIOIZE_PATH", str(tmp_path))
    with pytest.raises(KindError, match=error) as caught:
        step_body(a_step("bad", {}), "slab_page", "")
    assert "\n" not in str(caught.value)


def test_a_template_that_is_in_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates/commit").mkdir(parents=True)
    (tmp_path / "templates/commit/bad.j2").write_text('a\n{% include "commit/bad.j2" %}')
    monkeypatch.setenv("FOLIOIZE_PATH", str(tmp_path))
    limit = sys.getrecursionlimit()
    # What a traceback costs grows with the square of its depth, and shows nothing more.
    sys.setrecursionlimit(len(inspect.stack(0)) + 200)
    try:
        with pytest.raises(KindError, match=r"commit/bad.j2:2: maximum recursion depth") as caught:
            step_body(a_step("bad", {}), "slab_page", "")
    finally:
        sys.setrecursionlimit(limit)
    assert "\n" not in str(caught.value)


def test_a_template_that_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates/commit").mkdir(parents=True)
    (tmp_path / "templates/commit/bad.j2").write_bytes(b"a\nb\n\xff")
    monkeypatch.setenv("FOLIOIZE_PATH", str(tmp_path))
    with pytest.raises(KindError, match=r"commit/bad\.j2:3: save the template as UTF-8"):
        step_body(a_step("bad", {}), "slab_page", "")


def test_unknown_template_is_named() -> None:
    with pytest.raises(KindError, match=r"commit/none\.j2:1: no such template in "):
        render("", "commit/none.j2", {})
    assert messages.c_type("struct x") == "struct x"
