# SPDX-License-Identifier: GPL-2.0-only
"""Facts of many files: made once per content, the same on any number of cores."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from folioize.cst import load_table, use_table
from folioize.facts import store
from folioize.facts.cache import Cache
from folioize.facts.extract import extract
from folioize.facts.names import Names
from folioize.facts.records import FileFacts
from folioize.facts.search import Search
from folioize.facts.store import Facts, load_facts
from folioize.tree import Tree, open_tree
from folioize.workers import in_processes
from tests.conftest import MINIKERNEL


@pytest.fixture
def tree(minikernel: Path) -> Tree:
    return open_tree(minikernel)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths whose facts were extracted, in this process."""
    paths: list[str] = []

    def counted(path: str, data: bytes, names: Names) -> FileFacts:
        paths.append(path)
        return extract(path, data, names)

    monkeypatch.setattr(store, "extract", counted)
    yield paths


def overwrite(database: Path, like: str) -> None:
    """Store something else, whole and unreadable, under the keys that are like this."""
    with sqlite3.connect(database) as found:
        keys = [key for (key,) in found.execute("select key from blobs where key like ?", (like,))]
    assert keys
    with closing(Cache(database)) as cache:
        cache.put(dict.fromkeys(keys, b"\xc1"))


def load(tree: Tree, database: Path, jobs: int = 1) -> Facts:
    return load_facts(tree, list(Search(tree).page_files), jobs, database=database)


def test_the_same_bytes_are_read_once(tree: Tree, made: list[str], tmp_path: Path) -> None:
    first = load(tree, tmp_path / "db")
    assert sorted(made) == list(Search(tree).page_files)
    made.clear()
    assert load(tree, tmp_path / "db") == first
    assert made == []


def test_only_what_changed_is_read_again(tree: Tree, made: list[str], tmp_path: Path) -> None:
    load(tree, tmp_path / "db")
    made.clear()
    path = tree.root / "mm/slub.c"
    path.write_bytes(path.read_bytes() + b"/* more */\n")
    load(tree, tmp_path / "db")
    assert made == ["mm/slub.c"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("mm/slub.c", b"", b"struct page *quite_new_name;\n"),
        ("mm/slub.c", b"", b"struct page *slab;\nstruct page *next;\n"),
        ("include/linux/mm.h", b"virt_to_head_page", b"virt_to_first_page"),
        ("include/linux/mm.h", b"struct page", b"struct nopage"),
        ("mm/slub.c", b"page", b"folio"),
    ],
)
def test_after_a_change_facts_are_those_made_anew(
    tree: Tree, tmp_path: Path, path: str, old: bytes, new: bytes
) -> None:
    """A name that comes or goes matters wherever it stands, and nowhere else."""
    before = load(tree, tmp_path / "db")
    file = tree.root / path
    text = file.read_bytes()
    file.write_bytes(text.replace(old, new) if old else text + new)
    assert load(tree, tmp_path / "db") == load(tree, tmp_path / "fresh")
    file.write_bytes(text)
    assert load(tree, tmp_path / "db") == before


def test_a_new_name_counts_where_it_stands(tree: Tree, made: list[str], tmp_path: Path) -> None:
    (tree.root / "mm/other.c").write_text("struct page *a;\nint b(void *quite_new_name);\n")
    load(tree, tmp_path / "db")
    made.clear()
    path = tree.root / "mm/slub.c"
    text = path.read_bytes()
    path.write_bytes(text + b"struct page *quite_new_name;\n")
    load(tree, tmp_path / "db")
    assert sorted(made) == ["mm/other.c", "mm/slub.c"]
    made.clear()
    path.write_bytes(text)
    load(tree, tmp_path / "db")
    assert made == []  # as they were before


def test_a_file_more_or_less_leaves_the_others_alone(
    tree: Tree, made: list[str], tmp_path: Path
) -> None:
    load(tree, tmp_path / "db")
    made.clear()
    path = tree.root / "mm/other.c"
    path.write_text("struct page *quite_new_name;\n")
    load(tree, tmp_path / "db")
    assert made == ["mm/other.c"]
    made.clear()
    path.unlink()
    load(tree, tmp_path / "db")
    assert made == []


