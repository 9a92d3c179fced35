# SPDX-License-Identifier: GPL-2.0-only
"""An account goes in; how many tokens stay for which reason comes out."""

from __future__ import annotations

import re
from collections import Counter

from folioize.model import Account

_CONFIDENCE = re.compile(r" \(confidence \d\.\d\d\)")


def reasons(account: Account) -> list[tuple[str, str, int]]:
    """What became of tokens that are not converted, why, and of how many; the most frequent first.

    Generic ones have no reason. How sure a kind is of each is in the rows, and not told apart.
    """
    counted = Counter(
        (row.state, _CONFIDENCE.sub("", row.reason))
        for row in account.rows
        if row.state != "generic"
    )
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
    return [(state, reason, number) for (state, reason), number in ordered]
