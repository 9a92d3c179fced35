# SPDX-License-Identifier: GPL-2.0-only
"""Takes what a semantic patch changed; writes it as a branch and patches, one a directory."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from folioize.cli import terminal
from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from folioize.model import SeriesRecord, Step
    from folioize.rules import Applied


def write_series(
    root: Path, applied: Applied, out: Path, rule_file: Path, force: bool = False
) -> SeriesRecord:
    """Make the branch folioize/RULE and the patches in ``out``; raises FolioizeError, TreeError.

    ``root`` is the top of the repository that the paths of ``applied`` are relative to.
    """
    from folioize.facts.stamps import digest
    from folioize.model import Account, Plan
    from folioize.paths import data_dir
    from folioize.series import make_series

    if not any(one.data is not None for one in applied.files.values()):
        raise FolioizeError("nothing changes, so there is no series to write")
    steps = tuple(_steps(root, applied, rule_file))
    folder = str(data_dir("transforms/cocci"))
    touched = [path for step in steps for path in step.files]
    sources = {path: digest((root / path).read_bytes()) for path in touched}
    account = Account(0, 0, 0, 0, 0, ())
    plan = Plan("cocci", "", steps, account, folder=folder, sources=sources)
    record = make_series(root, plan, out, branch=f"folioize/{rule_file.stem}", force=force)
    for patch in record.patches:
        terminal.line(f"{out / patch.file}")
    return record


def _steps(root: Path, applied: Applied, rule_file: Path) -> list[Step]:
    from folioize.model import Edit, Step

    shares: dict[str, dict[str, tuple[Edit, ...]]] = {}
    for path, one in applied.files.items():
        if one.data is not None:
            size = (root / path).stat().st_size
            shares.setdefault(_directory(path), {})[path] = (Edit(0, size, one.data),)
    text = rule_file.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()
    name = rule_file.name
    return [
        Step(
            slug=f"{folder.replace('/', '-')}-{rule_file.stem}".strip("-."),
            template="semantic-patch",
            subject=f"{folder}: apply {name}" if folder else f"apply {name}",
            kind="cocci",
            files=files,
            context={"name": name, "rule": tuple(line.rstrip() for line in text)},
        )
        for folder, files in sorted(shares.items())
    ]


def _directory(path: str) -> str:
    """The directory that a patch is for: mm, fs/ext4, drivers/net."""
    return "/".join(PurePosixPath(path).parent.parts[:2])
