# SPDX-License-Identifier: GPL-2.0-only
"""A tree that has the kind's type already goes in; what is left of struct page there becomes it,
and the kind's rules follow in patches of their own."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from folioize.cst.edits import apply_edits
from folioize.errors import ConvertedAlready
from folioize.model import Options, Plan, Step
from folioize.plan import make_plan
from folioize.plan.peephole import bared
from folioize.plan.rejoin import rejoined
from folioize.series.messages import step_body
from tests.kinds.trees import MM, MM_TYPES, Small, c

CRATE = """\
[kind]
name = "crate"
type = "crate"
variable = "crate"
title = "crates"
why = "A crate is no tail page."
[layout]
shared = ["flags", "mapping", "index", "private", "_refcount"]
[evidence]
functions = ["seal_page"]
origins = ["fetch_page"]
others = ["alloc_page"]
[bridges]
from_page = "page_crate"
to_page = "crate_to_page"
[existing]
from_page = "page_crate"
to_member = "page"
neutral = ["IS_ERR"]
"""

TYPES = MM_TYPES.replace(
    "};\n#endif",
    """};

struct crate {
	union {
		struct {
			unsigned long flags;
			struct list_head lru;
			struct address_space *mapping;
			unsigned long index;
			void *private;
		};
		struct page page;
	};
	unsigned int pieces;
};
#endif""",
)
CALLS = MM.replace(
    "#endif\n",
    """
struct page *fetch_page(struct address_space *mapping, unsigned long index);
struct crate *fetch_crate(struct address_space *mapping, unsigned long index);
void seal_page(struct page *page);
void crate_seal(struct crate *crate);
void *crate_address(struct crate *crate);
struct crate *page_crate(struct page *page);
int IS_ERR(const void *pointer);
#endif
""",
)
SEAL = """\
// effect: preserves
// since: 5.0
@@
struct page *p;
@@
- seal_page(p)
+ crate_seal(page_crate(p))
"""
TIDY = """\
// effect: preserves
// order: last
// since: 5.0
@@
struct crate *f;
@@
- page_crate(&f->page)
+ f
"""
FETCH = """\
// effect: order-0
// since: 5.0
@@
expression list more;
@@
- (struct crate *)fetch_page(more)
+ fetch_crate(more)
"""
NEWER = SEAL.replace("since: 5.0", "since: 6.0").replace("crate_seal", "crate_seal_now")
OLDER = SEAL.replace("since: 5.0", "since: 4.0\n// until: 4.9").replace("crate_seal", "crate_close")
ADDRESS = """\
// effect: changes
// since: 5.0
// differs: page_address(): what crates have
//   is another address.
@@
struct page *p;
@@
- page_address(p)
+ crate_address(page_crate(p))
"""
BODY = c("""
    static struct page *get(struct address_space *mapping, unsigned long number)
    {
        struct page *page = fetch_page(mapping, number);
        if (!IS_ERR(page))
            page->index = number;
        return page;
    }
    static void put(struct page *page)
    {
        put_page(page);
    }
    static void *find(struct address_space *mapping, struct page **result)
    {
        struct page *page = get(mapping, 3);
        if (!page)
            return NULL;
        *result = page;
        return page_address(page);
    }
    void work(struct address_space *mapping)
    {
        struct page *page;
        void *data = find(mapping, &page);
        if (data) {
            page->private = 3;
            seal_page(page);
            put(page);
        }
    }
    struct operations {
        void (*raw)(struct page *page);
    };
    void raw(struct page *page)
    {
        seal_page(page);
        seal_page(page);
    }
    struct operations operations = {
        .raw = raw,
    };
    void seal(struct crate *crate)
    {
        seal_page(&crate->page);
    }
    struct crate *same(struct crate *crate, struct crate **more)
    {
        put(&crate->page);
        seal_page(&(*more)->page);
        put(&more[0]->page);
        return page_crate(&crate->page);
    }
    void other(void)
    {
        struct page *page = alloc_page(0);
        put_page(page);
    }
    """)
BOUNCE = c("""
    #include <linux/mm.h>
    static void submit(struct page *copy, struct page *page)
    {
        put_page(copy ?: page);
        put_page(page ?: copy);
        seal_page(page);
    }
    void write_out(struct address_space *mapping)
    {
        struct page *page = fetch_page(mapping, 1);
        struct page *copy = copy_of(page);
        seal_page(page);
        submit(copy, page);
    }
    """)


