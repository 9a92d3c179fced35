# SPDX-License-Identifier: GPL-2.0-only
"""A string of a rule and one of the file go in; what its formats stand for comes out.

Where a rule's string has conversions, ``...`` in it is any text, and ``%@d@`` the metavariable d:
one conversion, or for a list, text that has one.
"""

from __future__ import annotations

import re
from functools import cache

from folioize.rules.records import Meta, Rule
from folioize.rules.values import Env, State, Value

KINDS = ("format", "format list")
_ONE = r"%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*)?)?(?:hh|h|ll|l|L|q|j|z|t)?(?:p[A-Za-z0-9]*|[A-Za-z])"
_PARTS = re.compile(r"(%@\w+@|\.\.\.)")


def is_pattern(text: str) -> bool:
    """Whether a string of a rule is more than itself."""
    return text.startswith('"') and "%" in text and _PARTS.search(text) is not None


@cache
def _compiled(text: str, lists: frozenset[str]) -> re.Pattern[str]:
    out = []
    for part in _PARTS.split(text):
        if part == "...":
            out.append(".*?")
        elif part.startswith("%@"):
            name = part[2:-1]
            many = f".*{_ONE}.*" if name in lists else _ONE
            seen = f"(?P<{name}>" in "".join(out)
            out.append(f"(?P={name})" if seen else f"(?P<{name}>{many})")
        else:
            out.append(re.escape(part))
    return re.compile("".join(out), re.DOTALL)


def formatted(rule: Rule, text: str, found: str, st: State) -> State | None:
    """The state in which a rule's string stands for one of the file; None where it does not."""
    metas = rule.metas
    lists = frozenset(name for name, meta in metas.items() if meta.kind == "format list")
    hit = _compiled(text, lists).fullmatch(found)
    if hit is None:
        return None
    for name, value in hit.groupdict().items():
        known = st.env.get(name)
        meta = metas.get(name)
        if known is not None and known.key != (value,):
            return None
        if meta is None or not _constrained(meta, value):
            return None
        if known is None:
            counted = _counted(meta, value, st)
            if counted is None:
                return None
            st = counted.put(name, Value("format", (value,), value.encode()))
    return st


def _counted(meta: Meta, value: str, st: State) -> State | None:
    """With the length of a list, which is the number of its conversions; None if it is another."""
    if meta.length is None:
        return st
    size = len(re.findall(_ONE, value.replace("%%", "")))
    known = st.env.get(meta.length)
    if meta.length.isdigit() or known is not None:
        return st if size == (known.size if known is not None else int(meta.length)) else None
    return st.put(meta.length, Value("length", (str(size),), str(size).encode(), size=size))


def _constrained(meta: Meta, value: str) -> bool:
    """Whether the constraints hold for a conversion, without its sign of percent."""
    for one in meta.constraints:
        if one.kind in ("match", "no match"):
            if (one.pattern().search(value[1:]) is not None) != (one.kind == "match"):
                return False
        elif one.kind in ("in", "not in"):
            texts = [text.strip('"') for text in one.values]
            if (value[1:] in texts) != (one.kind == "in"):
                return False
    return True


def rendered(text: str, env: Env) -> str:
    """A string of a + line with what its metavariables stand for."""

    def value(found: re.Match[str]) -> str:
        known = env.get(found[1])
        return found[0] if known is None else known.text.decode("utf-8", "replace")

    return re.sub(r"%@(\w+)@", value, text)


def check_formats(rule: Rule) -> None:
    """Raise RuleError for what is named in a string and is no format."""
    for token in rule.body:
        if token.kind == "string":
            for name in re.findall(r"%@(\w+)@", token.text):
                meta = rule.metas.get(name)
                if meta is None or meta.kind not in KINDS:
                    raise token.place.error(f"{rule.told}: {name} in a string is no format")
