# SPDX-License-Identifier: GPL-2.0-only
"""``python -m bench.cocci TREE...``: folioize and spatch on the same files, hunk by hunk.

Each rule is run by both on files of each tree in which it may match. What they change is compared
without white space: same, ours only, theirs only; and each difference has the cause that evidence
tells, or is "unexplained". The rules are those that are shipped, those of bench/rules, of which
language/ has one for each feature, and those of the tests; with --scripts also the tree's own
scripts/coccinelle with "patch" (else "report") in force; or those given with --rule.

spatch is slow, so it gets a few files a rule, the same ones each time: those with which a part of
the rule matches that has not yet, then others, spread over the names; "left" counts the rest.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.candidates import Candidates, spread
from bench.causes import UNEXPLAINED, Evidence
from bench.hunks import Hunk
from bench.spatch import kept
from folioize.errors import FolioizeError
from folioize.plan.layout import relayout
from folioize.rules import (
    Applied,
    FileResult,
    Job,
    Program,
    apply_rules,
    compile_file,
    git_diff,
    read_rules,
)

ROOT = Path(__file__).parent.parent
OURS = (
    "transforms/folio/rules",
    "bench/rules",
    "bench/rules/language",
    "tests/rules/differential",
)
_SECONDS = 60
_FILES = 6
_MANY = 20  # times the files compared: we run a rule over so many, to find some that change
_MODES = ("patch", "report", "context")


@dataclass(frozen=True, slots=True)
class Difference:
    """A hunk that one of the two makes; ``who`` is ours or theirs."""

    who: str
    path: str
    hunk: Hunk
    cause: str


@dataclass(slots=True)
class Compared:
    """What came of one rule file: its mode, hunks, lines of the diffs, and differences."""

    rule: str
    mode: str = ""
    files: int = 0
    same: int = 0
    lines: tuple[int, int] = (0, 0)
    differences: list[Difference] = field(default_factory=list)
    error: str = ""
    left: int = 0

    def count(self, who: str) -> int:
        """How many hunks only one of the two makes."""
        return sum(one.who == who for one in self.differences)

    @property
    def numbers(self) -> tuple[int, ...]:
        """What the table tells of it."""
        ours, theirs = self.count("ours"), self.count("theirs")
        return self.files, self.left, self.same, ours, theirs, self.unexplained

    @property
    def unexplained(self) -> int:
        """How many differences have no cause."""
        return sum(one.cause.startswith(UNEXPLAINED) for one in self.differences)


def compare(name: str, mode: str, cases: Iterable[Evidence]) -> Compared:
    """Put the results of both side by side."""
    out = Compared(name, mode)
    for one in cases:
        out.files += 1
        out.same += len(one.mine & one.other)
        new = one.old if one.ours.data is None else one.ours.data
        out.lines = (
            out.lines[0] + _changed(one.path, one.old, new),
            out.lines[1] + _changed(one.path, one.old, one.theirs.data),
        )
        for hunk in sorted(one.mine - one.other):
            out.differences.append(Difference("ours", one.path, hunk, one.ours_only(hunk)))
        for hunk in sorted(one.other - one.mine):
            out.differences.append(Difference("theirs", one.path, hunk, one.theirs_only(hunk)))
    return out


def _changed(path: str, old: bytes, new: bytes) -> int:
    """The lines that a diff takes away or adds."""
    diff = git_diff([(path, old, new)]) if old != new else b""
    return len(re.findall(rb"^[-+](?!-- |\+\+ )", diff, re.MULTILINE))


def _chosen(every: list[str], applied: Applied, most: int) -> list[str]:
    """Files for both: first those with which each rule of the file matches, then others."""
    if not most or len(every) <= most:
        return every
    seen: set[str] = set()
    first: list[str] = []
    for path in every:
        result = applied.files.get(path, FileResult())
        new = {rule for rule, _ in result.matches} - seen
        if new and (result.data is not None or result.found):
            seen |= new
            first.append(path)
    changed = [p for p in every if p not in first and p in applied.files]
    others = [p for p in every if p not in applied.files]
    room = max(0, most - len(first))
    extra = spread(changed, room - room // 3) + spread(others, room // 3)
    return sorted(first[:most] + extra)


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule file that was read: its program, with which virtual rule; or what is wrong."""

    rule: Path
    mode: str = ""
    program: Program | None = None
    error: str = ""


def ready(rule: Path) -> Ready:
    """Read a rule file, with patch (else report, context) in force where it has that."""
    mode = ""
    try:
        source = read_rules(str(rule), rule.read_bytes().decode("utf-8", "replace"))
        mode = next((one for one in _MODES if one in source.virtuals), "")
        return Ready(
            rule, mode, compile_file(source, frozenset((mode,) if mode else ()), scripts=True)
        )
    except FolioizeError as err:
        return Ready(rule, mode, error=str(err).replace(str(rule), rule.name))