@pytest.fixture
def crates(small: Small) -> Small:
    small.put("include/linux/mm_types.h", TYPES)
    small.put("include/linux/mm.h", CALLS)
    small.put("fs/a/a.c", "#include <linux/mm.h>\n" + BODY)
    small.write(b="void keep(struct page *page)\n{\n\tseal_page(page);\n}\n")
    small.kind(CRATE)
    rules = small.kinds / "transforms" / "crate" / "rules"
    rules.mkdir()
    for name, text in (
        *(("seal", SEAL), ("tidy", TIDY), ("fetch", FETCH), ("newer", NEWER)),
        *(("older", OLDER), ("address", ADDRESS)),
    ):
        (rules / f"{name}.cocci").write_text(text)
    return small


def planned(small: Small, behaviour: str = "types", paths: tuple[str, ...] = ("fs/a",)) -> Plan:
    return make_plan(small.tree, "crate", Options(paths=paths, jobs=1, behaviour=behaviour))


def texts_after(small: Small, step: Step) -> dict[str, str]:
    return {
        path: apply_edits((small.root / path).read_bytes(), edits).decode()
        for path, edits in step.files.items()
    }


def test_the_type_is_used_and_nothing_else_changes(crates: Small) -> None:
    (step,) = planned(crates).steps
    assert set(step.files) == {"fs/a/a.c"}
    assert step.claims == ("identical",)
    text = texts_after(crates, step)["fs/a/a.c"]
    crates.compile({"fs/a/a.c": text}, "types")
    assert "struct crate *crate = (struct crate *)fetch_page(mapping, number);" in text
    assert "if (!IS_ERR(crate))" in text
    assert "static void *find(struct address_space *mapping, struct crate **result)" in text
    assert "return page_address(&crate->page);" in text
    # Of another type in struct crate than in struct page.
    assert "(&crate->page)->private = 3;" in text
    assert "crate->index = number;" in text
    assert "seal_page(&crate->page);" in text


def test_what_has_no_evidence_of_its_own_goes_with_its_pages(crates: Small) -> None:
    text = texts_after(crates, planned(crates).steps[-1])["fs/a/a.c"]
    assert "static void put(struct crate *crate)" in text
    assert "\tstruct page *page = alloc_page(0);" in text


def test_what_comes_from_elsewhere_stays_a_page(crates: Small) -> None:
    header = CALLS.replace(
        "struct crate *fetch_crate",
        "struct page *copy_of(struct page *page);\nstruct crate *fetch_crate",
    )
    crates.put("include/linux/mm.h", header)
    crates.put("fs/a/bounce.c", BOUNCE)
    text = texts_after(crates, planned(crates).steps[-1])["fs/a/bounce.c"]
    crates.compile({"fs/a/bounce.c": text}, "bounce")
    assert "struct page *copy = copy_of(&crate->page);" in text
    assert "static void submit(struct page *copy, struct crate *crate)" in text
    assert "put_page(copy ?: &crate->page);" in text
    # An address of a member is not NULL; what is tested is the pointer itself.
    assert "put_page((struct page *)crate ?: copy);" in text


def test_all_is_accounted_for(crates: Small) -> None:
    account = planned(crates).account
    assert account.tokens == account.converted + account.generic + account.left == 9
    assert account.converted == 6


def test_rules_follow_one_mark_a_patch(crates: Small) -> None:
    plan = planned(crates, "changing")
    assert [step.context.get("effect") for step in plan.steps] == [
        *(None, "preserves", "order-0", "changes")
    ]
    assert [step.claims for step in plan.steps] == [("identical",), (), (), ()]
    for step in plan.steps:
        crates.compile(texts_after(crates, step), step.subject)
    one, two, three = (texts_after(crates, step)["fs/a/a.c"] for step in plan.steps[1:])
    assert "crate_seal(crate);" in one
    assert one.count("seal_page(") == 2  # for a page that is no crate by its type
    assert "struct crate *crate = fetch_crate(mapping, number);" in two
    assert "return crate_address(crate);" in three
    assert "changing behaviour" in plan.steps[3].subject
    (place,) = plan.steps[3].context["places"]
    assert place == "fs/a/a.c:19: page_address() becomes crate_address()"


