# SPDX-License-Identifier: GPL-2.0-only
"""A struct page goes in; the kind's type, its assertions and the smaller struct page come out."""

# ruff: noqa: E101 - the kernel indents with tabs, and aligns comments with spaces
from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from folioize.errors import ConvertedAlready, TreeError
from folioize.kinds.kindfile import load_kind
from folioize.tree import open_tree
from folioize.typegen import (
    assert_text,
    bridge_text,
    derive_layout,
    introduce_edits,
    remove_arm_edits,
    type_text,
)
from tests.conftest import ROOT
from tests.typegen import samples

TYPE = """\
/*
 * The fields of crate pages. This lies over struct page: it has the same size
 * and alignment, and its fields are where struct page has, or had, them.
 * Fields that begin with __page_ only keep their place.
 */
struct crate {
	/* What it is, and where. */
	unsigned long flags;
	union {
		struct {	/* Crates */
			union {
				struct list_head stack;
				struct crate *below;
			};
			/* Who stacks them */
			struct crate_rack *_pad_rack;
			void *lid;	/* The top */
			union {
				unsigned long count;
				struct {
					unsigned live:16;
					unsigned _dead_pad:16;
				};
			};
		};
		/* To free it. */
		struct rcu_head rcu_head;
	};

	int weight;		/* In pounds */

	atomic_t _refcount;

#ifdef CONFIG_OWNERS
	struct owner **holders;
#endif

#if defined(WANT_VIRTUAL)
	void *__page_virtual;
#endif
} _page_alignment;
"""

AFTER = """\
CRATE_MATCH(flags, flags);
CRATE_MATCH(lru, stack);
CRATE_MATCH(index, lid);
CRATE_MATCH(private, count);
CRATE_MATCH(rcu_head, rcu_head);
CRATE_MATCH(page_type, weight);
CRATE_MATCH(_refcount, _refcount);
#ifdef CONFIG_OWNERS
CRATE_MATCH(owner, holders);
#endif
#undef CRATE_MATCH
static_assert(sizeof(struct crate) == sizeof(struct page));
static_assert(__alignof__(struct crate) == __alignof__(struct page));
"""

REMOVED = """\
 * The 'lid' is aligned within
 * struct crate.
 */
struct page {
	unsigned long flags;		/* What it is, and
					 * where. */
	/* Five words. */
	union {
		struct {	/* Files */
			struct list_head lru;
			/** @mapping: The file. */
			struct address_space *mapping;
			pgoff_t index;
			unsigned long private;
		};
		/** @rcu_head: To free it. */
		struct rcu_head rcu_head;
	};

	union {
		atomic_t _mapcount;

		/* What else it may be. */
		unsigned int page_type;
	};

	atomic_t _refcount;

#ifdef CONFIG_OWNERS
	struct owner *owner;
#endif
"""


def converted(removed: bool) -> str:
    layout, kind = samples.layout(), samples.kind()
    parts = ("type", "from_page", "to_page")
    edits = introduce_edits(
        layout, kind, parts, files={}, signatures=lambda name: None, after_removal=removed
    )[samples.PATH]
    if removed:
        edits += remove_arm_edits(layout, kind)
    return samples.edited(samples.HEADER, edits)


def test_the_type_is_the_union_arms_that_hold_its_fields() -> None:
    assert type_text(samples.layout(), samples.kind()) == TYPE


def test_assertions_compare_what_is_there() -> None:
    before = assert_text(samples.layout(), samples.kind(), after_removal=False)
    assert "CRATE_MATCH(stack, stack);\nCRATE_MATCH(below, below);\n" in before
    assert "live" not in before
    after = assert_text(samples.layout(), samples.kind(), after_removal=True)
    assert after.endswith(AFTER)
    assert "below" not in after, "struct page keeps no single word there"


def test_removal_takes_arm_members_and_one_armed_unions() -> None:
    assert REMOVED in samples.edited(
        samples.HEADER, remove_arm_edits(samples.layout(), samples.kind())
    )


@pytest.mark.parametrize("removed", [False, True])
def test_gcc_agrees_on_every_machine(removed: bool, tmp_path: Path) -> None:
    header = converted(removed)
    assert "#include <linux/build_bug.h>\n#include <linux/list.h>" in header
    for bits, owners, virtual in itertools.product(("-m32", "-m64"), (0, 1), (0, 1)):
        flags = [bits, *["-DCONFIG_OWNERS"] * owners, *["-DWANT_VIRTUAL"] * virtual]
        assert samples.compiles(header, tmp_path, *flags) == "", flags


@pytest.mark.parametrize(
    ("code", "fine"),
    [
        ("struct crate *f(struct page *p) { return page_crate(p); }", True),
        ("const struct crate *f(const struct page *p) { return page_crate(p); }", True),
        ("struct crate *f(const struct page *p) { return page_crate(p); }", False),
        ("struct crate *f(struct crate *c) { return page_crate(c); }", False),
        ("struct crate *f(void *p) { return page_crate(p); }", False),
        ("struct page *f(struct crate *c) { return crate_page(c); }", True),
        ("const struct page *f(const struct crate *c) { return crate_page(c); }", True),
        ("struct page *f(struct page *p) { return crate_page(p); }", False),
        ("struct page *f(struct crate *c) { return c; }", False),
    ],
)
def test_bridges_take_one_type_and_keep_const(code: str, fine: bool, tmp_path: Path) -> None:
    said = samples.compiles(converted(False), tmp_path, more=code)
    assert (said == "") is fine, said


