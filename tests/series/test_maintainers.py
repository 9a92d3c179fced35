# SPDX-License-Identifier: GPL-2.0-only
"""MAINTAINERS texts go in; people and lists must be those get_maintainer.pl names."""

from __future__ import annotations

import pytest

from folioize.series.maintainers import Address, ignored, mailmap, parse, recipients

from .conftest import MAINTAINERS


def section(*lines: str, title: str = "A") -> str:
    return "\n".join((title, *lines, "", ""))


def people(text: str, *paths: str) -> list[str]:
    return [str(one) for one in parse(text).for_files(paths).people]


def lists(text: str, *paths: str) -> list[str]:
    return [str(one) for one in parse(text).for_files(paths).lists]


def test_most_specific_first_and_everyone_once() -> None:
    assert people(MAINTAINERS, "mm/slub.c", "mm/slab.h") == [
        "Ada Example <ada@example.org>",
        '"Bob E. Review" <bob@example.org>',
        "Jos\u00e9 Example <jose@example.org>",
    ]
    assert lists(MAINTAINERS, "mm/slub.c") == ["linux-mm@example.org", "linux-kernel@example.org"]
    assert people(MAINTAINERS, "README") == []
    assert lists(MAINTAINERS, "README", "a/b/c") == ["linux-kernel@example.org"]


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("mm/", "mm/slub.c", True),
        ("mm/", "mm/kasan/common.c", True),
        ("mm/", "arch/x86/mm/init.c", False),
        ("mm", "mm/slub.c", True),
        ("mm/*", "mm/slub.c", True),
        ("mm/*", "mm/kasan/common.c", False),
        ("*/net/*", "drivers/net/tun.c", True),
        ("*/net/*", "drivers/net/usb/x.c", False),
        ("mm/sl?b*", "mm/slab_common.c", True),
        ("mm/sl?b*", "mm/slaab.c", False),
        ("mm/slab", "mm/slab_common.c", True),
        ("mm/slub.c", "mm/slub.c", True),
        ("mm/slub.c", "mm/slubxc", False),
        ("mm/slub.c", "mm/kasan/slub.c", False),
        ("include/linux/sl[au]b*.h", "include/linux/slub_def.h", True),
        ("include/linux/sl[au]b*.h", "include/linux/slob_def.h", False),
        ("Makefile", "Makefile", True),
        ("a/b(c", "a/b(c", True),
        ("arch/*/mm/", "arch/x86/mm/init_64.c", True),
        ("c++/x.c", "c++/x.c", True),
    ],
)
def test_patterns(pattern: str, path: str, covered: bool) -> None:
    text = section("M:\tA <a@b>", f"F:\t{pattern}")
    assert people(text, path) == (["A <a@b>"] if covered else [])


def test_excluded_and_regex() -> None:
    text = section("M:\tA <a@b>", "F:\tnet/", "X:\tnet/ipv6/", "N:\t[^a-z]tegra")
    assert people(text, "net/core/dev.c") == ["A <a@b>"]
    assert people(text, "net/ipv6/tcp.c") == []
    assert people(text, "sound/tegra_x.c") == ["A <a@b>"]
    assert people(text, "integra/integrator.c") == []
    assert people(section("M:\tA <a@b>", "N:\t(?<broken"), "x") == []


def test_lists() -> None:
    text = section(
        "L:\topen@l.org (moderated for non-subscribers)",
        "L:\tclosed@l.org (subscribers-only)",
        "L:\tnobody",
        "M:\tThe Open List <open2@l.org>",
        "L:\topen2@l.org",
        "S:\tMaintained",
        "F:\tmm/",
    )
    assert lists(text, "mm/x.c") == ["open@l.org"]
    (only,) = parse(text).for_file("mm/x.c")
    assert only.status == ("Maintained",)


def test_one_person_under_two_addresses_is_written_to_once() -> None:
    text = section("M:\tA B <one@b>", "R:\tA B <two@b>", "M:\tOther <ONE@b>", "F:\tmm/")
    assert people(text, "mm/x.c") == ["A B <one@b>"]


def test_mailmap_and_ignored() -> None:
    moved = mailmap("# note\nNew Name <new@b> <old@b>\nOnly Name <a@b>\n<x@b> Y <y@b>\n")
    assert moved["old@b"] == Address("New Name", "new@b")
    text = section("M:\tOld <old@b>", "M:\tA <A@b>", "M:\tY Z <y@b>", "F:\tmm/")
    found = parse(text).for_files(["mm/x.c"], moved)
    assert [str(one) for one in found.people] == [
        "New Name <new@b>",
        "Only Name <A@b>",
        "Y Z <x@b>",
    ]
    silent = ignored("# who\nNew Name <NEW@b>\nx@b\n")
    assert [one.email for one in found.without(silent).people] == ["A@b"]


def test_empty_and_odd_texts() -> None:
    assert people("", "mm/x.c") == []
    assert people("M:\tNobody <a@b>\nF:\tmm/\n", "mm/x.c") == []
    assert people(section("F:\tmm/", "M:\tno address"), "mm/x.c") == []


def test_the_header_of_struct_page_goes_to_the_people_of_mm() -> None:
    files = {
        "MAINTAINERS": MAINTAINERS,
        "include/linux/mm_types.h": "struct page {\n\tint x;\n};\n",
        "include/linux/other.h": "struct page *f(void);\n",
    }
    find = recipients(lambda path: files.get(path, ""), "")
    found = find(["include/linux/mm_types.h"])
    assert [one.email for one in found.people] == ["jose@example.org"]
    assert [one.email for one in found.lists] == [
        "linux-kernel@example.org",
        "linux-mm@example.org",
    ]
    other = section("M:\tOwn <own@example.org>", "F:\tinclude/linux/other.h")
    files["MAINTAINERS"] += f"\n{other}"
    find = recipients(lambda path: files.get(path, ""), "")
    assert [one.email for one in find(["include/linux/other.h"]).people] == ["own@example.org"]
    # Somebody has to take it, and struct page is theirs.
    assert [one.email for one in find(["drivers/net/tun.c"]).people] == ["jose@example.org"]


def test_who_is_named_for_nothing_of_a_patch_is_the_list_above_and_not_a_neighbour() -> None:
    text = "".join(
        (
            section("M:\tTop <top@x>", "L:\tfs@x", "F:\tfs/*", title="FILESYSTEMS"),
            section("M:\tTed <ted@x>", "L:\text4@x", "F:\tfs/ext4/", title="EXT4"),
            section("L:\tall@x", "F:\t*", "F:\t*/", title="THE REST"),
        )
    )
    find = recipients(lambda path: text if path == "MAINTAINERS" else "", "")
    assert [str(one) for one in find(["fs/ext4/inode.c"]).people] == ["Ted <ted@x>"]
    assert [str(one) for one in find(["fs/ext4/inode.c"]).lists] == ["ext4@x", "all@x"]
    assert find(["fs/minix/dir.c"]).people == ()
    assert [str(one) for one in find(["fs/minix/dir.c"]).lists] == ["fs@x", "all@x"]
    assert [str(one) for one in find(["fs/minix/a/b.c"]).lists] == ["fs@x", "all@x"]
    assert [str(one) for one in find(["fs/dir.c"]).people] == ["Top <top@x>"]
    assert [str(one) for one in find(["lib/x.c"]).lists] == ["all@x"]
