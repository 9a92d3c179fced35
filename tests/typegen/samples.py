# SPDX-License-Identifier: GPL-2.0-only
"""A made-up struct page and a made-up kind for it, and gcc to judge what is generated for them."""

# ruff: noqa: E101 - the kernel indents with tabs, and aligns comments with spaces
from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from folioize.cst import apply_edits
from folioize.kinds.kindfile import Kind, parse_kind
from folioize.model import Edit
from folioize.typegen import Layout, derive_layout

PATH = "include/linux/box.h"

KIND = """\
[kind]
name = "crate"
type = "crate"
variable = "crate"
title = "crate pages"
why = "They hold crates."

[layout]
fields = ["stack", "below", "lid", "count", "live", "weight", "holders"]
shared = ["flags", "_refcount", "rcu_head"]

[bridges]
from_page = "page_crate"
to_page = "crate_page"

[accessors]
header = "mm/crate.h"

[[accessors.function]]
name = "crate_nid"
of = "page_to_nid"

[[accessors.function]]
name = "crate_address"
of = "page_address"
returns = "void *"
const = true

[[accessors.function]]
name = "crate_head"
of = "compound_head"

[[accessors.function]]
name = "crate_put_many_and_tell_everyone"
of = "put_pages_and_tell"

[[borrower]]
field = "lid"
use = "index"

[[borrower]]
field = "weight"
use = "page_type"
"""

# ``lid`` lies at the word of ``index``; the second union has the kind's ``weight``.
HEADER = """\
#ifndef BOX_H
#define BOX_H

#include <linux/atomic.h>
#include <linux/list.h>

struct crate_rack;

/*
 * The 'lid' is aligned within the
 * struct.
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
		struct {	/* Crates */
			union {
				struct list_head stack;
				struct page *below;
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
		/** @rcu_head: To free it. */
		struct rcu_head rcu_head;
	};

	union {
		atomic_t _mapcount;

		/* What else it may be. */
		unsigned int page_type;

		int weight;		/* In pounds */
	};

	atomic_t _refcount;

#ifdef CONFIG_OWNERS
	union {
		struct owner *owner;
		struct owner **holders;
	};
#endif

	/* Only on some machines. */
#if defined(WANT_VIRTUAL)
	void *virtual;
#endif
} _page_alignment;

#endif
"""

_PRELUDE = """\
#include <stddef.h>
#define static_assert(e) _Static_assert(e, #e)
#define _page_alignment __attribute__((aligned(2 * sizeof(long))))
typedef struct { int counter; } atomic_t;
typedef unsigned long pgoff_t;
struct list_head { struct list_head *next, *prev; };
struct rcu_head { struct rcu_head *next; void (*func)(struct rcu_head *); };
"""


def kind(text: str = KIND) -> Kind:
    return parse_kind(text, "crate/kind.toml", "crate")


def layout(header: str = HEADER, kind_text: str = KIND) -> Layout:
    return derive_layout(header.encode(), PATH, kind(kind_text))


def edited(text: str, edits: Sequence[Edit]) -> str:
    return apply_edits(text.encode(), edits).decode()


def compiles(header: str, tmp_path: Path, *flags: str, more: str = "") -> str:
    """What gcc says about the header (without its includes); nothing if it compiles."""
    source = tmp_path / "box.c"
    body = re.sub(r"#include <linux/[^>]*>\n", "", header)
    source.write_text(_PRELUDE + body + more, encoding="utf-8")
    command = ["gcc", "-std=gnu11", "-Wall", "-Werror", "-fsyntax-only", *flags, str(source)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr
