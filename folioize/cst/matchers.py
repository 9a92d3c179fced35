# SPDX-License-Identifier: GPL-2.0-only
"""A view and a pattern of views in, whether they match and what was captured out.

    from folioize.cst import matchers as m

    free = m.Call(name=m.OneOf("put_page", "__free_page"), args=[m.Save("page")])
    for found in m.find_all(module, free):
        print(found.view.position, found.saved["page"].text)

A pattern names a view's class and any of its properties. A property may be asked to be

* a string: equal to the property, or to the text of the view that it is;
* a compiled ``re`` pattern: the whole text matches it;
* another pattern;
* a list: each element matches, in order, where ``...`` stands for any number of elements;
* a function: called with the property, answers true or false;
* None: the property is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from folioize.cst import views
from folioize.cst.module import Module
from folioize.cst.views import View

Saved = dict[str, View]


class Found(NamedTuple):
    """A view that matched, and the views captured on the way by ``Save``."""

    view: View
    saved: Mapping[str, View]


class Matcher:
    """What a view may be asked to be; ``kind`` None takes every view."""

    def __init__(self, kind: type[View] | None = None, /, **wanted: object) -> None:
        unknown = [name for name in wanted if kind is not None and not hasattr(kind, name)]
        if kind is not None and unknown:
            raise TypeError(f"{kind.__name__} has no property {unknown[0]!r}")
        self.kind = kind
        self.wanted = wanted

    def test(self, value: object, saved: Saved) -> bool:
        """Tell whether ``value`` matches, and add captures to ``saved``."""
        if self.kind is not None and not isinstance(value, self.kind):
            return False
        return all(_test(want, getattr(value, name), saved) for name, want in self.wanted.items())


class Save(Matcher):
    """Capture the view under ``name`` if it matches ``inner`` (anything, if that is not given)."""

    def __init__(self, name: str, inner: object = ...) -> None:
        super().__init__()
        self.name = name
        self.inner = inner

    def test(self, value: object, saved: Saved) -> bool:
        """Match, and keep the view."""
        if not isinstance(value, View) or not _test(self.inner, value, saved):
            return False
        saved[self.name] = value
        return True


class OneOf(Matcher):
    """The first of several patterns that matches."""

    def __init__(self, *options: object) -> None:
        super().__init__()
        self.options = options

    def test(self, value: object, saved: Saved) -> bool:
        """Try each with its own captures; keep those of the first that matches."""
        for option in self.options:
            own: Saved = {}
            if _test(option, value, own):
                saved.update(own)
                return True
        return False


class Not(Matcher):
    """What ``inner`` does not match."""

    def __init__(self, inner: object) -> None:
        super().__init__()
        self.inner = inner

    def test(self, value: object, saved: Saved) -> bool:
        """Match if the inner pattern does not; nothing is captured."""
        return not _test(self.inner, value, {})


def _test(want: object, value: object, saved: Saved) -> bool:
    if want is ...:
        return True
    if isinstance(want, Matcher):
        return want.test(value, saved)
    if isinstance(want, list | tuple):
        return isinstance(value, list | tuple) and _test_list(want, value, saved)
    if isinstance(want, str | re.Pattern):
        return _test_text(want, value)
    if callable(want):
        return bool(want(value))
    return want == value


def _test_text(want: str | re.Pattern[str], value: object) -> bool:
    text = value.text if isinstance(value, View) else value
    if not isinstance(text, str):
        return False
    return text == want if isinstance(want, str) else want.fullmatch(text) is not None


def _test_list(want: Sequence[object], values: Sequence[object], saved: Saved) -> bool:
    if not want:
        return not values
    if want[0] is ...:
        rests = range(len(values) + 1)
        return any(_test_list(want[1:], values[at:], saved) for at in rests)
    if not values:
        return False
    return _test(want[0], values[0], saved) and _test_list(want[1:], values[1:], saved)


def _maker(kind: type[View]) -> Callable[..., Matcher]:
    def make(**wanted: object) -> Matcher:
        return Matcher(kind, **wanted)

    make.__name__ = kind.__name__
    make.__doc__ = f"Match a {kind.__name__} by its properties."
    return make


Any = _maker(View)
Assignment = _maker(views.Assignment)
Call = _maker(views.Call)
Cast = _maker(views.Cast)
Declaration = _maker(views.Declaration)
FieldAccess = _maker(views.FieldAccess)
FunctionDef = _maker(views.FunctionDef)
MacroLoop = _maker(views.MacroLoop)
Name = _maker(views.Name)
Parameter = _maker(views.Parameter)
Return = _maker(views.Return)
StructDef = _maker(views.StructDef)
StructField = _maker(views.StructField)


def match(view: View, pattern: Matcher) -> Found | None:
    """Match one view; None if it does not."""
    saved: Saved = {}
    return Found(view, saved) if pattern.test(view, saved) else None


def find_all(where: Module | View, pattern: Matcher) -> Iterator[Found]:
    """Yield every match in a module or below a view, in the order of the text."""
    top = views.view(where, where.root) if isinstance(where, Module) else where
    for one in top.walk():
        found = match(one, pattern)
        if found is not None:
            yield found