def test_a_macro_of_a_c_file_is_its_own(tree: Tree, made: list[str], tmp_path: Path) -> None:
    """A header may use it, a file that includes its file too, and no other."""
    uses = b"static void *quite_new_use(void *x)\n{\n\treturn quite_new_name(x);\n}\n"
    for name in ("mm/other.c", "include/linux/other.h", "mm/including.c"):
        (tree.root / name).write_bytes(b"struct page *a;\n" + uses)
    path = tree.root / "mm/slub.c"
    text = path.read_bytes()
    load(tree, tmp_path / "db")
    made.clear()
    path.write_bytes(text + b"#define quite_new_name(x) virt_to_page(x)\n" + uses)
    found = load(tree, tmp_path / "db").files
    assert sorted(made) == ["include/linux/other.h", "mm/slub.c"]
    assert [call.name for call in found["mm/other.c"].calls.values()] == []
    assert "quite_new_name" in [call.name for call in found["mm/slub.c"].calls.values()]
    made.clear()
    (tree.root / "mm/including.c").write_bytes(b'#include "slub.c"\nstruct page *a;\n' + uses)
    found = load(tree, tmp_path / "db").files
    assert made == ["mm/including.c"]
    assert "quite_new_name" in [call.name for call in found["mm/other.c"].calls.values()]
    assert "quite_new_name" in [call.name for call in found["mm/including.c"].calls.values()]


def test_another_tree_of_the_same_files_is_no_new_one(
    tree: Tree, made: list[str], tmp_path: Path
) -> None:
    load(tree, tmp_path / "db")
    made.clear()
    other = open_tree(Path(shutil.copytree(tree.root, tmp_path / "other")))
    path = other.root / "mm/slub.c"
    path.write_bytes(path.read_bytes() + b"struct page *quite_new_name;\n")
    load(other, tmp_path / "db")
    assert made == ["mm/slub.c"]


def test_what_files_tell_is_done_without_if_it_is_broken(
    tree: Tree, made: list[str], tmp_path: Path
) -> None:
    load(tree, tmp_path / "db")
    overwrite(tmp_path / "db", "told %")
    (tree.root / "mm/other.c").write_text("struct page *quite_new_name;\n")
    made.clear()
    assert load(tree, tmp_path / "db") == load(tree, tmp_path / "fresh")


def test_equal_files_keep_their_own_paths(tree: Tree, tmp_path: Path) -> None:
    shutil.copy(tree.root / "mm/slub.c", tree.root / "mm/copy.c")
    for _ in range(2):
        found = load(tree, tmp_path / "db").files
        assert (found["mm/copy.c"].path, found["mm/slub.c"].path) == ("mm/copy.c", "mm/slub.c")


def test_other_code_makes_other_facts(
    tree: Tree, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tree, tmp_path / "db")
    made.clear()
    monkeypatch.setattr(store, "_code", lambda: "another version")
    load(tree, tmp_path / "db")
    assert sorted(made) == list(Search(tree).page_files)


def test_other_words_make_other_facts(tree: Tree, made: list[str], tmp_path: Path) -> None:
    load(tree, tmp_path / "db")
    made.clear()
    (tmp_path / "mine.toml").write_text('attributes = ["odd_word"]\n')
    try:
        use_table(load_table(tmp_path / "mine.toml"))
        load(tree, tmp_path / "db")
    finally:
        use_table(None)
    assert sorted(made) == list(Search(tree).page_files)


