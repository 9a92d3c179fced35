# SPDX-License-Identifier: GPL-2.0-only
"""A tiny tree that builds in a second, and a way to make a series on it by hand."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from folioize.model import Account, Negative, PartRecord, PatchRecord, SeriesRecord
from folioize.verify import VerifyOptions, VerifyReport, verify_series

FILES = {
    "Makefile": """\
O ?= out
CC ?= gcc
objects := mm/a.o mm/b.o
.PHONY: all objects-list $(objects)
all: $(O)/minikernel
objects-list:
	@echo $(objects)
$(objects): %: $(O)/%
$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) -MMD -MF $(@D)/.$(@F).d -O2 -fno-pie -Wall -Iinclude $(if \\
	$(filter debug,$(CONFIG)),-DDEBUG) $(KCFLAGS) -c -o $@ $<
$(O)/minikernel: $(addprefix $(O)/,$(objects))
	$(CC) -no-pie -o $@ $^
-include $(foreach o,$(objects),$(O)/$(dir $(o)).$(notdir $(o)).d)
""",
    "configs/slub.config": "",
    "configs/debug.config": "CONFIG_DEBUG=y\n",
    "include/page.h": """\
struct page { unsigned long flags; int count; };
struct slab { unsigned long flags; int count; };
int count_of(struct page *page);
""",
    "mm/a.c": """\
#include "page.h"
int puts(const char *);
int count_of(struct page *page)
{
	return page->count + __LINE__;
}
int main(void)
{
	struct page page = { .count = 3 };
	puts("count");
	return count_of(&page) < 0;
}
""",
    "mm/b.c": "int b(int i)\n{\n\treturn i + 1;\n}\n",
    "mm/never.c": "int never;\n",
}


@dataclass
class Series:
    """A repository, and a series on it that grows by :meth:`patch`."""

    tree: Path
    out: Path
    work: Path
    records: list[PatchRecord] = field(default_factory=list)
    negatives: tuple[Negative, ...] = ()
    base: str = ""
    parts: tuple[PartRecord, ...] = ()

    def git(self, *args: str) -> str:
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        argv = ("git", *identity, *args)
        return subprocess.run(
            argv, cwd=self.tree, check=True, capture_output=True, text=True
        ).stdout.strip()

    def patch(self, file: str, old: str, new: str, *claims: str) -> None:
        path = self.tree / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        number = len(self.records) + 1
        self.git("commit", "-qas", "-m", f"mm: change {number}")
        name = self.git("format-patch", "-1", f"-o{self.out}", f"--start-number={number}")
        commit = self.git("rev-parse", "HEAD")
        self.records.append(
            PatchRecord(
                number, Path(name).name, commit, "mm: change", (file,), 1, 1, (), 0, 0, claims
            )
        )

    def verify(self, **options: object) -> VerifyReport:
        tip = self.git("rev-parse", "HEAD")
        account = Account(0, 0, 0, 0, 0, ())
        record = SeriesRecord(
            1,
            "k",
            "struct slab",
            self.base,
            "b",
            tip,
            tuple(self.records),
            0,
            0,
            0,
            account,
            self.negatives,
            parts=self.parts,
        )
        (self.out / "series.json").write_bytes(msgspec.json.encode(record))
        asked = VerifyOptions(**{"jobs": 2, "work": self.work, **options})  # type: ignore[arg-type]
        return verify_series(self.tree, self.out, asked)


@pytest.fixture
def series(tmp_path: Path) -> Callable[[], Series]:
    """Return a function that makes the tree and an empty series."""

    def make() -> Series:
        made = Series(tmp_path / "tree", tmp_path / "out", tmp_path / "work")
        made.tree.mkdir()
        made.out.mkdir()
        for name, text in FILES.items():
            path = made.tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        made.git("init", "-q")
        made.git("add", "-f", ".")
        made.git("commit", "-qm", "pristine")
        made.base = made.git("rev-parse", "HEAD")
        return made

    return make
