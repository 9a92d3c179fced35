# SPDX-License-Identifier: GPL-2.0-only
"""A session and a way in go in; the tree on the left side of the screen comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.text import Text

from folioize.decisions.targets import PAGE
from folioize.harmless import escape
from folioize.review.diffs import Hunk
from folioize.review.screen.content import FILE_SCOPE, function_at
from folioize.review.screen.filters import Filter
from folioize.review.screen.lines import Lines
from folioize.review.session import NONE, OPEN, UNREAD, Session

_FOLDS = ("patch", "file", "group")
_LETTERS = {"accept": "y", "reject": "n", "pin": "p", "generic": "x", OPEN: ".", NONE: " "}
_WORDS = _LETTERS | {UNREAD: " "}


@dataclass(slots=True)
class Node:
    """An entry: ``form`` is cover, patch, file, hunk, group, function or row.

    ``state`` is a letter: y accepted, n rejected, p pinned, x generic, "." open, "~" in part.
    """

    form: str
    label: str
    key: tuple[object, ...]
    depth: int = 0
    number: int = 0
    path: str = ""
    function: str = ""
    hunk: Hunk | None = None
    rows: tuple[int, ...] = ()
    state: str = " "
    children: list[Node] = field(default_factory=list)


class Outline(Lines):
    """The tree; what is opened stays so when the series changes."""

    def __init__(self, session: Session) -> None:
        super().__init__("outline")
        self.session = session
        self.way = "patch"
        self.filter = Filter()
        self.open: set[tuple[object, ...]] = set()
        self.chosen: set[tuple[object, ...]] = set()
        self.nodes: list[Node] = []
        self.shift = 0

    def sideways(self, by: int) -> None:
        """Show what of the entries lies right or left of what is in sight."""
        self.shift = max(0, self.shift + by)
        self.repaint()

    def build(self, way: str | None = None) -> None:
        """Make the tree anew, and keep the cursor where it was as well as can be."""
        here = self.node.key if self.nodes and way in (None, self.way) else None
        before = self.cursor if here is not None else 0
        self.way = way or self.way
        others = self._others(before) if here is not None else []
        self.nodes = list(self._shown(self._top()))
        keys = {node.key: at for at, node in enumerate(self.nodes)}
        self.changed(next((keys[one] for one in (here, *others) if one in keys), before))

    def _others(self, at: int) -> list[tuple[object, ...]]:
        """The keys of the entries that an entry stands in, the innermost first, then of those
        that come after it: where to be when it is gone."""
        found: list[tuple[object, ...]] = []
        depth = self.nodes[at].depth
        for node in reversed(self.nodes[:at]):
            if node.depth < depth:
                found.append(node.key)
                depth = node.depth
        return [*found, *(node.key for node in self.nodes[at:])]

    @property
    def node(self) -> Node:
        """The entry under the cursor."""
        if not self.nodes:
            return Node("group", "nothing", ("nothing",))
        return self.nodes[min(self.cursor, len(self.nodes) - 1)]

    def count(self) -> int:
        """How many entries there are."""
        return len(self.nodes)

    def toggle(self) -> bool:
        """Open or close the entry under the cursor; whether it has anything to show."""
        node = self.node
        if not _opens(node):
            return False
        self.open ^= {node.key}
        self.build()
        return True

    def choose(self) -> None:
        """Select the entry under the cursor, or not any more."""
        self.chosen ^= {self.node.key}
        self.repaint()

    def chosen_nodes(self) -> list[Node]:
        """The selected entries that are still there."""
        return [node for node in self.nodes if node.key in self.chosen]

    def text(self, row: int, width: int) -> Text:
        """An entry as it is shown."""
        node = self.nodes[row]
        mark = "*" if node.key in self.chosen else " "
        fold = " "
        if _opens(node):
            fold = "-" if node.key in self.open else "+"
        style = "bold" if node.form in ("group", "patch", "cover") else ""
        if node.state in ("y", "x", "p"):
            style += " green"
        elif node.state == "n":
            style += " red"
        label = node.label[self.shift :]
        return Text(f"{mark}{' ' * node.depth}{fold}{node.state} {label}", style.strip())

    # -- building -------------------------------------------------------------------------------

    def _shown(self, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            yield node
            if node.key in self.open:
                for child in node.children or self._children(node):
                    child.depth = node.depth + 1
                    yield from self._shown((child,))

    def _top(self) -> list[Node]:
        if self.way == "patch":
            return self._patches()
        return self._declarations() if self.way == "declaration" else self._files()

    def _children(self, node: Node) -> list[Node]:
        if node.form == "patch":
            return self._patch_files(node.number, node.key)
        return []

    def _patches(self) -> list[Node]:
        session = self.session
        out = [Node("cover", "cover letter", ("cover",))]
        subjects: Counter[str] = Counter()
        for patch in session.record.patches:
            rows = session.patch_rows(patch.number)
            # By subject: after a decision a patch is another one, or has another number.
            key = ("patch", patch.subject, subjects[patch.subject])
            subjects[patch.subject] += 1
            if not self.filter.takes_patch(session, patch.number, rows):
                continue
            read = " r " if session.is_read(patch.number) else " "
            size = f"+{patch.insertions} -{patch.deletions}"
            label = f"{patch.number:>2}{read}{patch.subject}  {size}"
            state = _WORDS.get(session.state(rows), "~")
            out.append(
                Node("patch", escape(label), key, number=patch.number, rows=rows, state=state)
            )
        return out

    def _patch_files(self, number: int, patch: tuple[object, ...]) -> list[Node]:
        out = []
        for file in self.session.mail(number).files:
            node = Node(
                "file", escape(file.path), ("file", *patch, file.path),
                number=number, path=file.path,
            )  # fmt: skip
            for hunk in file.hunks:
                rows = self.session.subjects(number, hunk)
                state = _WORDS.get(self.session.state(rows), "~")
                name = function_at(hunk, -1)
                name = f"line {hunk.old_start}" if name == FILE_SCOPE else name
                key = ("hunk", *patch, file.path, hunk.number)
                node.children.append(
                    Node("hunk", escape(f"{hunk.number} {name}"), key, 0, number, file.path,
                         hunk=hunk, rows=rows, state=state)
                )  # fmt: skip
            found = [row for child in node.children for row in child.rows]
            node.state = _WORDS.get(self.session.state(found), "~")
            out.append(node)
        return out

    def _row(self, at: int, whole: bool = True) -> Node:
        row = self.session.rows[at]
        where = f"{row.file}:{row.line}" if whole else f"line {row.line}"
        # How sure it is comes first, or it would lie beyond the edge of a small screen.
        sure = f"{row.confidence:.2f} " if row.kind != PAGE else ""
        kind = "conflict" if row.why_not else row.kind
        name = row.name or row.role
        inside = f"{row.function}:" if row.function and whole else ""
        label = f"{sure}{inside}{name} {kind} {where}"
        key = ("row", row.file, row.function, row.role, row.name, row.line)
        state = _WORDS.get(self.session.verdict(at), ".")
        return Node("row", escape(label), key, 0, 0, row.file, row.function or "",
                    rows=(at,), state=state)  # fmt: skip

    def _declarations(self) -> list[Node]:
        """Conflicts first, then what is open, the least certain first, then what is decided."""
        session = self.session
        groups: dict[str, list[int]] = {"conflicts": [], "open": [], "decided": []}
        for at, row in enumerate(session.rows):
            if not self.filter.takes_row(session, at):
                continue
            if session.decision(at) is not None:
                groups["decided"].append(at)
            elif row.why_not:
                groups["conflicts"].append(at)
            elif row.kind != PAGE or self.filter.everything:
                groups["open"].append(at)
        groups["open"].sort(key=lambda at: session.rows[at].confidence)
        out = []
        for name, rows in groups.items():
            key = ("group", name)
            node = Node("group", f"{name} ({len(rows)})", key)
            if key in self.open:
                node.children = [self._row(at) for at in rows]
            out.append(node)
        stale = session.outcome.stale if session.outcome is not None else ()
        if stale:
            node = Node("group", f"stale decisions ({len(stale)})", ("group", "stale"))
            node.children = [
                Node("stale", escape(f"{one.file} {one.function or ''} {one.name or ''}"),
                     ("stale", one)) for one in stale
            ]  # fmt: skip
            out.append(node)
        return out

    def _files(self) -> list[Node]:
        """Files with declarations that matter, and those that a patch changes without any."""
        session = self.session
        by_file: dict[str, list[int]] = {}
        for at, row in enumerate(session.rows):
            matters = row.kind != PAGE or row.why_not or session.decision(at) is not None
            if (matters or self.filter.everything) and self.filter.takes_row(session, at):
                by_file.setdefault(row.file, []).append(at)
        for patch in session.record.patches:
            if self.filter.takes_patch(session, patch.number, session.patch_rows(patch.number)):
                for path in patch.files:
                    if self.filter.takes_path(path):
                        by_file.setdefault(path, [])
        out = []
        for path, rows in sorted(by_file.items()):
            key = ("file", path)
            state = _WORDS.get(session.state(rows), "~")
            count = f" ({len(rows)})" if rows else ""
            node = Node("file", escape(f"{path}{count}"), key, path=path, state=state,
                        rows=tuple(rows))  # fmt: skip
            if key in self.open:
                node.children = list(self._functions(path, rows))
            out.append(node)
        return out

    def _functions(self, path: str, rows: list[int]) -> Iterator[Node]:
        by_function: dict[str, list[int]] = {}
        for at in rows:
            by_function.setdefault(self.session.rows[at].function or "", []).append(at)
        for name, found in by_function.items():
            key = ("function", path, name)
            state = _WORDS.get(self.session.state(found), "~")
            node = Node("function", escape(name or "(file scope)"), key, 0, 0, path, name,
                        rows=tuple(found), state=state)  # fmt: skip
            node.children = [self._row(at, whole=False) for at in found]
            yield node


def _opens(node: Node) -> bool:
    """Whether an entry has others below it."""
    if node.form == "file" and not node.number:
        return bool(node.rows)
    return bool(node.children) or node.form in _FOLDS
