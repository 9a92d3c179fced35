# SPDX-License-Identifier: GPL-2.0-only
"""masktable.toml (and users' files of the same shape) in, a checked MaskTable out."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from folioize.errors import KindError

_WORD = re.compile(r"[A-Za-z_]\w*\Z")
_LISTS = ("attributes", "attribute_calls", "iterators")
_NOT = "plain"
_SINGLES = ("members", "headers", "trace")
_MULTIPLES = ("type_arguments", "unwrap")
_LARGEST = 1_000_000  # bytes of a table


class MaskTable(msgspec.Struct, frozen=True):
    """The words that masking acts on, by what is done with them.

    Keys are the macros' names; argument places count from 0. ``fingerprint`` changes when any
    word does, so that a cache keyed by it is never stale.
    """

    attributes: frozenset[bytes]
    attribute_calls: frozenset[bytes]
    iterators: frozenset[bytes]
    type_arguments: dict[bytes, tuple[int, ...]]
    members: dict[bytes, int]
    unwrap: dict[bytes, tuple[int, int]]
    headers: dict[bytes, int]
    trace: dict[bytes, int]
    fingerprint: str


def load_table(*extra: Path) -> MaskTable:
    """Read the table of the package, and add the words of each file of ``extra`` in turn.

    Words in ``plain`` of a file are taken out of what was read before it. Raises KindError,
    "FILE:LINE: what is wrong", for a mistake in any file.
    """
    raw = dict(_own())
    for path in extra:
        _merge(raw, _read(path))
    return _build(raw)


@functools.cache
def _own() -> dict[str, Any]:
    return _read(Path(__file__).with_name("masktable.toml"))


def user_tables(root: Path) -> tuple[Path, ...]:
    """The files of words that a user has made: at home, and in the tree at ``root``."""
    places = (Path("~").expanduser(), root)
    paths = (place / ".folioize" / "masktable.toml" for place in places)
    return tuple(path for path in paths if os.path.lexists(path))


class _Chosen:
    """The table that files are masked by where none is named; forked workers inherit it."""

    table: MaskTable | None = None


def use_table(table: MaskTable | None) -> None:
    """Mask by ``table`` from here on, in this process and its workers; None: the package's."""
    _Chosen.table = table


def current_table() -> MaskTable:
    """The table in use."""
    if _Chosen.table is None:
        _Chosen.table = load_table()
    return _Chosen.table


def _read(path: Path) -> dict[str, Any]:
    try:
        text = _text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise KindError(f"{path}:1: cannot read the mask table: {error}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = found.group(1) if found else str(text.count("\n") + 1)
        raise KindError(f"{path}:{line}: not valid TOML: {error}") from error
    for key, value in data.items():
        _check(path, text, key, value)
    return data


def _text(path: Path) -> str:
    """What is in the file; a table in somebody's tree may be a pipe, a device or a terabyte."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("not a regular file")
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise OSError(f"larger than {_LARGEST // 1000} kB")
    return data.decode("utf-8")


def _check(path: Path, text: str, key: str, value: object) -> None:
    if key in _LISTS or key == _NOT:
        if not isinstance(value, list):
            _fail(path, text, key, f"{key} must be a list of words")
        words: Iterable[Any] = value
    elif key in _SINGLES or key in _MULTIPLES:
        if not isinstance(value, dict):
            _fail(path, text, key, f"{key} must be a table of word = place")
        words = value
        for word, place in value.items():
            _check_place(path, text, key, word, place)
    else:
        known = ", ".join((*_LISTS, *_SINGLES, *_MULTIPLES, _NOT))
        _fail(path, text, key, f"unknown key {key}; the keys are {known}")
    for word in words:
        if not isinstance(word, str) or not _WORD.match(word):
            _fail(path, text, str(word), f"{word!r} in {key} is not a C identifier")


def _check_place(path: Path, text: str, key: str, word: str, place: object) -> None:
    places: object = [place] if key in _SINGLES else place
    if not isinstance(places, list) or not places:
        _fail(path, text, word, f"{word} in {key} needs a list of places")
    if not all(type(one) is int and 0 <= one < 32 for one in places):
        _fail(path, text, word, f"{word} in {key}: a place is a number from 0 to 31")
    if key == "unwrap" and len(places) != 2:
        _fail(path, text, word, f"{word} in {key} needs two places: the type's and the name's")


def _fail(path: Path, text: str, near: str, what: str) -> NoReturn:
    found = re.search(rf"(?<!\w){re.escape(near)}(?!\w)", text)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    raise KindError(f"{path}:{line}: {what}")


def _merge(into: dict[str, Any], data: dict[str, Any]) -> None:
    plain = frozenset(data.get(_NOT, ()))
    for key in into if plain else ():
        kept = [word for word in into[key] if word not in plain]
        into[key] = kept if key in _LISTS else {word: into[key][word] for word in kept}
    for key, value in data.items():
        if key == _NOT:
            continue
        if key in _LISTS:
            into[key] = [*into.get(key, []), *value]
        else:
            into[key] = {**into.get(key, {}), **value}


def _build(raw: dict[str, Any]) -> MaskTable:
    lists = {key: frozenset(word.encode() for word in raw.get(key, [])) for key in _LISTS}
    single = {key: {w.encode(): p for w, p in raw.get(key, {}).items()} for key in _SINGLES}
    many = {key: {w.encode(): tuple(p) for w, p in raw.get(key, {}).items()} for key in _MULTIPLES}
    shape = [
        *(sorted(words) for words in lists.values()),
        *(sorted(words.items()) for words in single.values()),
        *(sorted(words.items()) for words in many.values()),
    ]
    canonical = repr(shape)
    digest = hashlib.sha256(canonical.encode()).hexdigest()[:16]
    return msgspec.convert({**lists, **single, **many, "fingerprint": digest}, MaskTable)
