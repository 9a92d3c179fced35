# SPDX-License-Identifier: GPL-2.0-only
"""Takes what commands know; calls the stages, each imported only when it is called."""
# ruff: noqa: ANN401

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from folioize.model import Declaration, Options, Plan
    from folioize.tree import Tree


def _stage(name: str) -> Any:
    return importlib.import_module(f"folioize.{name}")


def infer(tree: Tree, kinds: tuple[str, ...], options: Options) -> Iterable[Declaration]:
    """Every declaration of the tree with its kind; ``kinds`` () stands for all there are."""
    return cast("Iterable[Declaration]", _stage("kinds").infer(tree, kinds, options))


def explain(tree: Tree, file: str, line: int, name: str | None, options: Options) -> str:
    """Why a declaration has its kind, or has none, as lines of text."""
    return cast("str", _stage("kinds").explain(tree, file, line, name, options))


def make_plan(tree: Tree, kind: str, options: Options) -> Plan:
    """The conversion of the tree to ``kind``."""
    return cast("Plan", _stage("plan").make_plan(tree, kind, options))


def verify(tree: Path, out: Path, options: Any, progress: Any) -> Any:
    """Prove the series in ``out``; gives a VerifyReport."""
    return _stage("verify").verify_series(tree, out, options, progress=progress)


def verify_options(**values: Any) -> Any:
    """A VerifyOptions with these values."""
    return _stage("verify.records").VerifyOptions(**values)
