# SPDX-License-Identifier: GPL-2.0-only
"""Small series on a tiny tree go in; what verify says of each patch must be right."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from folioize.errors import FolioizeError, TreeError
from folioize.model import Negative, PartRecord
from folioize.review.checks import load_checks
from folioize.series import held
from folioize.verify import (
    VerifyReport,
    exit_code,
    problems,
    proof_lines,
    recheck,
    remarks,
    rows,
    size_table,
)
from folioize.verify.bench import Bench
from folioize.verify.records import ConfigVerdict
from tests.verify.conftest import Series

pytestmark = pytest.mark.slow

Make = Callable[[], Series]


def verdict(report: VerifyReport, number: int, config: str = "slub") -> ConfigVerdict:
    return next(one for one in report.patches[number - 1].configs if one.config == config)


def test_identical_patches_are_proven(series: Make) -> None:
    one = series()
    one.patch("include/page.h", "int count_of", "\n\nint count_of", "identical")
    one.patch("mm/a.c", "int puts", "\n/* moves __LINE__ */\nint puts", "identical")
    report = one.verify()
    assert problems(report) == ()
    assert (exit_code(report), report.complete) == (0, True)
    assert verdict(report, 1).objects == ("mm/a.o",)
    assert proof_lines(report)[2].startswith(
        "The machine code of mm/a.o, the one object that sees this change, is identical before "
        "and after with slub and debug (gcc "
    )
    assert [row.cells[2] for row in rows(report)] == ["1 identical", "1 identical"]


def test_the_users_repository_is_left_alone(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    before = (one.git("status", "--porcelain", "--ignored"), one.git("for-each-ref"))
    files = sorted(str(path) for path in one.tree.rglob("*"))
    one.verify()
    assert (one.git("status", "--porcelain", "--ignored"), one.git("for-each-ref")) == before
    assert sorted(str(path) for path in one.tree.rglob("*")) == files
    assert "work" not in one.git("worktree", "list")


def test_a_broken_claim_names_the_function(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "i + 2", "identical")
    report = one.verify()
    assert problems(report) == (
        "patch 1: slub: mm/b.o differs in b",
        "patch 1: debug: mm/b.o differs in b",
    )
    assert (exit_code(report), proof_lines(report)) == (3, {})


def test_a_pass_of_the_compiler_alone(series: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    # Stands for -fno-ipa-sra, which no small source is sure to need.
    monkeypatch.setattr(recheck, "TYPE_SENSITIVE", (("-DOTHER",), ("-DPASS_OFF",)))
    one = series()
    new = "\n#ifdef PASS_OFF\n\treturn i + 1;\n#else\n\treturn i + 2;\n#endif\n"
    one.patch("mm/b.c", "\treturn i + 1;\n", new, "identical")
    one.patch("mm/a.c", "int puts", "\nint puts", "identical")
    report = one.verify(configs=("slub",))
    assert problems(report) == ()
    assert remarks(report) == ("patch 1: slub: mm/b.o is identical with -DPASS_OFF on both sides",)
    assert proof_lines(report)[1].endswith(" For mm/b.o this holds with -DPASS_OFF on both sides.")
    # Looking back must not make the build compile anything again.
    assert verdict(report, 2).objects == ("mm/a.o",)


def test_an_address_of_a_member_spelt_as_a_cast(series: Make) -> None:
    # Stands for a compiler that keeps &x->page in a register of its own, beside x.
    one = series()
    new = "#define PLAIN(x) (#x[0] == '&')\n\treturn i + 1 + PLAIN(&x->page);\n"
    one.patch("mm/b.c", "\treturn i + 1;\n", new, "identical")
    one.patch("mm/b.c", "PLAIN(&x->page)", "PLAIN(&x->page) + 1", "identical")
    one.patch("mm/a.c", "int puts", "\nint puts", "identical")
    report = one.verify(configs=("slub",))
    assert remarks(report)[0] == (
        "patch 1: slub: mm/b.o is identical with &x->page written as a cast of x on both sides"
    )
    assert problems(report) == ("patch 2: slub: mm/b.o differs in b",)
    # The sources are as they were, and make has nothing to do again.
    assert verdict(report, 3).objects == ("mm/a.o",)


def test_without_the_claim_it_may_differ(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "i + 2")
    report = one.verify()
    assert (problems(report), proof_lines(report)) == ((), {})
    assert remarks(report)[0] == "patch 1: slub: mm/b.o differs in b"


def test_a_new_warning_counts_once(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "{\n", "{\n\tint unused;\n")
    one.patch("mm/b.c", "int b", "\n\nint b")
    report = one.verify(configs=("slub",))
    assert problems(report) == (
        "patch 1: slub: new warning: mm/b.c:3:13: warning: unused variable 'unused' "
        "[-Wunused-variable]",
    )


def test_what_does_not_build_stays_broken(series: Make) -> None:
    one = series()
    one.patch("mm/a.c", "count_of(&page)", "count_of((struct slab *)&page)")
    one.patch("mm/b.c", "int b", "\nint b", "identical")
    report = one.verify(configs=("slub",))
    errors = verdict(report, 1).errors
    assert len(errors) == 1
    assert "expected 'struct page *' but argument is of type 'struct slab *'" in errors[0]
    assert verdict(report, 2).errors
    assert proof_lines(report) == {}


def test_a_patch_that_does_not_apply_ends_it(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "i + 2")
    path = one.out / one.records[0].file
    path.write_text(path.read_text().replace("return i + 1", "return i + 7"))
    one.patch("mm/b.c", "i + 2", "i + 3")
    report = one.verify()
    assert not report.complete
    assert len(report.patches) == 1
    assert problems(report) == (
        f"patch 1: {path.name} does not apply: error: patch failed: mm/b.c:1",
    )


ALONE = "mm/never.c is built in no configuration; compiled like mm/a.o of debug"


def test_a_file_that_nothing_builds_is_compiled_alone(series: Make) -> None:
    one = series()
    one.patch("mm/never.c", "int never;", "int never ;", "identical")
    one.patch("mm/never.c", "never ;", "ever;", "identical")
    report = one.verify()
    assert remarks(report) == (f"patch 1: {ALONE}, it is identical",)
    assert problems(report) == (f"patch 2: {ALONE}, it differs",)
    assert proof_lines(report) == {}
    again = one.verify()
    assert [patch.alone for patch in again.patches] == [patch.alone for patch in report.patches]


def test_what_is_compiled_alone_has_what_it_asks_for(series: Make) -> None:
    one = series()
    (one.tree / "mm/Makefile").write_text("obj-$(CONFIG_NEVER) += never.o\n")
    text = "#ifdef CONFIG_DEEP\nint deep = 1;\n#endif\n#ifndef CONFIG_NEVER\n#error\n#endif\n"
    (one.tree / "mm/never.c").write_text(text)
    one.git("add", "mm")
    one.git("commit", "-qm", "never")
    one.base = one.git("rev-parse", "HEAD")
    one.patch("mm/never.c", "deep = 1", "deep = 2 - 1", "identical")
    (shown,) = remarks(one.verify())
    assert shown.endswith("of debug with CONFIG_DEEP and CONFIG_NEVER set, it is identical")


def test_what_is_compiled_alone_must_reach_the_change(series: Make) -> None:
    one = series()
    one.patch("mm/never.c", "int never;", "int never;\n#if 0\nint at_all;\n#endif", "identical")
    assert problems(one.verify()) == (f"patch 1: {ALONE}, it is identical, without lines 3",)


def test_a_proof_names_what_it_does_not_cover(series: Make) -> None:
    one = series()
    (one.tree / "lib").mkdir()
    (one.tree / "lib/never.c").write_text("int ever;\n")
    one.git("add", "lib")
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    report = one.verify()
    assert problems(report) == ("patch 1: lib/never.c is built in no configuration",)
    assert proof_lines(report)[1].endswith(" lib/never.c is built in none of them.")


def test_a_second_run_builds_nothing(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    first = one.verify()
    stamps = {path: path.stat().st_mtime_ns for path in one.work.rglob("*.o")}
    patch = one.out / one.records[0].file
    # A message may gain its proof; the change is what was proven.
    patch.write_text(patch.read_text().replace("mm: change 1", "mm: change 1\n\nProven."))
    second = one.verify()
    assert first.patches[0].configs == second.patches[0].configs
    assert {path: path.stat().st_mtime_ns for path in one.work.rglob("*.o")} == stamps


def test_a_verdict_of_other_code_is_not_recalled(
    series: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    one.verify()
    monkeypatch.setattr("folioize.verify.session.judges", lambda: "mended")
    built: list[str] = []
    step = Bench.step

    def counted(bench: Bench, files: Sequence[str], key: str) -> ConfigVerdict:
        built.append(bench.config.name)
        return step(bench, files, key)

    monkeypatch.setattr(Bench, "step", counted)
    configs = {config.name for config in one.verify().configurations}
    assert set(built) == configs
    one.verify()
    assert len(built) == len(configs)


def test_a_changed_patch_is_tried_again(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify()
    patch = one.out / one.records[0].file
    patch.write_text(patch.read_text().replace("1 + i", "2 + i"))
    assert problems(one.verify(configs=("slub",))) == ("patch 1: slub: mm/b.o differs in b",)


def test_negatives(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    head = '#include "page.h"\nint f(struct slab *slab);\nint f(struct slab *slab) { return '
    one.negatives = (
        Negative("slab for page", f"{head}count_of(slab); }}\n", "refuse", "mm"),
        Negative("slab is a slab", f"{head}slab->count; }}\n", "accept", "mm"),
        Negative("accepted", f"{head}slab->count; }}\n", "refuse", "mm"),
        Negative("other error", f"{head}nothing; }}\n", "refuse", "mm"),
        Negative("no directory", f"{head}nothing; }}\n", "refuse", "fs"),
        Negative("absent here", f"{head}weight; }}\n", "accept", "mm"),
    )
    report = one.verify(configs=("slub",))
    assert [one.outcome for one in report.negatives] == [
        "holds",
        "holds",
        "wrong",
        "unclear",
        "unclear",
        "unclear",
    ]
    # What is absent from all configurations was not shown in any.
    assert len(problems(report)) == 4


def test_a_function_that_one_configuration_lacks(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    text = '#include "page.h"\n#ifdef DEBUG\nextern int weight;\n#endif\n'
    source = f"{text}int f(int i);\nint f(int i) {{ return i + weight; }}\n"
    one.negatives = (Negative("weight", source, "accept", "mm"),)
    report = one.verify()
    assert [verdict.outcome for verdict in report.negatives] == ["unclear", "holds"]
    assert problems(report) == ()
    assert "negative compile weight does not fit slub" in remarks(report)[-1]


def test_boot_compares_the_self_test(series: Make) -> None:
    one = series()
    one.patch("mm/a.c", 'puts("count")', 'puts("counted")')
    report = one.verify(configs=("slub",), boot=True)
    assert problems(report) == ("boot: -count", "boot: +counted")


def test_by_part_builds_what_each_part_leaves(series: Make) -> None:
    """Patch 1 would not build alone, and 2 mends it; patch 3 breaks its claim."""
    one = series()
    one.patch("mm/b.c", "i + 1", "i + + ;1", "identical")
    one.patch("mm/b.c", "i + + ;1", "1 + i", "identical")
    one.patch("mm/b.c", "1 + i", "i + 2", "identical")
    one.parts = (
        PartRecord("k", "struct slab", "slabs", 1, 2, 0),
        PartRecord("m", "struct more", "more", 3, 3, 0),
    )
    report = one.verify(by_part=True)
    assert [row.cells[0] for row in rows(report)] == ["1", "1-2", "3"]
    assert [row.cells[2] for row in rows(report)] == ["", "1 identical", "1 differs"]
    assert report.patches[0].configs == () and not proof_lines(report)
    assert all(text.startswith("patch 3: ") for text in problems(report))
    checks = [load_checks(one.out).of_patch(each.number, each.file) for each in one.records]
    assert "unseen  not built alone: only with the patches after it" in checks[0]
    assert "note    built together with those before it, from patch 1 on" in checks[1]
    assert not any("built together" in line for line in checks[2])
    # What was shown of two patches together holds for neither alone.
    alone = problems(one.verify())
    assert any(text.startswith("patch 1: slub: mm/b.c") for text in alone)


def test_two_at_once_are_refused(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    one.verify(configs=("slub",))
    with (one.work / "lock").open("r") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FolioizeError, match="another verify is at work"):
            one.verify()


def test_two_series_or_proofs_at_once_are_refused(series: Make, tmp_path: Path) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    one.verify(configs=("slub",))
    with (
        held(one.out),
        pytest.raises(FolioizeError, match=r"another folioize is at work on .*out: wait for it"),
    ):
        one.verify(configs=("slub",), work=tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_interrupt_ends_all(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    # A compiler that takes its time.
    main = threading.main_thread().ident or 0
    timer = threading.Timer(3, signal.pthread_kill, (main, signal.SIGINT))
    timer.start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        one.verify(cc="sleep 71.25 #")
    assert time.monotonic() - started < 30
    time.sleep(0.2)
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "sleep 71.25" not in running.stdout
    assert one.git("status", "--porcelain") == ""
    assert one.verify(configs=("slub",)).complete


def test_bad_input_is_one_line(series: Make, tmp_path: Path) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    with pytest.raises(FolioizeError, match="no configuration none: there are slub, debug"):
        one.verify(configs=("none",))
    with pytest.raises(FolioizeError, match="is inside the tree"):
        one.verify(work=one.tree / "work")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    with pytest.raises(FolioizeError, match="is not empty"):
        one.verify(work=tmp_path / "full")
    one.base = "1" * 40
    with pytest.raises(TreeError, match="does not hold 111111111111"):
        one.verify(work=tmp_path / "w2")
    assert not (tmp_path / "w2").exists()


def test_sizes_before_and_after(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "i * i * i + 1")
    one.patch("mm/a.c", "int puts", "int zeroed[5];\nint puts")
    report = one.verify()
    slub = report.sizes[0]
    assert (slub.config, slub.objects, sorted(slub.changed)) == ("slub", 2, ["mm/a.o", "mm/b.o"])
    (before, after) = slub.changed["mm/b.o"]
    more = after.text - before.text
    assert more > 0
    assert (slub.after.text - slub.before.text, slub.after.bss - slub.before.bss) == (more, 20)
    heads, found = size_table(report)
    assert dict(zip(heads, found[0], strict=False))["of another size"] == 2
    assert f"slub: text of mm/b.o +{more}, mm/a.o +0 bytes" in remarks(report)
    assert report.tree == one.git("rev-parse", "HEAD^{tree}")
    assert one.verify().sizes == report.sizes  # from what was remembered, too
