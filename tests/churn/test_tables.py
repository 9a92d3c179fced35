# SPDX-License-Identifier: GPL-2.0-only
"""A table goes in; CSV and JSON hold the same rows."""

from __future__ import annotations

import csv
import io

from folioize.churn.tables import Table, as_csv, as_json

ONE = Table("one", "One", ("name", "n"), (('a, "b"\n', 1), ("c", None)))
TWO = Table("two", "Two", ("x",), ((2.5,),))


def test_one_table_is_plain_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([ONE]))))
    assert rows == [{"name": 'a, "b"\n', "n": "1"}, {"name": "c", "n": ""}]


def test_several_tables_say_which_they_are() -> None:
    assert as_csv([TWO, TWO]) == "table,x\ntwo,2.5\n\ntable,x\ntwo,2.5\n"


def test_json_has_the_rows_by_name() -> None:
    assert as_json([ONE, TWO]) == {
        "one": [{"name": 'a, "b"\n', "n": 1}, {"name": "c", "n": None}],
        "two": [{"x": 2.5}],
    }
