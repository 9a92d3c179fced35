# SPDX-License-Identifier: GPL-2.0-only
"""Takes what a semantic patch changed; writes it as a branch and patches, one a directory."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from folioize.cli import terminal
from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from folioize.model import SeriesRecord, Step
    from folioize.rules import Applied, Program

_COMMENT = re.compile(r"\s*(?://+|/\*+)\s*(?P<says>.*?)\s*(?:\*/)?\s*")
_ABOUT_ITSELF = re.compile(r"[\w-]+:|copyright|\(c\)", re.IGNORECASE)


def write_series(
    root: Path,
    applied: Applied,
    out: Path,
    rule_file: Path,
    program: Program,
    force: bool = False,
) -> SeriesRecord:
    """Make the branch folioize/RULE and the patches in ``out``; raises FolioizeError, TreeError.

    ``root`` is the top of the repository that the paths of ``applied`` are relative to, and
    ``program`` what was run of ``rule_file``.
    """
    from folioize.facts.stamps import digest
    from folioize.git import open_repo
    from folioize.model import Account, Plan
    from folioize.paths import data_dir
    from folioize.series import find_target, make_series, other_tip, told_replaced

    if not any(one.data is not None for one in applied.files.values()):
        raise FolioizeError("nothing changes, so there is no series to write")
    text = rule_file.read_text(encoding="utf-8", errors="replace").rstrip()
    title = _title(text) or f"apply {_rule(program) or rule_file.name}"
    steps = tuple(_steps(root, applied, rule_file, text.splitlines(), title))
    folder = str(data_dir("transforms/cocci"))
    touched = [path for step in steps for path in step.files]
    sources = {path: digest((root / path).read_bytes()) for path in touched}
    account = Account(0, 0, 0, 0, 0, ())
    plan = Plan("cocci", "", steps, account, folder=folder, sources=sources, title=title)
    branch = f"folioize/{rule_file.stem}"
    before = other_tip(find_target(open_repo(root), out, branch, force))
    record = make_series(root, plan, out, branch=branch, force=force)
    for patch in record.patches:
        terminal.line(f"{out / patch.file}")
    made = terminal.count(len(record.patches), "patch", "patches")
    terminal.line(f"{made} on {record.branch}, in {out}", bold=True)
    if note := told_replaced(record, before, out):
        terminal.note(note)
    return record


def _title(text: str) -> str:
    """What a semantic patch does, if the first line of comment before its rules says so.

    Lines on the file itself, such as its licence, are passed over.
    """
    for line in text.splitlines():
        if line.startswith("@"):
            break
        found = _COMMENT.fullmatch(line)
        says = found["says"].rstrip(".") if found is not None else ""
        if says and not _ABOUT_ITSELF.match(says):
            return says[:1].lower() + says[1:] if says[1:2].islower() else says
    return ""


def _rule(program: Program) -> str:
    """The name of the rule that changes something, if there is one such, and it has a name."""
    names = [one.rule.name for one in program.rules if one.rule.changes]
    return names[0] if len(names) == 1 and " " not in names[0] else ""


def _steps(
    root: Path, applied: Applied, rule_file: Path, text: list[str], title: str
) -> list[Step]:
    from folioize.model import Edit, Step

    shares: dict[str, dict[str, tuple[Edit, ...]]] = {}
    for path, one in applied.files.items():
        if one.data is not None:
            size = (root / path).stat().st_size
            shares.setdefault(_directory(path), {})[path] = (Edit(0, size, one.data),)
    name = rule_file.name
    return [
        Step(
            slug=f"{folder.replace('/', '-')}-{rule_file.stem}".strip("-."),
            template="semantic-patch",
            subject=f"{folder}: {title}" if folder else title,
            kind="cocci",
            files=files,
            context={"name": name, "rule": tuple(line.rstrip() for line in text)},
        )
        for folder, files in sorted(shares.items())
    ]


def _directory(path: str) -> str:
    """The directory that a patch is for: mm, fs/ext4, drivers/net."""
    return "/".join(PurePosixPath(path).parent.parts[:2])
