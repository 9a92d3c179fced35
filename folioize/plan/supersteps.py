# SPDX-License-Identifier: GPL-2.0-only
"""A conversion to a supertype goes in; its steps, and the C files that show what it takes, come
out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from folioize.kinds.declared import Places
from folioize.kinds.kindfile import Kind
from folioize.model import Negative, Step
from folioize.plan.conversion import Snapshot
from folioize.plan.subjects import WIDEST, WIDTH, slug_of
from folioize.plan.superplan import Key, SuperConversion
from folioize.typegen import Signature
from folioize.typegen.negatives import union_cases

_MOST = 6  # functions that are named in a message, and that are tried


def super_steps(conversion: SuperConversion) -> tuple[list[Step], Snapshot | None]:
    """The steps in order, a file each, and the last state (None if nothing is to do).

    A file comes after those whose functions it hands its pages to, as far as that goes: what it
    passes on is the union itself then, from the first patch on.
    """
    done: set[Key] = set()
    before: Snapshot | None = None
    steps: list[Step] = []
    for path, keys in _order(conversion):
        done.update(keys)
        after = conversion.snapshot(done)
        steps.append(_step(conversion, path, keys, before, after))
        before = after
    return steps, before


def _order(conversion: SuperConversion) -> list[tuple[str, list[Key]]]:
    files: dict[str, list[Key]] = {}
    for key in sorted(conversion.functions):
        files.setdefault(conversion.home(key), []).append(key)
    needs = {
        path: {conversion.home(one) for key in keys for one in conversion.calls(key)} - {path}
        for path, keys in files.items()
    }
    out: list[tuple[str, list[Key]]] = []
    while files:
        path = min(files, key=lambda one: (len(needs[one] & files.keys()), one))
        out.append((path, files.pop(path)))
    return out


def _step(
    conversion: SuperConversion,
    path: str,
    keys: Sequence[Key],
    before: Snapshot | None,
    after: Snapshot,
) -> Step:
    old = before.edits if before is not None else {}
    files = {one: edits for one, edits in after.edits.items() if old.get(one) != edits}
    names = [key.rsplit(":", 1)[-1] for key in keys]
    text = _subject(conversion.kind, path, names, first=before is None)
    graph = conversion.analysis.graph
    retyped = [
        f"{where}:{decl.function or ''}:{decl.name or decl.role}"
        for where, item in after.rendered.items()
        for index in sorted(item.retyped)
        for decl in [conversion.analysis.facts.files[where].decls[index]]
        if graph.values.slot(where, index)[1] in keys
    ]
    dropped = [
        one for one in conversion.given if one.callee in keys and conversion.is_member(one.kind)
    ]
    return Step(
        slug=slug_of(text),
        template="supertype" if before is None else "accept",
        subject=text,
        kind=conversion.kind.kind.name,
        files=files,
        declarations=tuple(retyped),
        bridges_removed=len(dropped),
        # gcc splits a union into its members early, but what the load of one costs counts where it
        # weighs whether to inline, and a copy of a parameter is another variable to it.
        claims=("types",),
        context=_context(conversion, keys, names, before, after),
    )


def _subject(kind: Kind, path: str, names: Sequence[str], *, first: bool) -> str:
    if first:
        text = f"mm: introduce {kind.c_type} and use it in {path}"
        return text if len(text) <= WIDEST else f"mm: introduce {kind.c_type}"
    prefix = path.removesuffix(".c").removesuffix(".h")
    if path.startswith("include/"):
        prefix = kind.message.prefix
    text = f"{prefix}: take {kind.c_type} in {' and '.join(f'{name}()' for name in names)}"
    if len(names) > 2 or len(text) > WIDTH:
        text = f"{prefix}: take {kind.c_type} where pages are mapped"
    return text


def _context(
    conversion: SuperConversion,
    keys: Sequence[Key],
    names: list[str],
    before: Snapshot | None,
    after: Snapshot,
) -> dict[str, Any]:
    kind, analysis = conversion.kind, conversion.analysis
    assert kind.supertype is not None
    places = Places(analysis)
    had = before.parts if before is not None else ()
    made = {"to_page": kind.bridges.to_page}
    forms = ("one", "several", "const")
    evidence = []
    for slot, reason in sorted(conversion.solution.labels.items()):
        if slot[1] in keys and slot in conversion.labels and reason.at:
            where = f"{reason.path}:{places.line(reason.path, reason.at)}"
            evidence.append(f"{where}: {reason.what}")
    found: dict[str, Any] = {
        "functions": names,
        "subject_files": sorted({path for key in keys for path, _ in conversion.records(key)}),
        "helpers": [
            made.get(part, part) for part in after.parts if part not in had and part not in forms
        ],
        "evidence": evidence,
        "union": kind.c_type,
        "members": [f"struct {tag}" for tag, _ in conversion.members.arms if tag != "page"],
        "fields": list(kind.supertype.free),
    }
    if before is None:
        found |= {
            "why": " ".join(kind.kind.why.split()),
            "release": analysis.tree.version,
            "caveats": list(kind.kind.caveats),
            "notes": list(kind.message.facts),
            "paths": list(conversion.paths),
        }
    return found


def super_negatives(conversion: SuperConversion, others: Sequence[Kind]) -> tuple[Negative, ...]:
    """Compile cases: functions with the union are given each member, and each kind that is none."""
    wrong = [one.kind.type for one in others if not conversion.is_member(one)]
    cases: list[Negative] = []
    named = conversion.kind.evidence.functions
    keys = sorted(conversion.functions, key=lambda key: (key not in named, key))
    for key in [key for key in keys if key.isidentifier()][:_MOST]:
        signature = _signature(conversion, key)
        if signature is not None:
            cases += union_cases(conversion.members, key, signature, wrong)
    return tuple(cases)


def _signature(conversion: SuperConversion, key: Key) -> Signature | None:
    """How a header declares a function; None if none does, or with more than one union."""
    facts = conversion.analysis.facts.files
    if len(conversion.functions[key]) != 1:
        return None
    page = conversion.functions[key][0]
    for path, function in conversion.records(key):
        if not path.startswith("include/"):
            continue
        params = []
        for name, base, depth, index in function.params:
            written = f"{base}{' ' if depth else ''}{'*' * depth}"
            if index >= 0 and facts[path].decls[index].const:
                written = f"const {written}"
            params.append((written, name))
        return Signature("void", tuple(params), page, path)
    return None
