# SPDX-License-Identifier: GPL-2.0-only
"""Trees go in; what a conversion lets the compiler check is counted, by hand in a small one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folioize.churn.benefit import Benefit, benefit_of, benefit_table
from folioize.churn.cost import cost_of
from folioize.churn.heads import finders, head_calls, sure_heads
from folioize.kinds import analyse, infer
from folioize.model import Options
from folioize.tree import open_tree
from tests.churn.conftest import Rehearse
from tests.conftest import MINIKERNEL
from tests.e2e.conftest import git

pytestmark = pytest.mark.slow

TREE = {
    "Makefile": "VERSION = 5\nPATCHLEVEL = 10\n",
    "include/linux/mm_types.h": "struct page {\n\tunsigned long flags;\n};\n",
    "include/linux/page-flags.h": "enum pageflags { PG_locked };\n"
    "struct page *compound_head(struct page *page);\n"
    "#define PF_HEAD(page, enforce) compound_head(page)\n"
    "#define TEST(u, l, policy) static inline int Page##u(struct page *page) "
    "{ return policy(page, 0)->flags >> PG_##l & 1; }\nTEST(Locked, locked, PF_HEAD)\n"
    "static inline void put(struct page *page)\n{\n\tpage = compound_head(page);\n}\n"
    "static inline void put_all(struct page *page)\n{\n\tput(page);\n}\n"
    "#ifdef CONFIG_SWAP\nint far(struct page *page);\n#else\n"
    "static inline int far(struct page *page) { return 0; }\n#endif\n"
    "#define put_it(page) put(page)\n",
    "mm/far.c": "int far(struct page *page)\n{\n\tstruct page *head = compound_head(page);\n"
    "\tstruct page *other = head;\n\tput_all(other);\n\tput_it(page);\n"
    "\treturn PageLocked(page);\n}\nvoid near(struct page *page)\n{\n\tfar(page);\n}\n",
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in TREE.items():
        path = tmp_path / "linux" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "linux"


def test_who_looks_for_the_head_unseen(small: Path) -> None:
    analysis = analyse(open_tree(small), [], Options())
    names = finders(analysis)
    assert {"PageLocked", "put", "put_all", "put_it"} <= names
    assert not names & {"far", "near", "compound_head"}  # far() does it where it can be seen
    calls = head_calls(analysis, names)
    assert sum(path == "mm/far.c" for path, _ in calls) == 3


def test_what_is_a_head_for_sure(small: Path) -> None:
    analysis = analyse(open_tree(small), [], Options())
    graph = analysis.graph
    named = {
        graph.decl(graph.decls[slot][0]).name for slot in sure_heads(analysis) if slot[0] == "local"
    }
    assert named == {"head", "other"}


@pytest.fixture(scope="module")
def benefit(rehearse: Rehearse) -> Benefit:
    return benefit_of(rehearse("slab_page"))


def struct_page(header: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    found = re.search(r"^struct page \{.*?^\}", text, re.S | re.M)
    assert found is not None
    return found[0]


def test_fields_that_close_have_left_struct_page(benefit: Benefit, rehearse: Rehearse) -> None:
    design = rehearse("slab_page")
    header = design.store.run("cat-file", "blob", f"{design.tip}:include/linux/mm_types.h")
    before = struct_page((MINIKERNEL / "include/linux/mm_types.h").read_text())
    page = struct_page(header.decode())
    assert "freelist" in benefit.closed_fields
    for name in benefit.closed_fields:
        assert re.search(rf"\b{name}\b", before)
        assert not re.search(rf"\b{name}\b", page)


def test_checked_is_a_part_of_all(benefit: Benefit, rehearse: Rehearse) -> None:
    design = rehearse("slab_page")
    # Members of struct page itself are no declarations any more: they go to the type.
    found = infer(design.tree, ("slab_page",), Options())
    named = sum(one.kind == "slab_page" and one.function != "page" for one in found)
    assert benefit.checked_declarations == named
    retyped = sum(len(patch.declarations) for patch in design.run.record.patches)
    assert retyped == cost_of(design).declarations > named  # list_entry(p, struct page, lru)
    assert 0 < benefit.checked_edges < benefit.edges
    assert 0 < benefit.typed_head_calls < benefit.head_calls
    assert 0 < benefit.ambiguous_left < benefit.ambiguous < benefit.declarations
    assert benefit.gone_head_calls == 0
    rows = {row[0]: row for row in benefit_table(benefit).rows}
    percent = rows["declarations checked"][3]
    assert percent == round(100 * named / benefit.declarations, 2)


def test_checked_edges_are_calls_of_functions_with_the_type(
    benefit: Benefit, rehearse: Rehearse
) -> None:
    """The compiler is the judge of types, and a search of the tip's text that of calls."""
    design = rehearse("slab_page")
    paths = design.store.run("ls-tree", "-r", "--name-only", design.tip).decode().split()
    text = "".join(
        design.store.run("cat-file", "blob", f"{design.tip}:{path}").decode("latin-1")
        for path in paths
        if path.endswith((".c", ".h"))
    )
    heads = re.findall(r"^\w[^;{}#=]*?\b(\w+)\(([^;{}]*?)\)\s*[;{]", text, re.M)
    typed = {name for name, given in heads if "struct slab_page" in given}
    typed -= {"slab_page"}
    calls = sum(len(re.findall(rf"(?<!\w){name}\(", text)) for name in typed)
    defined = sum(name in typed for name, _ in heads)
    assert benefit.checked_edges <= 2 * (calls - defined)
    assert benefit.checked_edges >= (calls - defined) / 2


def test_two_kinds_give_the_sum_of_what_each_gives(rehearse: Rehearse, tree: Path) -> None:
    both = benefit_of(rehearse("slab_page", "net_page"))
    slab = benefit_of(rehearse("slab_page"))
    net = benefit_of(rehearse("net_page"))
    assert both.declarations == slab.declarations == net.declarations
    assert both.checked_declarations == slab.checked_declarations + net.checked_declarations
    assert both.checked_edges == slab.checked_edges + net.checked_edges
    assert set(both.closed_fields) == {*slab.closed_fields, *net.closed_fields}
    assert git(tree, "status", "--porcelain") == ""
