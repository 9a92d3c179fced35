# SPDX-License-Identifier: GPL-2.0-only
"""A kind and the names of functions go in; C files that must, or must not, compile come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from folioize.kinds.kindfile import Kind
from folioize.model import Negative
from folioize.typegen.accessors import Signature, Signatures
from folioize.typegen.supertype import Members

_TAG = re.compile(r"\bstruct (\w+)")
_PAGE_FUNCTIONS = ("put_page", "page_address")


def negatives(  # noqa: PLR0913 - names, all with a usual value
    kind: Kind,
    others: Sequence[str] = ("folio",),
    signatures: Signatures = lambda name: None,
    *,
    functions: Sequence[str] = (),
    page_functions: Sequence[str] = _PAGE_FUNCTIONS,
    folio_functions: Sequence[str] = (),
    table_page: str = "pgtable_t",
) -> tuple[Negative, ...]:
    """Compile cases for the converted tree, each wrong one with a right twin.

    ``functions`` take the kind, as the signatures say (those without one are left out), and are
    given a page, a page-table page (``table_page`` is the type of one, empty for none) and each
    of the structs ``others`` (incomplete where the tree lacks them). ``page_functions`` take a
    page and are given the kind, as is the bridge that takes pages; ``folio_functions`` take a folio
    and are given both. The bridge to a page is given the rest. The sources include the accessors'
    header by its name, so compile them in its folder.
    """
    work = _Cases(kind, others, table_page)
    bridges = kind.bridges
    cases = [
        *work.pair(bridges.to_page, f"struct {kind.kind.type} *", work.strangers()),
        *work.pair(bridges.from_page, "struct page *", work.strangers_to_page()),
    ]
    for name in functions:
        found = signatures(name)
        if found is not None:
            shape = [written for written, _ in found.params]
            own = f"struct {kind.kind.type} *"
            work.header_of(found.path)
            cases += work.pair(name, own, work.strangers(), shape, found.page)
    for name in page_functions:
        work.header_of("")
        cases += work.pair(name, "struct page *", work.strangers_to_page()[:1])
    for name in folio_functions:
        wrong = [*work.strangers_to_page()[:1], "struct page *"]
        cases += work.pair(name, "struct folio *", wrong)
    return tuple(cases)


def union_cases(
    members: Members, name: str, signature: Signature, wrong: Sequence[str]
) -> tuple[Negative, ...]:
    """Compile cases for a function with a supertype's union: it takes each of the members as it
    is, and refuses the structs ``wrong``."""
    kind = members.kind
    work = _Cases(kind, (), "")
    work.header_of(signature.path)
    shape = [written for written, _ in signature.params]
    page = shape[signature.page]
    given = [(tag, "accept") for tag, _ in members.arms] + [(tag, "refuse") for tag in wrong]
    work.takes = kind.kind.type
    return tuple(
        work.case(name, page.replace("struct page", f"struct {tag}"), shape, signature.page, expect)
        for tag, expect in given
    )


class _Cases:
    def __init__(self, kind: Kind, others: Sequence[str], table_page: str) -> None:
        self.kind = kind
        self.others = tuple(others)
        self.table_page = table_page
        header = kind.accessors.header if kind.accessors else "mm/"
        self.includes = kind.accessors.includes if kind.accessors else ("linux/mm.h",)
        if header.startswith("include/"):  # it is included as all see it, and nothing built there
            header = "mm/"
        self.where, _, self.header = header.rpartition("/")
        self.declaring: tuple[str, ...] = ()
        self.takes = ""

    def header_of(self, path: str) -> None:
        """Include the header that declares the function of the cases to come, for a kind that
        does not say itself what has to be included."""
        name = path.removeprefix("include/")
        needed = self.kind.accessors is None and name not in (path, *self.includes)
        self.declaring = (name,) if needed else ()

    def strangers(self) -> list[str]:
        """Types that are not the kind's: a page, other structs, a page-table page."""
        table = [self.table_page] if self.table_page else []
        return ["struct page *", *(f"struct {other} *" for other in self.others), *table]

    def strangers_to_page(self) -> list[str]:
        """Types that are no page, the kind's first."""
        tags = (self.kind.kind.type, *self.others)
        return [f"struct {tag} *" for tag in tags]

    def pair(
        self,
        name: str,
        right: str,
        wrong: Sequence[str],
        shape: Sequence[str] = ("",),
        index: int = 0,
    ) -> list[Negative]:
        """The case that must compile, and those that must not."""
        self.takes = _short(right)
        cases = [self.case(name, right, shape, index, "accept")]
        cases += [self.case(name, one, shape, index, "refuse") for one in wrong]
        return cases

    def case(
        self, name: str, given: str, shape: Sequence[str], index: int, expect: str
    ) -> Negative:
        """A file that passes ``given`` as the argument ``index``, of those in ``shape``."""
        params = [one if at != index else given for at, one in enumerate(shape)]
        joined = [f"{p}a{at}" if p.endswith("*") else f"{p} a{at}" for at, p in enumerate(params)]
        tags = {tag for one in (*params, given) for tag in _TAG.findall(one)} | set(self.others)
        passed = ", ".join(f"a{at}" for at in range(len(params)))
        source = (
            "/* SPDX-License-Identifier: GPL-2.0-only */\n"
            + "".join(f"#include <{name}>\n" for name in (*self.includes, *self.declaring))
            + (f'#include "{self.header}"\n' if self.header else "")
            + "\n"
            + "".join(f"struct {tag};\n" for tag in sorted(tags))
            + f"\nvoid folioize_case({', '.join(joined)});\n"
            f"void folioize_case({', '.join(joined)})\n{{\n"
            f"\t(void){name}({passed});\n}}\n"
        )
        short = _short(given)
        return Negative(f"{name}-{short}", source, expect, self.where, short, self.takes)


def _short(written: str) -> str:
    """A type's tag, or a typedef's name."""
    return written.removeprefix("const ").removeprefix("struct ").rstrip(" *").replace(" ", "_")
