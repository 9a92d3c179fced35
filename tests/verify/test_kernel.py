# SPDX-License-Identifier: GPL-2.0-only
"""A small series on a real kernel goes in; Kbuild, checkpatch.pl and the proof must work on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from folioize.model import Negative
from folioize.verify import problems, proof_lines
from tests.verify.conftest import Series


@pytest.fixture
def series(kernel: Path, tmp_path: Path) -> Iterator[Series]:
    made = Series(tmp_path / "tree", tmp_path / "out", tmp_path / "work")
    made.tree.mkdir()
    made.out.mkdir()
    made.git("clone", "-q", "--shared", "--no-tags", str(kernel), ".")
    made.base = made.git("rev-parse", "HEAD")
    yield made


@pytest.mark.kernel
@pytest.mark.build
def test_ipc(series: Series) -> None:
    # Few objects; ipc/ because nothing else is in its directory.
    series.patch("ipc/util.c", "struct ipc_proc_iface {", "\nstruct ipc_proc_iface {", "identical")
    series.patch(
        "ipc/syscall.c", '#include "util.h"', '#include "util.h"\n\nint  folioize_new;', "identical"
    )
    series.negatives = (
        Negative(
            "ids for ipc",
            '#include <linux/ipc_namespace.h>\n#include "util.h"\n'
            "void f(struct ipc_ids *ids);\n"
            "void f(struct ipc_ids *ids) { ipc_lock_object(ids); }\n",
            "refuse",
            "ipc",
        ),
    )
    report = series.verify(configs=("slub",), directories=())
    assert report.build == "kbuild"
    assert [one.objects for one in (patch.configs[0] for patch in report.patches)] == [
        ("ipc/util.o",),
        ("ipc/syscall.o",),
    ]
    assert list(proof_lines(report)) == [1]
    assert [one.outcome for one in report.negatives] == ["holds"]
    found = problems(report)
    assert "patch 2: slub: ipc/syscall.o differs in folioize_new" in found
    assert any("checkpatch" in line for line in found)
