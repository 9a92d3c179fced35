# SPDX-License-Identifier: GPL-2.0-only
"""Object files go in; digests of their machine code, and how two of them differ, come out."""

from __future__ import annotations

import bisect
import hashlib
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from folioize.verify import elf
from folioize.verify.elf import ObjectFile, Relocation, Section, Symbol
from folioize.verify.records import Size

FORM = 3
"""Grows when digests of the same object are no longer the same."""

_LOCAL = 0
_OBJECT, _FUNC = 1, 2
# How a sanitizer describes a frame: the number of variables, then offset, size, length, name:line.
_FRAME = re.compile(rb"\d+(?: \d+ \d+ \d+ \S+)+")
# What VM_BUG_ON_PAGE() and its like print: the condition as it stands in the source.
_CHECK = re.compile(rb"(VM_(?:BUG|WARN)_ON\w*)\(.*\)")
_ENTRY = 64  # bytes of one row of the table of globals that KASAN registers
_FIELDS = (0, 24, 32)  # in a row: the variable, its name, its file
_WHERE = 48  # and where it is declared; a constant has no such place
_PLACE = 16  # bytes of the place of a declaration: file, line and column


class ObjectDigest(msgspec.Struct, frozen=True):
    """What an object's machine code and data come to.

    ``plain`` is equal where they are the same, ``loose`` where they are the same but for the
    names and lines that a sanitizer or a check such as VM_BUG_ON_PAGE() keeps as text;
    ``sections`` and ``symbols`` tell what differs; ``naming`` are the sections that hold names.
    ``size`` leaves out, as all of this does, what the linker throws away.
    """

    plain: str
    loose: str
    sections: dict[str, str]
    symbols: dict[str, str]
    naming: tuple[str, ...] = ()
    size: Size = Size()


class Comparison(msgspec.Struct, frozen=True):
    """How two objects compare: ``state`` is "same", "names" or "differs"."""

    state: str
    sections: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()


def digest(path: Path) -> ObjectDigest:
    """Return the digest of an object file; raises FolioizeError where it is none."""
    return _Reader(elf.read(path)).digest()


def compare(before: ObjectDigest, after: ObjectDigest) -> Comparison:
    """Tell whether two objects are the same, and which sections and symbols are not."""
    if before.plain == after.plain:
        return Comparison("same")
    sections = _unequal(before.sections, after.sections)
    if before.loose != after.loose:
        return Comparison("differs", sections, _unequal(before.symbols, after.symbols))
    # Code that points to a name differs with it; what is worth telling is where the names are.
    naming = {*before.naming, *after.naming}
    return Comparison("names", tuple(name for name in sections if name in naming))


