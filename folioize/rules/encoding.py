# SPDX-License-Identifier: GPL-2.0-only
"""The bytes of a rule file go in; its text comes out, or the place of what is no UTF-8."""

from __future__ import annotations

import re

from folioize.rules.records import Place

_LOST = re.compile("[\udc80-\udcff]")


def rule_text(path: str, data: bytes) -> str:
    """The text of a rule file; raises RuleError where a byte that counts is no UTF-8.

    In a comment at the end of a line that is not added it does not count: names of authors.
    """
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    if not _LOST.search(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _LOST.search(line)
        if found is None:
            continue
        told = line[: found.start()]
        if "//" not in told or '"' in told or line.startswith("+"):
            byte = ord(found[0]) - 0xDC00
            raise Place(path, number, found.start() + 1).error(
                f"the byte 0x{byte:02x} is no UTF-8: save the file as UTF-8"
            )
        lines[number - 1] = _LOST.sub("\ufffd", line)
    return "\n".join(lines)
