# SPDX-License-Identifier: GPL-2.0-only
"""Tables go in; what some definitions of a macro evaluate to, and others do not, comes out.

``pte_page()`` may be one architecture's variable and the others' arithmetic: its calls are right
in each configuration only as long as all of them give the same type.
"""

from __future__ import annotations

import itertools

from folioize.kinds.arms import may_meet
from folioize.kinds.tables import Tables
from folioize.kinds.values import Slot, Values


def divided(tables: Tables, values: Values) -> dict[Slot, tuple[str, int, str]]:
    """Each such slot, with the file and the offset of a definition that gives another page, and
    what stands there."""
    out: dict[Slot, tuple[str, int, str]] = {}
    for name, found in tables.macros.items():
        if len(found) == 1:
            continue
        for one, other in itertools.permutations(values.given(name), 2):
            slot = one[2]
            if slot is not None and slot != other[2] and may_meet(one[0], other[0]):
                what = f"{name}() is a macro that gives another page here"
                out.setdefault(slot, (other[0], other[1], what))
    return out
