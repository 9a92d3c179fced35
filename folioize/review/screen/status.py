# SPDX-License-Identifier: GPL-2.0-only
"""A session goes in; what the top line says of it, as there is room, comes out."""

from __future__ import annotations

from collections.abc import Sequence

from folioize.review.session import Session


def top_parts(session: Session, busy: str, filtered: str) -> list[list[str]]:
    """What is told at the top: in full, and in fewer words."""
    record = session.record
    read = sum(session.is_read(one.number) for one in record.patches)
    patches = len(record.patches)
    last = [] if session.is_written or not session.rows else ["not written: W"]
    last += [f"... {busy}"] if busy else []
    last += [f"filter {filtered}"] if filtered else []
    full = [record.kind, f"{read} of {patches} patches read"]
    short = [f"read {read} of {patches}"]
    if session.rows:
        done = session.progress()
        full += [f"{done.decided} of {done.declarations} decided", f"{done.conflicts} conflicts"]
        short += [f"decided {done.decided} of {done.declarations}", f"{done.conflicts} conflicts"]
    return [[*full, *last], [*full[1:], *last], [*short, *last], [*last, *short]]


def fitting(ways: Sequence[Sequence[str]], between: str, width: int) -> str:
    """The first way to say it that is no wider; of the last one as many parts as there is room
    for, since half a number would be another number."""
    for parts in ways:
        text = between.join(parts)
        if len(text) <= width:
            return text
    parts = list(ways[-1])
    while len(parts) > 1 and len(between.join(parts)) > width:
        parts.pop()
    return between.join(parts)