@pytest.mark.parametrize("bytes_", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_broken_database_is_done_without(tree: Tree, tmp_path: Path, bytes_: bytes) -> None:
    whole = load(tree, tmp_path / "good")
    (tmp_path / "db").write_bytes(bytes_)
    assert load(tree, tmp_path / "db") == whole


def test_broken_entries_are_made_anew(tree: Tree, made: list[str], tmp_path: Path) -> None:
    whole = load(tree, tmp_path / "db")
    overwrite(tmp_path / "db", "%")
    made.clear()
    assert load(tree, tmp_path / "db") == whole
    assert sorted(made) == list(Search(tree).page_files)
    made.clear()
    assert load(tree, tmp_path / "db") == whole and made == []


def test_facts_that_are_held_are_taken_where_a_file_is_as_it_was(
    tree: Tree, tmp_path: Path
) -> None:
    database = tmp_path / "db"
    whole = load(tree, database)
    path = tree.root / "mm/slub.c"
    path.write_bytes(path.read_bytes() + b"\n")
    names = list(Search(tree).page_files)
    again = load_facts(tree, names, 1, database=database, held=whole)
    assert again == load(tree, tmp_path / "other")
    anew = {name for name in again.files if again.files[name] is not whole.files[name]}
    assert anew == {"mm/slub.c"}


def test_names_of_what_is_held_count_still(tree: Tree, made: list[str], tmp_path: Path) -> None:
    """A file that has to do with another only by a name need not be read for its going."""
    (tree.root / "mm/first.c").write_text("struct page *quite_new_name(void);\n")
    (tree.root / "mm/second.c").write_text(
        "void use(struct page *page)\n{\n\tpage = quite_new_name();\n}\n"
    )
    database = tmp_path / "db"
    whole = load(tree, database)
    (tree.root / "mm/first.c").write_text("struct page *other_name(void);\n")
    names = list(Search(tree).page_files)
    made.clear()
    again = load_facts(tree, names, 1, database=database, held=whole)
    assert made == ["mm/first.c"]
    assert again.names.words == whole.names.words | {"other_name"}
    made.clear()
    assert load_facts(tree, names, 1, database=database, held=whole) == again and made == []
    load(tree, database)  # what nobody held counts no more, whatever the cache has
    assert made == ["mm/second.c"]


def test_a_lost_entry_is_made_anew(tree: Tree, made: list[str], tmp_path: Path) -> None:
    whole = load(tree, tmp_path / "db")
    with sqlite3.connect(tmp_path / "db") as database:
        first = "select min(rowid) from blobs where key not like '% %'"
        database.execute(f"delete from blobs where rowid in ({first})")
    made.clear()
    assert load(tree, tmp_path / "db") == whole
    assert len(made) == 1


def test_no_place_for_a_database(tree: Tree, tmp_path: Path) -> None:
    """As in a directory that is only to be read; root may write anywhere, so this is a file."""
    (tmp_path / "file").write_text("")
    assert load(tree, tmp_path / "file" / "db") == load(tree, tmp_path / "good")


def test_a_full_cache_drops_its_older_half(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load(tree, tmp_path / "db")
    monkeypatch.setattr("folioize.facts.cache._FULL", 0)
    path = tree.root / "mm/slub.c"
    text = path.read_bytes()
    path.write_bytes(text + b"struct page *quite_new_name;\n")
    load(tree, tmp_path / "db")
    path.write_bytes(text)
    assert load(tree, tmp_path / "db") == whole


def test_an_unchanged_file_is_not_read_again(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 10 * 10**9)  # no file is new
    whole = load(tree, tmp_path / "db")
    read: list[str] = []
    plain = Tree.read

    def spy(tree: Tree, path: str) -> bytes:
        read.append(path)
        return plain(tree, path)

    monkeypatch.setattr(Tree, "read", spy)
    assert load(tree, tmp_path / "db") == whole and read == []
    path = tree.root / "mm/slub.c"
    text, stamp = path.read_bytes(), path.stat().st_mtime_ns
    path.write_bytes(text.replace(b"page", b"pagf", 1))
    os.utime(path, ns=(stamp, stamp))  # as a tool may that keeps times
    assert load(tree, tmp_path / "db") == load(tree, tmp_path / "fresh")
    assert "mm/slub.c" in read


@pytest.mark.parametrize("jobs", [2, 3, 0])
def test_the_number_of_processes_changes_nothing(tree: Tree, tmp_path: Path, jobs: int) -> None:
    assert load(tree, tmp_path / "one") == load(tree, tmp_path / "many", jobs)


def _load_in_a_process(database: Path) -> int:
    return len(load(open_tree(MINIKERNEL), database).files)


def test_two_processes_at_once(tmp_path: Path) -> None:
    found = list(in_processes(_load_in_a_process, [tmp_path / "db"] * 4, 2))
    assert len(set(found)) == 1 and found[0] > 0


def test_progress_counts_what_is_made(tree: Tree, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    paths = list(Search(tree).page_files)
    load_facts(tree, paths, 1, lambda *step: seen.append(step), database=tmp_path / "db")
    assert seen == [(number, len(paths)) for number in range(1, len(paths) + 1)]


def test_a_file_that_is_gone_is_told(tree: Tree, tmp_path: Path) -> None:
    found = load_facts(tree, ["mm/slub.c", "mm/no.c"], 1, database=tmp_path / "db")
    assert list(found.files) == ["mm/slub.c"]
    assert "mm/no.c" in found.failed["mm/no.c"]


def test_no_files_at_all(tree: Tree, tmp_path: Path) -> None:
    assert load_facts(tree, [], 2, database=tmp_path / "db") == Facts({}, {})


def test_programs_of_the_tree_are_no_part_of_the_kernel(tree: Tree) -> None:
    (tree.root / "tools").mkdir()
    (tree.root / "tools/a.c").write_text("struct page *p;\n")
    assert "tools/a.c" not in list(Search(tree).page_files)
    assert "mm/slub.c" in list(Search(tree).page_files)
