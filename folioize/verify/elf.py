# SPDX-License-Identifier: GPL-2.0-only
"""Reads an object file: a path goes in; its loaded sections, symbols and relocations come out."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import Section as RawSection

from folioize.errors import FolioizeError

_WRITE, _ALLOC, _EXEC, _MERGE, _STRINGS = 0x1, 0x2, 0x4, 0x10, 0x20
_PC_RELATIVE = {
    "EM_X86_64": frozenset({2, 4, 9, 24, 41, 42}),
    "EM_386": frozenset({2, 4}),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section that is loaded; ``data`` is None where it only takes room (.bss).

    ``ordinal`` tells sections of one name apart, in the order of the file.
    """

    index: int
    name: str
    ordinal: int
    flags: int
    size: int
    align: int
    data: bytes | None

    @property
    def code(self) -> bool:
        """Whether it is executed."""
        return bool(self.flags & _EXEC)

    @property
    def written(self) -> bool:
        """Whether it may be written to."""
        return bool(self.flags & _WRITE)

    @property
    def strings(self) -> bool:
        """Whether the linker takes it as a heap of strings, in any order."""
        return self.flags & _MERGE != 0 and self.flags & _STRINGS != 0


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol; ``section`` is a section's index, 0 where it is defined elsewhere."""

    name: str
    value: int
    size: int
    bind: int
    type: int
    section: int


@dataclass(frozen=True, slots=True)
class Relocation:
    """The linker's task at ``offset`` of a section; ``relative`` to the place itself or not."""

    offset: int
    type: int
    symbol: int
    addend: int
    relative: bool


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """A relocatable object file; ``relocations`` by the index of the section they change."""

    sections: dict[int, Section]
    names: dict[int, str]
    symbols: list[Symbol]
    relocations: dict[int, list[Relocation]]


def read(path: Path) -> ObjectFile:
    """Read an ELF object; raises FolioizeError where it is none."""
    try:
        with path.open("rb") as file:
            return _read(ELFFile(file))
    except (ELFError, OSError, struct.error) as error:
        raise FolioizeError(f"cannot read the object {path}: {error}") from error


def _read(elf: ELFFile) -> ObjectFile:
    order = "<" if elf.little_endian else ">"
    wide = elf.elfclass == 64
    names: dict[int, str] = {}
    sections: dict[int, Section] = {}
    seen: dict[str, int] = {}
    tables = []
    symbols: list[Symbol] = []
    for index, raw in enumerate(elf.iter_sections()):
        names[index] = raw.name
        kind = raw["sh_type"]
        if kind in ("SHT_RELA", "SHT_REL"):
            tables.append(raw)
        elif kind == "SHT_SYMTAB":
            symbols = _symbols(raw.data(), elf.get_section(raw["sh_link"]).data(), order, wide)
        elif raw["sh_flags"] & _ALLOC and not raw.name.startswith(".discard"):
            sections[index] = _section(index, raw, seen)
    relative = _PC_RELATIVE.get(elf["e_machine"], frozenset())
    found = {
        raw["sh_info"]: _relocations(raw, order, wide, relative)
        for raw in tables
        if raw["sh_info"] in sections
    }
    return ObjectFile(sections, names, symbols, found)


def _section(index: int, raw: RawSection, seen: dict[str, int]) -> Section:
    ordinal = seen.get(raw.name, 0)
    seen[raw.name] = ordinal + 1
    data = None if raw["sh_type"] == "SHT_NOBITS" else bytes(raw.data())
    return Section(
        index, raw.name, ordinal, raw["sh_flags"], raw["sh_size"], raw["sh_addralign"], data
    )


def _symbols(data: bytes, strings: bytes, order: str, wide: bool) -> list[Symbol]:
    # Read by hand: a kernel object has thousands of them.
    found = []
    form = struct.Struct(order + ("IBBHQQ" if wide else "IIIBBH"))
    for row in form.iter_unpack(data):
        if wide:
            name, info, _other, section, value, size = row
        else:
            name, value, size, info, _other, section = row
        text = strings[name : strings.index(b"\0", name)].decode(errors="replace")
        found.append(Symbol(text, value, size, info >> 4, info & 15, section))
    return found


def _relocations(
    raw: RawSection, order: str, wide: bool, relative: frozenset[int]
) -> list[Relocation]:
    signed = raw["sh_type"] == "SHT_RELA"
    form = struct.Struct(order + ("QQ" if wide else "II") + (("q" if wide else "i") * signed))
    shift = 32 if wide else 8
    found = []
    for row in form.iter_unpack(raw.data()):
        kind = row[1] & ((1 << shift) - 1)
        addend = row[2] if signed else 0
        found.append(Relocation(row[0], kind, row[1] >> shift, addend, kind in relative))
    found.sort(key=lambda one: (one.offset, one.type))
    return found
