# SPDX-License-Identifier: GPL-2.0-only
"""A kernel's headers and mm/ go in; what they define a function of pages and one of folios to be
comes out, as far as that can be inlined, and whether both are the same.

Two pages stand for all: ``&F->page``, the first page of a folio F, and P, any page of it. An
expression is compared as its tokens without parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

HEAD, ANY = "&F->page", "P"
_SHARED = "flags|mapping|index|private|_refcount|_mapcount|lru"
_ANY_PAGE = ("PF_HEAD", "PF_NO_TAIL", "PF_ONLY_HEAD")
"""Policies of flags that a page has only with its folio, or that a tail page must not be asked."""
_FLAG_MACROS = {
    "PAGEFLAG": ("", "Set", "Clear"),
    "__PAGEFLAG": ("", "__Set", "__Clear"),
    "TESTPAGEFLAG": ("",),
    "SETPAGEFLAG": ("Set",),
    "__SETPAGEFLAG": ("__Set",),
    "CLEARPAGEFLAG": ("Clear",),
    "__CLEARPAGEFLAG": ("__Clear",),
    "TESTSETFLAG": ("TestSet",),
    "TESTCLEARFLAG": ("TestClear",),
    "TESTSCFLAG": ("TestSet", "TestClear"),
}
_NAMES = {
    "": "folio_test_",
    "Set": "folio_set_",
    "Clear": "folio_clear_",
    "__Set": "__folio_set_",
    "__Clear": "__folio_clear_",
    "TestSet": "folio_test_set_",
    "TestClear": "folio_test_clear_",
}
_DEFINED = re.compile(
    r"^(?!#)[\w][\w \t*()]*?\b(\w+)\(([^(){};]*)\)\s*\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL
)
_MACRO = re.compile(r"^#define\s+(\w+)\(([\w, ]*)\)((?:[^\n\\]|\\\n|\\.)*)", re.MULTILINE)
_FLAG = re.compile(r"\b(\w+)\((\w+),\s*(\w+),\s*(PF_\w+)\)")
_LOCAL = re.compile(r"^(?:struct|unsigned|int|bool|long|void)[\w \t*]*?\b(\w+) = (.+)$", re.DOTALL)


class Function(NamedTuple):
    parameters: tuple[str, ...]
    body: str


class Flag(NamedTuple):
    other: str
    policy: str
    changes: bool


class Definitions:
    """What a tree defines."""

    def __init__(self, tree: Path) -> None:
        paths = [*sorted(tree.glob("include/linux/*.h")), *sorted(tree.glob("mm/*.[ch]"))]
        paths.append(tree / "lib/iov_iter.c")
        self._texts = [_bare(path.read_text(encoding="utf-8", errors="replace")) for path in paths]

    @cached_property
    def functions(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        for text in self._texts:
            for name, parameters, body in (*_DEFINED.findall(text), *_MACRO.findall(text)):
                names = tuple(_last_word(one) for one in parameters.split(","))
                found.setdefault(name, []).append(Function(names, body.replace("\\\n", " ")))
        return found

    @cached_property
    def flags(self) -> dict[str, Flag]:
        found = {}
        for text in self._texts:
            for macro, name, flag, policy in _FLAG.findall(text):
                for verb in _FLAG_MACROS.get(macro, ()):
                    other = Flag(f"{_NAMES[verb]}{flag}", policy, verb != "")
                    found[f"{verb}Page{name}"] = other
        return found

    def has(self, name: str) -> bool:
        return name in self.functions or name in self.flags

    def marks(self, old: str, new: str) -> tuple[str, str] | None:
        """The effect of a rule for any page, and for a folio's first one: None if not seen."""
        flag = self.flags.get(old.partition("(")[0])
        if flag is not None and old.partition("(")[0] not in self.functions:
            return _of_flag(flag, new)
        if self._same(old, new, ANY):
            return ("preserves", "preserves")
        return ("order-0", "preserves") if self._same(old, new, HEAD) else None

    def looks(self, old: str) -> bool:
        """Whether a function of pages looks for the first one."""
        flag = self.flags.get(old.partition("(")[0])
        if flag is not None and old.partition("(")[0] not in self.functions:
            return flag.policy in ("PF_HEAD", "PF_NO_TAIL")
        text = _with_page(old, ANY)
        return any("LOOKED" in one for one in self._inlined(text, 3, mark="LOOKED "))

    def _same(self, old: str, new: str, page: str) -> bool:
        first = {_tokens(one) for one in self._inlined(_with_page(old, page), 4)}
        other = {_tokens(one) for one in self._inlined(_with_page(new, page), 4)}
        return bool(first & other)

    def _inlined(self, text: str, depth: int, mark: str = "") -> Iterator[str]:
        """A text, and what it is with calls in it replaced by what these are defined to be."""
        text = _reduced(text, mark)
        yield text
        if depth:
            for at in re.finditer(r"\b(\w+)\(", text):
                for function in self.functions.get(at[1], ()):
                    end = _closing(text, at.end() - 1)
                    body = _expression(function, _arguments(text[at.end() : end]))
                    if body is not None:
                        inlined = f"{text[: at.start()]}{body}{text[end + 1 :]}"
                        yield from self._inlined(inlined, depth - 1, mark)


