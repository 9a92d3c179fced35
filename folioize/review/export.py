# SPDX-License-Identifier: GPL-2.0-only
"""A session goes in; everything that a screen shows of it comes out as plain data for JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from folioize.decisions.targets import PAGE
from folioize.review.effects import churn_of
from folioize.review.session import Session


def export(session: Session, everything: bool = False) -> dict[str, Any]:
    """The review as data: ``declarations`` are numbered as hunks refer to them.

    Declarations that stay struct page, and of which nobody decided and nothing speaks, are left
    out unless ``everything`` is asked for.
    """
    record = session.record
    shown = [at for at in range(len(session.rows)) if everything or _matters(session, at)]
    read = sum(session.is_read(one.number) for one in record.patches)
    return {
        "kind": record.kind,
        "base": record.base,
        "branch": record.branch,
        "written": session.is_written,
        "churn": msgspec.to_builtins(churn_of(record)),
        "progress": {"read": read, "patches": len(record.patches)}
        | msgspec.to_builtins(session.progress()),
        "decisions": msgspec.to_builtins(session.decisions),
        "stale": msgspec.to_builtins(session.outcome.stale if session.outcome else ()),
        "history": session.journal.history(),
        "checks": session.checks.why or "verified",
        "cover": session.cover(),
        "patches": [_patch(session, one.number) for one in record.patches],
        "declarations": {at: _declaration(session, at) for at in shown},
        "account": msgspec.to_builtins(record.account),
        "unused": list(record.unused),
        "left": msgspec.to_builtins(session.outcome.unedited if session.outcome else ()),
    }


def _matters(session: Session, at: int) -> bool:
    row = session.rows[at]
    return row.kind != PAGE or row.why_not is not None or session.decision(at) is not None


def _patch(session: Session, number: int) -> dict[str, Any]:
    mail, record = session.mail(number), session.patch(number)
    return {
        "number": number,
        "subject": record.subject,
        "read": session.is_read(number),
        "state": session.state(session.patch_rows(number)),
        "insertions": record.insertions,
        "deletions": record.deletions,
        "bridges_added": record.bridges_added,
        "bridges_removed": record.bridges_removed,
        "claims": list(record.claims),
        "checks": list(session.checked(number)),
        "headers": dict(mail.headers),
        "message": mail.message,
        "files": [
            {
                "path": file.path,
                "insertions": file.insertions,
                "deletions": file.deletions,
                "hunks": [
                    {
                        "id": f"{number}.{hunk.number}",
                        "function": hunk.function,
                        "old_start": hunk.old_start,
                        "new_start": hunk.new_start,
                        "declarations": list(session.subjects(number, hunk)),
                        "state": session.state(session.subjects(number, hunk)),
                        "lines": [line.mark + line.text for line in hunk.lines],
                    }
                    for hunk in file.hunks
                ],
            }
            for file in mail.files
        ],
    }


def _declaration(session: Session, at: int) -> dict[str, Any]:
    row = session.rows[at]
    found: dict[str, Any] = msgspec.to_builtins(row)
    return found | {"verdict": session.verdict(at), "notes": list(session.notes(row))}
