# SPDX-License-Identifier: GPL-2.0-only
"""A VerifyReport goes in; table rows, problems, an exit code and proofs for messages come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from folioize.verify import coverage
from folioize.verify.records import (
    AloneVerdict,
    ConfigVerdict,
    Difference,
    PatchVerdict,
    SizeVerdict,
    VerifyReport,
)


class Row(msgspec.Struct, frozen=True):
    """One patch as a row: ``cells`` go with :func:`columns`; ``ok`` is what the colour shows."""

    ok: bool
    cells: tuple[str, ...]


def columns(report: VerifyReport) -> tuple[str, ...]:
    """Return the headings: number, subject, one for each configuration, checkpatch."""
    return ("", "patch", *(one.name for one in report.configurations), "checkpatch")


def rows(report: VerifyReport) -> tuple[Row, ...]:
    """Return a row for each patch that was tried."""
    return tuple(_row(report, patch) for patch in report.patches)


def size_table(
    report: VerifyReport,
) -> tuple[tuple[str, ...], tuple[tuple[str | int, ...], ...]]:
    """Return headings, and for each configuration how large the objects are that the series made
    the build compile again: at the base, and what is more or less of it at the tip."""
    kinds = ("text", "data", "bss")
    pairs = [(one, [(getattr(one.before, k), getattr(one.after, k)) for k in kinds])
             for one in report.sizes]  # fmt: skip
    heads = ("configuration", "objects", *(name for k in kinds for name in (k, "change")),
             "of another size")  # fmt: skip
    return heads, tuple(
        (
            one.config,
            one.objects,
            *(cell for old, new in counts for cell in (old, new - old)),
            len(one.changed),
        )
        for one, counts in pairs
    )


def _row(report: VerifyReport, patch: PatchVerdict) -> Row:
    by_name = {one.config: one for one in patch.configs}
    cells = [
        "does not apply"
        if patch.refused
        else "base is broken"
        if one.base_errors
        else _cell(by_name.get(one.name), patch)
        for one in report.configurations
    ]
    number = f"{patch.since}-{patch.number}" if patch.since else f"{patch.number}"
    head = (number, patch.subject)
    return Row(not tuple(_problems(patch)), (*head, *cells, "" if patch.refused else _style(patch)))


def _cell(verdict: ConfigVerdict | None, patch: PatchVerdict) -> str:
    if verdict is None:
        return ""
    if verdict.errors:
        return f"{len(verdict.errors)} errors"
    states = {one.state for one in verdict.differences}
    count = len(verdict.objects)
    if not count and not states:
        return "-"
    parts = [f"{count}"]
    if not states:
        parts.append("identical")
    elif states <= {"names", "flags"}:
        parts.append("identical but for names" if states == {"names"} else "identical*")
    else:
        parts.append("differs" if "identical" in patch.claims else "built")
    if verdict.warnings:
        parts.append(f"{len(verdict.warnings)} new warnings")
    return " ".join(parts)


def _style(patch: PatchVerdict) -> str:
    style = patch.style
    if style.skipped or style.failed:
        return "failed" if style.failed else "-"
    if not style.new:
        return f"clean ({len(style.inherited)} inherited)" if style.inherited else "clean"
    return f"{len(style.new)} new, {len(style.inherited)} inherited"


def problems(report: VerifyReport) -> tuple[str, ...]:
    """Return one line for each thing that is not proven, in the order of the series."""
    found: list[str] = []
    for config in report.configurations:
        found += [f"{config.name}: {symbol} does not hold in .config" for symbol in config.unmet]
        found += [f"{config.name}: base: {error}" for error in config.base_errors]
    for patch in report.patches:
        found += [f"patch {patch.number}: {line}" for line in _problems(patch)]
    found += _negatives(report)
    if report.boot is not None:
        found += _boot(report)
    if not report.complete and not any(patch.refused for patch in report.patches):
        found.append("verify was stopped before the end: run it again to go on")
    return tuple(found)


def _problems(patch: PatchVerdict) -> Iterator[str]:
    if patch.refused:
        yield patch.refused
    for verdict in patch.configs:
        for text in verdict.errors:
            yield f"{verdict.config}: {text}"
        for text in verdict.warnings:
            yield f"{verdict.config}: new warning: {text}"
        if "identical" in patch.claims:
            for one in verdict.differences:
                if one.state not in ("names", "flags"):
                    yield f"{verdict.config}: {describe(one)}"
    yield from _unbuilt(patch)
    if patch.style.failed:
        yield f"checkpatch: {patch.style.failed}"
    for message in patch.style.new:
        where = f" ({message.file})" if message.file else ""
        yield f"checkpatch: {message.level}:{message.type}: {message.text}{where}"


def _unbuilt(patch: PatchVerdict) -> Iterator[str]:
    tried = {one.file: one for one in patch.alone}
    for name in patch.unbuilt:
        if name not in tried:
            yield f"{name} is built in no configuration"
        elif not _is_shown(tried[name]):
            yield describe_alone(tried[name])


def _negatives(report: VerifyReport) -> list[str]:
    """A negative must hold somewhere and be wrong nowhere; not every one fits every allocator."""
    held = {one.name for one in report.negatives if one.outcome == "holds"}
    return [
        f"negative compile {one.name}, {one.config}: {one.reason}"
        for one in report.negatives
        if one.outcome == "wrong" or (one.outcome == "unclear" and one.name not in held)
    ]


def _boot(report: VerifyReport) -> list[str]:
    boot = report.boot
    if boot is None:
        return []
    if boot.failed:
        return [f"boot: {boot.failed}"]
    return [
        *(f"boot: new warning: {text}" for text in boot.warnings),
        *(f"boot: {line}" for line in boot.differences),
    ]


def describe(one: Difference) -> str:
    """Return a line that says how an object differs, naming at most eight of its symbols."""
    if one.state in ("new", "gone"):
        return f"{one.object} is {one.state}"
    if one.state == "flags":
        return f"{one.object} is identical with {one.how} on both sides"
    if one.state == "names":
        return f"{one.object} is identical but for names, in {', '.join(one.sections)}"
    names = list(one.symbols or one.sections)
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{one.object} differs in {', '.join(names[:8])}{more}"


def describe_alone(one: AloneVerdict) -> str:
    """Return a line on a source that was compiled by itself."""
    same = {"same": "is identical", "names": "is identical but for names"}.get(one.state, "differs")
    text = f"{one.file} is built in no configuration; compiled like {one.like} of {one.config}"
    if one.symbols:
        text += f" with {_listed(one.symbols)} set"
    text += f", it {same}"
    return f"{text}, without lines {coverage.ranges(one.left_out)}" if one.left_out else text


def _is_shown(one: AloneVerdict) -> bool:
    return one.state in ("same", "names") and not one.left_out


def remarks(report: VerifyReport) -> tuple[str, ...]:
    """Return one line for each thing that holds only in a sense that has to be told."""
    found = list(report.skipped)
    for patch in report.patches:
        for verdict in patch.configs:
            found += [
                f"patch {patch.number}: {verdict.config}: {describe(one)}"
                for one in verdict.differences
                if one.state in ("names", "flags") or "identical" not in patch.claims
            ]
        found += [
            f"patch {patch.number}: {describe_alone(one)}" for one in patch.alone if _is_shown(one)
        ]
        found += [
            f"patch {patch.number}: compiled in no configuration: {lines}"
            for lines in patch.uncompiled
        ]
        found += [
            f"patch {patch.number}: checkpatch, inherited: {one.type}: {one.text} ({one.file})"
            for one in patch.style.inherited
        ]
    found += [_resized(one) for one in report.sizes if one.changed]
    held = {one.name for one in report.negatives if one.outcome == "holds"}
    found += [
        f"negative compile {one.name} does not fit {one.config}: {one.reason}"
        for one in report.negatives
        if one.outcome == "unclear" and one.name in held
    ]
    if report.boot is not None:
        found += [
            f"boot: {name} was mounted, written, mapped, truncated, mounted again and compared"
            for name in report.boot.worked
        ]
        found += [f"boot: {text}" for text in report.boot.unworked]
    return tuple(found)


def _resized(one: SizeVerdict) -> str:
    """A line that names at most eight objects of another size, those of most text first."""
    found = sorted(
        (-abs(new.text - old.text), name, new.text - old.text)
        for name, (old, new) in one.changed.items()
    )
    named = ", ".join(f"{name} {text:+}" for _, name, text in found[:8])
    more = f" and {len(found) - 8} more" if len(found) > 8 else ""
    return f"{one.config}: text of {named}{more} bytes"


def exit_code(report: VerifyReport) -> int:
    """Return 0 where all is proven, 3 where something is not."""
    return 3 if problems(report) else 0


def proof_lines(report: VerifyReport) -> dict[int, str]:
    """Return, by patch number, the paragraph that a patch's message has earned.

    Only a patch that claims to be identical and is so in every object that was built has one,
    and it names the files that no configuration builds; it is a plain text without line breaks.
    """
    return {
        patch.number: text
        for patch in report.patches
        if (text := _proof(report, patch)) is not None
    }


def _proof(report: VerifyReport, patch: PatchVerdict) -> str | None:
    # What a configuration's title says must be so, and what it is compared with must be whole.
    sound = [one for one in report.configurations if not one.unmet and not one.base_errors]
    titles = {one.name: one.title for one in sound}
    built = [one for one in patch.configs if one.objects and one.config in titles]
    broken = patch.refused or any(one.errors for one in patch.configs)
    differences = [one for verdict in patch.configs for one in verdict.differences]
    if "identical" not in patch.claims or broken or not built or patch.since:
        return None
    if any(one.state not in ("names", "flags") for one in differences):
        return None
    names = {name for verdict in built for name in verdict.objects}
    objects = (
        f"the {len(names)} objects that see this change"
        if len(names) > 1
        else f"{next(iter(names))}, the one object that sees this change,"
    )
    where = _listed([titles[one.config] for one in built])
    text = f"The machine code of {objects} is identical before and after with {where}"
    text = f"{text} ({report.compiler}).{_reservations(differences)}"
    shown = [one for one in patch.alone if _is_shown(one)]
    text += "".join(f" {describe_alone(one)}." for one in shown)
    if unseen := sorted(set(patch.unbuilt) - {one.file for one in shown}):
        verb = "is" if len(unseen) == 1 else "are"
        text += f" {_listed(unseen)} {verb} built in none of them."
    if patch.uncompiled:
        text += f" None of them compiles {_listed(patch.uncompiled)}."
    return text


def _reservations(differences: Sequence[Difference]) -> str:
    by_how: dict[str, set[str]] = {}
    for one in differences:
        how = "names" if one.state == "names" else one.how
        by_how.setdefault(how, set()).add(one.object)
    parts = []
    for how, objects in sorted(by_how.items()):
        what = _listed(sorted(objects))
        verb = "differ" if len(objects) > 1 else "differs"
        if how == "names":
            parts.append(
                f" {what} {verb} only in names that KASAN or VM_BUG_ON_PAGE() keeps as text."
            )
        else:
            parts.append(f" For {what} this holds with {how} on both sides.")
    return "".join(parts)


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    # A title may hold commas and "and" of its own.
    mark = "; " if len(names) > 2 and any("," in name for name in names) else ", "
    last = f"{mark}and " if mark == "; " else " and "
    return mark.join(names[:-1]) + last + names[-1]