def test_a_type_s_own_page_is_no_cast_away_from_it(crates: Small) -> None:
    text = texts_after(crates, planned(crates).steps[0])["fs/a/a.c"]
    assert "\tput(crate);\n" in text
    assert "\tput(more[0]);\n" in text
    assert "(struct crate *)(" not in text


def test_calls_for_a_page_that_is_no_crate_by_its_type_wait(crates: Small) -> None:
    plan = planned(crates, "changing")
    step = plan.steps[1]
    text = texts_after(crates, step)["fs/a/a.c"]
    assert "page_crate(" not in text
    assert "\tseal_page(page);\n\tseal_page(page);\n" in text
    assert "\tcrate_seal(*more);\n" in text
    assert "\treturn crate;\n" in text
    (left,) = (one for one in plan.unedited if "seal_page()" in one.reason)
    assert (left.file, left.line) == (
        "fs/a/a.c",
        1 + BODY[: BODY.index("seal_page(page);\n\tsea")].count("\n") + 1,
    )
    assert left.reason.startswith("raw() has 2 calls of seal_page() with a struct page")
    # Three calls look for the first page of theirs, and a conversion is nothing else.
    assert [step.context[name] for name in ("calls", "lookups", "dropped")] == [3, 3, 1]


def test_what_becomes_different_is_said_where_a_rule_was_used(crates: Small) -> None:
    plan = planned(crates, "changing")
    preserving, order0, changing = plan.steps[1:]
    assert changing.context["differs"] == ["page_address(): what crates have is another address."]
    assert preserving.context["differs"] == order0.context["differs"] == []
    body = step_body(changing, "crate", plan.folder)
    assert " - page_address(): what crates have is another address." in body
    body = " ".join(step_body(preserving, "crate", plan.folder).split())
    assert "already: 3 calls. They do to crate what those of struct page did" in body
    assert "All looked for the head of the page first, by compound_head()" in body
    assert "1 page_crate() of a page that is the first of its crate goes." in body
    none = replace(preserving, context={**preserving.context, "lookups": 0, "dropped": 0})
    body = " ".join(step_body(none, "crate", plan.folder).split())
    assert "no compound_head() is saved" in body
    assert "of its crate goes" not in body


@pytest.mark.parametrize(("behaviour", "steps"), [("types", 1), ("preserving", 2), ("order-0", 3)])
def test_what_is_not_asked_for_is_off(crates: Small, behaviour: str, steps: int) -> None:
    assert len(planned(crates, behaviour).steps) == steps


def test_without_paths_there_is_nothing_to_do(crates: Small) -> None:
    with pytest.raises(ConvertedAlready, match="has struct crate"):
        planned(crates, paths=())


def test_lines_broken_for_nothing_come_together() -> None:
    first = b"\ta = get(b, c);\n\td = e +\n\t    f;\n"
    last = b"\ta = fetch(b,\n\t\t  c);\n\td = g +\n\t    f;\n"
    assert rejoined(first, last) == b"\ta = fetch(b, c);\n\td = g +\n\t    f;\n"
    long = b"\ta = " + b"x" * 70 + b"(b,\n\t\tc);\n"
    assert rejoined(b"\ta = get(b, c);\n", long) == long


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        (b"\tfolio_unlock((folio[0]));\n", b"\tfolio_unlock(folio[0]);\n"),
        (b"\tfolio[0] = (pagep[0]);\n", b"\tfolio[0] = pagep[0];\n"),
        (b"\tfolio_put((*foliop));\n", b"\tfolio_put(*foliop);\n"),
        (b"\tf(a, (p->b[1]), 2);\n", b"\tf(a, p->b[1], 2);\n"),
        (b"\tif ((a))\n", b"\tif ((a))\n"),
        (b"\tif((a))\n", b"\tif((a))\n"),
        (b"\tf((a, b));\n", b"\tf((a, b));\n"),
        (b"\tf((a)->b);\n", b"\tf((a)->b);\n"),
        (b"\tf((int)(a));\n", b"\tf((int)(a));\n"),
    ],
)
def test_parentheses_that_nothing_needs_go(line: bytes, bare: bytes) -> None:
    assert bared(b"", line) == bare
    assert bared(line, line) == line
