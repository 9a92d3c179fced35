# SPDX-License-Identifier: GPL-2.0-only
"""What a review is made of: records that go between the solver's process and the screen's."""

from __future__ import annotations

import msgspec

from folioize.kinds.designs import Design
from folioize.kinds.pins import Decision
from folioize.model import Declaration, Left, SeriesRecord


class Spec(msgspec.Struct, frozen=True):
    """What is reviewed: a tree, a design (of one kind, mostly), and how its series is made."""

    tree: str
    design: Design
    branch: str = ""
    kind_dirs: tuple[str, ...] = ()
    jobs: int = 0
    keep_names: bool = False
    paths: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What comes of a set of decisions.

    ``rows`` are all declarations; ``decided`` maps the number of a row to that of the decision
    about it. ``links`` has for each patch and file pairs of an old line and a row that the line
    is about. ``mails`` are the patches, in order, and ``cover`` is the cover letter.
    """

    decisions: tuple[Decision, ...]
    record: SeriesRecord
    mails: tuple[bytes, ...]
    cover: bytes
    rows: tuple[Declaration, ...]
    decided: dict[int, int]
    links: tuple[dict[str, tuple[tuple[int, int], ...]], ...]
    stale: tuple[Decision, ...] = ()
    unedited: tuple[Left, ...] = ()


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Solve for these decisions; ``show`` where only the last such question matters."""

    decisions: tuple[Decision, ...]
    number: int = 0
    show: bool = False


class Compare(msgspec.Struct, frozen=True, tag=True):
    """Compare the series of these decisions with the one from ``base`` to ``tip``."""

    decisions: tuple[Decision, ...]
    base: str
    tip: str


class Write(msgspec.Struct, frozen=True, tag=True):
    """Write the series of these decisions to a folder and a branch."""

    decisions: tuple[Decision, ...]
    out: str


Request = Ask | Compare | Write


class Solved(msgspec.Struct, frozen=True, tag=True):
    """The answer to Ask."""

    outcome: Outcome
    number: int = 0


class Compared(msgspec.Struct, frozen=True, tag=True):
    """The answer to Compare."""

    text: str


class Written(msgspec.Struct, frozen=True, tag=True):
    """The answer to Write: the record of what was written, and what else there is to say of it."""

    record: SeriesRecord
    note: str = ""


class Busy(msgspec.Struct, frozen=True, tag=True):
    """How far the solver is: ``done`` of ``total``, 0 of 0 where that is unknown."""

    what: str
    done: int = 0
    total: int = 0


class Failed(msgspec.Struct, frozen=True, tag=True):
    """Why a request was not answered, in one line."""

    why: str
    number: int = 0


Answer = Solved | Compared | Written | Busy | Failed
