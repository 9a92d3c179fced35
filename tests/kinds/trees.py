# SPDX-License-Identifier: GPL-2.0-only
"""Snippets of C go in; a small tree with kinds of its own, analysed or converted, comes out."""

from __future__ import annotations

import re
import subprocess
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from folioize.cst.edits import apply_edits
from folioize.kinds import explain, infer
from folioize.model import Declaration, Options, Plan
from folioize.plan import make_plan
from folioize.tree import Tree, open_tree

TYPES = """\
#ifndef TYPES_H
#define TYPES_H
#define NULL ((void *)0)
#define offsetof(type, member) __builtin_offsetof(type, member)
#define container_of(ptr, type, member) \\
	((type *)((char *)(ptr) - offsetof(type, member)))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define BUG_ON(x) do { if (x) __builtin_trap(); } while (0)
#define VM_BUG_ON_PAGE(cond, page) \\
	do { if (cond) { dump_page(page); __builtin_trap(); } } while (0)
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_for_each_entry(pos, head, member) \\
	for (pos = list_first_entry(head, typeof(*pos), member); &pos->member != (head); \\
	pos = list_entry(pos->member.next, typeof(*pos), member))
typedef unsigned char bool;
struct list_head {
	struct list_head *next, *prev;
};
struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *head);
};
typedef struct {
	int counter;
} atomic_t;
void list_add(struct list_head *item, struct list_head *head);
void list_del(struct list_head *item);
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
int printk(const char *format, ...);
#endif
"""

MM_TYPES = """\
#ifndef MM_TYPES_H
#define MM_TYPES_H
#include <linux/types.h>

struct address_space;
struct tin_cache;
struct jar;

struct page {
	unsigned long flags;
	union {
		struct {	/* page cache */
			struct list_head lru;
			struct address_space *mapping;
			unsigned long index;
			unsigned long private;
		};
		struct {	/* tins */
			union {
				struct list_head tin_list;
				struct {
					struct page *next_tin;
					long after;
				};
			};
			struct tin_cache *tin_cache;
			void *lid;
			unsigned long depth;
		};
		struct {	/* jars */
			unsigned long jar_magic;
			struct jar *jar;
		};
		struct rcu_head rcu_head;
	};
	atomic_t _mapcount;
	atomic_t _refcount;
};
#endif
"""

MM = """\
#ifndef MM_H
#define MM_H
#include <linux/mm_types.h>

struct page *alloc_page(unsigned int order);
void free_page_order(struct page *page, unsigned int order);
struct page *virt_to_page(const void *address);
void put_page(struct page *page);
void dump_page(struct page *page);
int PageTin(struct page *page);
int PageJar(struct page *page);
void __SetPageTin(struct page *page);
void *page_address(const struct page *page);

static inline struct page *compound_head(struct page *page)
{
	return page;
}

static inline struct page *virt_to_head_page(const void *address)
{
	struct page *page = virt_to_page(address);

	return compound_head(page);
}

static inline int page_to_nid(const struct page *page)
{
	return page->flags >> 60;
}

static inline void put_pages(const void *address)
{
	put_page(virt_to_head_page(address));
	put_page(virt_to_page(address));
	put_page(alloc_page(0));
}
#endif
"""

TIN = """\
[kind]
name = "tin_page"
type = "tin_page"
variable = "tin"
title = "tin pages"
why = "A tin is no jar."
[layout]
fields = ["tin_list", "next_tin", "after", "tin_cache", "lid", "depth"]
shared = ["flags", "_refcount", "rcu_head"]
[evidence]
predicates = ["PageTin"]
asserts = ["__SetPageTin"]
owners = ["mm/"]
[bridges]
from_page = "page_tin"
to_page = "tin_page"
"""

JAR = """\
[kind]
name = "jar_page"
type = "jar_page"
variable = "jar"
title = "jar pages"
why = "A jar is no tin."
[layout]
fields = ["jar_magic", "jar"]
shared = ["flags", "_refcount"]
[evidence]
predicates = ["PageJar"]
owners = ["mm/"]
[bridges]
from_page = "page_jar"
to_page = "jar_page"
"""

INCLUDE = "#include <linux/mm.h>\n"

GCC = (
    *("gcc", "-fsyntax-only", "-std=gnu11", "-x", "c", "-nostdinc", "-Iinclude"),
    *("-Wall", "-Werror", "-Wno-unused", "-Wno-missing-braces"),
)


def c(text: str) -> str:
    """C code as it would stand in a file: four spaces at the head of a line are a tab."""
    rows = textwrap.dedent(text).lstrip("\n").splitlines()
    return "".join(
        re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), row) + "\n" for row in rows
    )


