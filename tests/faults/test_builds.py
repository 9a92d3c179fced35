# SPDX-License-Identifier: GPL-2.0-only
"""Builds that fail, break off or are made by other tools go in; nothing unproven may pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.verify import VerifyReport, exit_code, problems, proof_lines, rows
from folioize.verify.state import OutState
from tests.verify.conftest import Series, series

pytestmark = pytest.mark.slow

__all__ = ["series"]

Make = Callable[[], Series]


# -- make fails without a word of the compiler ---------------------------------------------------


@pytest.mark.parametrize(
    ("makefile", "text"),
    [
        ("$(error this tree is tired)\n", "Makefile:1: *** this tree is tired.  Stop."),
        ("all:\n    echo\n", "Makefile:2: *** missing separator"),
    ],
)
def test_a_makefile_that_stops_is_told(series: Make, makefile: str, text: str) -> None:
    one = series()
    one.patch("Makefile", "O ?= out\n", f"{makefile}O ?= out\n", "identical")
    report = one.verify(configs=("slub",))
    (found,) = [line for line in problems(report) if line.startswith("patch 1")]
    assert found.startswith("patch 1: slub: make ends with 2: ")
    assert text in found
    assert (exit_code(report), proof_lines(report)) == (3, {})


def test_a_rule_that_fails_in_silence_is_told(series: Make) -> None:
    one = series()
    one.patch("Makefile", "\t$(CC) -MMD", "\t@echo out of sorts; false\n\t$(CC) -MMD", "identical")
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    report = one.verify(configs=("slub",))
    assert "patch 2: slub: make ends with 2: out of sorts" in problems(report)
    assert proof_lines(report) == {}


@pytest.mark.parametrize("name", ["a b", "a:b", "a$b"])
def test_a_name_that_make_cannot_take_is_refused(series: Make, tmp_path: Path, name: str) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    with pytest.raises(FolioizeError, match=r"make cannot build in .*: its name has"):
        one.verify(work=tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_tree_with_an_odd_name_is_built(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.tree = one.tree.rename(one.tree.with_name("a tree: odd"))
    assert problems(one.verify(configs=("slub",))) == ()


# -- a base that does not build ------------------------------------------------------------------


def breakable(one: Series, broken: Path) -> None:
    """Let mm/b.c of the base compile only as long as a file is not there."""
    path = one.tree / "Makefile"
    call = f"$(if $(findstring b.c,$<),$(if $(wildcard {broken}),false,$(CC)),$(CC))"
    path.write_text(path.read_text().replace("\t$(CC) -MMD", f"\t@{call} -MMD"))
    one.git("commit", "-qam", "breakable")
    one.base = one.git("rev-parse", "HEAD")


@pytest.mark.parametrize("resume", [True, False])
def test_a_broken_base_is_built_again(series: Make, tmp_path: Path, resume: bool) -> None:
    one, broken = series(), tmp_path / "broken"
    breakable(one, broken)
    broken.touch()
    one.patch("mm/a.c", "int puts", "\nint puts", "identical")
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    report = one.verify(configs=("slub",))
    assert problems(report)[0].startswith("slub: base: make ends with 2: ")
    assert proof_lines(report) == {}
    assert [row.cells[2] for row in rows(report)] == ["base is broken"] * 2
    broken.unlink()
    report = one.verify(configs=("slub",), resume=resume)
    assert problems(report) == ()
    assert sorted(proof_lines(report)) == [1, 2]
    assert report.configurations[0].objects == 2


def test_nothing_is_proven_beside_a_broken_base(series: Make, tmp_path: Path) -> None:
    one, broken = series(), tmp_path / "broken"
    breakable(one, broken)
    one.patch("mm/a.c", "int puts", "\nint puts", "identical")
    assert sorted(proof_lines(one.verify(configs=("slub",)))) == [1]
    broken.touch()
    report = one.verify(configs=("slub", "debug"), resume=False)
    assert proof_lines(report) == {}
    assert sum("base: " in line for line in problems(report)) == 2


# -- objects that nobody finished, and clocks ----------------------------------------------------


def test_objects_of_a_build_that_was_cut_off_are_made_again(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify(configs=("slub",))
    for half in ("mm/a.o", "mm/b.o"):
        path = one.work / "o-slub" / half
        path.write_bytes(path.read_bytes()[:700])  # as if the compiler had been killed in it
    report = one.verify(configs=("slub",), directories=())
    assert (problems(report), sorted(proof_lines(report))) == ((), [1])
    one.patch("include/page.h", "int count_of", "\nint count_of", "identical")
    one.patch("mm/b.c", "1 + i", "2 + i", "identical")
    report = one.verify(configs=("slub",))
    assert problems(report) == ("patch 3: slub: mm/b.o differs in b",)


def test_an_object_without_a_record_is_made_again(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify(configs=("slub",))
    for name in ("mm/.a.o.d", "folioize-state"):
        (one.work / "o-slub" / name).unlink()
    report = one.verify(configs=("slub",), resume=False)
    assert (problems(report), report.configurations[0].objects) == ((), 2)


def test_a_clock_that_was_set_back_hides_no_change(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify(configs=("slub",))
    ahead = time.time() + 7200
    state = one.work / "o-slub/folioize-state"
    key, saved = msgspec.msgpack.decode(state.read_bytes(), type=tuple[str, OutState])
    for name in saved.stamps:
        os.utime(one.work / "o-slub" / name, (ahead, ahead))
        saved.stamps[name] = (one.work / "o-slub" / name).stat().st_mtime_ns
    state.write_bytes(msgspec.msgpack.encode((key, saved)))
    one.patch("mm/b.c", "1 + i", "2 + i", "identical")
    report = one.verify(configs=("slub",))
    assert problems(report) == ("patch 2: slub: mm/b.o differs in b",)


def test_sources_with_new_times_see_no_patch(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify(configs=("slub",))
    for path in one.work.glob("src/mm/*.c"):
        path.touch()
    one.patch("mm/b.c", "int b", "\nint b", "identical")
    report = one.verify(configs=("slub",))
    assert report.patches[1].configs[0].objects == ("mm/b.o",)


def test_another_compiler_builds_all_again(series: Make, tmp_path: Path) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify(configs=("slub",))
    other = tmp_path / "other-gcc"
    other.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && { echo "gcc (Odd) 99.1.0"; exit; }\nexec gcc -O1 "$@"\n'
    )
    other.chmod(0o755)
    before = {path: path.stat().st_mtime_ns for path in one.work.glob("o-slub/mm/*.o")}
    report = one.verify(configs=("slub",), cc=str(other))
    assert (report.compiler, problems(report)) == ("gcc 99.1.0", ())
    assert all(path.stat().st_mtime_ns != stamp for path, stamp in before.items())
    with pytest.raises(FolioizeError, match="none-gcc is not on PATH: install it"):
        one.verify(configs=("slub",), cc="none-gcc")


def test_what_the_environment_asks_for_is_part_of_what_was_built(
    series: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = series()
    path = one.tree / "mm/b.c"
    path.write_text("#ifdef ODD\n#error odd\n#endif\n" + path.read_text())
    makefile = one.tree / "Makefile"
    makefile.write_text(makefile.read_text().replace("$(KCFLAGS)", "$(KCFLAGS) $(SUBARCH)"))
    one.git("commit", "-qam", "flags")
    one.base = one.git("rev-parse", "HEAD")
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    assert problems(one.verify(configs=("slub",))) == ()
    monkeypatch.setenv("CPATH", "/nowhere")
    monkeypatch.setenv("SUBARCH", "-DODD")
    assert "slub: base: mm/b.c:2:2: error: #error odd" in problems(one.verify(configs=("slub",)))


def test_perl_is_asked_for_before_anything_is_built(
    series: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = series()
    (one.tree / "scripts").mkdir()
    (one.tree / "scripts/checkpatch.pl").write_text("exit 0;")
    one.git("add", "-f", "scripts")
    one.git("commit", "-qm", "scripts")
    one.base = one.git("rev-parse", "HEAD")
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    for name in ("git", "make", "gcc"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FolioizeError, match="needs perl, which is not on PATH"):
        one.verify(configs=("slub",))
    assert not list(one.work.glob("o-*"))


# -- killed and gone on --------------------------------------------------------------------------


def plain(report: VerifyReport) -> VerifyReport:
    """A report without how long it took."""
    timeless = tuple(
        replace(patch, configs=tuple(replace(one, seconds=0.0) for one in patch.configs))
        for patch in report.patches
    )
    return replace(report, patches=timeless)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_verify_that_is_killed_goes_on(series: Make, seed: int) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.patch("include/page.h", "int count_of", "\nint count_of", "identical")
    one.patch("mm/a.c", "int puts", "\nint puts", "identical")
    one.patch("mm/b.c", "1 + i", "2 + i", "identical")
    began = time.monotonic()
    wanted = plain(one.verify(work=one.work.with_name("other"), jobs=1))
    whole = time.monotonic() - began
    random = Random(seed)
    script = (
        "from pathlib import Path\nfrom folioize.verify import VerifyOptions, verify_series\n"
        f"verify_series(Path({str(one.tree)!r}), Path({str(one.out)!r}), "
        f"VerifyOptions(jobs=2, work=Path({str(one.work)!r})))\n"
    )
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", script])
        time.sleep(random.uniform(0.2, whole / 2))
        process.kill()
        process.wait()
    assert plain(one.verify(jobs=1)) == wanted
    assert problems(wanted)[0] == "patch 4: slub: mm/b.o differs in b"
    assert not list(one.work.glob("src/.git/**/*.lock"))


def lock_files(git_dir: Path) -> None:
    """What a git leaves that had no time to clean up."""
    for name in ("index.lock", "HEAD.lock", "refs/heads/master.lock", "packed-refs.lock"):
        (git_dir / name).touch()


def half_am(git_dir: Path) -> None:
    (git_dir / "rebase-apply").mkdir()
    (git_dir / "rebase-apply/next").write_text("1")


def empty_objects(git_dir: Path) -> None:
    """What a power cut leaves: names without contents."""
    for path in (git_dir / "objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(b"")


def no_head(git_dir: Path) -> None:
    (git_dir / "HEAD").write_text("")


def bad_index(git_dir: Path) -> None:
    (git_dir / "index").write_bytes(b"DIRC garbage")


@pytest.mark.parametrize("harm", [lock_files, half_am, empty_objects, no_head, bad_index])
def test_a_work_tree_that_is_broken_is_mended(series: Make, harm: Callable[[Path], None]) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.verify(configs=("slub",))
    harm(one.work / "src/.git")
    one.patch("mm/b.c", "int b", "\nint b", "identical")
    report = one.verify(configs=("slub",))
    assert problems(report) == ()
    assert sorted(proof_lines(report)) == [1, 2]


# -- warnings that were there before -------------------------------------------------------------


def test_a_warning_of_another_series_is_new_in_this_one(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "{\n", "{\n\tint unused;\n")
    one.verify(configs=("slub",))
    path = one.out / one.records[0].file
    path.write_text(path.read_text().replace("+\tint unused;", "+\tint  unused;"))
    (found,) = problems(one.verify(configs=("slub",)))
    assert "new warning: mm/b.c:3:14: warning: unused variable 'unused'" in found


def test_an_old_warning_about_the_new_type_is_old(series: Make) -> None:
    one = series()
    old = (
        "int h(struct page *p) { return p->count; }\nint g(const struct page *p) { return h(p); }\n"
    )
    path = one.tree / "mm/a.c"
    path.write_text(path.read_text() + old)
    one.git("commit", "-qam", "a warning that names the type")
    one.base = one.git("rev-parse", "HEAD")
    new = old.replace("struct page", "struct slab")
    one.patch("mm/a.c", old, f"\n{new}", "identical")
    assert problems(one.verify(configs=("slub",))) == ()
    one.patch("mm/a.c", "int h(struct slab", "int h(volatile struct slab", "identical")
    (found,) = problems(one.verify(configs=("slub",)))
    assert "patch 2: slub: new warning: mm/a.c" in found
