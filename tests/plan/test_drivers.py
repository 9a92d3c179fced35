# SPDX-License-Identifier: GPL-2.0-only
"""Files that hold a kind's declarations go in; those of one driver convert together."""

from __future__ import annotations

import pytest

from folioize.plan.drivers import Unit, net_driver, of_one_driver
from tests.kinds.trees import TIN, Small, c


def groups(*homes: str, tied: tuple[tuple[int, int], ...] = ()) -> set[tuple[str, ...]]:
    """The groups of home files, of which some pairs, by number, hand one another pages."""
    units: dict[Unit, str] = {("f", str(number)): path for number, path in enumerate(homes)}
    ties: dict[Unit, dict[Unit, int]] = {("f", str(a)): {("f", str(b)): 1} for a, b in tied}
    return set(of_one_driver(homes, units, ties).values())


VENDOR = "drivers/net/ethernet/acme"


def test_a_folder_of_its_own_is_one_driver() -> None:
    one, two, three = f"{VENDOR}/nic/rx.c", f"{VENDOR}/nic/nic.h", f"{VENDOR}/nic/xdp/tx.c"
    assert groups(one, two, three) == {(one, three, two)}


def test_two_drivers_of_a_vendor_are_two() -> None:
    one, two = f"{VENDOR}/fast.c", f"{VENDOR}/slow.c"
    assert groups(one, two) == {(one,), (two,)}
    assert groups(f"{VENDOR}/fast.c", f"{VENDOR}/nic/rx.c") == {(one,), (f"{VENDOR}/nic/rx.c",)}


def test_files_that_hand_one_another_pages_are_one() -> None:
    one, two, three = f"{VENDOR}/fast.c", f"{VENDOR}/fast_priv.c", f"{VENDOR}/slow.c"
    assert groups(one, two, three, tied=((0, 1),)) == {(one, two), (three,)}


def test_high_folders_and_other_code_are_nobodys() -> None:
    high = "drivers/net/a.c", "drivers/net/b.c"
    assert groups(*high, tied=((0, 1),)) == {(high[0],), (high[1],)}
    other = "net/core/a/b/c/d.c", "net/core/a/b/c/e.c"
    assert groups(*other, tied=((0, 1),)) == {(other[0],), (other[1],)}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("drivers/net/front.c", "front"),
        ("drivers/net/hyper/netvsc_bpf.c", "hyper"),
        (f"{VENDOR}/fast_main.c", "fast"),
        (f"{VENDOR}/nic/core/en/rx.c", "nic"),
        ("drivers/iommu/amd/iommu.c", None),
        ("net/core/xdp.c", None),
    ],
)
def test_the_name_of_a_network_driver(path: str, name: str | None) -> None:
    assert net_driver(path) == name


def test_one_patch_a_driver(small: Small) -> None:
    """Though its header and its code each have something to convert."""
    small.put(f"{VENDOR}/nic/nic.h", "struct ring {\n\tstruct page *page;\n};\n")
    text = c("""
        static void {0}(struct ring *ring)
        {{
            struct page *page = ring->page;

            page->lid = NULL;
            put_page(page);
        }}
        void {0}_all(struct ring *ring)
        {{
            {0}(ring);
        }}
        """)
    for name in ("rx", "tx"):
        head = '#include <linux/mm.h>\n#include "nic.h"\n'
        small.put(f"{VENDOR}/nic/{name}.c", head + text.format(name))
    small.write(a="void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n")
    small.kind(TIN, owners=("mm/", "drivers/"))
    plan = small.plan()
    steps = [step for step in plan.steps if any(name.startswith(VENDOR) for name in step.files)]
    (step,) = steps
    assert {f"{VENDOR}/nic/{name}" for name in ("nic.h", "rx.c", "tx.c")} <= set(step.files)
    assert step.subject.startswith("net: nic: use struct tin_page")


def test_a_type_that_only_drivers_use_first_comes_alone(small: Small) -> None:
    """Its patch goes to others than theirs."""
    user = "#include <linux/mm.h>\nvoid {}(struct page *page)\n{{\n\tpage->lid = NULL;\n}}\n"
    small.put(f"{VENDOR}/nic.c", user.format("nic_shut"))
    small.kind(TIN, owners=("mm/", "drivers/"))
    first, second, *_ = small.plan().steps
    assert first.subject == "mm: introduce struct tin_page"
    assert set(first.files) == {"include/linux/mm_types.h"}
    assert first.context["no_change"] == "Nothing uses it yet"
    assert set(second.files) == {f"{VENDOR}/nic.c"}
