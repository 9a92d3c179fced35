# SPDX-License-Identifier: GPL-2.0-only
"""A user's keys.toml goes in; the keys of each action come out.

The letters for hunks are those of git add -p, those for moving b4's and vim's.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
from platformdirs import user_config_path

from folioize.errors import FolioizeError


class Action(NamedTuple):
    """Something to do: its name, default keys, a word for the footer, and a line of help."""

    name: str
    keys: str
    word: str
    help: str
    footer: bool = False


DECIDE = (
    Action("accept", "y", "accept", "accept: it is right, and stays so", True),
    Action("reject", "n", "reject", "reject: keep struct page", True),
    Action("accept_rest", "a", "accept rest", "accept this hunk and all later ones of the file"),
    Action("reject_rest", "d", "reject rest", "reject this hunk and all later ones of the file"),
    Action("pin", "p", "pin", "pin to another kind"),
    Action("generic", "x", "generic", "mark the function generic: it takes pages of any kind"),
    Action("note", "N", "note", "leave a note"),
    Action("edit", "e", "edit", "edit what the hunk leaves in $EDITOR; it is checked again"),
    Action("scope", "t", "scope", "decide about: hunk, declaration, function, file, patch", True),
    Action("mark", "space", "select", "select, to decide about several together"),
    Action("undo", "u", "undo", "undo the last decision; without limit", True),
)
MOVE = (
    Action("down", "j,down", "down", "a line down"),
    Action("up", "k,up", "up", "a line up"),
    Action("page_down", "ctrl+f", "page down", "a screen down; so does Page Down"),
    Action("page_up", "ctrl+b", "page up", "a screen up; so does Page Up"),
    Action("half_down", "ctrl+d", "half down", "half a screen down"),
    Action("half_up", "ctrl+u", "half up", "half a screen up"),
    Action("end", "G", "end", "to the last line, as End; Home goes to the first"),
    Action("left", "h,left", "left", "show what lies further left"),
    Action("right", "l,right", "right", "show what lies further right"),
    Action("next_hunk", "J,right_curly_bracket", "next hunk", "to the next hunk"),
    Action("previous_hunk", "K,left_curly_bracket", "previous hunk", "to the previous hunk"),
    Action("next_patch", "right_square_bracket", "next patch", "to the next patch"),
    Action("previous_patch", "left_square_bracket", "previous patch", "to the previous patch"),
    Action("next_open", "g", "next open", "to the next hunk that is undecided", True),
    Action("by_patch", "1", "by patch", "way in: by patch"),
    Action("by_declaration", "2", "by decl", "way in: by declaration, conflicts first"),
    Action("by_file", "3", "by file", "way in: by file"),
    Action("other_side", "tab", "other side", "to the other side of the screen"),
    Action("search", "slash", "search", "search; an empty search looks for the same again"),
    Action("filter", "f", "filter", "filter: kind: conf:< sub: who: open decided conflict unread"),
)
LOOK = (
    Action("why", "w", "why", "the evidence for what is under the cursor", True),
    Action("open", "o", "open", "open the place in $EDITOR"),
    Action("split", "v", "side by side", "side by side, or unified"),
    Action("wider", "plus", "wider", "more context"),
    Action("narrower", "minus", "narrower", "less context"),
    Action("zoom", "z", "zoom", "the diff alone"),
    Action("checks", "c", "checks", "what verify found of this patch"),
    Action("mail", "m", "mail", "the mail that would be sent"),
    Action(
        "range_diff", "D", "range-diff", "range-diff with the series that was written, or --against"
    ),
    Action("read", "r", "read", "this patch is read, or not"),
    Action("write", "W", "write", "write the series to OUT and its branch"),
    Action("help", "question_mark", "help", "this help", True),
    Action("quit", "q", "quit", "quit; what was decided is kept", True),
)
ALL = (*DECIDE, *MOVE, *LOOK)


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """keys.toml: [keys] with a line an action, such as accept = "y,space"."""

    keys: dict[str, str] = {}


def keys_path() -> Path:
    """Where a user's own keys are."""
    return user_config_path("folioize") / "keys.toml"


def load_keys(path: Path) -> dict[str, str]:
    """The keys that a user has chosen, by action; raises FolioizeError for a broken file."""
    try:
        chosen = msgspec.toml.decode(path.read_bytes(), type=Keys).keys
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise FolioizeError(f"{path}: {' '.join(str(error).split())}") from error
    names = {action.name for action in ALL}
    for name in chosen:
        if name not in names:
            raise FolioizeError(f"{path}: no action {name!r}: there is {', '.join(sorted(names))}")
    return chosen


def shown(keys: str) -> str:
    """Keys as they stand on a keyboard."""
    names = {
        "slash": "/", "question_mark": "?", "plus": "+", "minus": "-", "space": "Space",
        "right_square_bracket": "]", "left_square_bracket": "[", "right_curly_bracket": "}",
        "left_curly_bracket": "{", "left": "Left", "right": "Right",
        "down": "Down", "up": "Up", "tab": "Tab",
    }  # fmt: skip
    return " ".join(names.get(key, key).replace("ctrl+", "^") for key in keys.split(","))
