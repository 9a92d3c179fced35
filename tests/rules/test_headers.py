# SPDX-License-Identifier: GPL-2.0-only
"""The text of a header goes in; where it defines a name comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.rules.headers import Library

TEXT = b"""\
typedef struct {
	struct {
		int inner;
	} nested;
} kept_t;
struct tagged {
	int a;
};
struct __packed tight {
	struct tagged first;
};
union __attribute__((aligned(8))) __first {
	int a;
} __packed;
struct behind __attribute__((packed)) {
	int a;
};
extern int counted;
int asked(struct tagged *one);
"""


def place(folder: Path, name: str) -> int | None:
    header = folder / "a.h"
    header.write_bytes(TEXT)
    index = Library(folder).index(str(header))
    assert index is not None
    return index.place(name)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("kept_t", b"typedef struct {"),
        ("struct tagged", b"struct tagged {"),
        ("struct tight", b"struct __packed tight {"),
        ("union __first", b"union __attribute__((aligned(8))) __first {"),
        ("struct behind", b"struct behind __attribute__((packed)) {"),
        ("counted", b"extern int counted"),
        ("asked", b"int asked"),
    ],
)
def test_where_a_name_is_defined(tmp_path: Path, name: str, begins: bytes) -> None:
    at = place(tmp_path, name)
    assert at is not None
    assert TEXT[at:].lstrip().startswith(begins)


def test_what_is_not_there_has_no_place(tmp_path: Path) -> None:
    assert place(tmp_path, "nested_t") is None
    assert place(tmp_path, "struct nested") is None
