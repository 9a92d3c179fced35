# SPDX-License-Identifier: GPL-2.0-only
"""Negative compiles: C files that the converted tree must refuse go in, verdicts come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.model import Negative
from folioize.verify.bench import Bench
from folioize.verify.build import BuiltObject, retarget
from folioize.verify.diagnostics import Diagnostic, parse
from folioize.verify.records import NegativeVerdict

_POINTER = re.compile(r"'([^']*\*(?: ?const)?)'")
_MISMATCH = re.compile(r"incompatible[- ]pointer[- ]type")
_ABSENT = re.compile(r"implicit declaration of function|undeclared")
_GENERIC = re.compile(r"'_Generic' selector of type|controlling expression type .* not compatible")
# gcc, and clang; the union itself is named there too.
_UNION = re.compile(r"incompatible type for argument \d|to parameter of incompatible type")
_UNION_TYPE = re.compile(r"'union \w+'")
_NAME = re.compile(r"[^A-Za-z0-9_-]+")


def judge_all(bench: Bench, negatives: Sequence[Negative]) -> tuple[NegativeVerdict, ...]:
    """Compile each negative with the flags of its directory, at what is checked out."""
    if not negatives:
        return ()
    scratch = bench.area.scratch(f"negative-{bench.config.name}")
    built = bench.build.objects(bench.out)
    found = []
    for number, negative in enumerate(negatives):
        source = scratch / f"{number}-{_NAME.sub('-', negative.name)[:60]}.c"
        source.write_text(negative.source, encoding="utf-8")
        outcome, reason = _compile(bench, negative, built, source)
        found.append(
            NegativeVerdict(
                negative.name,
                negative.expect,
                bench.config.name,
                outcome,
                reason,
                negative.given,
                negative.takes,
            )
        )
    return tuple(found)


def _compile(
    bench: Bench, negative: Negative, built: Sequence[BuiltObject], source: Path
) -> tuple[str, str]:
    try:
        command = bench.command(bench.neighbour(negative.where, built).path)
    except FolioizeError as error:
        return "unclear", str(error)
    argv = (
        *retarget(command, "/dev/null", str(source)),
        "-fsyntax-only",
        # What the directory's own sources include by name is found as they find it.
        "-iquote",
        str(bench.area.src / negative.where),
    )
    done = bench.area.runner.run(argv, command.cwd)
    return judge(
        negative.expect, done.code, parse(done.out, (str(bench.area.src), str(source.parent)))
    )


def judge(expect: str, code: int, told: Sequence[Diagnostic]) -> tuple[str, str]:
    """Return the outcome and the line that shows it, from a compiler's exit code and messages.

    A refusal counts only where each error is about two pointer types, or about one and a union
    of pointers, and names them.
    """
    errors = [one for one in told if one.error]
    first = errors[0].text if errors else ""
    if expect == "accept":
        if code and _ABSENT.search(first):
            # Not every configuration has every function: one of them must, for it to hold.
            return "unclear", first
        return ("holds", "") if code == 0 else ("wrong", first or "the compiler failed")
    if code == 0:
        return "wrong", "the compiler accepts it"
    other = [one for one in errors if not _is_refusal(one)]
    if other or not errors:
        return "unclear", other[0].text if other else "the compiler failed without an error"
    return "holds", first


def _is_refusal(one: Diagnostic) -> bool:
    if _GENERIC.search(one.text):
        return True
    if _UNION.search(one.text) and _UNION_TYPE.search(one.text):
        return bool(_POINTER.search(one.text))
    return bool(_MISMATCH.search(one.text)) and len(set(_POINTER.findall(one.text))) >= 2
