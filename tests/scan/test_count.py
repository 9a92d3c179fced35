# SPDX-License-Identifier: GPL-2.0-only
"""Text of C files goes in; what was understood of it, and what not, must be counted right."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.cli.app import run
from folioize.scan import Gap, scan_file, scan_tree
from folioize.scan.records import FileScan
from tests.kinds.trees import Small

WHOLE = b"""\
/* struct page in a comment */
#define FIRST(list) ((struct page *)(list)->next)
static struct page *first(struct list_head *list)
{
	printk("struct page %p", list);
	return FIRST(list);
}

#if 0
struct page *never;
#endif
struct holder {
	struct page *page;
};
"""

BROKEN = b"""\
struct page *good;
int f(struct page *page)
{
	return ) page + ;
}
int g(void)
{
	return 0;
}
"""


def gaps(scan: FileScan) -> set[tuple[int, str]]:
    return {(gap.line, gap.what) for gap in scan.gaps}


def test_a_file_that_is_understood() -> None:
    scan = scan_file("mm/a.c", WHOLE)
    assert (scan.tokens, scan.code, scan.clean) == (6, 2, 2)
    assert (scan.functions, scan.found, scan.whole) == (1, 1, 1)
    assert (scan.macros, scan.bodies, scan.errors, scan.gaps) == (1, 1, 0, ())
    assert (scan.size, scan.lines) == (len(WHOLE), 14)


def test_an_error_is_a_gap_with_its_line() -> None:
    scan = scan_file("mm/a.c", BROKEN)
    assert (scan.code, scan.clean) == (2, 1)
    assert scan.whole < scan.functions == 2
    assert scan.errors > 0
    assert {(2, "token"), (3, "function")} <= gaps(scan)
    assert any(gap.what == "error" and gap.line == 4 for gap in scan.gaps)


def test_arms_that_exclude_each_other_are_both_understood() -> None:
    text = (
        b"#ifdef A\nint f(struct page *page)\n{\n#else\nint f(struct page *p, int n)\n{\n#endif\n"
        b"\treturn 0;\n}\n"
    )
    scan = scan_file("mm/a.c", text)
    assert scan.variants == 2
    assert (scan.code, scan.clean, scan.errors) == (2, 2, 0)


def test_what_no_kernel_code_is_gives_doubt() -> None:
    scan = scan_file("a.c", b"void f(void)\n{\n\tint g(int a)\n\t{\n\t\treturn a;\n\t}\n}\n")
    assert (scan.errors, scan.doubts) == (0, 1)
    assert [gap for gap in scan.gaps if gap.what == "doubt"] == [
        Gap("a.c", 3, "doubt", "a function inside of a function")
    ]


def test_words_found_by_their_place_are_told() -> None:
    scan = scan_file("a.c", b"static odd_one int f(void)\n{\n\treturn 0;\n}\nint x __init;\n")
    assert (scan.words, scan.errors, scan.same) == (("odd_one",), 0, True)


def test_words_that_only_contain_the_token() -> None:
    assert scan_file("a.c", b"struct page_pool *a; mystruct page;\nstruct\n page *b;\n").tokens == 1


@pytest.mark.parametrize("text", [b"", b"\0\0{", b"{" * 20000, b"\xff\xfe struct page \r\n{\r\n"])
def test_odd_bytes_do_not_stop_it(text: bytes) -> None:
    assert scan_file("a.c", text).size == len(text)


def test_a_tree(small: Small) -> None:
    small.write(a="int f(struct page *page)\n{\n\treturn ) + ;\n}\n", b="int b;\n")
    few = scan_tree(small.tree, ("mm",), jobs=1)
    assert [one.path for one in few.files] == ["mm/a.c"]
    assert few.seen == 2
    assert [gap.file for gap in few.gaps()] == ["mm/a.c"] * len(few.gaps())
    everything = scan_tree(small.tree, every=True, jobs=2)
    assert len(everything.files) == everything.seen == 5
    assert everything.total("code") >= few.total("code") == 1


def test_what_cannot_be_read_is_a_gap(small: Small, tmp_path: Path) -> None:
    small.write(a="struct page *a;\n")
    (small.root / "mm/out.c").symlink_to("/etc/hostname")
    scan = scan_tree(small.tree, ("mm",), jobs=1)
    assert Gap("mm/out.c", 0, "file", "a link out of the tree") in scan.gaps()


def test_the_number_of_processes_changes_nothing(small: Small) -> None:
    for number in range(40):
        small.put(f"mm/n{number}.c", f"struct page *a{number};\nint f() {{ return ) }}\n")
    one, two = (scan_tree(small.tree, jobs=jobs) for jobs in (1, 2))
    assert one.files == two.files


def test_the_command_lists_gaps_and_counts(small: Small, capfd: pytest.CaptureFixture[str]) -> None:
    small.write(a=BROKEN.decode())
    assert run(["scan", str(small.root), "--paths", "mm", "--exit-code"]) == 1
    out = capfd.readouterr().out
    assert "mm/a.c:3: token: struct page in code that was not parsed whole" in out
    assert "files                    1 of 1" in out
    assert run(["scan", str(small.root), "--paths", "mm", "--format", "jsonl"]) == 0
    assert msgspec.json.decode(capfd.readouterr().out)["path"] == "mm/a.c"


def test_the_words_in_a_tree_are_used_and_their_mistakes_told(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.write(a="int f(struct page *p)\n{\n\treturn odd(struct thing_t in p);\n}\n")
    command = ["scan", str(small.root), "--paths", "mm", "--exit-code"]
    assert run(command) == 1
    (small.root / ".folioize").mkdir()
    table = small.root / ".folioize/masktable.toml"
    table.write_text("[type_arguments]\nodd = [0]\n")
    assert run(command) == 0
    capfd.readouterr()
    table.write_text('[type_arguments]\nodd = ["a"]\n')
    assert run(command) == 2
    out, err = capfd.readouterr()
    assert out == "" and f"{table}:2: odd in type_arguments: a place is" in err
    table.unlink()
    assert run(command) == 1