def _unequal(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    names = sorted(before.keys() | after.keys())
    return tuple(name for name in names if before.get(name) != after.get(name))


class _Reader:
    """Digests one object.

    A relocation counts by what it points to: a symbol that the linker sees by its name, anything
    else by section and offset, a string by its text. So the order of symbols and strings, which
    the linker does not keep either, does not count, and a changed call target does.
    """

    def __init__(self, file: ObjectFile) -> None:
        self._file = file
        self._labels = self._labelled()
        self._masks: list[tuple[int, int, int]] = []
        self._named: set[bytes] = set()
        self._dropped: set[tuple[int, int]] = set()
        self._rows: dict[int, list[bytes]] = {}
        self._kasan()

    def digest(self) -> ObjectDigest:
        sections = self._file.sections.values()
        plain = {self._key(one): self._plain(one) for one in sections}
        loose = {self._key(one): self._loose(one) for one in sections if not one.strings}
        # gcc sorts strings into sections by their length, which a name changes.
        texts = {_anonymous(text) for one in sections if one.strings for text in _texts(one)}
        loose["strings"] = _hash(sorted(texts - self._named))
        plain["symbols of the linker"] = loose["symbols of the linker"] = self._globals()
        masked = {index for index, _start, _end in self._masks}
        naming = sorted(self._key(one) for one in sections if one.strings or one.index in masked)
        return ObjectDigest(
            _total(plain), _total(loose), plain, self._symbols(), tuple(naming), _size(sections)
        )

    def _key(self, section: Section) -> str:
        return f"{section.name}#{section.ordinal}" if section.ordinal else section.name

    def _plain(self, section: Section) -> str:
        if section.strings:
            return _hash(sorted(_texts(section)))
        return self._section(section, section.data, loose=False)

    def _loose(self, section: Section) -> str:
        data = None if section.data is None else self._masked(section.index, section.data)
        return self._section(section, data, loose=True)

    def _section(self, section: Section, data: bytes | None, loose: bool) -> str:
        head = f"{section.flags}:{section.align}".encode()
        if data is None:
            return _hash([head, str(section.size).encode()])
        rows = [
            self._relocation(section, one, loose)
            for one in self._relocations(section)
            if not loose or (section.index, one.offset) not in self._dropped
        ]
        extra = sorted(self._rows.get(section.index, [])) if loose else []
        return _hash([head, data, *rows, *extra])

    def _relocations(self, section: Section) -> list[Relocation]:
        return self._file.relocations.get(section.index, [])

    def _relocation(self, section: Section, one: Relocation, loose: bool) -> bytes:
        target = self._target(section, one, loose)
        return f"{one.offset}:{one.type}:".encode() + target

    def _target(self, section: Section, one: Relocation, loose: bool) -> bytes:
        symbol = self._file.symbols[one.symbol]
        if not symbol.section or symbol.section >= 0xFF00 or symbol.bind != _LOCAL:
            return f"{symbol.name}+{one.addend}".encode()
        target = self._file.sections.get(symbol.section)
        offset = symbol.value + one.addend
        if target is not None and target.strings:
            text = _string(target, section, one, offset)
            if text is not None:
                return b"string:" + (_anonymous(text) if loose else text)
        return f"{self._place(symbol.section)}+{offset}".encode()

    def _place(self, index: int) -> str:
        section = self._file.sections.get(index)
        return self._key(section) if section else self._file.names.get(index, str(index))

    def _globals(self) -> str:
        """Digest what other objects can refer to: names, and where they lead."""
        rows = sorted(
            f"{one.name}:{one.bind}:{one.type}:{self._place(one.section)}:{one.value}:{one.size}"
            for one in self._file.symbols
            if one.bind != _LOCAL and one.section
        )
        return _hash(row.encode() for row in rows)

    def _labelled(self) -> dict[int, list[Symbol]]:
        found: dict[int, list[Symbol]] = {}
        for symbol in self._file.symbols:
            if symbol.type in (_OBJECT, _FUNC) and symbol.section in self._file.sections:
                found.setdefault(symbol.section, []).append(symbol)
        for symbols in found.values():
            symbols.sort(key=lambda one: (one.value, one.name))
        return found

    def _symbols(self) -> dict[str, str]:
        """Digest each function and variable on its own: a moved one is not a changed one."""
        found: dict[str, list[str]] = {}
        for index, symbols in self._labels.items():
            section = self._file.sections[index]
            offsets = [one.offset for one in self._relocations(section)]
            for symbol in symbols:
                found.setdefault(symbol.name, []).append(self._symbol(section, symbol, offsets))
        return {name: _hash(one.encode() for one in sorted(rows)) for name, rows in found.items()}

    def _symbol(self, section: Section, symbol: Symbol, offsets: list[int]) -> str:
        start, end = symbol.value, symbol.value + symbol.size
        data = b"" if section.data is None else section.data[start:end]
        rows = self._relocations(section)[
            bisect.bisect_left(offsets, start) : bisect.bisect_left(offsets, end)
        ]
        targets = (
            f"{one.offset - start}:{one.type}:".encode() + self._moving(section, one)
            for one in rows
        )
        return _hash([str(symbol.size).encode(), data, *targets])

    def _moving(self, section: Section, one: Relocation) -> bytes:
        """Name a target so that it stays the same where only its place in the section moved."""
        target = self._target(section, one, loose=True)
        symbol = self._file.symbols[one.symbol]
        near = self._labels.get(symbol.section, [])
        if symbol.bind != _LOCAL or not near or target.startswith(b"string:"):
            return target
        # The addend of a relative target is counted from the end of the instruction.
        offset = symbol.value + one.addend + (4 if one.relative and section.code else 0)
        place = bisect.bisect_right([label.value for label in near], offset) - 1
        label = near[max(place, 0)]
        return f"{label.name}+{offset - label.value}".encode()

    def _masked(self, index: int, data: bytes) -> bytes:
        result = bytearray(data)
        for masked, start, end in self._masks:
            if masked == index:
                result[start:end] = bytes(end - start)
        return bytes(result)

    def _kasan(self) -> None:
        """Find KASAN's tables of globals: lines and names in them are no machine code.

        Nor is the order of their rows, which comes from a hash.
        """
        for index, first in self._kasan_tables():
            section = self._file.sections[index]
            by_offset = {one.offset: one for one in self._relocations(section)}
            table = first
            while all(table + field in by_offset for field in _FIELDS):
                self._kasan_row(section, table, by_offset)
                table += _ENTRY

    def _kasan_row(self, section: Section, row: int, by_offset: dict[int, Relocation]) -> None:
        """Take one row, and the place of a declaration it points to, out of what is compared."""
        what, name, module = (by_offset[row + field] for field in _FIELDS)
        self._masks.append((section.index, row, row + _ENTRY))
        self._dropped |= {(section.index, row + field) for field in (*_FIELDS, _WHERE)}
        if where := by_offset.get(row + _WHERE):
            symbol = self._file.symbols[where.symbol]
            place = symbol.value + where.addend
            self._masks.append((symbol.section, place, place + _PLACE))
            self._dropped.add((symbol.section, place))
        self._named.add(self._target(section, name, loose=False).removeprefix(b"string:"))
        data = section.data or b""
        targets = b"|".join(self._target(section, one, loose=True) for one in (what, module))
        sizes = data[row + 8 : row + 24] + data[row + 40 : row + 48] + data[row + 56 : row + _ENTRY]
        self._rows.setdefault(section.index, []).append(targets + sizes)

    def _kasan_tables(self) -> Iterable[tuple[int, int]]:
        """Find where the constructor that registers the globals takes their table from."""
        for section in self._file.sections.values():
            rows = self._relocations(section) if section.code else []
            for before, call in itertools.pairwise(rows):
                symbol = self._file.symbols[before.symbol]
                name = self._file.symbols[call.symbol].name
                if name == "__asan_register_globals" and symbol.section in self._file.sections:
                    offset = symbol.value + before.addend + (4 if before.relative else 0)
                    yield symbol.section, offset


def _size(sections: Iterable[Section]) -> Size:
    text = data = bss = 0
    for one in sections:
        if one.data is None:
            bss += one.size
        elif one.written:
            data += one.size
        else:
            text += one.size
    return Size(text, data, bss)


def _texts(section: Section) -> set[bytes]:
    return set((section.data or b"").split(b"\0"))


def _string(target: Section, site: Section, one: Relocation, offset: int) -> bytes | None:
    """Return the string that a relocation points to, None where that is not certain.

    The addend of a relative one is counted from a place that only the instruction tells; a
    literal is pointed to at its first byte.
    """
    starts: tuple[int, ...] = (offset,)
    if one.relative and site.code:
        starts = (offset + 4,)
    elif one.relative and site.name == "__bug_table":
        starts = (offset - 4, offset)
    data = target.data or b""
    for start in starts:
        if 0 <= start < len(data) and (start == 0 or data[start - 1] == 0):
            return data[start : data.index(b"\0", start)]
        if not one.relative and 0 <= start < len(data):
            return data[start : data.index(b"\0", start)]
    return None


def _anonymous(text: bytes) -> bytes:
    """Take the names and lines out of a frame's description, and the condition out of a check."""
    if check := _CHECK.fullmatch(text):
        return check[1]
    if not _FRAME.fullmatch(text):
        return text
    words = text.split(b" ")
    # Of each variable's offset, size, length and name only the first two shape the code.
    kept = [words[0], *(word for place, word in enumerate(words[1:]) if place % 4 < 2)]
    return b"frame " + b" ".join(kept)


def _total(sections: dict[str, str]) -> str:
    return _hash(f"{name}:{value}".encode() for name, value in sorted(sections.items()))


def _hash(parts: Iterable[bytes]) -> str:
    state = hashlib.blake2b(digest_size=12)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()
