# SPDX-License-Identifier: GPL-2.0-only
"""Answers go in, as to git add -p; decisions come out."""

from __future__ import annotations

import pytest

from folioize.kinds.pins import Decision
from folioize.review.engine import Engine
from folioize.review.prompt import HELP, Prompt
from folioize.review.session import NONE, Proposal, Session, hunk_text

pytestmark = pytest.mark.slow


class Talk:
    """Somebody who gives these answers, and then no more."""

    def __init__(self, session: Session, engine: Engine) -> None:
        self.session = session
        self.engine = engine
        self.said: list[str] = []
        self.asked: list[str] = []
        self.edited = ""

    def edit(self, text: str, suffix: str) -> str:
        assert suffix in (".c", ".h")
        return self.edited or text

    def give(self, *answers: str) -> str:
        left = list(answers)

        def ask(question: str) -> str | None:
            self.asked.append(question)
            return left.pop(0) if left else None

        Prompt(self.session, self.engine, ask, self.said.append, self.edit).run()
        assert not left, f"nobody asked for {left}"
        return "\n".join(self.said)


@pytest.fixture
def talk(session: Session, engine: Engine) -> Talk:
    return Talk(session, engine)


def first(session: Session, wanted: bool = True) -> str:
    """The first hunk that is about something, or about nothing."""
    return next(
        f"{one.number}.{hunk.number}"
        for one in session.record.patches
        for hunk in session.mail(one.number).hunks
        if (session.state(session.subjects(one.number, hunk)) != NONE) == wanted
    )


def test_it_begins_with_the_first_undecided_hunk(talk: Talk) -> None:
    told = talk.give()
    assert f"@@ {first(talk.session)} " in told
    assert "Accept this hunk? [y,n,q,a,d,g,/,j,J,k,K,s,e,w,u,?]" in talk.asked[0]


def test_what_is_passed_over_at_the_begin_is_told(talk: Talk) -> None:
    told = talk.give("g 1.1")
    begin = first(talk.session)
    names = [
        f"{one.number}.{hunk.number}"
        for one in talk.session.record.patches
        for hunk in talk.session.mail(one.number).hunks
    ]
    before = names[: names.index(begin)]
    assert before
    span = before[0] if len(before) == 1 else f"{before[0]} to {before[-1]}"
    verb = "follows" if len(before) == 1 else "follow"
    line = f"passed over: {span} ({len(before)} {verb} from others); g {before[0]} goes there\n"
    assert told.startswith(line)
    assert f"@@ {before[0]} " in told


def test_y_accepts_and_goes_on(talk: Talk) -> None:
    talk.give("y")
    assert [one.verdict for one in talk.session.decisions][:1] == ["accept"]
    assert len(talk.asked) == 2
    assert talk.asked[0] != talk.asked[1]


def test_n_shows_what_follows_and_asks(talk: Talk) -> None:
    told = talk.give("n", "n")
    assert "declaration" in told
    assert talk.asked[1] == "Keep this decision [y,n]? "
    assert not talk.session.decisions
    talk.give("n", "y")
    assert {decision.kind for decision in talk.session.decisions} == {"page"}


def test_an_empty_line_never_accepts(talk: Talk) -> None:
    told = talk.give("", "n", "")
    assert HELP in told
    assert talk.session.decisions == ()


@pytest.mark.parametrize(("letter", "verdict"), [("a", "accept"), ("d", "pin")])
def test_the_rest_of_a_file(talk: Talk, letter: str, verdict: str) -> None:
    name = first(talk.session)
    number = int(name.split(".")[0])
    path = next(h.path for h in talk.session.mail(number).hunks if f"{number}.{h.number}" == name)
    rows = {
        at
        for h in talk.session.mail(number).hunks
        if h.path == path
        for at in talk.session.subjects(number, h)
    }
    talk.give(letter, *(["y"] if letter == "d" else []))
    assert rows
    for at in rows:
        decision = talk.session.decision(at)
        assert decision is not None
        assert decision.verdict == verdict


def test_moving(talk: Talk) -> None:
    name, follows = first(talk.session), first(talk.session, wanted=False)
    told = talk.give("g1.1", "J", "K", f"g {follows}", "g9.9", "/slab_page", "/[", "/no where")
    assert "@@ 1.1 " in told
    assert "@@ 1.2 " in told
    assert f"@@ {follows} " in told
    assert "This hunk follows from others." in "".join(talk.asked)
    assert "no hunk 9.9" in told
    assert "no hunk matches no where" in told
    assert "unterminated character set" in told
    talk.give("k", "j", f"g{name}", "k")
    assert talk.session.decisions == ()


@pytest.mark.parametrize("word", ["all", "nothing yet", "yy", "undo", "dd" * 99999, "qed"])
def test_a_word_is_no_letter(talk: Talk, word: str) -> None:
    told = talk.give(word, "q")
    assert "one letter is expected, not " in told
    assert len(told) < 5000
    assert len(talk.asked) == 2
    assert talk.session.decisions == ()


@pytest.mark.parametrize("pattern", ["(" * 9999, "a{99999999999999999999}"])
def test_what_is_no_regular_expression_is_told(talk: Talk, pattern: str) -> None:
    told = talk.give(f"/{pattern}")
    assert f"{pattern[:60]} is no regular expression: " in told
    assert pattern[:99] not in told or len(pattern) < 60


def test_what_somebody_else_decides_meanwhile_counts_too(talk: Talk) -> None:
    session, other = talk.session, Decision("mm/nowhere.c", "page")
    keep = session.keep

    def late(proposal: Proposal) -> None:
        session.journal.decide((other,), "meanwhile")
        keep(proposal)

    session.keep = late  # type: ignore[method-assign]
    talk.give("n", "y")
    assert session.outcome is not None
    assert other in session.outcome.decisions
    assert session.outcome.decisions == session.decisions


def test_split_asks_about_each(talk: Talk) -> None:
    talk.give("s", "y", "q")
    assert len(talk.session.decisions) == 1
    assert talk.session.decisions[0].breadth == 0


def test_why_and_undo_and_help(talk: Talk) -> None:
    told = talk.give("w", "y", "u", "u", "?", "x")
    assert "kind.toml says" in told or "belongs to slab_page" in told
    assert "undone: accept hunk" in told
    assert "nothing to undo" in told
    assert told.count(HELP) == 2
    assert talk.session.decisions == ()


def test_it_ends_when_all_is_decided(talk: Talk) -> None:
    for patch in talk.session.record.patches:
        if talk.session.patch_rows(patch.number):
            target = talk.session.of_patch(patch.number)
            talk.session.keep(talk.session.propose("accept", target))
    talk.session.take(talk.engine.solve(talk.session.decisions))
    assert "all hunks are decided" in talk.give()


def test_e_edits_and_checks_again(talk: Talk) -> None:
    number, at = map(int, first(talk.session).split("."))
    hunk = talk.session.mail(number).hunks[at - 1]
    assert "nothing was edited" in talk.give("e")
    talk.edited = hunk_text(hunk).rstrip("\n") + "\n/* mine */\n"
    told = talk.give("e", "y")
    assert "nothing else changes" in told
    assert "/* mine */" in "".join(raw.decode() for raw in talk.session.mails)
    assert talk.session.decisions[0].verdict == "edit"
    talk.edited = "int broken(\n"
    assert "edited by hand: " in talk.give("e")
    assert len(talk.session.decisions) == 1
