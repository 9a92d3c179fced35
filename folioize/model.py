# SPDX-License-Identifier: GPL-2.0-only
"""The records that stages hand to one another: frozen, and free of behaviour."""

from __future__ import annotations

from typing import Any

import msgspec


class Options(msgspec.Struct, frozen=True):
    """What the user asked of infer and plan besides a tree and kinds.

    ``paths`` keeps the work to these directories and files ((): the whole tree); ``jobs`` is the
    number of processes, 0 for one a core, and changes no result; ``decisions`` is a file of pins;
    ``kind_dirs`` are folders of kinds that come before all others. ``behaviour`` says how far
    calls may be rewritten where the tree has the type: "types" (not at all), "preserving",
    "order-0" or "changing".
    """

    paths: tuple[str, ...] = ()
    jobs: int = 0
    keep_names: bool = False
    decisions: str | None = None
    kind_dirs: tuple[str, ...] = ()
    behaviour: str = "types"


class Edit(msgspec.Struct, frozen=True, order=True):
    """Replace bytes ``start`` to ``end`` (offsets into the pristine file) by ``new``."""

    start: int
    end: int
    new: bytes


class Evidence(msgspec.Struct, frozen=True):
    """One step of the path from a seed to a declaration; ``line`` counts from 1."""

    file: str
    line: int
    what: str


class Rival(msgspec.Struct, frozen=True):
    """One of the kinds that reach a declaration in conflict, and the path on which it does."""

    kind: str
    confidence: float
    evidence: tuple[Evidence, ...]


class Declaration(msgspec.Struct, frozen=True):
    """A declaration of ``struct page`` type with the kind it was given.

    ``kind`` is "page" where nothing speaks for one, and "conflict" where several kinds meet. All
    that reach it are its ``rivals``, also where the conflict is settled elsewhere; ``proposal``
    says what might be done and why. ``role`` is param, local, return, field, global, typedef or
    macro; ``index`` is a parameter's place from 0;
    ``function`` is the function's name, the struct tag for a field, None for a global. ``line``
    and ``column`` count from 1. ``confidence`` is between 0 and 1. ``ambiguous`` says why it may
    hold a tail page or one of any kind, so that it stays ``struct page`` though it is of the kind.
    """

    file: str
    line: int
    column: int
    function: str | None
    role: str
    index: int | None
    name: str
    type: str
    kind: str
    confidence: float
    evidence: tuple[Evidence, ...]
    why_not: str | None = None
    rivals: tuple[Rival, ...] = ()
    proposal: str | None = None
    ambiguous: str | None = None

    def declared(self, otherwise: str) -> str:
        """Type and name, as C has them; ``otherwise`` stands for a name that is not there."""
        space = "" if self.type.endswith("*") else " "
        return f"{self.type}{space}{self.name or otherwise}"


class Left(msgspec.Struct, frozen=True):
    """A ``struct page`` token that stays, or a use that was not edited, and the reason."""

    file: str
    line: int
    state: str  # "generic", "left", "not understood", or "unbridged" for a use
    reason: str


class Account(msgspec.Struct, frozen=True):
    """Where every ``struct page`` token of the paths asked for went.

    ``tokens`` = ``converted`` + ``generic`` + ``left`` + ``not_understood``.
    """

    tokens: int
    converted: int
    generic: int
    left: int
    not_understood: int
    rows: tuple[Left, ...]


class Step(msgspec.Struct, frozen=True):
    """The edits of one patch.

    ``files`` maps a path to the *cumulative* edits, relative to the pristine file, after this
    step; only files that this step changes are in it. ``claims`` holds "identical" where the
    step only retypes, so that machine code must not change, and "types" where it only retypes too,
    but a compiler may settle on other registers. ``mentions`` of the ``declarations`` are none, but
    places that name the type: a cast, an argument of a macro. ``context`` is what the message
    template named ``template`` reads besides the step itself.
    """

    slug: str
    template: str
    subject: str
    kind: str
    files: dict[str, tuple[Edit, ...]]
    declarations: tuple[str, ...] = ()
    mentions: int = 0
    bridges_added: int = 0
    bridges_removed: int = 0
    claims: tuple[str, ...] = ()
    context: dict[str, Any] = {}