def test_bridges_say_what_they_do_not_check() -> None:
    text = bridge_text(samples.kind(), "from_page")
    assert text.startswith("/**\n * page_crate - Converts from struct page to struct crate.\n")
    assert "Nothing is checked at run time" in text
    assert all(len(line.expandtabs(8)) <= 80 for line in text.splitlines())


def test_one_macro_line_fits_or_is_broken() -> None:
    text = assert_text(samples.layout(), samples.kind(), False)
    assert all(len(line.expandtabs(8)) <= 80 for line in text.splitlines())
    plain = assert_text(samples.layout(), samples.kind(), False, "_Static_assert")
    assert "_Static_assert(sizeof(struct crate) ==\n\t       sizeof(struct page),\n" in plain


def test_an_arm_that_does_not_fill_the_union_is_padded(tmp_path: Path) -> None:
    header = samples.HEADER.replace(
        "			unsigned long private;\n", "			unsigned long private[3];\n"
    )
    layout = samples.layout(header)
    assert "\t\tunsigned long __page_words[7];\n" in type_text(layout, samples.kind())
    edits = introduce_edits(
        layout, samples.kind(), ("type",), files={}, signatures=lambda name: None
    )
    text = samples.edited(header, edits[samples.PATH])
    for bits in ("-m32", "-m64"):
        assert samples.compiles(text, tmp_path, bits) == ""


def test_members_of_others_keep_their_place() -> None:
    header = samples.HEADER.replace(
        "	atomic_t _refcount;", "	int *_cpu[2];\n	atomic_t _refcount;"
    )
    assert "\tint *__page_cpu[2];\n" in type_text(samples.layout(header), samples.kind())


def test_a_union_without_a_part_of_the_kind_is_reserved() -> None:
    text = samples.KIND.replace('"weight", ', "").split("[[borrower]]", maxsplit=1)[0]
    assert "\tunsigned int __page_words[1];\n" in type_text(
        samples.layout(kind_text=text), samples.kind(text)
    )


def test_what_is_kept_by_name_in_a_union_stands_beside_the_padding() -> None:
    lid = "			void *lid;"
    union = (
        "			union {\n				int *colour;\n#ifdef CONFIG_SHADE\n"
        "				atomic_t shade;\n#endif\n			};\n"
    )
    header = samples.HEADER.replace(lid, union + lid)
    text = type_text(samples.layout(header), samples.kind())
    assert (
        "\t\t\tunion {\n#ifdef CONFIG_SHADE\n\t\t\t\tatomic_t __page_shade;\n#endif\n"
        "\t\t\t\tunsigned long __page_words[1];\n\t\t\t};\n"
    ) in text


def test_an_arm_that_others_have_a_part_in_keeps_their_places() -> None:
    lid = "			void *lid;"
    header = samples.HEADER.replace(lid, f"			int *colour;\n{lid}")
    layout = samples.layout(header)
    text = type_text(layout, samples.kind())
    assert "\tint *__page_colour;\n" in text
    assert "void *lid;" in text
    with pytest.raises(TreeError, match="only partly the kind's"):
        remove_arm_edits(layout, samples.kind())


def test_what_is_converted_already_says_so() -> None:
    with pytest.raises(ConvertedAlready, match="has struct crate"):
        samples.layout(samples.HEADER + "struct crate { int a; };\n")
    other = samples.HEADER
    for name in samples.kind().layout.fields:
        other = other.replace(name, f"x{name}")
    with pytest.raises(ConvertedAlready, match="has no field of crate pages"):
        samples.layout(other)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("struct page {", "struct pages {", "does not define struct page"),
        ("} _page_alignment;", "", "mend the header"),
        ("#endif\n\n	/* Only", "\n	/* Only", "no #endif"),
    ],
)
def test_odd_headers_get_one_line(old: str, new: str, words: str) -> None:
    assert old in samples.HEADER
    with pytest.raises(TreeError, match=words) as caught:
        samples.layout(samples.HEADER.replace(old, new))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(samples.PATH)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "	atomic_t _refcount;",
            "	void *lid2;\n	atomic_t _refcount;",
            "would move the others",
        ),
        ("			unsigned long private;\n", "", "would shrink"),
    ],
)
def test_removal_refuses_to_move_fields(old: str, new: str, words: str) -> None:
    text = samples.KIND.replace('"lid"', '"lid", "lid2"', 1)
    layout = samples.layout(samples.HEADER.replace(old, new), text)
    with pytest.raises(TreeError, match=words):
        remove_arm_edits(layout, samples.kind(text))


@pytest.mark.kernel
def test_slab_pages_of_a_real_tree(kernel: Path) -> None:
    kind = load_kind(ROOT / "transforms" / "slab_page")
    path = open_tree(kernel).page_header
    layout = derive_layout((kernel / path).read_bytes(), path, kind)
    assert layout.missing == ()
    text = type_text(layout, kind)
    assert "\t\t\t\t\tstruct slab_page *next;\n" in text
    assert "\tstruct obj_cgroup **obj_cgroups;\n" in text
    after = assert_text(layout, kind, after_removal=True)
    for pair in ("(mapping, slab_cache)", "(index, freelist)", "(page_type, units)"):
        assert f"SLAB_PAGE_MATCH{pair};\n" in after
    assert "pobjects" not in after, "its offset differs between 32 and 64 bits"
    assert len(remove_arm_edits(layout, kind)) == 4


def test_comments_of_members_name_the_kind() -> None:
    header = samples.HEADER.replace("/* The top */", "/* page->count locks it, not page->flags */")
    assert header != samples.HEADER
    kind = samples.kind()
    text = type_text(derive_layout(header.encode(), samples.PATH, kind), kind)
    assert "void *lid;\t/* crate->count locks it, not page->flags */" in text
