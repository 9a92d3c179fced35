# SPDX-License-Identifier: GPL-2.0-only
"""Takes text and rows; prints them, in colour where that is wanted, and harmless in a terminal."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from folioize.errors import PartialError, naming
from folioize.harmless import HARMFUL, escape, spell

__all__ = [
    "COLORS", "colored", "diff", "escape", "line", "note", "printing", "raw", "set_color",
    "table", "telling",
]  # fmt: skip

COLORS = ("auto", "always", "never")

_chosen = {"color": "auto"}


def _spell_in_json(match: re.Match[str]) -> str:
    return match[0] if match[0] in "\n\t" else f"\\u{ord(match[0]):04x}"


def set_color(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    """Take --color, which stands before the command or after it, as the last one says."""
    if value is not None:
        _chosen["color"] = value


def colored() -> bool:
    """Whether standard output is to be in colour."""
    if _chosen["color"] != "auto":
        return _chosen["color"] == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 patch", or "3 patches"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def line(text: str = "", *, bold: bool = False) -> None:
    """Print one line, escaped; ``bold`` only where there is colour."""
    text = escape(text)
    styled = click.style(text, bold=True) if bold and colored() else text
    with printing():
        click.echo(styled, color=colored())


def raw(data: bytes) -> None:
    """Write bytes of JSON to standard output; what a terminal would obey is spelled \\uXXXX."""
    if not data.isascii() or b"\x7f" in data:
        data = HARMFUL.sub(_spell_in_json, data.decode("utf-8")).encode()
    with printing():
        sys.stdout.buffer.write(data)


def diff(data: bytes) -> None:
    """Write a diff to standard output: every byte as it is into a pipe or a file, and harmless on
    a terminal."""
    if sys.stdout.isatty():
        text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        text = HARMFUL.sub(lambda one: one[0] if one[0] in "\n\t" else spell(one), text)
        data = text.encode()
    sys.stdout.buffer.write(data)


def note(text: str) -> None:
    """Print one line to standard error: not a result, but worth knowing.

    Where it can't be written, the result is worth as much without it.
    """
    try:
        click.echo(f"folioize: {escape(text)}", err=True)
    except BrokenPipeError:
        raise
    except OSError:
        pass


@contextlib.contextmanager
def printing() -> Iterator[None]:
    """Print in the block; an OSError says that it is about standard output."""
    with naming("standard output"):
        yield


@contextlib.contextmanager
def telling(done: str) -> Iterator[None]:
    """Print in the block what was ``done``; PartialError where that can't be written."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as err:
        why = (err.strerror or str(err)).lower()
        raise PartialError(f"{done}, but cannot be told on standard output: {why}") from err


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under the names of their columns: ruled on a terminal, plain in a pipe.

    Numbers are set flush right. In a pipe, columns are two spaces apart, the first line names
    them, and nothing is cut.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    numeric = [
        bool(cells) and all(row[i].lstrip("-+").isdigit() or row[i] == "" for row in cells)
        for i in range(len(columns))
    ]
    widths = [max(len(row[i]) for row in (columns, *cells)) for i in range(len(columns))]
    # A table that does not fit is easier to read with long lines than with folded cells.
    fits = sum(widths) + 3 * len(widths) <= shutil.get_terminal_size((100, 24)).columns
    with printing():
        if fits and (sys.stdout.isatty() or _chosen["color"] == "always"):
            _ruled(columns, cells, numeric)
        else:
            _plain([list(columns), *cells], widths, numeric)


def _cell(value: object) -> str:
    return "" if value is None else escape(str(value))


def _plain(lines: list[list[str]], widths: list[int], numeric: list[bool]) -> None:
    for row in lines:
        padded = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def _ruled(columns: Sequence[str], cells: list[list[str]], numeric: list[bool]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(
        file=sys.stdout,
        force_terminal=True,
        color_system="auto" if colored() else None,
        width=shutil.get_terminal_size((100, 24)).columns,
    )
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, right in zip(columns, numeric, strict=True):
        grid.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in cells:
        grid.add_row(*(Text(cell) for cell in row))  # Text: brackets in a name are no markup
    console.print(grid)
