# SPDX-License-Identifier: GPL-2.0-only
"""folioize cocci on functions whose parameters change: declarations left as they were are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.cli.app import run as main

ADDED = "@@\nidentifier p;\n@@\n foo(struct page *p\n+ , int sync\n )\n { ... }\n"
RENAMED = "@@\n@@\n int\n- foo\n+ bar\n (...)\n { ... }\n"
RESULT = "@@\nidentifier p;\n@@\n- int\n+ long\n foo(struct page *p)\n { ... }\n"
CODE = '#include "x.h"\n#include <linux/y.h>\n\nint foo(struct page *page)\n{\n\treturn 0;\n}\n'
HEADERS = {
    "mm/x.h": "/* int foo(struct page *page); */\n\nextern int foo(struct page *);\n",
    "include/linux/y.h": (
        "#ifdef CONFIG_Y\nint\nfoo(struct page *page);\n#else\n"
        "static inline int foo(struct page *page)\n{\n\treturn 0;\n}\n#endif\n"
    ),
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "tree"
    for path, text in {**HEADERS, "mm/a.c": CODE, "r.cocci": ADDED}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="ascii")
    monkeypatch.chdir(root)
    return root


def test_declarations_elsewhere_are_told(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in ("cold", "from the cache"):
        assert main(["cocci", "r.cocci", "mm/a.c"]) == 3
        out, err = capfd.readouterr()
        assert "+int foo(struct page *page, int sync)" in out
        assert [line.split(" is ")[0] for line in err.splitlines()] == [
            "folioize: include/linux/y.h:3: foo",
            "folioize: include/linux/y.h:5: foo",
            "folioize: mm/x.h:3: foo",
        ]
        assert "parameters that it had before; those of mm/a.c:4 changed" in err
        assert "defined here" in err


def test_files_given_need_no_include(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "mm/a.c").write_text(CODE.partition("\n\n")[2], encoding="ascii")
    (tree / "mm/b.c").write_text("int foo(struct page *p);\n", encoding="ascii")
    (tree / "mm/c.c").write_text("static int foo(struct page *p)\n{\n}\n", encoding="ascii")
    assert main(["cocci", "r.cocci", "mm/a.c"]) == 0
    assert main(["cocci", "r.cocci", "mm"]) == 3
    err = capfd.readouterr().err
    assert "mm/b.c:1: foo" in err
    assert "mm/x.h:3: foo" in err


def test_what_fits_is_not_told(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for path in HEADERS:
        (tree / path).write_text("int foo(struct page *, int);\n", encoding="ascii")
    assert main(["cocci", "r.cocci", "mm/a.c"]) == 0
    (tree / "mm/a.c").write_text(CODE.replace("int foo", "static int foo"), encoding="ascii")
    (tree / "mm/x.h").write_text(HEADERS["mm/x.h"], encoding="ascii")
    assert main(["cocci", "r.cocci", "mm/a.c"]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("rule", "says"),
    [(RENAMED, "no longer defined in mm/a.c"), (RESULT, "the result that it had before")],
)
def test_other_names_and_results(
    rule: str, says: str, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tree / "r.cocci").write_text(rule, encoding="ascii")
    assert main(["cocci", "r.cocci", "mm/a.c"]) == 3
    err = capfd.readouterr().err
    assert "mm/x.h:3: foo is declared" in err
    assert says in err


@pytest.mark.parametrize(
    "declared",
    ["int foo(struct page *const p);", "int foo(unsigned int (*f)(void), char s[4]);"],
)
def test_other_declarations_are_left_alone(
    declared: str, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in HEADERS:
        (tree / path).write_text(f"{declared}\nstruct s;\n", encoding="ascii")
    assert main(["cocci", "r.cocci", "mm/a.c"]) == 0
    assert capfd.readouterr().err == ""
