# SPDX-License-Identifier: GPL-2.0-only
"""The keys that a user has chosen go in; the rows of the help come out."""

from __future__ import annotations

from folioize.review.screen import keys
from folioize.review.screen.content import Row


def help_rows(chosen: dict[str, str]) -> list[Row]:
    """Every action with its keys and a line of help, and what the signs mean."""
    rows: list[Row] = []
    for title, actions in (
        ("decide (on what [scope] says, at the bottom left)", keys.DECIDE),
        ("move", keys.MOVE),
        ("look", keys.LOOK),
    ):
        rows.append(Row("head", title))
        for one in actions:
            shown = keys.shown(chosen.get(one.name, one.keys))
            rows.append(Row("text", f"  {shown:12} {one.help}"))
    rows += [
        Row("head", "signs"),
        Row("text", "  y accepted  n rejected  p pinned  x generic  . open  ~ in part"),
        Row("text", "  r patch was read  * selected  > cursor; Enter never decides"),
        Row("text", f"  keys of your own: {keys.keys_path()}"),
    ]
    return rows
