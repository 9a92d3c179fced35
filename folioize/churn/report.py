# SPDX-License-Identifier: GPL-2.0-only
"""What was measured of a design goes in; one HTML page that needs nothing else comes out.

``report.html.j2`` draws it. It sees ``title``, ``about`` (rows of what and which), ``design``,
``cost``, ``benefit``, ``guide``, ``funnel``, ``reasons``, ``bars``, ``cells``, ``sticks``,
``mark``, ``dots``, ``frontier``, ``risk``, ``sizes``, ``tables`` (by name) and ``version``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

import folioize
from folioize.churn import charts
from folioize.churn.benefit import benefit_table
from folioize.churn.compare import Entry, compare_tables
from folioize.churn.conflicts import Risk, conflict_tables
from folioize.churn.cost import GUIDE
from folioize.churn.figures import cost_tables
from folioize.churn.tables import Table
from folioize.errors import FolioizeError
from folioize.kinds import Design
from folioize.model import Account
from folioize.paths import template_dirs
from folioize.plan.reasons import reasons

_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class Measured:
    """All that a report shows: a design as it was measured on a kernel of some ``version``.

    ``entries`` are the designs to compare, ``command`` what was run.
    """

    design: Design
    version: str
    entry: Entry
    entries: Sequence[Entry]
    risk: Risk | None
    command: str
    sizes: Table | None = None


def write_report(measured: Measured) -> str:
    """Return the page's text; the same for the same numbers."""
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(template_dirs()),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    try:
        return environment.get_template("report.html.j2").render(_names(measured))
    except jinja2.TemplateNotFound as error:
        raise FolioizeError(f"no template {error}: set FOLIOIZE_PATH or reinstall") from error
    except jinja2.TemplateError as error:
        raise FolioizeError(f"templates/report.html.j2: {error}") from error


def _harmless(value: object) -> object:
    """A name of a tree with what would hide or turn around the text after it spelled out."""
    if type(value) is str:
        return _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", value)
    return "" if value is None else value


def _names(measured: Measured) -> dict[str, object]:
    cost, benefit = measured.entry.cost, measured.entry.benefit
    found = [*cost_tables(cost), benefit_table(benefit), *compare_tables(measured.entries)]
    stages, reasons = _funnel(measured.entry.account)
    found.append(reasons)
    if measured.risk is not None:
        found += conflict_tables(measured.risk)
    if measured.sizes is not None:
        found.append(measured.sizes)
    sticks, mark = charts.sticks(cost.patches)
    dots = charts.dots(measured.entries)
    return {
        "title": f"{measured.design.name} on Linux {measured.version}",
        "about": [
            ("Design", f"{measured.design.name}: {measured.design.title}"),
            ("Kinds", ", ".join(measured.design.kinds)),
            ("Tree", f"Linux {measured.version}, commit {measured.entry.base[:12]}"),
            ("Command", measured.command),
        ],
        "design": measured.design,
        "cost": cost,
        "benefit": benefit,
        "guide": GUIDE,
        "funnel": charts.funnel(stages),
        "bars": charts.bars(cost.by_subsystem),
        "cells": charts.treemap(cost.by_directory),
        "sticks": sticks,
        "mark": mark,
        "dots": dots,
        "frontier": [dot for dot in dots if dot.best],
        "risk": measured.risk,
        "sizes": measured.sizes,
        "tables": {table.name: table for table in found},
        "version": folioize.__version__,
    }


def _funnel(account: Account) -> tuple[list[tuple[str, int]], Table]:
    """From tokens found to declarations converted, and why the rest were not."""
    code = account.tokens - account.left
    stages = [
        ("struct page in the text", account.tokens),
        ("in declarations that could have another type", code),
        ("parsed whole", code - account.not_understood),
        ("shown to be of a kind, and converted", account.converted),
    ]
    generic = code - account.not_understood - account.converted
    rows = [("generic", "nothing shows that it is of the kinds asked for", generic)]
    rows += reasons(account)
    table = Table("reasons", "Why the rest were not", ("what", "why", "count"), tuple(rows))
    return stages, table
