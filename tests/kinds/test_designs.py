# SPDX-License-Identifier: GPL-2.0-only
"""Files of designs go in; their kinds in order, or one line on what to mend, come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import KindError
from folioize.kinds import Catalog, design_of, find_design
from folioize.kinds.designs import design_files
from tests.kinds.trees import JAR, Small

TEXT = '[design]\nname = "pots"\nkinds = ["tin_page", "*"]\n'


def design(small: Small, text: str = TEXT, name: str = "pots") -> Path:
    folder = small.kinds / "transforms/designs"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text)
    return folder / f"{name}.toml"


def test_the_rest_stands_for_all_other_kinds(small: Small) -> None:
    design(small)
    small.kind(JAR)
    kinds = find_design("pots", Catalog(small.root)).kinds
    assert kinds[0] == "tin_page"
    assert list(kinds[1:]) == sorted(kinds[1:])
    assert {"jar_page", "slab_page", "net_page", "page_table"} < set(kinds)


def test_a_design_may_be_a_file_of_ones_own(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[design]\nname = "mine"\nkinds = ["tin_page"]\nlayout = "union"\n')
    found = find_design(str(path), Catalog(small.root))
    assert (found.kinds, found.layout) == (("tin_page",), "union")


def test_designs_lie_beside_kinds_of_ones_own(small: Small, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "designs").mkdir(parents=True)
    (mine / "pot_page").mkdir()
    (mine / "pot_page/kind.toml").write_text(JAR.replace("jar_page", "pot_page"))
    (mine / "designs/pots.toml").write_text(TEXT.replace("tin_page", "pot_page"))
    design(small)
    found = find_design("pots", Catalog(small.root, (str(mine),)))
    assert found.kinds[0] == "pot_page"


def test_kinds_put_together_are_a_design(small: Small) -> None:
    assert design_of(("slab_page", "net_page")).name == "slab_page+net_page"


def test_each_that_comes_with_folioize_is_one() -> None:
    catalog = Catalog()
    files = design_files(catalog)
    assert {"slab", "net", "slab+net", "ultra"} <= set(files)
    for name in files:
        assert find_design(name, catalog).title
    assert set(find_design("ultra", catalog).kinds) == set(catalog.folders)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('"pots"', '"pans"'), 2, "call the design 'pots', as its file is called"),
        (('"tin_page"', '"tun_page"'), 3, "no kind 'tun_page': there is"),
        (('["tin_page", "*"]', "[]"), 3, "name the kinds"),
        (('"*"', '"tin_page"'), 3, "'tin_page' stands there twice"),
        (("kinds", "kind"), 3, "remove or correct 'kind'"),
        (('["tin_page", "*"]\n', '["*"]\nlayout = "onion"\n'), 4, "write overlay or union"),
        (("[design]", "[design"), 1, "mend the TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    small: Small, change: tuple[str, str], line: int, says: str
) -> None:
    path = design(small, TEXT.replace(*change))
    with pytest.raises(KindError) as caught:
        find_design("pots", Catalog(small.root))
    told = str(caught.value)
    assert told.startswith(f"{path}:{line}: ")
    assert says in told
    assert "\n" not in told


def test_a_name_that_is_none_lists_those_there_are(small: Small) -> None:
    design(small)
    with pytest.raises(KindError, match=r"no design 'nothing': there is .*pots.*ultra"):
        find_design("nothing", Catalog(small.root))
