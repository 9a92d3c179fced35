# SPDX-License-Identifier: GPL-2.0-only
"""Names and the modules they live in go in; a package gives them when somebody asks, not before.

A screen, or a command that only looks, starts sooner without what it never uses.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package: ``homes`` has for each module's name, within the package,
    the names that the package gives, in one string."""
    found = {name: home for home, names in homes.items() for name in names.split()}

    def give(name: str) -> object:
        if name not in found:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(importlib.import_module(f"{package}.{found[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return give
