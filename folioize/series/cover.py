# SPDX-License-Identifier: GPL-2.0-only
"""Takes a series' record and numbers; gives the cover letter's subject, body and git's summaries.

``cover.j2`` writes the subject as its first line and the body below. It sees ``record`` (a
SeriesRecord), ``account``, ``reasons`` (lines such as "12 generic: put_page() takes any page"),
``decisions`` (lines, of the file ``decided_in``), ``kind``, ``type_name``, ``c_type``, ``why``,
``release`` (the kernel's) and ``caveats`` (of the steps, or empty), ``mentions`` and ``scripts``
(likewise: places that still name the fields as struct page's, and programs that look for them
there), ``left`` (places for a person to look at), ``paths`` (that the series keeps to, or empty),
``files``, ``homes`` (of declarations), ``declarations``, ``named`` (other places that name the
type: a cast, an argument of a macro), ``bridges_added``, ``bridges_removed``,
``identical`` and ``patches`` (counts), ``gross_insertions``, ``gross_deletions``, ``command`` and
``version``. Where there are several kinds, ``design.j2`` writes it: it sees all of that, ``title``
and ``why`` of the design, ``parts`` (of the record), ``subsystems`` (lines for each part),
``skipped`` (kinds without a part, and why), and ``caveats``, ``mentions`` and ``scripts`` of all
parts. Where the tree has the type, ``adopt.j2`` does: it sees ``effects`` (how many patches do what
to behaviour) and ``large`` (functions that none of the files calls) besides. All see ``name``, a
semantic patch's file, or empty.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import folioize
from folioize.errors import KindError
from folioize.git import Scratch
from folioize.model import Account, Plan, SeriesRecord
from folioize.plan.reasons import reasons
from folioize.series.commits import Work
from folioize.series.maintainers import Recipients
from folioize.series.messages import c_type, place_of, render, subject_line, with_paragraph, wrap
from folioize.series.numbers import DIFF, Churn
from folioize.series.subsystems import by_subsystem
from folioize.series.write import mail_head

UNPROVEN = (
    "None of the patches has been built yet: `folioize verify` does that, and writes what it "
    "finds here and into the patches."
)

OF_THE_BASE = "Lines of files that are named above are those of the base commit."
_LINE = re.compile(r"\w\.[A-Za-z]+:\d+")


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover letter in parts: ``tail`` is git's shortlog, diffstat and the base commit."""

    subject: str
    body: str
    tail: str


def write_cover(store: Scratch, record: SeriesRecord, churn: Churn, plan: Plan) -> Cover:
    """Return the cover letter of a series of at least one patch."""
    names = _names(record, churn) | _told(plan)
    names["declarations"] -= names["named"]
    if plan.decided_in:
        names["command"] += f" --decisions {plan.decided_in}"
    names["command"] = " ".join((names["command"], *(f"--paths {one}" for one in names["paths"])))
    template = "design.j2" if len(plan.parts) > 1 else "cover.j2"
    if plan.steps[0].template == "adopt":
        template = "adopt.j2"
    subject, _, body = render(plan.folder, template, names).partition("\n")
    if not subject.strip():
        where = place_of(plan.folder, template)
        raise KindError(f"{where}: write the subject as the first line")
    text = f"{subject}\n\n{wrap(body)}\n"
    if _LINE.search(body):
        text = with_paragraph(text, OF_THE_BASE, None)
    text = with_paragraph(text, record.proof or UNPROVEN, None)
    return Cover(subject_line(subject), text.partition("\n\n")[2], tail(store, record))


def tail(store: Scratch, record: SeriesRecord) -> str:
    """Return git's summary of a series: commits by author, files, and what it applies to."""
    span = f"{record.base}..{record.tip}"
    commits = store.run("shortlog", "-w72,2,4", span).decode(errors="replace")
    stat = store.run("diff", "--stat=72", "--summary", *DIFF, record.base, record.tip)
    return f"{commits}{stat.decode(errors='replace')}\nbase-commit: {record.base}\n"


def cover_mail(work: Work, record: SeriesRecord, cover: Cover, to: Recipients) -> bytes:
    """Return the cover letter as a mail, numbered as its patches are."""
    total = str(len(record.patches))
    subject = f"[{work.prefix} {'0'.zfill(len(total))}/{total}] {cover.subject}"
    head = mail_head(work, record.tip, subject, to)
    return head + f"{cover.body.rstrip()}\n\n{cover.tail}".encode()


def _told(plan: Plan) -> dict[str, Any]:
    """What the steps' own messages say that concerns the whole, or the design does."""
    contexts = [step.context for step in plan.steps]
    return {
        "named": sum(step.mentions for step in plan.steps),
        "why": plan.why or str(contexts[0].get("purpose") or contexts[0].get("why", "")),
        "effects": Counter(str(one["effect"]) for one in contexts if "effect" in one),
        "large": contexts[0].get("large", ()),
        "release": str(contexts[0].get("release", "")),
        "caveats": [one for context in contexts for one in context.get("caveats", ())],
        "mentions": [one for context in contexts for one in context.get("mentions", ())],
        "scripts": [one for context in contexts for one in context.get("scripts", ())],
        "left": [f"{one.file}:{one.line}: {one.reason}" for one in plan.unedited],
        "decisions": plan.decided,
        "decided_in": plan.decided_in,
        "title": plan.title,
        "name": str(contexts[0].get("name", "")),
        "skipped": plan.skipped,
        "command": f"folioize series {plan.asked or f'--kind {plan.kind}'}",
        "paths": contexts[0].get("paths", ()),
    }


def _names(record: SeriesRecord, churn: Churn) -> dict[str, Any]:
    declared = [name for patch in record.patches for name in patch.declarations]
    return {
        "record": record,
        "account": record.account,
        "reasons": _reasons(record.account),
        "kind": record.kind,
        "type_name": record.type_name,
        "c_type": c_type(record.type_name),
        "files": len(churn.net.files),
        "patches": len(record.patches),
        "declarations": len(declared),
        "homes": len({name.partition(":")[0] for name in declared}),
        "bridges_added": sum(patch.bridges_added for patch in record.patches),
        "bridges_removed": sum(patch.bridges_removed for patch in record.patches),
        "identical": sum("identical" in patch.claims for patch in record.patches),
        "gross_insertions": churn.gross_insertions,
        "gross_deletions": churn.gross_deletions,
        "parts": record.parts,
        "subsystems": [by_subsystem(part, record.patches) for part in record.parts],
        "version": folioize.__version__,
    }


def _reasons(account: Account) -> list[str]:
    """Why tokens stay, the most frequent reason first."""
    return [
        f"{number} {reason}" if state == "left" else f"{number} {state}: {reason}"
        for state, reason, number in reasons(account)
    ]
