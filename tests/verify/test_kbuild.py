# SPDX-License-Identifier: GPL-2.0-only
"""What Kbuild leaves in a build directory goes in; objects, commands and targets must come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.verify.build import retarget
from folioize.verify.configuration import choose, known, lines, unmet
from folioize.verify.kbuild import Kbuild
from folioize.verify.records import Configuration
from folioize.verify.run import Runner

CONFIG = Configuration("slub", "SLUB")
CMD = r"""
cmd_mm/slub.o := gcc -Wp,-MMD,mm/.slub.o.d -I. -DMODNAME='"slub"' -c -o mm/slub.o SRC/mm/slub.c

source_mm/slub.o := SRC/mm/slub.c

deps_mm/slub.o := \
    $(wildcard include/config/slub/debug.h) \
  SRC/include/linux/mm.h \
  include/generated/autoconf.h \
  /usr/lib/gcc/stdarg.h \

mm/slub.o: $(deps_mm/slub.o)
"""


@pytest.fixture
def kbuild(tmp_path: Path) -> Kbuild:
    src = tmp_path / "src"
    for name in ("mm", "mm/kasan", "drivers/iommu", "fs/xfs", "arch/x86/mm", "arch/s390/mm"):
        (src / name).mkdir(parents=True)
        (src / name / "Makefile").touch()
    (src / "fs/xfs/libxfs").mkdir()
    out = tmp_path / "out"
    (out / "mm").mkdir(parents=True)
    (out / "mm" / "slub.o").touch()
    (out / "mm" / ".slub.o.cmd").write_text(CMD.replace("SRC", str(src)))
    return Kbuild(src, Runner(), ("ARCH=x86_64",), ("mm", "net/core"))


def test_objects(kbuild: Kbuild, tmp_path: Path) -> None:
    (built,) = kbuild.objects(tmp_path / "out")
    assert built.path == "mm/slub.o"
    assert built.sources == {"mm/slub.c", "include/linux/mm.h"}


def test_command(kbuild: Kbuild, tmp_path: Path) -> None:
    command = kbuild.command(tmp_path / "out", CONFIG, "mm/slub.o")
    assert '-DMODNAME="slub"' in command.argv
    argv = retarget(command, "/tmp/x.o", "/tmp/x.c")
    assert argv[-3:] == ("-o", "/tmp/x.o", "/tmp/x.c")
    assert not any(arg.startswith("-Wp,-M") for arg in argv)
    with pytest.raises(FolioizeError, match=r"no command for mm/none\.o"):
        kbuild.command(tmp_path / "out", CONFIG, "mm/none.o")


def test_command_of_later_kernels(kbuild: Kbuild, tmp_path: Path) -> None:
    text = "savedcmd_mm/slub.o := gcc -c -o mm/slub.o ../mm/slub.c ; ./tools/objtool/objtool x\n"
    (tmp_path / "out" / "mm" / ".slub.o.cmd").write_text(text)
    command = kbuild.command(tmp_path / "out", CONFIG, "mm/slub.o")
    assert command.argv == ("gcc", "-c", "-o", "mm/slub.o", "../mm/slub.c")


@pytest.mark.parametrize(
    ("files", "targets"),
    [
        (("mm/slub.c",), ("mm",)),
        (("mm/kasan/common.c", "include/linux/mm.h"), ("mm",)),
        (("fs/xfs/libxfs/a.c", "fs/xfs/b.h"), ("fs/xfs", "mm")),
        (("arch/s390/mm/gmap.c", "arch/x86/mm/init.c"), ("arch/x86/mm", "mm")),
        (("tools/vm/slabinfo.c", "Documentation/a.c"), ("mm",)),
    ],
)
def test_targets(kbuild: Kbuild, files: tuple[str, ...], targets: tuple[str, ...]) -> None:
    assert kbuild._targets(files) == targets


def test_configurations() -> None:
    names = [one.name for one in known()]
    assert names == ["slub", "slab", "slob", "debug"]
    slab = known()[1]
    assert lines(slab) == ("CONFIG_SLAB=y\n", "# CONFIG_SLUB is not set\n")
    assert unmet(slab, "CONFIG_SLAB=y\n# CONFIG_SLUB is not set\n") == ()
    assert unmet(slab, "CONFIG_SLUB=y\n") == ("SLAB=y", "SLUB=n")


def test_a_tree_without_an_allocator_leaves_its_configuration_out() -> None:
    chosen, skipped = choose((), known(), lambda path: path == "mm/slub.c")
    assert [one.name for one in chosen] == ["slub", "debug"]
    assert skipped[0] == "configuration slab is left out: the tree has no mm/slab.c"
    with pytest.raises(FolioizeError, match=r"configuration slob: the tree has no mm/slob\.c"):
        choose(("slob",), known(), lambda path: False)


def test_a_fragment(tmp_path: Path) -> None:
    path = tmp_path / "mine.config"
    path.write_text("# a comment\nCONFIG_A=y\n# CONFIG_B is not set\n")
    (config,), _skipped = choose((str(path),), known(), lambda path: True)
    assert (config.name, config.symbols) == ("mine", ("A=y", "B=n"))
    named = tmp_path / "slub.config"
    named.write_text("CONFIG_A=y\n")
    with pytest.raises(FolioizeError, match="two configurations are called slub: rename"):
        choose(("slub", str(named)), known(), lambda path: True)
    assert len(choose(("slub", "slub"), known(), lambda path: True)[0]) == 1
    path.write_text("A=y\n")
    with pytest.raises(FolioizeError, match=r"mine\.config:1: not a CONFIG_NAME=value line: A=y"):
        choose((str(path),), known(), lambda path: True)
