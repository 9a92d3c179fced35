# SPDX-License-Identifier: GPL-2.0-only
"""Names of configurations go in; the configurations of configurations.toml or a file come out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from folioize.errors import FolioizeError
from folioize.verify.records import Configuration

_TABLE = Path(__file__).with_name("configurations.toml")


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    start: str = "defconfig"
    symbols: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()


def known() -> tuple[Configuration, ...]:
    """Return the configurations that come with folioize, in the order in which they are built."""
    rows = msgspec.toml.decode(_TABLE.read_bytes(), type=dict[str, _Row])
    return tuple(
        Configuration(name, row.title, row.start, row.symbols, row.optional, row.wants)
        for name, row in rows.items()
    )


def choose(
    names: Sequence[str], table: Sequence[Configuration], has: Callable[[str], bool]
) -> tuple[tuple[Configuration, ...], tuple[str, ...]]:
    """Return the configurations to build, and a line for each that the tree cannot have.

    ``has`` tells whether the tree has a file. Without names, that is every one the tree can
    have; a name asked for that it cannot have, or that nobody knows, is a FolioizeError.
    """
    by_name = {config.name: config for config in table}
    wanted = [by_name.get(name) or _fragment(name, table) for name in names] or list(table)
    for one, other in itertools.combinations(dict.fromkeys(wanted), 2):
        if one.name == other.name:
            raise FolioizeError(f"two configurations are called {one.name}: rename the file of one")
    lacking = {c.name: w for c in wanted if (w := [path for path in c.wants if not has(path)])}
    if names and lacking:
        name, files = next(iter(lacking.items()))
        raise FolioizeError(f"configuration {name}: the tree has no {files[0]}; leave it out")
    skipped = tuple(
        f"configuration {name} is left out: the tree has no {files[0]}"
        for name, files in lacking.items()
    )
    return tuple(c for c in dict.fromkeys(wanted) if c.name not in lacking), skipped


def _fragment(name: str, table: Sequence[Configuration]) -> Configuration:
    """Read a fragment: lines as in .config, over defconfig."""
    path = Path(name)
    if "/" not in name and path.suffix != ".config":
        have = ", ".join(config.name for config in table)
        raise FolioizeError(f"no configuration {name}: there are {have}, or give a .config file")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FolioizeError(f"cannot read the configuration {name}: {error}") from error
    symbols = tuple(
        symbol for number, line in enumerate(lines, 1) if (symbol := _symbol(name, number, line))
    )
    return Configuration(path.stem, path.stem, symbols=symbols)


def _symbol(name: str, number: int, line: str) -> str:
    text = line.strip()
    if text.startswith("# CONFIG_") and text.endswith(" is not set"):
        return text.removeprefix("# CONFIG_").removesuffix(" is not set") + "=n"
    if not text or text.startswith("#"):
        return ""
    if not text.startswith("CONFIG_") or "=" not in text:
        raise FolioizeError(f"{name}:{number}: not a CONFIG_NAME=value line: {text}")
    return text.removeprefix("CONFIG_")


def lines(config: Configuration) -> tuple[str, ...]:
    """Return the .config lines of a configuration, with a newline each."""
    return tuple(
        f"# CONFIG_{symbol[:-2]} is not set\n" if symbol.endswith("=n") else f"CONFIG_{symbol}\n"
        for symbol in config.symbols + config.optional
    )


def unmet(config: Configuration, text: str) -> tuple[str, ...]:
    """Return the symbols, optional ones aside, that a whole .config does not have as wanted."""
    have = {line for line in text.splitlines() if line.startswith("CONFIG_")}
    on = {line.partition("=")[0] for line in have}
    return tuple(symbol for symbol in config.symbols if not _holds(symbol, have, on))


def _holds(symbol: str, have: set[str], on: set[str]) -> bool:
    if symbol.endswith("=n"):
        return f"CONFIG_{symbol[:-2]}" not in on
    return f"CONFIG_{symbol}" in have