def run_rule(tree: Path, one: Ready, known: Candidates, given: argparse.Namespace) -> Compared:
    """One rule file by both on the same files."""
    rule, mode, program = one.rule, one.mode, one.program
    if program is None:
        return Compared(rule.stem, mode, error=one.error)
    most, jobs, text = given.most, given.jobs, rule.read_bytes()
    fitting = known.of(program, given.naming)
    every = spread(fitting, _MANY * most)
    applied = apply_rules(Job(program, text, tree, relayout, _SECONDS), every, jobs)
    files = _chosen(every, applied, most)
    options = ("-D", mode) if mode else ()
    with ThreadPoolExecutor(jobs) as pool:
        theirs = list(pool.map(lambda path: kept(given.keep, tree, rule, path, options), files))
    found = compare(
        rule.stem,
        mode,
        (
            Evidence(
                tree,
                rule,
                path,
                program,
                (tree / path).read_bytes(),
                applied.files.get(path, FileResult()),
                other,
                options,
            )
            for path, other in zip(files, theirs, strict=True)
        ),
    )
    found.left = len(fitting) - len(files)
    return found


def default_rules(tree: Path, scripts_too: bool) -> list[Path]:
    """The rules of this project, then those of the tree: patch mode first."""
    found = [path for folder in OURS for path in sorted((ROOT / folder).glob("*.cocci"))]
    if not scripts_too:
        return found
    scripts = sorted((tree / "scripts/coccinelle").rglob("*.cocci"))
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in scripts}
    return found + sorted(scripts, key=lambda path: not re.search(r"^[-+]", texts[path], re.M))


def report(found: Compared, show: int) -> Iterator[str]:
    """The lines that tell of one rule file."""
    head = f"{found.rule:<28}{found.mode:<8}"
    if found.error:
        yield f"{head}  {found.error}"
        return
    yield head + "".join(f"{number:>8}" for number in found.numbers)
    causes: Counter[tuple[str, str]] = Counter()
    for one in sorted(found.differences, key=lambda one: not one.cause.startswith(UNEXPLAINED)):
        kind = re.sub(r" \(.*| silently.*|: .*", "", one.cause)
        causes[(one.who, kind)] += 1
        if one.cause.startswith(UNEXPLAINED) or causes[(one.who, kind)] <= show:
            yield f"  {one.who}: {one.path}:{one.hunk.line}: {one.hunk.shown()}"
            yield f"    {one.cause}"
        elif causes[(one.who, kind)] == show + 1:
            yield f"  {one.who}: … more: {kind}"


def run_tree(tree: Path, given: argparse.Namespace) -> int:
    """Compare all rules on one tree; return how many differences are unexplained."""
    most = f"at most {given.most} files" if given.most else "all files"
    print(f"{tree.name}, with spatch beside it, {most} a rule; hunks:")
    titles = ("files", "left", "same", "ours", "theirs", "unexpl.")
    print(f"{'rule':<36}" + "".join(f"{title:>8}" for title in titles))
    totals = [0] * len(titles)
    lines = [0, 0]
    causes: Counter[tuple[str, str]] = Counter()
    rules = [one.resolve() for one in given.rule] or default_rules(tree, given.scripts)
    every = [ready(rule) for rule in rules]
    known = Candidates(tree, [one.program for one in every if one.program], given.under)
    for one in every:
        found = run_rule(tree, one, known, given)
        for line in report(found, given.show):
            print(line, flush=True)
        totals = [a + b for a, b in zip(totals, found.numbers, strict=True)]
        lines = [a + b for a, b in zip(lines, found.lines, strict=True)]
        for each in found.differences:
            causes[(each.who, re.sub(r" \(.*|: .*", "", each.cause))] += 1
    print(f"{'all':<36}" + "".join(f"{number:>8}" for number in totals))
    print(f"changed lines: ours {lines[0]}, theirs {lines[1]}")
    for (who, cause), count in causes.most_common():
        print(f"{count:>8}  {who} only: {cause}")
    return totals[-1]


def main(arguments: list[str]) -> int:
    """Compare all rules, and print a line for each and two for a difference."""
    parser = argparse.ArgumentParser(prog="python -m bench.cocci")
    parser.add_argument("trees", metavar="TREE", type=Path, nargs="+")
    parser.add_argument("--rule", type=Path, action="append", default=[], help="repeatable")
    parser.add_argument("--under", metavar="PATH", nargs="+", default=["."], help="in the tree")
    parser.add_argument("--most", type=int, default=_FILES, help="files for each rule; 0: all")
    parser.add_argument("--scripts", action="store_true", help="the tree's own rules, too")
    parser.add_argument("--naming", metavar="TEXT", default="", help="only files that have it")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="for what spatch made, to go on")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, default=2, help="explained differences shown, a cause")
    given = parser.parse_args(arguments)
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
    if shutil.which("spatch") is None:
        raise SystemExit("spatch is not installed: install coccinelle")
    unexplained = [run_tree(tree.resolve(), given) for tree in given.trees]
    return 1 if any(unexplained) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
