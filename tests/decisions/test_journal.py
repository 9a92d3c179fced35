# SPDX-License-Identifier: GPL-2.0-only
"""Changes go in; a file that is whole at any moment, and a way back, come out."""

from __future__ import annotations

import errno
import multiprocessing
import os
from pathlib import Path

import pytest

from folioize.decisions import Journal, journal
from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision

ONE = Decision("mm/a.c", "page")
TWO = Decision("mm/b.c", "page", "f", note="ask Ann")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out" / "decisions.toml"


def test_nothing_is_written_before_something_is_decided(path: Path) -> None:
    assert Journal(path).decisions() == ()
    assert not path.parent.exists()


def test_undo_has_no_end(path: Path) -> None:
    texts = [""]
    for number in range(30):
        Journal(path).decide((Decision(f"mm/{number % 7}.c", "page", f"f{number}"),), str(number))
        texts.append(path.read_text())
    for number in reversed(range(30)):
        assert Journal(path).undo() == str(number)
        assert path.read_text() == texts[number]
    assert Journal(path).undo() is None
    Journal(path).decide((ONE,), "again")
    assert Journal(path).history() == ["again"]


def test_undo_leaves_what_was_written_by_hand(path: Path) -> None:
    Journal(path).decide((ONE,), "one")
    Journal(path).decide((TWO,), "two")
    path.write_text("# by hand\n" + path.read_text())
    assert Journal(path).undo() == "two"
    assert path.read_text().startswith("# by hand\n")
    assert Journal(path).decisions() == (ONE,)
    assert Journal(path).undo() == "one"
    assert Journal(path).decisions() == ()


def test_lines_go_on_ending_as_they_did(path: Path) -> None:
    path.parent.mkdir()
    by_hand = b'# mine\r\n\r\n[[decision]]\r\nfile = "mm/a.c"\r\nkind = "page"\r\n'
    path.write_bytes(by_hand)
    Journal(path).decide((TWO,), "two")
    data = path.read_bytes()
    assert data.startswith(by_hand) and data.count(b"\r\n") == data.count(b"\n") > 8
    assert Journal(path).decisions() == (ONE, TWO)
    assert Journal(path).undo() == "two"
    assert path.read_bytes() == by_hand


@pytest.mark.parametrize("cut", range(1, 40, 7))
def test_a_crash_while_the_log_is_written_loses_that_line_only(path: Path, cut: int) -> None:
    Journal(path).decide((ONE,), "one")
    before = path.read_bytes()
    Journal(path).decide((TWO,), "two")
    log = path.with_suffix(".log")
    log.write_bytes(log.read_bytes().removesuffix(b"{}\n")[:-cut])
    path.write_bytes(before)
    again = Journal(path)
    assert again.decisions() == (ONE,)
    again.decide((TWO,), "two")
    assert Journal(path).history() == ["two", "one"]
    assert Journal(path).decisions() == (ONE, TWO)


def test_a_crash_between_log_and_file_is_made_good(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(path).decide((ONE,), "one")
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_replace", _killed)
        with pytest.raises(KeyboardInterrupt):
            Journal(path).decide((TWO,), "two")
    assert Journal(path).decisions() == (ONE, TWO)
    assert sorted(entry.name for entry in path.parent.iterdir()) == [
        "decisions.log",
        "decisions.toml",
    ]


def _killed(_path: Path, _text: str) -> None:
    raise KeyboardInterrupt


def test_a_file_that_was_put_back_by_hand_stays_so(path: Path) -> None:
    Journal(path).decide((ONE,), "one")
    before = path.read_bytes()
    Journal(path).decide((TWO,), "two")
    path.write_bytes(before)
    assert Journal(path).decisions() == (ONE,)
    Journal(path).mark(read=("x",))
    assert path.read_bytes() == before


def _many(path: Path, name: str) -> None:
    for number in range(10):
        Journal(path).decide((Decision(f"mm/{name}{number}.c", "page"),), name)


def test_two_at_a_time_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    both = [context.Process(target=_many, args=(path, name)) for name in "xy"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(Journal(path).decisions()) == 20
    assert len(Journal(path).history()) == 20


def test_what_was_decided_already_is_no_step_for_undo(path: Path) -> None:
    Journal(path).decide((ONE,), "one")
    Journal(path).decide((ONE,), "one, again")
    Journal(path).forget((TWO,), "what is not there")
    assert Journal(path).history() == ["one"]
    assert Journal(path).undo() == "one"
    assert Journal(path).decisions() == ()


def test_a_folder_in_the_place_of_a_file_is_told_in_one_line(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(FolioizeError, match=r"cannot read .*decisions\.toml: Is a directory: mend"):
        Journal(path).decisions()
    path.rmdir()
    mine = Journal(path)
    mine.log.mkdir()
    with pytest.raises(FolioizeError, match=r"cannot read .*decisions\.log: Is a directory"):
        mine.read()


def test_what_can_not_be_written_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Journal(path).decide((ONE,), "one")
    Journal(path).mark(read=("a",))
    real = Path.open

    def read_only(self: Path, mode: str = "r", *rest: object, **named: object) -> object:
        if set(mode) & set("wa+"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(self, mode, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "open", read_only)
    again = Journal(path)
    assert (again.decisions(), again.read()) == ((ONE,), {"a"})
    with pytest.raises(FolioizeError, match=r"cannot write .*: Read-only file system"):
        again.decide((TWO,), "two")


def test_two_that_disagree_are_told_with_their_lines(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(
        '[[decision]]\nfile = "mm/a.c"\nkind = "page"\n\n'
        '[[decision]]\nfile = "mm/a.c"\nkind = "jar_page"\n'
    )
    with pytest.raises(FolioizeError, match=r"toml:5: line 1 pins the same to page: remove one"):
        Journal(path).decide((TWO,), "two")


def test_marks_are_no_decisions(path: Path) -> None:
    one = Journal(path)
    one.decide((ONE,), "one")
    one.mark(read=("a", "b"))
    one.mark(unread=("a",))
    assert Journal(path).read() == {"b"}
    assert Journal(path).undo() == "one"
    assert Journal(path).read() == {"b"}


def test_a_broken_log_is_told_in_one_line(path: Path) -> None:
    Journal(path).decide((ONE,), "one")
    path.with_suffix(".log").write_bytes(b"{no json}\n")
    with pytest.raises(FolioizeError, match=r"decisions\.log: .*; move it away"):
        Journal(path)


@pytest.mark.parametrize("place", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_all_as_it_was(
    place: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Journal(path)
    mine.decide((ONE,), "first")
    before = path.read_bytes(), mine.log.read_bytes()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        if place == "replace":
            patch.setattr("folioize.decisions.journal._replace", full)
        else:
            patch.setattr(os, place, full)
        with pytest.raises(FolioizeError, match=r"toml: No space left on device; what was"):
            mine.decide((TWO,), "second")
    assert (path.read_bytes(), mine.log.read_bytes()) == before
    assert Journal(path).decisions() == (ONE,)
