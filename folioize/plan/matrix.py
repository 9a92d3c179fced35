# SPDX-License-Identifier: GPL-2.0-only
"""A conversion and all kinds of its design go in; the C files that the compiler must refuse, each
kind given to functions of another, come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from folioize.kinds.kindfile import Kind
from folioize.model import Negative
from folioize.plan.conversion import Conversion
from folioize.typegen import negatives

_MOST = 4  # functions of a kind that are tried
_FOLIO = re.compile(r"^struct[ \t]+folio[ \t\n]*\{", re.MULTILINE)
_FOLIO_FUNCTIONS = ("folio_put", "folio_nr_pages")


def negatives_of(conversion: Conversion, kinds: Sequence[Kind]) -> tuple[Negative, ...]:
    """The compile cases of one kind: its functions and its bridges are given all other kinds,
    a struct page and a struct folio; functions of pages are given the kind."""
    kind = conversion.kind
    others = [other.kind.type for other in kinds if other is not kind]
    strangers = dict.fromkeys((*others, *(["folio"] if kind.kind.type != "folio" else [])))
    return negatives(
        kind,
        tuple(strangers),
        conversion.signature_after,
        functions=_functions(conversion, alone=not others),
        folio_functions=_FOLIO_FUNCTIONS if _FOLIO.search(conversion.layout.text) else (),
    )


def _functions(conversion: Conversion, *, alone: bool) -> list[str]:
    """Functions that take the kind.

    In a design, only those with no other page among their parameters: that may get a kind of its
    own. Those that the kind file names come first.
    """
    if conversion.kind.kind.last:  # they are there whatever is converted
        return list(conversion.usable())[:_MOST]
    functions = conversion.kind.evidence.functions
    named = [name for name in functions if conversion.takes_the_kind(name)]
    if alone:
        return named[:_MOST]
    taking = {slot[1] for slot in conversion.labels if slot[0] == "param"}
    plain = [*named, *sorted(name for name in taking if name.isidentifier())]
    return [
        name
        for name in dict.fromkeys(plain)
        if name in taking and conversion.signature(name) and _is_plain(conversion, name)
    ][:_MOST]


def _is_plain(conversion: Conversion, name: str) -> bool:
    """Whether a function takes one page, and other files can call it: a header declares it."""
    functions = conversion.analysis.graph.tables.function(name)
    pages = max(sum(param[3] >= 0 for param in function.params) for _, function in functions)
    return pages == 1 and any(path.endswith(".h") for path, _ in functions)
