# SPDX-License-Identifier: GPL-2.0-only
"""verify.json goes in; what was found of each patch comes out as lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from folioize.series.outfolder import VERDICT
from folioize.verify.records import ConfigVerdict, PatchVerdict, VerifyReport


class Checks:
    """What verify found of a series; empty where it was not run."""

    def __init__(self, report: VerifyReport | None, why: str) -> None:
        self.report = report
        self.why = why

    def of_patch(self, number: int, file: str) -> tuple[str, ...]:
        """What was found of a patch, a line each."""
        for one in self.report.patches if self.report is not None else ():
            if (one.number, one.file) == (number, file):
                return tuple(_patch(one))
        return ()


def load_checks(out: Path) -> Checks:
    """Read OUT/verify.json, if there is one of this version."""
    path = out / VERDICT
    try:
        report = msgspec.json.decode(path.read_bytes(), type=VerifyReport)
    except OSError:
        return Checks(None, "not verified yet: folioize verify TREE OUT")
    except msgspec.MsgspecError as error:
        return Checks(None, f"{path}: {error}: run folioize verify again")
    return Checks(report, "" if report.complete else "verify was stopped half-way")


def _patch(one: PatchVerdict) -> Iterator[str]:
    if one.refused:
        yield f"FAILS   does not apply: {one.refused}"
        return
    yield "ok      applies"
    if one.since:
        yield f"note    built together with those before it, from patch {one.since} on"
    elif not one.configs:
        yield "unseen  not built alone: only with the patches after it"
    for config in one.configs:
        yield from _config(config)
    for alone in one.alone:
        yield f"{'ok' if alone.state == 'same' else 'note':8}{alone.file}: alone, {alone.state}"
    yield from (f"unseen  {path}: no configuration builds it" for path in one.unbuilt)
    yield from (f"unseen  {lines}: left out by #if" for lines in one.uncompiled)
    if one.style.skipped:
        yield f"unseen  checkpatch.pl: {one.style.skipped}"
    elif not one.style.new:
        yield f"ok      checkpatch.pl: nothing new, {len(one.style.inherited)} as before"
    for told in one.style.new:
        yield f"FAILS   checkpatch.pl: {told.level}: {told.text}"


def _config(config: ConfigVerdict) -> Iterator[str]:
    worst = [one for one in config.differences if one.state == "differs"]
    state = "FAILS" if config.errors or config.warnings or worst else "ok"
    yield f"{state:8}{config.config}: {len(config.objects)} objects built"
    yield from (f"FAILS   {config.config}: {line}" for line in config.errors)
    yield from (f"FAILS   {config.config}: new warning: {line}" for line in config.warnings)
    for one in config.differences:
        how = f" with {one.how}" if one.how else ""
        mark = "FAILS" if one.state == "differs" else "note"
        yield f"{mark:8}{config.config}: {one.object}: {one.state}{how}"
