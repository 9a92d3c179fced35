# SPDX-License-Identifier: GPL-2.0-only
"""A rehearsed design goes in; what the compiler checks with it that it could not before comes
out."""

from __future__ import annotations

import msgspec

from folioize.churn.rehearsed import Rehearsed
from folioize.churn.tables import Cell, Table
from folioize.typegen.layout import page_nodes


class Benefit(msgspec.Struct, frozen=True):
    """What a design gives.

    ``edges`` are pages handed to a function or taken from one; an edge is checked if the
    function's side has the kind's type. ``head_calls`` are calls that look, unseen, for the head
    of a compound page; ``typed_head_calls`` those on a value whose type says what it is, so that
    they can go; ``gone_head_calls`` those that have gone (None: not known without a build).
    ``ambiguous`` are pointers to pages of which nothing shows that they are no tail pages.
    """

    declarations: int
    checked_declarations: int
    edges: int
    checked_edges: int
    head_calls: int
    typed_head_calls: int
    gone_head_calls: int | None
    fields: int
    closed_fields: tuple[str, ...]
    ambiguous: int
    ambiguous_left: int


def benefit_of(design: Rehearsed) -> Benefit:
    """Measure a design against the tree as it was."""
    before = design.before
    # The facts of a later kind are of a tree that earlier ones changed; nothing is in two.
    gains = [kind.gains for kind in design.kinds]
    fields, left = _fields(design)
    claims = [step.claims for step in design.plan.steps]
    return Benefit(
        declarations=before.declarations,
        checked_declarations=sum(one.declarations for one in gains),
        edges=before.edges,
        checked_edges=sum(one.edges for one in gains),
        head_calls=before.head_calls,
        typed_head_calls=sum(one.head_calls for one in gains),
        gone_head_calls=0 if all({"identical", "types"} & {*one} for one in claims) else None,
        fields=len(fields),
        closed_fields=tuple(name for name in fields if name not in left),
        ambiguous=before.ambiguous,
        ambiguous_left=before.ambiguous - sum(one.ambiguous for one in gains),
    )


def benefit_table(benefit: Benefit) -> Table:
    """The measures, each with what it is a share of."""
    one = benefit
    gone = "not known" if one.gone_head_calls is None else one.gone_head_calls
    rows: tuple[tuple[Cell, ...], ...] = (
        ("declarations checked", one.checked_declarations, one.declarations,
         _percent(one.checked_declarations, one.declarations)),
        ("call edges checked", one.checked_edges, one.edges,
         _percent(one.checked_edges, one.edges)),
        ("implicit compound_head() calls on typed pages", one.typed_head_calls, one.head_calls,
         _percent(one.typed_head_calls, one.head_calls)),
        ("of these gone already", gone, one.typed_head_calls, None),
        ("fields of struct page closed", len(one.closed_fields), one.fields,
         _percent(len(one.closed_fields), one.fields)),
        ("possibly tail pages that remain", one.ambiguous_left, one.ambiguous,
         _percent(one.ambiguous_left, one.ambiguous)),
    )  # fmt: skip
    return Table("benefit", "What it gives", ("what", "count", "of", "percent"), rows)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def _fields(design: Rehearsed) -> tuple[list[str], set[str]]:
    """The fields of struct page before, in order, and after."""
    path = design.tree.page_header
    before = after = design.tree.read(path)
    if path in design.net.files:
        after = design.store.run("cat-file", "blob", f"{design.tip}:{path}")
    names = [
        list(dict.fromkeys(one.name for node in page_nodes(text, path) for one in node.fields()))
        for text in (before, after)
    ]
    return names[0], set(names[1])