@dataclass
class Small:
    """A tree under ``root`` and kinds under ``kinds``, where $FOLIOIZE_PATH points."""

    root: Path
    kinds: Path
    files: dict[str, str] = field(default_factory=dict)

    def write(self, **files: str) -> Small:
        """Add C files: ``a=text`` is mm/a.c, which includes linux/mm.h by itself."""
        for name, text in files.items():
            self.put(f"mm/{name}.c", INCLUDE + text)
        return self

    def put(self, path: str, text: str) -> None:
        """Add a file by its path, as it stands."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)
        self.files[path] = text

    def kind(self, text: str, **lists: tuple[str, ...]) -> Small:
        """Add a kind; ``lists`` are further lists of its [evidence]."""
        name = text.partition('name = "')[2].partition('"')[0]
        for key, names in lists.items():
            rows = ", ".join(f'"{one}"' for one in names)
            old = [row for row in text.splitlines(True) if row.startswith(f"{key} =")]
            text = text.replace(old[0], "") if old else text
            text = text.replace("[evidence]\n", f"[evidence]\n{key} = [{rows}]\n")
        folder = self.kinds / "transforms" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "kind.toml").write_text(text)
        return self

    @property
    def tree(self) -> Tree:
        return open_tree(self.root)

    def declarations(
        self, *kinds: str, decisions: Path | None = None, jobs: int = 1
    ) -> list[Declaration]:
        """What infer() says of the whole tree."""
        pins = str(decisions) if decisions is not None else None
        return list(infer(self.tree, kinds or ("tin_page",), Options(jobs=jobs, decisions=pins)))

    def given(self, *kinds: str, decisions: Path | None = None) -> dict[str, str]:
        """The kind of each declaration of mm/ that has one, by "function.name" (its role if it
        has no name)."""
        return {
            f"{one.function or ''}.{one.name or one.role}": one.kind
            for one in self.declarations(*kinds, decisions=decisions)
            if one.file.startswith("mm/") and one.kind != "page"
        }

    def tins(self, *kinds: str, decisions: Path | None = None) -> set[str]:
        """The names of those that are tins."""
        found = self.given(*kinds, decisions=decisions)
        return {name for name, kind in found.items() if kind == "tin_page"}

    def why(self, path: str, text: str, name: str | None = None) -> str:
        """What explain() says of the first line of ``path`` that holds ``text``."""
        lines = self.files[path].splitlines()
        line = next(number for number, row in enumerate(lines, 1) if text in row)
        return explain(self.tree, path, line, name, Options(jobs=1))

    def plan(self, kind: str = "tin_page", **options: object) -> Plan:
        """The plan of the conversion; every state on the way is compiled."""
        plan = make_plan(self.tree, kind, Options(**{"jobs": 1, **options}))  # type: ignore[arg-type]
        for number, texts in enumerate(self.states(plan)):
            self.compile(texts, f"after step {number}")
        return plan

    def states(self, plan: Plan) -> list[dict[str, str]]:
        """The files that differ from the pristine tree, before the first step and after each."""
        texts: dict[str, str] = {}
        out = [dict(texts)]
        for step in plan.steps:
            for path, edits in step.files.items():
                data = (self.root / path).read_bytes()
                texts[path] = apply_edits(data, edits).decode()
            out.append(dict(texts))
        return out

    def converted(self, kind: str = "tin_page", **options: object) -> dict[str, str]:
        """Every file that was written, after the last step, without the include line."""
        last = self.states(self.plan(kind, **options))[-1]
        return {
            path: last.get(path, text).removeprefix(INCLUDE) for path, text in self.files.items()
        }

    def compile(self, texts: dict[str, str], when: str) -> None:
        """Let gcc check every .c file with ``texts`` in place of what the tree has."""
        work = self.root.parent / "compiled"
        for path in self.tree.files():
            target = work / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(texts.get(path, (self.root / path).read_text()))
        sources = self.tree.files((".c",))
        done = subprocess.run(
            [*GCC, *sources], cwd=work, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{when}:\n{done.stderr}"


def make_small(where: Path) -> Small:
    """The tree without a file in mm/, and with the kind tin_page."""
    small = Small(where / "tree", where / "kinds")
    small.put("Makefile", "VERSION = 5\nPATCHLEVEL = 10\n")
    small.put("include/linux/types.h", TYPES)
    small.put("include/linux/mm_types.h", MM_TYPES)
    small.put("include/linux/mm.h", MM)
    return small.kind(TIN)
