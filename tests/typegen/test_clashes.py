# SPDX-License-Identifier: GPL-2.0-only
"""Kinds and trees that use their names already go in; one line with both places comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import KindError
from tests.kinds.conftest import small
from tests.kinds.trees import TIN, Small

__all__ = ["small"]

USER = "void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"


def line_of(text: str) -> int:
    return next(number for number, row in enumerate(TIN.splitlines(), 1) if text in row)


def refusal(small: Small) -> str:
    with pytest.raises(KindError) as caught:
        small.write(user=USER).plan()
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{small.kinds}/transforms/tin_page/kind.toml:")


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("struct tin_page {\n\tint x;\n};\n", "type =", "a struct tin_page"),
        ("int x;\nstruct tin_page;\n", "type =", "a struct tin_page"),
        ("enum tin_page { A };\n", "type =", "a struct tin_page"),
        ("int page_tin(int x);\n", "from_page", "a page_tin()"),
        ("#define page_tin 3\n", "from_page", "a page_tin()"),
        ("\n#  define tin_page(x) (x)\n", "to_page", "a tin_page()"),
        ("#define tin (1 << 3)\n", "variable", "a macro tin"),
    ],
)
def test_a_name_that_a_header_has(small: Small, text: str, key: str, what: str) -> None:
    """Though it never says page, and is no file that is read otherwise."""
    small.put("include/linux/other.h", text)
    name = what.rsplit(maxsplit=1)[-1].strip("()")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if name in row)
    assert refusal(small) == (
        f"{line_of(key)}: include/linux/other.h:{line} has {what} already: write another name"
    )


def test_a_function_of_a_driver_is_in_the_way_of_a_macro(small: Small) -> None:
    small.put("drivers/x/x.c", "static int page_tin(int x)\n{\n\treturn x;\n}\n")
    assert "drivers/x/x.c:1 has a page_tin() already" in refusal(small)


CALL = "void f(void)\n{\n\tint x = page_tin(1);\n\tpage_tin(2);\n}\n"


@pytest.mark.parametrize(
    ("text", "where", "line"),
    [
        ("static inline void *page_tin(int x)\n{\n", "include/linux/other.h", 1),
        ("\nstruct tin *\npage_tin(int x);\n", "drivers/z/x.c", 3),
        ("#define page_tin(x) (x)\n", "drivers/z/x.h", 1),
    ],
)
def test_a_definition_or_declaration_is_named_before_a_call(
    small: Small, text: str, where: str, line: int
) -> None:
    small.put("drivers/a/a.c", CALL)
    small.put(where, text)
    assert f"{where}:{line} has a page_tin() already" in refusal(small)


def test_where_there_are_only_calls_they_are_uses(small: Small) -> None:
    small.put("drivers/a/a.c", CALL)
    assert "drivers/a/a.c:3 uses a page_tin() already" in refusal(small)


def test_a_structs_definition_is_named_before_a_use(small: Small) -> None:
    small.put("drivers/a/a.c", "void f(struct tin_page *x);\n")
    small.put("drivers/b/b.h", "struct tin_page {\n\tint x;\n};\n")
    assert "drivers/b/b.h:1 has a struct tin_page already" in refusal(small)


@pytest.mark.parametrize(
    "text",
    [
        "/* struct tin_page, page_tin() */\n",
        'const char *text = "struct tin_page page_tin()";\n',
        "struct tin_pages;\nint mypage_tin(int x);\n",
        "#define tin(x) x\nint tin_page;\nint page_tin;\n",
    ],
)
def test_what_is_in_nobodys_way(small: Small, text: str) -> None:
    small.put("include/linux/other.h", text)
    small.write(user=USER).plan()


def test_a_macro_of_one_file_keeps_a_variables_name_there(small: Small) -> None:
    small.write(
        user="static int odd;\n#define tin odd\n" + USER, other=USER.replace("shut", "open")
    )
    got = small.converted()
    assert "void shut(struct tin_page *page)" in got["mm/user.c"]
    assert "void open(struct tin_page *tin)" in got["mm/other.c"]
    (row,) = small.plan().unedited
    assert (row.file, row.line) == ("mm/user.c", 4)
    assert "tin is a macro" in row.reason


def test_an_accessor_whose_name_is_taken_is_told(small: Small) -> None:
    text = TIN + '[accessors]\nheader = "mm/tin.h"\n[[accessors.function]]\n'
    small.kind(text + 'name = "tin_nid"\nof = "page_to_nid"\n')
    small.put("mm/tin.h", "#include <linux/mm.h>\nint tin_nid(struct page *page);\n")
    plan = small.write(user=USER).plan()
    (row,) = [row for row in plan.unedited if row.file.endswith("kind.toml")]
    assert "the tree has a tin_nid(): its accessor is not used" in row.reason
    lines = Path(row.file).read_text().splitlines()
    assert lines[row.line - 1] == "[[accessors.function]]"


def test_accessors_need_their_header(small: Small) -> None:
    text = TIN + '[accessors]\nheader = "mm/gone.h"\n[[accessors.function]]\n'
    small.kind(text + 'name = "tin_nid"\nof = "page_to_nid"\n')
    (row,) = small.write(user=USER).plan().unedited
    assert (row.line, row.reason) == (
        TIN.count("\n") + 2,
        "the tree has no mm/gone.h: no accessor is used",
    )
