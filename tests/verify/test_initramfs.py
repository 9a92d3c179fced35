# SPDX-License-Identifier: GPL-2.0-only
"""Entries go in; a cpio archive that other programs read must come out."""

from __future__ import annotations

import stat
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from folioize.verify.boot import Log, differences, read_log
from folioize.verify.initramfs import Entry, newc


def test_newc_fields() -> None:
    archive = newc([Entry("dir", stat.S_IFDIR | 0o755), Entry("f", stat.S_IFREG | 0o644, b"12345")])
    assert len(archive) % 4 == 0
    assert archive[:6] == b"070701"
    assert archive.count(b"070701") == 3
    assert b"12345\0\0\0" in archive
    assert b"TRAILER!!!\0" in archive


def test_cpio_reads_it(tmp_path: Path) -> None:
    archive = newc(
        [Entry("dir", stat.S_IFDIR | 0o755), Entry("dir/f", stat.S_IFREG | 0o644, b"hi")]
    )
    try:
        subprocess.run(["cpio", "-idm", "--quiet"], input=archive, cwd=tmp_path, check=True)
    except FileNotFoundError:
        pytest.skip("no cpio on this machine")
    assert (tmp_path / "dir" / "f").read_bytes() == b"hi"


def test_times_addresses_and_counts_do_not_count() -> None:
    before = read_log("[    0.123456] Memory: 100K at 0xffff0000\r\nfolioize: slab a size 8\n")
    after = read_log("[    1.000000] Memory: 200K at 0xabcd\nfolioize: slab a size 8\n")
    assert differences([before], [after]) == ()


def test_lines_that_differ_are_told() -> None:
    before = Log(("folioize: slab a size 8",), Counter({"x": 1, "noise": 1}), 1.0)
    after = Log(("folioize: slab a size 16",), Counter({"y": 1}), 1.0)
    again = Log(before.said, Counter({"x": 1}), 1.0)
    assert differences([before, again], [after]) == (
        "-folioize: slab a size 8",
        "+folioize: slab a size 16",
        "-x",
        "+y",
    )


def test_what_comes_late_is_no_difference() -> None:
    """A mouse is found beside the rest, before the machine is switched off or not at all."""
    early = Log((), Counter({"x": 1, "input: mouse": 1}), 1.0)
    late = Log((), Counter({"x": 1}), 1.0)
    assert differences([early, early], [late]) == ("-input: mouse",)
    assert differences([early, early, early], [late, early]) == ()
    assert differences([early, late], [late, late]) == ()


def test_the_day_of_the_build_is_no_difference() -> None:
    before = read_log("Linux version 5.10 #1 SMP Sat Nov 28 23:59:59 UTC 2026\n")
    after = read_log("Linux version 5.10 #1 SMP Sun Nov 29 00:20:01 UTC 2026\n")
    assert differences([before], [after]) == ()


def test_the_commit_in_the_version_is_no_difference() -> None:
    before = read_log("Linux version 6.1.0-g3a4dc0a1b (root@vm) (gcc 12.2)\n")
    after = read_log("Linux version 6.1.0-g12ef345fd (root@vm) (gcc 12.2)\n")
    assert differences([before], [after]) == ()


def test_the_firmwares_last_words_are_not_the_kernels() -> None:
    before = read_log("Booting from ROM..[    0.000000] Linux version 5.10\n")
    after = read_log("Booting from ROM...\n[    0.000000] Linux version 5.10\n")
    assert before.kernel == after.kernel
    assert differences([before], [after]) == ()


def test_the_deepest_stack_depends_on_interrupts() -> None:
    before = read_log("[    1.1] mount (61) used greatest stack depth: 13992 bytes left\n")
    after = read_log("[    1.1] cat (62) used greatest stack depth: 13880 bytes left\n")
    assert differences([before], [after]) == ()
