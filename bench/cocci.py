# SPDX-License-Identifier: GPL-2.0-only
"""``python -m bench.cocci TREE [RULE...]``: folioize and spatch on the same files, by hunk.

Each rule is run by both on files of the tree in which it may match, and what they would change is
compared without white space: same, ours only, theirs only, each difference with what is known of
its cause. Without RULE, the rules of the tests, those that are shipped, and the tree's own
scripts/coccinelle with "patch" in force.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.plan.layout import relayout
from folioize.rules import FileResult, Job, Program, apply_rules, compile_file, read_rules
from folioize.rules.engine import may_match

ROOT = Path(__file__).parent.parent
OURS = ("tests/rules/differential", "bench/rules", "transforms/folio/rules")
_SKIPPED = ("tools/", "scripts/", "Documentation/")
_PIECE = re.compile(rb"[^;{}]*[;{}]|[^;{}]+\Z")
_COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)
_SPACE = re.compile(rb"\s+")
_SECONDS = 60
_MANY = 600  # files that we run a rule over, to find some that change

Hunk = tuple[int, bytes, bytes]
"""A change: its first line in the old file, the old text and the new text without white space."""


@dataclass(slots=True)
class Compared:
    """What came of one rule: hunks by who makes them, and the causes of differences."""

    rule: str
    files: int = 0
    same: int = 0
    ours: list[tuple[str, Hunk, str]] = field(default_factory=list)
    theirs: list[tuple[str, Hunk, str]] = field(default_factory=list)
    error: str = ""


def hunks(old: bytes, new: bytes) -> set[Hunk]:
    """The changed regions of a file; layout and comments alone are no change.

    Text is cut after each semicolon and brace, not at line ends, which tools choose differently.
    """
    first, starts = _pieces(old)
    second, _ = _pieces(new)
    found: set[Hunk] = set()
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            line = starts[i1] if i1 < len(starts) else 0
            found.add((line, b"".join(first[i1:i2]), b"".join(second[j1:j2])))
    return found


def _pieces(text: bytes) -> tuple[list[bytes], list[int]]:
    """The text in pieces without white space, and the line that each begins on."""
    pieces, lines, line = [], [], 1
    for part in _PIECE.findall(_COMMENT.sub(_blank, text)):
        solid = _SPACE.sub(b"", part)
        if solid:
            pieces.append(solid)
            lines.append(line + part[: len(part) - len(part.lstrip())].count(b"\n"))
        line += part.count(b"\n")
    return pieces, lines


def _blank(found: re.Match[bytes]) -> bytes:
    return b"\n" * found.group().count(b"\n")


def compare(name: str, pairs: Iterator[tuple[str, bytes, FileResult, _Theirs]]) -> Compared:
    """Put the results of both side by side."""
    out = Compared(name)
    for path, old, ours, theirs in pairs:
        out.files += 1
        mine = hunks(old, ours.data or old)
        other = hunks(old, theirs.data or old)
        out.same += len(mine & other)
        gaps = "; ".join(f"{line}: {text}" for line, text in ours.gaps)
        out.theirs += [(path, one, gaps) for one in sorted(other - mine)]
        out.ours += [(path, one, theirs.said) for one in sorted(mine - other)]
    return out


@dataclass(frozen=True, slots=True)
class _Theirs:
    """What spatch made of a file: None if it left it; ``said`` is its first complaint."""

    data: bytes | None
    said: str


def spatch(tree: Path, rule: Path, defined: tuple[str, ...], path: str, scratch: Path) -> _Theirs:
    """Run spatch on one file of the tree, which is not changed."""
    command = ["spatch", "--very-quiet", "--timeout", str(_SECONDS), "--sp-file", str(rule)]
    command += [part for name in defined for part in ("-D", name)]
    done = subprocess.run([*command, path], cwd=tree, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace").strip().split("\n")[-1][:200]
    # Headers of the file's directory may be among what it changes; they are not asked about.
    parts = re.split(rb"^(?=--- )", done.stdout, flags=re.MULTILINE)
    mine = [part for part in parts if part.startswith(b"--- %s" % path.encode())]
    if not mine:
        return _Theirs(None, said)
    made = scratch / path.replace("/", "@")
    made.write_bytes((tree / path).read_bytes())
    patch = ["patch", "--silent", "--no-backup-if-mismatch", str(made)]
    subprocess.run(patch, input=re.sub(rb"^diff .*\n", b"", mine[0], flags=re.M), check=False)
    return _Theirs(made.read_bytes(), said)


def candidates(tree: Path, program: Program, most: int) -> list[str]:
    """Files in which the rule may match, at most so many, spread over the tree."""
    found = []
    for path in _c_files(tree):
        if may_match(program, (tree / path).read_bytes()):
            found.append(path)
    return _spread(found, most)


def _spread(names: list[str], most: int) -> list[str]:
    """At most so many of the names, from all over the list."""
    return names[:: max(1, -(-len(names) // most))][:most] if most else []


_listed: dict[Path, list[str]] = {}


def _c_files(tree: Path) -> list[str]:
    if tree not in _listed:
        names = []
        for folder, folders, files in os.walk(tree):
            folders[:] = sorted(one for one in folders if one != ".git")
            top = os.path.relpath(folder, tree)
            names += [os.path.normpath(f"{top}/{name}") for name in files if name.endswith(".c")]
        _listed[tree] = sorted(name for name in names if not name.startswith(_SKIPPED))
    return _listed[tree]


def run_rule(tree: Path, rule: Path, most: int, jobs: int) -> Compared:
    """One rule by both on the same files."""
    name = rule.stem
    text = rule.read_bytes()
    try:
        source = read_rules(str(rule), text.decode("utf-8", "replace"))
        defined = ("patch",) if "patch" in source.virtuals else ()
        program = compile_file(source, frozenset(defined))
    except FolioizeError as err:
        return Compared(name, error=str(err).replace(str(rule), rule.name))
    job = Job(program, text, tree, relayout, _SECONDS)
    every = candidates(tree, program, _MANY)
    applied = apply_rules(job, every, jobs)
    # Half of the files are such as change, the others such as do not, as far as we can tell.
    changed = [path for path in every if path in applied.files and applied.files[path].data]
    others = [path for path in every if path not in changed]
    files = sorted(_spread(changed, most // 2) + _spread(others, most - most // 2))
    with tempfile.TemporaryDirectory(prefix="folioize-cocci-") as folder:
        scratch = Path(folder)
        with ThreadPoolExecutor(jobs) as pool:
            theirs = list(pool.map(lambda path: spatch(tree, rule, defined, path, scratch), files))
    pairs = (
        (path, (tree / path).read_bytes(), applied.files.get(path, FileResult()), other)
        for path, other in zip(files, theirs, strict=True)
    )
    return compare(name, pairs)


def default_rules(tree: Path) -> list[Path]:
    """The rules of this project, then those of the tree that have a patch mode."""
    found = [path for folder in OURS for path in sorted((ROOT / folder).glob("*.cocci"))]
    for path in sorted((tree / "scripts/coccinelle").rglob("*.cocci")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if re.search(r"^virtual[^@]*\bpatch\b", text, re.M) and re.search(r"^[-+]", text, re.M):
            found.append(path)
    return found


def main(arguments: list[str]) -> int:
    """Compare all rules, and print a line for each and one for each difference."""
    parser = argparse.ArgumentParser(prog="python -m bench.cocci")
    parser.add_argument("tree", type=Path)
    parser.add_argument("rules", type=Path, nargs="*")
    parser.add_argument("--most", type=int, default=40, help="files for each rule")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, default=5, help="differences shown for each rule")
    given = parser.parse_args(arguments)
    if shutil.which("spatch") is None:
        raise SystemExit("spatch is not installed: install coccinelle")
    tree = given.tree.resolve()
    total = [0, 0, 0]
    print(f"{'rule':<30}{'files':>6}{'same':>7}{'ours only':>11}{'theirs only':>13}")
    for rule in [one.resolve() for one in given.rules] or default_rules(tree):
        found = run_rule(tree, rule, given.most, given.jobs)
        if found.error:
            print(f"{found.rule:<30}  {found.error}")
            continue
        counts = (found.same, len(found.ours), len(found.theirs))
        total = [a + b for a, b in zip(total, counts, strict=True)]
        print(f"{found.rule:<30}{found.files:>6}{counts[0]:>7}{counts[1]:>11}{counts[2]:>13}")
        for who, rows in (("ours", found.ours), ("theirs", found.theirs)):
            for path, (line, gone, come), cause in rows[: given.show]:
                said = f"  [{cause}]" if cause else ""
                print(f"  {who}: {path}:{line}: {gone[:90]!r} -> {come[:90]!r}{said}", flush=True)
    print(f"{'all':<36}{total[0]:>7}{total[1]:>11}{total[2]:>13}")
    return 1 if total[2] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
