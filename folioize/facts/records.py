# SPDX-License-Identifier: GPL-2.0-only
"""The records that extraction makes of one file, compact enough to cache by content hash.

Offsets are bytes into the file as it stands on disk. A value is a small tuple, a *term*, that
is resolved only when all files have been linked, so that a file's facts depend on nothing else:

``("d", i)``  the declaration ``i`` of this file        ``("v", base, depth)``  some other type
``("f", term, name)``  a field of a value               ``("g", name)``  a file-scope name
``("c", name, call)``  the result of a call             ``("i", term, call)``  of an indirect call
``("*", term)``  what it points to                      ``("&", term)``  its address
``("p", i)``  a macro's parameter                       ``("L", term)``  members of a list head
``("t", term)``  something of the same type             ``("u",)``  not known
``("z",)``  a constant, NULL or a string
"""

from __future__ import annotations

from typing import Any

import msgspec

Term = tuple[Any, ...]

UNKNOWN: Term = ("u",)
CONSTANT: Term = ("z",)
PAGE = "struct page"


MENTIONS = ("cast", "sizeof", "typearg", "typeof", "literal")
"""The roles of places that name the type and declare nothing."""


class Decl(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A declaration of ``struct page`` type, or a place that names the type.

    ``role``: param, local, return, field, global, typedef, macro; or of the places that are no
    declaration: cast, sizeof, typearg, typeof, literal. ``depth`` counts pointers and dimensions.
    ``token`` is the text ``struct page`` (start, end); ``named`` the name, (-1, -1) without one.
    ``whole`` is the declaration or parameter with its specifiers. ``owner`` is the declaration
    of the function pointer of which this is a parameter or result. ``fn`` is an index into
    ``FileFacts.funcs``, -1 at file scope; ``macro`` one into ``FileFacts.macros``.
    """

    name: str
    role: str
    function: str | None
    index: int
    base: str
    depth: int
    array: bool
    const: bool
    token: tuple[int, int]
    named: tuple[int, int]
    whole: tuple[int, int]
    scope: tuple[int, int]
    fn: int
    macro: int = -1
    owner: int = -1
    signature: tuple[int, ...] = ()
    alias: int = -1


class Func(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A function definition or prototype; ``params`` are (name, base, depth, decl or -1)."""

    name: str
    static: bool
    defined: bool
    start: int
    end: int
    body: int
    named: tuple[int, int]
    result: tuple[str, int]
    result_decl: int
    params: tuple[tuple[str, str, int, int], ...]
    variadic: bool
    clean: bool


class Member(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A struct field: the tag it belongs to, its type, and its declaration if it holds pages."""

    tag: str
    name: str
    base: str
    depth: int
    decl: int


class Global(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file-scope variable or typedef: ``what`` is "global" or "typedef"."""

    what: str
    name: str
    base: str
    depth: int
    decl: int
    static: bool


class Call(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call: the name called (empty when indirect), spans of the whole, name and arguments."""

    name: str
    start: int
    end: int
    named: tuple[int, int]
    args: tuple[tuple[int, int], ...]
    fn: int
    macro: int = -1


class Flow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A value moves: ``source`` at ``start``..``end`` into ``sink``.

    A sink is ``("to", term)``, ``("cmp", term)``, ``("arm", term, start, end)`` (the other value of
    a conditional expression, with its place), ``("a", call, index)``,
    ``("ia", term, call, index)``, ``("r", fn)`` or ``("x", why)`` (a place without a type: a cast,
    a cast to a pointer to a function, an arithmetic operator).
    """

    source: Term
    start: int
    end: int
    sink: Term
    fn: int
    macro: int = -1


class Access(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A field access ``base->field``.

    ``mode`` is r (read), w (assigned), a (its address is taken) or m (a macro names the member).
    ``beyond``: it is made on a page some places behind ``base``: ``page[1].field``.
    """

    base: Term
    start: int
    end: int
    field: str
    named: tuple[int, int]
    arrow: bool
    mode: str
    fn: int
    macro: int = -1
    beyond: bool = False


class Test(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Inside ``start``..``end`` the call ``name(decl)`` has been seen to be ``truth``.

    ``form`` is branch, rest (what follows an early exit) or assert.
    """

    name: str
    decl: int
    truth: bool
    start: int
    end: int
    form: str
    at: int


class Macro(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A macro: ``results`` are the terms its body evaluates to, if it was understood.

    ``members`` are the parameters that name a member, ``parts`` those that are pasted to be a part
    of such a name, ``pasted`` those of any name; ``hands`` tells which parameter it hands on as it
    is: (parameter, name of the function or macro, argument's number). ``loose`` are those that
    stand anywhere else.
    """

    name: str
    params: tuple[str, ...] | None
    start: int
    end: int
    results: tuple[Term, ...]
    parsed: bool
    members: tuple[int, ...]
    parts: tuple[int, ...]
    pasted: tuple[int, ...]
    hands: tuple[tuple[int, str, int], ...]
    loose: tuple[int, ...]


class Token(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A ``struct page`` in the text that is no Decl's; ``what`` says where it stands.

    comment, forward, definition, directive, string, disabled, unparsed or hidden.
    """

    start: int
    end: int
    what: str


class FileFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All facts of one file; ``calls`` are those that a flow or term refers to, by number.

    ``unread`` are the names, with their offsets, in code that no other fact tells of. ``bound`` are
    pairs of declarations that share the word of their type and cannot be taken apart, or that the
    head of a loop stores in one another.
    """

    path: str
    decls: tuple[Decl, ...]
    funcs: tuple[Func, ...]
    members: tuple[Member, ...]
    globals: tuple[Global, ...]
    calls: dict[int, Call]
    flows: tuple[Flow, ...]
    accesses: tuple[Access, ...]
    tests: tuple[Test, ...]
    uses: tuple[tuple[int, int, int], ...]
    macros: tuple[Macro, ...]
    tokens: tuple[Token, ...]
    includes: tuple[tuple[str, int], ...]
    unclean: tuple[tuple[int, int], ...]
    unread: tuple[tuple[str, int], ...]
    bound: tuple[tuple[int, int], ...]
