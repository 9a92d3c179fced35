# SPDX-License-Identifier: GPL-2.0-only
"""Pairs of C texts go in; whether their objects count as the same must come out right."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import astuple

from folioize.errors import FolioizeError
from folioize.verify.identity import Comparison, compare, digest

FLAGS = ("-O2", "-ffreestanding", "-fno-pie", "-fno-asynchronous-unwind-tables")
KASAN = (
    *FLAGS,
    "-fsanitize=kernel-address",
    "-fasan-shadow-offset=0xdffffc0000000000",
    *("--param", "asan-globals=1", "--param", "asan-stack=1"),
)


def build(where: Path, name: str, source: str, flags: tuple[str, ...] = FLAGS) -> Path:
    # The same name for both sides: __FILE__ and KASAN keep it.
    (where / name).mkdir()
    (where / name / "x.c").write_text(source)
    argv = ["gcc", *flags, "-c", "-o", "x.o", "x.c"]
    subprocess.run(argv, cwd=where / name, check=True)
    return where / name / "x.o"


def both(where: Path, before: str, after: str, flags: tuple[str, ...] = FLAGS) -> Comparison:
    return compare(
        digest(build(where, "before", before, flags)), digest(build(where, "after", after, flags))
    )


BASE = """
struct page { unsigned long flags; int count; };
struct slab { unsigned long flags; int count; };
int one(int); int two(int); int printf(const char *, ...);
static int table[4] = { 1, 2, 3, 4 };
static __attribute__((noinline)) int helper(struct page *page)
{
	return table[page->count & 3] + (int)page->flags;
}
int entry(struct page *page, int i)
{
	printf("entry %d", i);
	if (i > 7)
		return helper(page);
	table[1]++;
	return one(i) + table[i];
}
"""


def test_retyped_and_renamed_is_the_same(tmp_path: Path) -> None:
    after = BASE.replace("struct page *page", "struct slab *slab").replace("page->", "slab->")
    after = after.replace("helper(page)", "helper(slab)")
    assert both(tmp_path, BASE, after) == Comparison("same")


def test_moved_lines_are_the_same(tmp_path: Path) -> None:
    assert both(tmp_path, BASE, "\n\n/* moved */\n" + BASE).state == "same"


def test_debug_information_does_not_count(tmp_path: Path) -> None:
    after = "\n\n" + BASE.replace("page", "folio")
    assert both(tmp_path, BASE, after, (*FLAGS, "-g")).state == "same"


def test_changed_code_names_the_function(tmp_path: Path) -> None:
    result = both(tmp_path, BASE, BASE.replace("i > 7", "i > 8"))
    assert (result.state, result.symbols) == ("differs", ("entry",))
    assert ".text" in result.sections


def test_changed_call_target_differs_though_bytes_are_equal(tmp_path: Path) -> None:
    result = both(tmp_path, BASE, BASE.replace("return one(i)", "return two(i)"))
    assert (result.state, result.symbols) == ("differs", ("entry",))


def test_changed_data_differs(tmp_path: Path) -> None:
    result = both(tmp_path, BASE, BASE.replace("{ 1, 2, 3, 4 }", "{ 1, 2, 3, 5 }"))
    assert (result.state, result.symbols) == ("differs", ("table",))


def test_changed_string_differs(tmp_path: Path) -> None:
    assert both(tmp_path, BASE, BASE.replace("entry %d", "entry %x")).state == "differs"


def test_an_added_string_moves_no_other_one(tmp_path: Path) -> None:
    more = 'const char *more(void) { return "%s"; }\n' % ("z" * 30)
    before = "const char *more(void) { return (char *)7; }\n" + BASE
    result = both(tmp_path, before, more + BASE)
    assert result.state == "differs"
    assert result.symbols == ("more",)


def test_changed_size_of_bss_differs(tmp_path: Path) -> None:
    before, after = (f"static char room[{n}]; char *get(void) {{ return room; }}" for n in (8, 16))
    assert both(tmp_path, before, after).state == "differs"


def test_exported_name_counts(tmp_path: Path) -> None:
    after = BASE.replace("int entry(", "int entrance(")
    assert both(tmp_path, BASE, after).state == "differs"


def test_order_of_strings_does_not_count(tmp_path: Path) -> None:
    text = 'int f(const char *); int a(void) { return f("%s"); }\n'
    # The body that comes first in the file brings its string first.
    before = text % "first" + '__attribute__((section(".x"))) int b(void) { return f("second"); }'
    after = "int f(const char *);" + (
        '__attribute__((section(".x"))) int b(void) { return f("second"); }\n' + text % "first"
    )
    assert both(tmp_path, before, after).state == "same"


FRAME = """
void use(unsigned long *, int *);
int global = 3;
int entry(void)
{
	unsigned long page[3];
	int new;

	use(page, &new);
	return new + page[1] + global;
}
"""


def test_kasan_keeps_names_of_locals(tmp_path: Path) -> None:
    after = FRAME.replace("page", "slab")
    result = both(tmp_path, FRAME, after, KASAN)
    assert result.state == "names"
    assert result.sections
    assert all(name.startswith(".rodata") for name in result.sections)


def test_kasan_keeps_lines(tmp_path: Path) -> None:
    assert both(tmp_path, FRAME, "\n\n\n" + FRAME, KASAN).state == "names"


def test_kasan_sees_another_frame(tmp_path: Path) -> None:
    assert both(tmp_path, FRAME, FRAME.replace("[3]", "[4]"), KASAN).state == "differs"


def test_checked_condition_is_a_name(tmp_path: Path) -> None:
    text = 'void dump(const char *); void f(int a) { if (a) dump("VM_BUG_ON_PAGE(%s)"); }'
    assert both(tmp_path, text % "page", text % "slab").state == "names"


def test_not_an_object(tmp_path: Path) -> None:
    (tmp_path / "x.o").write_bytes(b"not ELF")
    with pytest.raises(FolioizeError, match="cannot read the object"):
        digest(tmp_path / "x.o")


def test_sizes_are_those_that_size_tells(tmp_path: Path) -> None:
    source = "int zero[9]; int three[3] = { 1 }; "
    source += 'const char *f(int i) { return i ? "yes" : "no"; }\n'
    path = build(tmp_path, "a", BASE + source)
    told = subprocess.run(["size", path], capture_output=True, text=True, check=True).stdout
    assert [*map(int, told.splitlines()[1].split()[:3])] == [*astuple(digest(path).size)]
