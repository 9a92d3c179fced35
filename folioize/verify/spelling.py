# SPDX-License-Identifier: GPL-2.0-only
"""Objects that differ go in; whether the address of a first member alone made the difference
comes out.

``&folio->page`` and ``folio`` are one address, as page is the first member of struct folio, but
gcc (12 at least) may keep a register for each: a patch that changes nothing but types then changes
code. Spelt as a sum of the pointer and the member's offset, which is the same by the definition of
the language, the address is the pointer itself to all of the compiler's passes. So both sides are
compiled with that spelling, and must be the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from folioize.verify.work import WorkArea

_INNER = r"(?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*"
_ADDRESS = re.compile(
    rf"(?<![&\w)\]])&(?P<base>(?:[A-Za-z_]\w*|\({_INNER}\))(?:\[[^][\n]*\]|->\w+|\.\w+)*?)"
    r"->(?P<member>[A-Za-z_]\w*)(?![\w([.]|\s*->)"
)


def members_of(diff: str) -> frozenset[str]:
    """The members of which a diff without context has other addresses in its new lines than in
    the old ones."""
    count: Counter[tuple[str, str]] = Counter()
    for line in diff.splitlines():
        sign = {"+": 1, "-": -1}.get(line[:1], 0)
        if sign and not line.startswith(("+++", "---")):
            for match in _ADDRESS.finditer(line[1:]):
                count[match["member"], match["base"]] += sign
    return frozenset(member for (member, _), more in count.items() if more)


def spelt(text: str, members: frozenset[str]) -> str:
    """A source text with the addresses of these members as sums; its lines stay where they are."""

    def sum_of(match: re.Match[str]) -> str:
        base, member = match["base"], match["member"]
        if member not in members:
            return match[0]
        offset = f"__builtin_offsetof(typeof(*({base})), {member})"
        return f"((typeof(({base})->{member}) *)((unsigned long)({base}) + {offset}))"

    return _ADDRESS.sub(sum_of, text)


def how(members: Iterable[str]) -> str:
    """What is told of a comparison in this spelling."""
    return " and ".join(f"&x->{name} written as a cast of x" for name in sorted(members))


def rewrite(area: WorkArea, paths: Sequence[str], members: frozenset[str]) -> None:
    """Give those of the files that are there the other spelling, in the work area."""
    for path in _present(area, paths):
        # Not all sources are UTF-8, and no byte of theirs is to change.
        old = path.read_bytes().decode("latin-1")
        new = spelt(old, members)
        if new != old:
            path.write_bytes(new.encode("latin-1"))


def _present(area: WorkArea, paths: Sequence[str]) -> Iterator[Path]:
    for name in paths:
        path = area.src / name
        if path.suffix in (".c", ".h") and path.is_file() and not path.is_symlink():
            yield path
