# SPDX-License-Identifier: GPL-2.0-only
"""Kinds with accessors go in; where these stand, and where a bridge stands instead, come out."""

from __future__ import annotations

from tests.kinds.trees import TIN, Small, c

WITH_ACCESSORS = (
    TIN
    + """\
[accessors]
header = "mm/tin.h"
[[accessors.function]]
name = "tin_address"
of = "page_address"
[[accessors.function]]
name = "tin_nid"
of = "page_to_nid"
[[accessors.function]]
name = "virt_to_tin"
of = "virt_to_head_page"
"""
)

USER = c("""
    void *{0}(struct page *page)
    {
        page->depth = page_to_nid(page);
        return page_address(page);
    }
    """)


def with_header(small: Small) -> Small:
    small.kind(
        WITH_ACCESSORS.replace(
            """[[accessors.function]]
name = "virt_to_tin"
of = "virt_to_head_page"
""",
            "",
        )
    )
    small.put("mm/tin.h", c("""
        #ifndef TIN_H
        #define TIN_H
        #include <linux/mm.h>

        static inline void *early(struct page *page)
        {
            page->lid = NULL;
            return page_address(page);
        }
        #endif
        """))  # fmt: skip
    return small


def test_accessors_where_their_header_is_included(small: Small) -> None:
    with_header(small).write(far=USER.replace("{0}", "far"))
    small.put("mm/near.c", '#include "tin.h"\n' + USER.replace("{0}", "near"))
    got = small.converted()
    assert "tin->depth = tin_nid(tin);\n\treturn tin_address(tin);" in got["mm/near.c"]
    assert "page_to_nid(tin_page(tin));\n\treturn page_address(tin_page(tin));" in got["mm/far.c"]
    assert got["mm/tin.h"].count("tin_address(") >= 1
    assert "static inline int tin_nid(const struct tin_page *tin)" in got["mm/tin.h"]


def test_an_accessor_is_there_before_its_first_user(small: Small) -> None:
    """Each helper comes with the patch of its first user: no state lacks it, or has it idle."""
    with_header(small).put("mm/near.c", '#include "tin.h"\n' + USER.replace("{0}", "near"))
    for texts in small.states(small.plan()):
        used = "tin_nid(tin)" in texts.get("mm/near.c", "")
        assert ("int tin_nid(" in texts.get("mm/tin.h", "")) == used


def test_an_accessor_is_not_made_after_a_trace_event_of_that_name(small: Small) -> None:
    with_header(small).put("mm/near.c", '#include "tin.h"\n' + USER.replace("{0}", "near"))
    small.put("include/events/tin.h", c("""
        DEFINE_EVENT(tin_template, page_to_nid,
            TP_PROTO(struct page *page, int flags),
            TP_ARGS(page, flags)
        );
        """))  # fmt: skip
    got = small.converted()
    assert "static inline int tin_nid(const struct tin_page *tin)\n{" in got["mm/tin.h"]


def test_an_accessor_whose_name_is_taken(small: Small) -> None:
    with_header(small)
    small.put(
        "mm/near.c",
        '#include "tin.h"\nint tin_nid(int i);\n' + USER.replace("{0}", "near"),
    )
    got = small.converted()
    assert "page_to_nid(tin_page(tin))" in got["mm/near.c"]
    assert "tin_address(tin)" in got["mm/near.c"]
    assert "tin_nid(" not in got["mm/tin.h"]
