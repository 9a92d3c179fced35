# SPDX-License-Identifier: GPL-2.0-only
"""A tree that changes while it is reviewed goes in; one line that says so comes out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision
from folioize.review.engine import Engine
from folioize.review.records import Spec

from .conftest import Converted, git

pytestmark = pytest.mark.slow

SLUB = "mm/slub.c"


def test_a_tree_that_changes_meanwhile(mini: Converted, spec: Spec, tmp_path: Path) -> None:
    tree = Path(shutil.copytree(mini.tree, tmp_path / "tree", symlinks=True))
    engine = Engine(replace(spec, tree=str(tree)))
    engine.solve(())
    first = (Decision(SLUB, "page", "slab_lock"),)
    text = (tree / SLUB).read_bytes()
    (tree / SLUB).write_bytes(b"/* mine */\n" + text)
    with pytest.raises(
        FolioizeError, match=r"slub\.c was changed since it was read: commit that, or"
    ):
        engine.solve(first)
    (tree / SLUB).write_bytes(text)
    assert engine.solve(first).record.patches
    git(tree, "commit", "-q", "--allow-empty", "-m", "moved")
    moved = r"HEAD is \w{12}, and was \w{12} when the tree was read"
    with pytest.raises(FolioizeError, match=moved):
        engine.solve((Decision(SLUB, "page"),))
    with pytest.raises(FolioizeError, match=moved):
        engine.write(first, tmp_path / "out")
    assert not (tmp_path / "out").exists()
