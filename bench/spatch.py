# SPDX-License-Identifier: GPL-2.0-only
"""A rule and a file go in; what spatch makes of it, and what it dropped on the way, come out."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SECONDS = 60
_ERROR = re.compile(r' = File "([^"]*)", line (\d+),')
_FLOW = re.compile(rb"^FLOW: ([^:\n]*).*?line (\d+)", re.MULTILINE)
_SAID = re.compile(
    rb"^.*(?:EXN|[Ee]xception|already tagged|inconsistent control-flow|Fatal error|[Tt]imeout"
    rb"|minus: parse error).*$",
    re.MULTILINE,
)


class Dropped(NamedTuple):
    """Lines of a file that spatch did not read, and where its parser failed."""

    first: int
    last: int
    line: int
    text: str


class Theirs(NamedTuple):
    """What spatch made of a file: its text afterwards, what it dropped, what it complained of.

    ``marked`` are the lines taken away, which for a rule with * lines are those found; ``told``
    the lines that scripts print of the file.
    """

    data: bytes
    dropped: tuple[Dropped, ...] = ()
    said: str = ""
    marked: tuple[int, ...] = ()
    told: tuple[str, ...] = ()


def spatch(
    tree: Path, rule: Path, path: str, options: Sequence[str] = (), seconds: int = SECONDS
) -> Theirs:
    """Run spatch on one file of the tree, which is not changed."""
    old = (tree / path).read_bytes()
    command = ["spatch", "--verbose-parsing", "--sp-file", str(rule), *options, path]
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return Theirs(old, said=f"no answer within {seconds} seconds")
    said = _SAID.findall(done.stderr)
    # Headers of the file's directory may be among what it changes; they are not asked about.
    parts = re.split(rb"^(?=--- )", done.stdout, flags=re.MULTILINE)
    mine = [part for part in parts if part.startswith(b"--- %s\n" % path.encode())]
    data, marked = _patched(old, mine[0]) if mine else (old, ())
    words = said[-1].decode("utf-8", "replace").strip()[:160] if said else ""
    told = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if line]
    told = [line for line in told if line.startswith(f"{path}:")]
    return Theirs(data, _dropped(done.stderr, path), words, marked, tuple(told))


def kept(
    folder: Path | None, tree: Path, rule: Path, path: str, options: Sequence[str] = ()
) -> Theirs:
    """What ``spatch`` makes of a file; taken from the folder if it was asked the same before."""
    if folder is None:
        return spatch(tree, rule, path, options)
    asked = (
        str(tree),
        path,
        *options,
        rule.read_text("latin-1"),
        (tree / path).read_text("latin-1"),
    )
    note = folder / hashlib.sha1("\0".join(asked).encode()).hexdigest()
    if note.exists():
        data, dropped, said, marked, told = json.loads(note.read_text("utf-8"))
        lost = tuple(Dropped(*one) for one in dropped)
        return Theirs(data.encode("latin-1"), lost, said, tuple(marked), tuple(told))
    found = spatch(tree, rule, path, options)
    note.write_text(json.dumps([found.data.decode("latin-1"), *found[1:]]), "utf-8")
    return found


def _dropped(log: bytes, path: str) -> tuple[Dropped, ...]:
    """What a log of ``--verbose-parsing`` says was not read of the file.

    After the place of an error come the lines that were skipped for it, that one marked.
    """
    found: list[Dropped] = []
    at: int | None = None
    text, before, after = "", 0, 0
    for row in [*log.decode("utf-8", "replace").splitlines(), ""]:
        if at is not None and row.startswith("bad: "):
            before, after = (before, after + 1) if text else (before + 1, after)
        elif at is not None and row.startswith("BAD:!!!!! "):
            text = row.removeprefix("BAD:!!!!! ").strip() or "an empty line"
        elif at is not None and text:
            found.append(Dropped(at - before, at + after, at, text))
            at = None
        error = _ERROR.match(row)
        if error is not None:
            at = int(error[2]) if error[1] == path else None
            text, before, after = "", 0, 0
    return tuple(dict.fromkeys(found))


def without_flow(tree: Path, path: str) -> tuple[tuple[int, str], ...]:
    """The lines at which spatch gives up a function, as it can make no control flow of it."""
    command = ["spatch", "--control-flow-to-file", str(tree / path)]
    with tempfile.TemporaryDirectory(prefix="folioize-flow-") as folder:  # the graphs go there
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return ()
    found = _FLOW.findall(done.stdout + done.stderr)
    return tuple((int(line), word.decode()) for word, line in found)


def _patched(old: bytes, patch: bytes) -> tuple[bytes, tuple[int, ...]]:
    """The text after a unified diff that was made from it, and the lines taken away."""
    lines = old.splitlines(keepends=True)
    out: list[bytes] = []
    marked: list[int] = []
    at = 0
    for line in re.sub(rb"\A--- .*\n\+\+\+ .*\n", b"", patch).splitlines(keepends=True):
        head = re.match(rb"@@ -(\d+)(?:,(\d+))? ", line)
        if head is not None:
            start = int(head[1]) - (head[2] != b"0")
            out += lines[at:start]
            at = start
        elif line[:1] == b"+":
            out.append(line[1:])
        elif line[:1] == b"-":
            at += 1
            marked.append(at)
        elif line[:1] == b" ":
            out.append(lines[at])
            at += 1
    return b"".join(out + lines[at:]), tuple(marked)