class Negative(msgspec.Struct, frozen=True):
    """A C file that the compiler must refuse in the converted tree, or must accept.

    ``source`` is whole C text; ``expect`` is "refuse" or "accept"; ``where`` is the directory
    (relative to the tree) whose flags and include paths the compile takes, such as "mm".
    ``given`` is the type that the file passes, and ``takes`` the one that is asked for: tags of
    structs, or a typedef's name.
    """

    name: str
    source: str
    expect: str
    where: str
    given: str = ""
    takes: str = ""


class Part(msgspec.Struct, frozen=True):
    """The steps of one kind, ``steps`` in number, in a plan of one kind or several.

    ``folder`` is the kind's, which may have templates of its own; ``converted`` counts the
    ``struct page`` tokens of the pristine tree that this part does away with.
    """

    kind: str
    type_name: str
    title: str
    folder: str
    steps: int
    converted: int


class ByHand(msgspec.Struct, frozen=True):
    """What a person wrote otherwise: where ``before`` would be in a file, there is ``after``."""

    file: str
    before: str
    after: str


class Plan(msgspec.Struct, frozen=True):
    """A whole conversion: its steps in order, the account, and what the proof needs.

    ``kind`` is the kind's name, or the design's if it has several; then ``type_name`` names all
    types, ``folder`` is empty, and ``why`` is the design's reason. ``parts`` follow one another
    in ``steps``. ``asked`` are the options that ask for this plan. ``unedited`` are uses that the
    series leaves for a person, and names that could not change; ``skipped`` says which kinds of
    the design have no part, and why. ``folder`` is the kind's, which may have templates of its
    own. ``sources`` has a digest of the bytes of each file that the edits are relative to;
    ``notes`` are lines that the user should know of the decisions, ``decided`` tells each that was
    obeyed, from the file ``decided_in``.
    """

    kind: str
    type_name: str
    steps: tuple[Step, ...]
    account: Account
    negatives: tuple[Negative, ...] = ()
    unedited: tuple[Left, ...] = ()
    folder: str = ""
    parts: tuple[Part, ...] = ()
    layout: str = "overlay"
    title: str = ""
    why: str = ""
    asked: str = ""
    skipped: tuple[str, ...] = ()
    sources: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    decided: tuple[str, ...] = ()
    decided_in: str = ""


class PatchRecord(msgspec.Struct, frozen=True):
    """One patch of a generated series, as series.json holds it; counts are git's own.

    ``proof`` is the paragraph that verify put into its message, None before that.
    """

    number: int
    file: str
    commit: str
    subject: str
    files: tuple[str, ...]
    insertions: int
    deletions: int
    declarations: tuple[str, ...]
    bridges_added: int
    bridges_removed: int
    claims: tuple[str, ...]
    proof: str | None = None


class PartRecord(msgspec.Struct, frozen=True):
    """The patches of one kind, ``first`` to ``last`` by number; a kind without any has no part.

    ``converted`` counts the ``struct page`` tokens of the base that they do away with.
    """

    kind: str
    type_name: str
    title: str
    first: int
    last: int
    converted: int


class SeriesRecord(msgspec.Struct, frozen=True):
    """series.json: the base, the branch, the patches, and the files the compiler must judge.

    ``transient`` counts lines that one patch adds and a later one removes; ``net_insertions``
    and ``net_deletions`` are git's numbers for the base against the tip. ``prefix`` stands in the
    subjects' brackets; ``proof`` is what verify put into the cover letter, None before that.
    ``kind`` is the design's name where there are several; each has a part.
    ``unused`` tells of edits by hand to text that no patch writes any more. ``decisions`` are
    those that were obeyed, each told in a line, and ``decided_in`` is the file that they stand in.
    """

    version: int
    kind: str
    type_name: str
    base: str
    branch: str
    tip: str
    patches: tuple[PatchRecord, ...]
    net_insertions: int
    net_deletions: int
    transient: int
    account: Account
    negatives: tuple[Negative, ...] = ()
    prefix: str = "PATCH"
    proof: str | None = None
    parts: tuple[PartRecord, ...] = ()
    layout: str = "overlay"
    unused: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    decided_in: str = ""
