# SPDX-License-Identifier: GPL-2.0-only
"""A rule goes in; the metavariables that it has from other rules, and makes use of, come out.

One that is only declared asks for nothing: whether the other rule matched does not matter then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.rules.records import Meta, Rule

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)?")


def inherited(rule: Rule) -> Iterator[tuple[Meta, str]]:
    """The metavariables of other rules that stand in the body, or in what others are to be."""
    sources = [(meta, meta.source) for meta in rule.metas.values() if meta.source is not None]
    used = _used(rule) if sources else frozenset[str]()
    yield from ((meta, source) for meta, source in sources if meta.name in used)


def _used(rule: Rule) -> frozenset[str]:
    used: set[str] = set()
    for token in rule.body:
        used.update(_NAME.findall(token.text), token.also, token.positions)
    for meta in rule.metas.values():
        texts = [*meta.types, *meta.fresh, meta.length or ""]
        texts += [value for one in meta.constraints for value in one.values]
        used.update(name for text in texts for name in _NAME.findall(text))
    return frozenset(used)
