# SPDX-License-Identifier: GPL-2.0-only
"""Variables that take their type from another go in; both convert, and every state compiles."""

from __future__ import annotations

from tests.kinds.trees import Small
from tests.plan.states import after


def test_the_name_is_changed_inside_of_typeof(small: Small) -> None:
    got = after(
        small,
        """
        unsigned long f(struct page *page, void *v)
        {
            typeof(page) other = v;
            __typeof__(*page) *third = v;

            page->lid = NULL;
            return ((typeof(page))v)->depth + other->depth + third->depth;
        }
        """,
    )
    assert "typeof(tin) other = v;" in got
    assert "__typeof__(*tin) *third = v;" in got
    assert "return ((typeof(tin))v)->depth + other->depth" in got


def test_what_takes_the_type_is_bridged(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page)
        {
            __auto_type other = page;
            typeof(page->next_tin) next = page;

            put_page(other);
            put_page(next);
            other->mapping = NULL;
            page->lid = NULL;
        }
        """,
    )
    assert "put_page(tin_page(other));" in got
    assert "put_page(tin_page(next));" in got
    assert "tin_page(other)->mapping = NULL;" in got


def test_uses_elsewhere_are_bridged(small: Small) -> None:
    """Where the page is asked for first, through a typedef, typeof and __auto_type."""
    small.write(can="void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n")
    small.put(
        "drivers/out.c",
        """\
#include <linux/mm.h>
typedef struct page frame_t;
unsigned long out(struct page *page, frame_t *frame)
{
	__auto_type other = page;

	if (!PageTin(page))
		return frame->depth;
	return other->depth + ((typeof(page))frame)->depth;
}
""",
    )
    got = small.converted()
    assert "return page_tin(frame)->depth;" in got["drivers/out.c"]
    assert "return page_tin(other)->depth + " in got["drivers/out.c"]
    page = got["include/linux/mm_types.h"].partition("struct tin_page {")[0]
    assert "depth" not in page
