# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests of scans the small tree of the tests of kinds."""

from __future__ import annotations

from tests.kinds.conftest import small

__all__ = ["small"]
