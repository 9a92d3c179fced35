# SPDX-License-Identifier: GPL-2.0-only
"""Macros that use one another go in; each that uses a name of its surroundings comes out once."""

from __future__ import annotations

from folioize.kinds import Catalog, analyse
from folioize.model import Options
from tests.kinds.trees import Small


def test_macros_that_come_back_to_themselves_are_told_once(small: Small) -> None:
    names = ("one", "two", "three", "four", "five")
    rows = [
        f"#define {name}() ({' + '.join(f'{other}()' for other in names if other != name)} + lid)"
        for name in names
    ]
    small.put("include/linux/pots.h", "\n".join(rows) + "\n")
    small.write(a="#include <linux/pots.h>\nvoid f(struct page *page)\n{\n\tput_page(page);\n}\n")
    kinds = Catalog(small.root).find_all(("tin_page",))
    captures = analyse(small.tree, kinds, Options(jobs=1)).captures
    captures.look_for({"lid"}, set())
    for name in names:
        found = captures.free(name, "lid", "mm/a.c")
        assert sorted({macro.name for macro in found}) == sorted(macro.name for macro in found)
