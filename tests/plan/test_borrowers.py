# SPDX-License-Identifier: GPL-2.0-only
"""Trees with files that borrow the fields of tins go in; what moves, and what not, comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.kinds import Catalog, analyse
from folioize.model import Options
from folioize.plan.conversion import Conversion
from folioize.series.messages import step_body
from folioize.tree import open_tree
from folioize.typegen import derive_layout
from tests.kinds.trees import TIN, Small, c

OWNER = "void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
BORROWER = '\n[[borrower]]\nfield = "lid"\nuse = "index"\n'


def owned_by_one_file(small: Small) -> Small:
    return small.kind(TIN + BORROWER, owners=("mm/can.c",)).write(can=OWNER)


def test_a_variable_that_a_pin_converts_keeps_its_fields(small: Small) -> None:
    owned_by_one_file(small).write(
        lent=c("""
        void lend(struct page *page)
        {
            page->lid = page;
        }
        void own(struct page *page)
        {
            page->lid = page;    /* page->lid is its own */
        }
        """)
    )
    pins = small.root.parent / "decisions.toml"
    pins.write_text(
        '[[decision]]\nfile = "mm/lent.c"\nkind = "tin_page"\nfunction = "own"\nname = "page"\n'
    )
    got = small.converted(decisions=str(pins))["mm/lent.c"]
    assert "page->index = (unsigned long)page;" in got
    assert "tin->lid = tin" in got
    assert "/* tin->lid is its own */" in got


def test_a_page_of_which_another_file_tells_the_type(small: Small) -> None:
    small.put(
        "include/linux/crane.h",
        "#include <linux/mm.h>\nstruct crane {\n\tstruct page *load;\n};\n"
        "struct page *crane_load(struct crane *crane);\n",
    )
    owned_by_one_file(small).write(
        lent=c("""
        #include <linux/crane.h>
        void lend(struct crane *crane)
        {
            crane->load->lid = NULL;
            crane_load(crane)->lid = NULL;
        }
        void first(struct page *page)
        {
            page->lid = NULL;
        }
        """)
    )
    got = small.converted()["mm/lent.c"]
    assert "crane->load->index = 0;" in got
    assert "crane_load(crane)->index = 0;" in got


def test_the_last_message_tells_who_moved_to_other_fields(small: Small) -> None:
    alone = owned_by_one_file(small).plan().steps[-1]
    assert alone.template == "remove-arm"
    assert "All users of the tin fields" in step_body(alone, "tin_page", "")
    small.write(lent="void lend(struct page *page)\n{\n\tpage->lid = page;\n}\n")
    step = small.plan().steps[-1]
    assert step.template == "remove-arm"
    told = " ".join(step_body(step, "tin_page", "").split())
    assert "All users of" not in told
    assert (
        "All tin code goes through struct tin_page now. mm/lent.c, which kept data of its" in told
    )
    assert "read it there, uses other fields since. Remove" in told


MOVED = {
    "mm/zsmalloc.c": 6,
    "mm/memory_hotplug.c": 3,
    "mm/sparse.c": 1,
    "arch/x86/mm/init_64.c": 1,
    "drivers/iommu/intel/iommu.c": 3,
    "drivers/iommu/amd/iommu.c": 2,
}


@pytest.mark.kernel
def test_borrowers_of_a_real_tree(kernel: Path) -> None:
    kind = Catalog().find("slab_page")
    tree = open_tree(kernel)
    layout = derive_layout(tree.read(tree.page_header), tree.page_header, kind)
    analysis = analyse(tree, [kind], Options())
    conversion = Conversion(analysis, analysis.solutions[0], layout, Options())
    assert conversion.borrowers == set(MOVED)
    for path, count in MOVED.items():
        found = conversion.borrowing(path)
        assert (len(found.moved), found.left) == (count, ())
