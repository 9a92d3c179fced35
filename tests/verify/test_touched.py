# SPDX-License-Identifier: GPL-2.0-only
"""Makefiles and Kconfig files of a made-up tree go in; the switches that build a file come out."""

# ruff: noqa: E101 - Kconfig indents with tabs, and help by two spaces more
from __future__ import annotations

from pathlib import Path

import pytest

from folioize.verify.kconfig import Switches, parse
from folioize.verify.touched import switches_of, touched

FILES = {
    "Kconfig": 'source "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
    "arch/x86/Kconfig": """\
config X86
	def_bool y
config 64BIT
	bool "64 bits"
	help
	  config NOT_ONE
	    and more of it.
config TESTS
	bool "Build what can't be run"
""",
    "drivers/Kconfig": """\
menu "Cards"
	depends on BUS

config BUS
	bool "A bus"	# for cards

config POOL
	bool

config CORE
	tristate
	default BUS && $(success,test -e $(shell,cc -print)/x) if !GONE
config SOME
	bool "What needs the core"
	depends on CORE && $(cc-option,-fsome)

menuconfig CARDS
	bool "Cards"
	depends on X86 && \\
		   64BIT
if CARDS
config CARD
	tristate "A card"
	depends on (BOARD && GONE) || TESTS
	depends on !BROKEN && (OTHER || OTHER=n)
	select POOL
config OTHER
	bool "Another"
config FAR
	bool "A card of another machine"
	depends on GONE
endif
endmenu
""",
    "drivers/Makefile": "obj-$(CONFIG_CARDS) += cards/ # all\n",
    "drivers/cards/Makefile": """\
obj-$(CONFIG_CARD) += card.o
card-y := main.o \\
	rx/ring.o
card-$(CONFIG_OTHER) += other.o
obj-$(CONFIG_SOME) += some-card.o
some-card-y := some.o
obj-y += always.o
obj-$(CONFIG_FAR)	+= far.o
""",
    "drivers/cards/main.c": '#include "card.h"\n',
    "drivers/cards/some.c": '#include "some.h"\n',
    "drivers/Kbuild": "obj-$(CONFIG_POOL) += pool.o\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("drivers/cards/main.c", {"CARD", "CARDS"}),
        ("drivers/cards/rx/ring.c", {"CARD", "CARDS"}),
        ("drivers/cards/other.c", {"CARD", "CARDS", "OTHER"}),
        ("drivers/cards/always.c", {"CARDS"}),
        ("drivers/pool.c", {"POOL"}),
        ("drivers/cards/some.c", {"SOME", "CARDS"}),
        ("drivers/cards/card.h", {"CARD", "CARDS"}),
        ("drivers/cards/some.h", {"SOME", "CARDS"}),
        ("include/cards.h", set()),
        ("arch/arm/mm.c", set()),
        ("drivers/cards/nowhere.c", set()),
    ],
)
def test_the_switches_around_a_file(root: Path, file: str, names: set[str]) -> None:
    found = switches_of(root, file, "x86")
    assert found == names or (file.endswith("nowhere.c") and found <= {"CARDS"})


def test_a_configuration_sets_what_the_switches_need(root: Path) -> None:
    config = touched(root, ["drivers/cards/main.c"], "x86")
    assert config.symbols == ("CARD=y", "CARDS=y")
    assert config.optional == ("64BIT=y", "BUS=y", "OTHER=y", "TESTS=y", "WERROR=n")


def test_one_that_nobody_can_set_is_selected(root: Path) -> None:
    config = touched(root, ["drivers/pool.c"], "x86")
    assert "POOL=y" not in config.symbols
    assert "CARD=y" in config.optional


def test_one_that_nobody_can_set_is_so_by_default(root: Path) -> None:
    config = touched(root, ["drivers/cards/some.c"], "x86")
    assert config.symbols == ("CARDS=y", "SOME=y")
    assert config.optional == ("64BIT=y", "BUS=y", "WERROR=n")


def test_one_that_cannot_be_is_left_out_with_all_it_needed(root: Path) -> None:
    config = touched(root, ["drivers/cards/far.c"], "x86")
    assert config.symbols == ("CARDS=y",)


def test_what_instruments_everything_stays_off(root: Path) -> None:
    assert "SOME=y" in touched(root, ["drivers/cards/some.c"], "x86").symbols
    (root / "scripts").mkdir()
    (root / "scripts/Makefile.some").touch()
    assert touched(root, ["drivers/cards/some.c"], "x86").symbols == ("CARDS=y",)


def test_help_is_no_definition(root: Path) -> None:
    switches = Switches(root, "x86")
    assert switches.get("NOT_ONE") is None
    assert switches.get("TESTS") is not None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("A", "A"),
        ("A && B || C", ("|", ("&", "A", "B"), "C")),
        ("!(A || B)", ("!", ("|", "A", "B"))),
        ("A=n || B!=y", ("|", ("=", "A", "n"), ("#", "B", "y"))),
        ("A &&", ("&", "A", "")),
        ("A ) B", "A ) B"),
        ("CC_VERSION >= 80300 && A", ("&", "y", "A")),
        ("$(a,$(b,(c))) && A", ("&", "$(a,$(b,(c)))", "A")),
    ],
)
def test_expressions(text: str, tree: object) -> None:
    assert parse(text) == tree
