# SPDX-License-Identifier: GPL-2.0-only
"""A TOML text and a complaint or a key go in; one line that names file and line comes out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from folioize.errors import KindError

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)\Z")
_AT_PATH = re.compile(r" - at `\$\.?(.*)`\Z")
_QUOTED = re.compile(r"`([^`]*)`")


def text_of(path: Path, what: str) -> str:
    """The text of a file of the user's, which is ``what`` ("kind").

    Raises KindError, with the line of what is no UTF-8 or with the reason that it can't be read.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = data.count(b"\n", 0, err.start) + 1
        raise KindError(f"{path}:{line}: save the file as UTF-8 ({err.reason})") from err
    except OSError as err:
        raise KindError(f"{path}:1: cannot read the {what}: {err.strerror}") from err


def toml_mistake(message: str, text: str, path: str) -> str:
    """What is to be said of a text that is no TOML, as tomllib complains of it."""
    found = _AT_LINE.search(message)
    last = text.rstrip("\n").count("\n") + 1
    line = int(found[1]) if found and found[1] else last
    what = " ".join(_AT_LINE.sub("", message).split())
    return f"{path}:{line}: mend the TOML: {what}"


def schema_mistake(message: str, text: str, path: str, table: str = "") -> str:
    """What is to be said of tables that are not as they should be, as msgspec complains; ``table``
    is the one that it looked at, if not the whole."""
    found = _AT_PATH.search(message)
    where = ".".join(part for part in (table, found[1] if found else "") if part)
    what = _AT_PATH.sub("", message)
    names = _QUOTED.findall(what)
    told = re.sub(r"\[[^\]]*\]", "", where)
    what_of = f"[{told}]" if told else "the file"
    if what.startswith("Object missing") and names:
        what = f"add {names[0]!r} to {what_of}"
    elif what.startswith("Object contains unknown") and names:
        what = f"remove or correct {names[0]!r}: {what_of} has no such key"
        where = f"{where}.{names[0]}" if where else names[0]
    else:
        what = f"{told}: {what[:1].lower()}{what[1:]}".replace("`", "")
    return f"{path}:{line_of(text, where)}: {what}"


def line_of(text: str, where: str) -> int:
    """The line of the key at ``where``, or of the nearest table around it, from 1."""
    keys: list[Any] = re.findall(r"[^.\[\]]+", where.replace("[...]", ""))
    prefix, seen, best = [str(key) for key in keys], {"": 0}, 1
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]", line)
        if head:
            table = head[2].split(".")
            if head[1] == "[[":
                seen[head[2]] = seen.get(head[2], -1) + 1
                table.append(str(seen[head[2]]))
            if prefix[: len(table)] == table or table[: len(prefix)] == prefix:
                best = number
                if table == prefix:
                    return number
            continue
        key = re.match(r"\s*[\"']?([\w\-]+)[\"']?\s*=", line)
        if key and prefix[: len(table) + 1] == [*table, key[1]]:
            return number
    return best
