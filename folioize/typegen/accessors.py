# SPDX-License-Identifier: GPL-2.0-only
"""Accessor names and the signatures of what they wrap go in; static inline functions come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from folioize.errors import KindError
from folioize.kinds.kindfile import Accessor, Kind

WIDTH = 80
_PAGE_POINTER = re.compile(r"(?:const\s+)?struct\s+page\s*\*(?:\s*const)?\Z")


@dataclass(frozen=True, slots=True)
class Signature:
    """A function as the tree declares it.

    ``returns`` is its type as written ("void *"); ``params`` are (type, name) pairs with
    ``[]`` bounds left out; ``page`` is the index of the one that is the page. ``path`` is the
    header that declares it, empty where several do.
    """

    returns: str
    params: tuple[tuple[str, str], ...]
    page: int = 0
    path: str = ""


Signatures = Callable[[str], Signature | None]


def accessor_text(kind: Kind, names: Sequence[str], signatures: Signatures) -> str:
    """Static inline functions called ``names``, in that order, a blank line between two.

    Each hands its struct of the kind to the function it wraps, through the bridge. It takes a
    const pointer if that function does, and returns the kind's type if that returns a page.
    Raises KindError for a name that the kind does not have, and for one whose wrapped function
    neither ``signatures`` nor the kind file describes.
    """
    return "\n".join(_one(kind, kind.accessor(name), signatures) for name in names)


def _one(kind: Kind, entry: Accessor, signatures: Signatures) -> str:
    found = signatures(entry.of)
    if found is None:
        if entry.returns is None:
            raise KindError(
                f"{kind.place_of(entry)}: give the accessor {entry.name!r} a key 'returns': "
                f"the tree does not say what {entry.of}() returns"
            )
        found = Signature(entry.returns, (("struct page *", "page"),))
    head = kind.kind
    const = _is_const(found.params[found.page][0]) if entry.const is None else entry.const
    own = f"{'const ' if const else ''}struct {head.type} *"
    names = [
        f"arg{index}" if name in ("", head.variable) else name
        for index, (_, name) in enumerate(found.params)
    ]
    names[found.page] = head.variable
    types = [own if index == found.page else kind_ for index, (kind_, _) in enumerate(found.params)]
    params = [_declare(one, name) for one, name in zip(types, names, strict=True)]
    passed = list(names)
    passed[found.page] = f"{kind.bridges.to_page}({head.variable})"
    returns = entry.returns or found.returns
    call = f"{entry.of}({', '.join(passed)})"
    if _PAGE_POINTER.match(returns):
        returns = f"{'const ' if _is_const(returns) else ''}struct {head.type} *"
        call = f"{kind.bridges.from_page}({call})"
    body = call if returns == "void" else f"return {call}"
    return _head(_declare(returns, entry.name), params) + f"{{\n\t{body};\n}}\n"


def _is_const(written: str) -> bool:
    return bool(re.match(r"const\b|struct\s+page\s+const\b", written))


def _declare(written: str, name: str) -> str:
    plain = " ".join(written.split())
    return f"{plain}{name}" if plain.endswith("*") else f"{plain} {name}"


def _head(name: str, params: Sequence[str]) -> str:
    """The line of a function's name and parameters, broken below the parenthesis if too long."""
    line = f"static inline {name}("
    hang = "\t" * (len(line) // 8) + " " * (len(line) % 8)
    lines = [line]
    for index, param in enumerate(params):
        part = param + (")" if index == len(params) - 1 else ",")
        join = "" if index == 0 else " "
        if index and len((lines[-1] + join + part).expandtabs(8)) > WIDTH:
            lines.append(hang + part)
        else:
            lines[-1] += join + part
    return "\n".join(lines) + "\n"