def _of_flag(flag: Flag, new: str) -> tuple[str, str] | None:
    """What changing a call on a flag does, by the flag's policy."""
    if new.partition("(")[0] != flag.other:
        return None
    if flag.policy in _ANY_PAGE:
        return ("preserves", "preserves")
    if flag.policy == "PF_ANY" or (flag.policy == "PF_NO_COMPOUND" and not flag.changes):
        return ("order-0", "preserves")
    return ("order-0", "order-0") if flag.policy == "PF_NO_COMPOUND" else None


def _with_page(text: str, page: str) -> str:
    return re.sub(r"\bp\b", f"({page})" if "->" in text[:3] else page, text)


def _reduced(text: str, mark: str = "") -> str:
    """What is plain of a folio and of its pages."""
    before = ""
    while text != before:
        before = text
        for call in ("page_folio", "compound_head", "_compound_head"):
            to = "&F->page" if "head" in call else "F"
            text = re.sub(rf"\b{call}\(\(?P\)?\)", mark + to, text)
            text = re.sub(rf"\b{call}\(\(?&F->page\)?\)", to, text)
        # A function that casts what it is given must not be given a tail page.
        text = re.sub(r"\(struct folio \*\)\(?(?:&F->page|P\b)\)?", "F", text)
        text = re.sub(rf"\(&F->page\)->({_SHARED})\b", r"F->\1", text)
        text = re.sub(rf"&F->page->({_SHARED})\b", r"F->\1", text)
        text = re.sub(r"\b(?:likely|unlikely)(?=\()", "", text)
        text = re.sub(r"\bPageTail\(\(?&F->page\)?\)", "0", text)
        text = re.sub(r"VM_BUG_ON_\w+\(\(?0\)?, [^;]*?\);", "", text)
        text = re.sub(r"\bfolio_flags\(F, 0\)", "&F->flags", text)
    return " ".join(text.split())


def _expression(function: Function, arguments: list[str]) -> str | None:
    """What a call stands for, where the body is an expression after locals that are set once."""
    if arguments[-1] == "more":  # as many as there have to be
        wanted = len(function.parameters) - len(arguments) + 1
        arguments = [*arguments[:-1], *(f"more{number}" for number in range(wanted))]
    if len(arguments) != len(function.parameters):
        return None
    named = dict(zip(function.parameters, arguments, strict=True))
    body = function.body.strip().removesuffix(";")
    body = re.sub(r"\bVM_BUG_ON_PGFLAGS\(PageTail\(page\), page\);", "", body)
    if "{" in body or re.search(r"\b(?:if|for|while|goto|switch)\b|#", body):
        return None
    *locals_, last = [one.strip() for one in body.split(";")]
    for one in locals_:
        local = _LOCAL.match(one)
        if local is None:
            return None
        named[local[1]] = _put(local[2], named)
    return _put(last.removeprefix("return").strip(), named)


def _put(text: str, named: dict[str, str]) -> str:
    return re.sub(
        r"(?<![>.\w])(?<!struct )(?<!&F->)[A-Za-z_]\w*",
        lambda word: named.get(word[0], word[0]),
        text,
    )


def _closing(text: str, opening: int) -> int:
    deep = 0
    for index in range(opening, len(text)):
        deep += (text[index] == "(") - (text[index] == ")")
        if deep == 0:
            return index
    return len(text)


def _arguments(text: str) -> list[str]:
    found, deep = [""], 0
    for char in text:
        deep += (char in "([{") - (char in ")]}")
        if char == "," and deep == 0:
            found.append("")
        else:
            found[-1] += char
    return [one.strip() for one in found]


@cache
def _tokens(text: str) -> tuple[str, ...]:
    text = re.sub(r"\bmore0(?:, more\d+)*", "more", text)
    return tuple(one for one in re.findall(r"\w+|[^\s\w]", text) if one not in "()")


def _bare(text: str) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def _last_word(parameter: str) -> str:
    words = re.findall(r"\w+", parameter)
    return words[-1] if words else ""
