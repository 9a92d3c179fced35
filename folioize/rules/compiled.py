# SPDX-License-Identifier: GPL-2.0-only
"""A rule file and the virtual rules in force go in; rules compiled once, ready to run, come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from folioize.cst.masktable import MaskTable, load_table
from folioize.rules.additions import additions
from folioize.rules.blocks import check_lists
from folioize.rules.branches import GOVERNING
from folioize.rules.doubts import doubts
from folioize.rules.formats import check_formats
from folioize.rules.index import Clauses, clauses, effect_clauses
from folioize.rules.inherits import inherited
from folioize.rules.isonames import NAMES
from folioize.rules.misused import check_misused
from folioize.rules.nodes import Pattern
from folioize.rules.patterns import compile_rule
from folioize.rules.placed import check_placed
from folioize.rules.plusside import check_plus_side
from folioize.rules.records import Depends, Rule, RuleError, RuleFile, Script
from folioize.rules.scripts import code
from folioize.rules.unwraps import Unwrap, unwraps


class Compiled(NamedTuple):
    """A rule with its pattern, the words it needs, and the inherited metavariables it reads.

    ``anchors`` are the places in its body that whole lines are added beside, ``replaced`` those
    of - tokens in whose place something comes. ``wholes`` has the first token of each if or loop
    of the body, by its last; ``unwraps`` those that go from around what stays. ``exists`` tells
    that dots ask for some path, not for all.
    """

    rule: Rule
    pattern: Pattern
    needs: Clauses
    inherits: tuple[tuple[str, str], ...]
    exports: frozenset[str]
    anchors: frozenset[int]
    replaced: frozenset[int]
    wholes: dict[int, int]
    unwraps: tuple[Unwrap, ...] = ()
    exists: bool = False


class Program(NamedTuple):
    """What is run: the rules that can apply, in order, and the names and values from -D.

    ``scripts`` are blocks of Python, each with the number of rules that come before it;
    ``left_out`` tells of rules that need a value from -D which was not given,
    ``doubts`` of names that may be forgotten metavariables.
    """

    path: str
    rules: tuple[Compiled, ...]
    virtuals: frozenset[str]
    values: tuple[tuple[str, str], ...]
    scripts: tuple[tuple[int, Script], ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def table(self) -> MaskTable:
        """The words of kernel C, with the loop macros and attributes that the rules declare."""
        names = {
            name.encode()
            for one in self.rules
            for name, meta in one.rule.metas.items()
            if meta.kind == "iterator name"
        }
        marks = {
            name.encode()
            for one in self.rules
            for name, meta in one.rule.metas.items()
            if meta.kind == "attribute name"
        }
        known = load_table()
        added = sorted(names - known.iterators) + sorted(marks - known.attributes)
        if not added:
            return known
        return msgspec.structs.replace(
            known,
            iterators=known.iterators | names,
            attributes=known.attributes | marks,
            attribute_calls=known.attribute_calls | marks,
            fingerprint=f"{known.fingerprint} {b' '.join(added).decode()}",
        )

    @property
    def scripted(self) -> bool:
        """Whether anything in it is Python."""
        metas = [meta for one in self.rules for meta in one.rule.metas.values()]
        return bool(self.scripts) or any(
            one.kind == "script" for meta in metas for one in meta.constraints
        )

    @property
    def typed(self) -> bool:
        """Whether any rule asks for types of expressions, so that headers are read for them.

        Isomorphisms that look at types make do with those of the file itself.
        """
        return any(meta.types for one in self.rules for meta in one.rule.metas.values())


def compile_file(
    source: RuleFile,
    defined: frozenset[str] = frozenset(),
    values: dict[str, str] | None = None,
    scripts: bool = False,
) -> Program:
    """Compile the rules that may apply; raises RuleError for what cannot be run.

    ``defined`` are the virtual rules given with -D, ``values`` those given as NAME=VALUE;
    ``scripts`` says that blocks in Python may be run.
    """
    for name in sorted(defined - source.virtuals):
        raise source.rules[0].place.error(f"there is no virtual rule {name} in this file")
    given = tuple(sorted((values or {}).items()))
    wanted = _used(list(source.rules))
    for name, _ in given:
        if f"virtual.{name}" not in wanted:
            raise source.rules[0].place.error(f"no rule of this file asks for virtual.{name}")
    alive = [one for one in source.rules if _possible(one.depends, source.virtuals, defined)]
    used = _used(alive)
    out: list[Compiled] = []
    blocks: list[tuple[int, Script]] = []
    left_out: list[RuleError] = []
    for one in alive:
        if isinstance(one, Script):
            _check_script(one, scripts)
            blocks.append((len(out), one))
            continue
        if not scripts:
            _check_constraints(one)
        if (missing := _valueless(one, frozenset(name for name, _ in given))) is not None:
            left_out.append(missing)
            continue
        out.append(_compile(one, used))
    if not out and left_out:
        raise left_out[0]
    if not out:
        names = ", ".join(sorted(source.virtuals))
        raise source.rules[0].place.error(
            "no rule of this file can apply: choose a virtual rule with -D"
            + (f" ({names})" if names else "")
        )
    return Program(
        source.path,
        tuple(_quantified(out)),
        defined,
        given,
        tuple(blocks),
        tuple(map(str, left_out)),
        _doubts(out, bool(blocks), source.symbols),
    )


def _quantified(rules: list[Compiled]) -> Iterator[Compiled]:
    """The rules, which look for some path where one of them only looks, with * lines."""
    looks = any(token.mark == "*" for one in rules for token in one.rule.body)
    for one in rules:
        told = one.rule.quantifier
        some = told == "exists" if told else looks and not one.rule.changes
        yield one._replace(exists=some)


def _doubts(rules: list[Compiled], scripted: bool, symbols: frozenset[str]) -> tuple[str, ...]:
    """Names that may be forgotten metavariables, and rules that only look."""
    found = [text for one in rules for text in doubts(one.rule, one.pattern, symbols)]
    marks = {token.mark for one in rules for token in one.rule.body}
    if not scripted and not marks & {"-", "+", "*"}:
        told = "no rule that can apply here changes or finds anything: none has a -, + or * line"
        found.append(str(rules[0].rule.place.error(told)))
    return tuple(found)


def _check_script(one: Script, allowed: bool) -> None:
    if not allowed:
        raise one.place.error(
            f"this {one.when} block in Python would run: scripts run with --allow-scripts only"
            " (-D NAME may choose rules without them)"
        )
    if one.when == "finalize":
        raise one.place.error("finalize blocks are not supported: files are worked on apart")
    code(one)


def _valueless(rule: Rule, given: frozenset[str]) -> RuleError | None:
    """What is told of a rule that wants a value which only -D could give, and did not: it matches
    nothing, for spatch too, which does not say so."""
    for meta, source in inherited(rule):
        scope, _, name = source.partition(".")
        if scope == "virtual" and name not in given:
            return meta.place.error(f"virtual.{name} has no value: give one with -D {name}=VALUE")
    return None


def _check_constraints(rule: Rule) -> None:
    for meta in rule.metas.values():
        if any(one.kind == "script" for one in meta.constraints):
            raise meta.place.error(
                f"the constraint of {meta.name} is a script: those run with --allow-scripts only"
            )


def _compile(rule: Rule, used: frozenset[str]) -> Compiled:
    try:
        return _compiled(rule, used)
    except RecursionError as err:
        raise rule.place.error(f"{rule.told} is nested too deeply") from err


def _compiled(rule: Rule, used: frozenset[str]) -> Compiled:
    pattern = compile_rule(rule)
    added = additions(rule)
    _check_added(rule)
    check_placed(rule, pattern)
    check_misused(rule, pattern)
    check_lists(rule, pattern.elements)
    check_formats(rule)
    check_plus_side(rule, pattern)
    if "all" in rule.disabled:
        rule = rule._replace(disabled=NAMES)
    for name in sorted(rule.disabled - NAMES):
        raise rule.place.error(f"no isomorphism is called {name}")
    inherits = tuple((meta.name, source) for meta, source in inherited(rule))
    exports = frozenset(name for name in rule.metas if f"{rule.name}.{name}" in used)
    needs = clauses(pattern)
    changed = [at for at, token in enumerate(rule.body) if token.mark in ("-", "+")]
    if changed and not exports and rule.name not in used:
        needs = (*effect_clauses(pattern, changed), *needs)
    anchors = frozenset(one.anchor for one in added if one.lines and not one.replaces)
    replaced = frozenset(one.anchor for one in added if one.replaces)
    bare = unwraps(pattern.elements, rule.body)
    wholes = _wholes(pattern)
    return Compiled(rule, pattern, needs, inherits, exports, anchors, replaced, wholes, bare)


def _wholes(pattern: Pattern) -> dict[int, int]:
    """The first token of each statement that governs others, by its last."""
    out: dict[int, int] = {}
    for element in pattern.elements:
        for node in element.walk():
            if node.kind in GOVERNING:
                out[node.last] = min(node.first, out.get(node.last, node.first))
    return out


def _check_added(rule: Rule) -> None:
    """Raise RuleError for a metavariable that is added but matched nowhere."""
    kinds = (
        "attribute name",
        "symbol",
        "typedef",
        "iterator name",
        "declarer name",
        "fresh identifier",
        "length",
    )
    kept = [token for token in rule.body if token.mark != "+"]
    matched = {name for token in kept for name in (token.text, *token.also)}
    bound = {word for meta in rule.metas.values() for kind in meta.types for word in kind.split()}
    for token in rule.body:
        meta = rule.metas.get(token.text) if token.kind == "ident" else None
        if token.mark != "+" or meta is None or meta.kind in kinds or meta.source is not None:
            continue
        if token.text not in matched and token.text not in bound:
            raise token.place.error(f"the metavariable {token.text} is added but never matched")


def _used(rules: list[Rule | Script]) -> frozenset[str]:
    """The "rule.name" of every metavariable that a later rule reads, and rules depended on."""
    found: set[str] = set()
    for rule in rules:
        found |= set(_named(rule.depends))
        if isinstance(rule, Script):
            found.update(source for _, source, _ in rule.inputs)
            continue
        for meta in rule.metas.values():
            if meta.source is not None:
                found.add(meta.source)
            for one in meta.constraints:
                found.update(value for value in one.values if "." in value)
    return frozenset(found)


def _named(depends: object) -> Iterator[str]:
    """The rules that a condition names."""
    if isinstance(depends, tuple):
        for part in depends[1:]:
            if isinstance(part, str):
                yield part
            else:
                yield from _named(part)


def _possible(depends: Depends | None, virtuals: frozenset[str], defined: frozenset[str]) -> bool:
    """Whether a rule may apply, as far as virtual rules tell."""
    return depends is None or _known(depends, virtuals, defined) is not False


def _known(depends: object, virtuals: frozenset[str], defined: frozenset[str]) -> bool | None:
    """True or false where virtual rules decide, None where matches do."""
    assert isinstance(depends, tuple)
    word = depends[0]
    if word in ("rule", "ever", "never"):
        name = depends[1]
        if name not in virtuals:
            return None
        return bool((name in defined) == (word != "never"))
    parts = [_known(part, virtuals, defined) for part in depends[1:]]
    if word == "not":
        return None if parts[0] is None else not parts[0]
    decisive: bool = word == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def satisfied(depends: object, matched: frozenset[str], ever: frozenset[str]) -> bool:
    """Whether a condition holds, of rules that matched here and of those that ever did."""
    if depends is None:
        return True
    assert isinstance(depends, tuple)
    word = depends[0]
    if word == "rule":
        return bool(depends[1] in matched)
    if word in ("ever", "never"):
        return bool((depends[1] in ever) == (word == "ever"))
    parts = [satisfied(part, matched, ever) for part in depends[1:]]
    if word == "not":
        return not parts[0]
    return all(parts) if word == "and" else any(parts)
