# SPDX-License-Identifier: GPL-2.0-only
"""What all tests share: the mini kernel, and a real kernel tree for those marked kernel."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from folioize.cli.fetch import default_folder

ROOT = Path(__file__).resolve().parent.parent
MINIKERNEL = ROOT / "fixtures" / "minikernel"
# Read before any fixture gives tests an environment and a cache of their own.
KERNEL = Path(os.environ.get("FOLIOIZE_TREE") or default_folder() / "linux-5.10")
LATER = Path(os.environ.get("FOLIOIZE_TREE_6_1") or default_folder() / "linux-6.1")


@pytest.fixture(scope="session")
def kernel() -> Path:
    """A pristine Linux 5.10, a git repository, only to be read: $FOLIOIZE_TREE or the fetched one.

    A test that takes it is marked kernel; it is skipped where there is no such tree.
    """
    if not (KERNEL / ".git").exists():
        pytest.skip(f"no kernel in {KERNEL}: folioize fetch 5.10 --git")
    return KERNEL


@pytest.fixture(scope="session")
def later() -> Path:
    """A pristine Linux 6.1, as ``kernel``: $FOLIOIZE_TREE_6_1 or the fetched one."""
    if not (LATER / ".git").exists():
        pytest.skip(f"no kernel in {LATER}: folioize fetch 6.1 --git")
    return LATER


@pytest.fixture
def minikernel(tmp_path: Path) -> Path:
    """A copy of the mini kernel that a test may change; no repository."""
    return Path(shutil.copytree(MINIKERNEL, tmp_path / "minikernel"))
