# SPDX-License-Identifier: GPL-2.0-only
"""Any bytes go in; a target returns if what folioize promises of them holds, and raises if not.

A target needs no fuzzer: the tests run each of them on the seeds and on what was ever found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from folioize.cst import (
    EditError,
    Module,
    apply_edits,
    check_reparse,
    is_lossless,
    merge_edits,
    parse_macro_body,
)
from folioize.cst.mask import mask
from folioize.cst.masktable import parse_table
from folioize.errors import FolioizeError, KindError
from folioize.facts.extract import extract
from folioize.facts.names import Names, file_names, join_names, typedef_names
from folioize.facts.records import FileFacts
from folioize.kinds.kindfile import parse_kind
from folioize.model import Edit
from folioize.plan.layout import relayout
from folioize.rules import RuleError, compile_file, read_rules, run
from folioize.rules.implicit import typed
from folioize.scan import scan_file

ROOT = Path(__file__).resolve().parent.parent
_VARIANTS = 3
_PLACE = re.compile(r"r\.cocci:\d+:\d+: \S")


def check_mask(data: bytes) -> None:
    """Lengths, newlines and order hold in every variant; what is masked twice stays in shape."""
    for variant in range(_VARIANTS):
        masked = mask(data, variant=variant)
        assert len(masked.data) == len(data)
        assert masked.variants >= 1
        assert list(masked.marks) == sorted(masked.marks)
        spans = [*masked.comments, *masked.hidden, *(mark[:2] for mark in masked.marks)]
        spans += [call[:2] for call in masked.calls]
        assert all(0 <= start <= end <= len(data) for start, end in spans)
        assert len(mask(masked.data).data) == len(data)


def check_parse(data: bytes) -> None:
    """A parse keeps every byte; a scan and facts of it stay inside the file and repeat."""
    module = Module.parse("a.c", data)
    for variant in range(min(module.variants, _VARIANTS)):
        assert is_lossless(Module.parse("a.c", data, variant=variant))
    assert apply_edits(data, ()) == data
    assert check_reparse("a.c", data, data) == []
    for define in module.defines:
        assert define.start <= define.body_start <= define.body_end <= define.end <= len(data)
        parse_macro_body(module, define)
    scan = scan_file("a.c", data)
    assert scan.same and scan.clean <= scan.code <= scan.tokens
    names = _names(data)
    facts = extract("a.c", data, names)
    assert facts == extract("a.c", data, names)
    _check_spans(facts, len(data))


def _names(data: bytes) -> Names:
    told = file_names([data])
    return join_names([told], typedef_names([data], told.typedefs))


def _check_spans(facts: FileFacts, size: int) -> None:
    spans = [(function.start, function.end) for function in facts.funcs]
    spans += [decl.whole for decl in facts.decls] + [decl.scope for decl in facts.decls]
    spans += [(token.start, token.end) for token in facts.tokens] + list(facts.unclean)
    assert all(0 <= start <= end <= size for start, end in spans)
    taken = [decl.token for decl in facts.decls if decl.token != (-1, -1)]
    assert all(0 <= start < end <= size for start, end in taken)


def check_edits(data: bytes) -> None:
    """Edits give what slices would, in any order, or one line that says why not."""
    half = len(data) // 2
    text, edits = data[half:], list(_edits(data[:half]))
    try:
        after = apply_edits(text, edits)
    except EditError as err:
        assert "\n" not in str(err)
        return
    expected = text
    for edit in reversed(merge_edits(edits)):
        expected = expected[: edit.start] + edit.new + expected[edit.end :]
    assert after == expected
    assert len(after) - len(text) == sum(
        len(edit.new) - edit.end + edit.start for edit in merge_edits(edits)
    )


def _edits(data: bytes) -> Iterator[Edit]:
    for at in range(0, len(data) - 3, 4):
        start, length, size, byte = data[at : at + 4]
        yield Edit(start, start + length % 16, bytes((byte,)) * (size % 8))


def check_kind(data: bytes) -> None:
    """A kind file is read, or its mistake told in one line with file and line."""
    _check_file(data, lambda text: parse_kind(text, "k/kind.toml", "slab_page"), "k/kind.toml")


def check_table(data: bytes) -> None:
    """So is a table of words."""
    _check_file(data, lambda text: parse_table(Path("t.toml"), text), "t.toml")


def check_rules(data: bytes) -> None:
    """Rules are run, or their mistake told in one line with file, line and column; what they make
    of code that parsed whole parses whole again."""
    try:
        program = compile_file(read_rules("r.cocci", data.decode("utf-8", "replace")))
        after = run(program, "x.c", _CODE, relayout).data
    except RuleError as err:
        assert _PLACE.match(str(err)) and "\n" not in str(err)
        return
    except RecursionError:
        return  # which a file's result tells of
    after = typed("x.c", after)  # a rule may take the type of a function away
    assert check_reparse("x.c", _CODE, after) == []


_CODE = b"""struct s { struct page *page; int n; };

static int f(struct page *page, struct s *s)
{
	int err = 0, n;

	lock_page(page);
	if (!s->page || PageSlab(page)) {
		unlock_page(page);
		return -1;
	}
	for (n = 0; n < s->n; n++)
		err |= g(&s->page[n], n);
	s->page = page;
	unlock_page(page);
	return err;
}
"""


def _check_file(data: bytes, read: Callable[[str], object], path: str) -> None:
    text = data.decode("utf-8", "replace")
    try:
        read(text)
    except KindError as err:
        said = str(err)
        name, line, what = said.split(":", 2)
        assert name == path and what.strip() and "\n" not in said
        assert 1 <= int(line) <= text.count("\n") + 2
    except FolioizeError as err:
        raise AssertionError(f"not told as a mistake of the file: {err}") from err


TARGETS: dict[str, Callable[[bytes], None]] = {
    "mask": check_mask,
    "parse": check_parse,
    "edits": check_edits,
    "kind": check_kind,
    "table": check_table,
    "rules": check_rules,
}


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Texts to begin with."""
    if target == "kind":
        return tuple(path.read_bytes() for path in sorted(ROOT.glob("transforms/*/kind.toml")))
    if target == "table":
        return (
            b'attributes = ["a"]\nplain = ["b"]\n[type_arguments]\nc = [1]\n[unwrap]\nd = [0, 1]',
        )
    if target == "rules":
        paths = [*ROOT.glob("tests/rules/language/*.cocci"), *ROOT.glob("transforms/*/rules/*")]
        return tuple(path.read_bytes() for path in sorted(paths) if path.stat().st_size < 2000)
    if target == "edits":
        return (b"\x00\x01\x02a\x04\x00\x01bint x; int y;", b"\x05\x02\x00a\x00\x03\x03b" * 3)
    files = sorted((ROOT / "fixtures" / "minikernel").rglob("*.[ch]"))
    return tuple(path.read_bytes() for path in files if path.stat().st_size < 6000)


@cache
def words(target: str) -> tuple[bytes, ...]:
    """Words that a fuzzer would not find by itself."""
    if target in ("kind", "table", "edits"):
        keys = b"attributes attribute_calls iterators type_arguments members unwrap headers trace"
        more = b"kind layout evidence bridges accessors name type fields [[ ]] = \"\"\" ''' ["
        return tuple((keys + b" plain " + more).split())
    if target == "rules":
        return tuple(word.encode() for word in _SMPL)
    table = tomllib.loads((ROOT / "folioize/cst/masktable.toml").read_text(encoding="utf-8"))
    found = [
        word for key in ("type_arguments", "members", "unwrap", "trace") for word in table[key]
    ]
    found += [*table["attributes"][:20], *table["attribute_calls"], *table["iterators"][:10]]
    found += _C
    return tuple(word.encode() for word in found)


_SMPL = (
    *("@@\n", "@r@\n", "\n- ", "\n+ ", "\n* ", "\n? ", "...", "<... ", " ...>", "<+... ", " ...+>"),
    *(" when != ", " when any", " when strict", " when exists", "(\n", "|\n", "&\n", ")\n"),
    *("\\(", "\\|", "\\)", " depends on ", " disable ", "virtual ", "fresh identifier ", " list"),
    *("expression E;\n", "identifier f;\n", "type T;\n", "statement S;\n", "position p;\n"),
    *("@p", " =~ ", " != ", "struct page *", "lock_page(", "f(", "x", "if (", "{", "}", ";", "##"),
)

_C = (
    *("struct page *", "struct page *page", "typedef struct", "union {", "enum {", "#if 0\n"),
    *("#ifdef A\n", "#else\n", "#elif B\n", "#endif\n", "#define M(a) ", "##", "\\\n", "/*", "*/"),
    *("//", '"', "'", "asm volatile(", 'asm volatile(\n\t"', "SYSCALL_DEFINE2(", "BPF_CALL_1("),
    *(
        "typeof(",
        "case 1 ... 2:",
        "do {",
        "} while (0);",
        "else",
        "return",
        "TP_PROTO(",
        "TP_ARGS(",
    ),
    *("TP_STRUCT__entry(", "TP_fast_assign(", "__field(int, a)", "KERN_ERR ", "32k", ": 3;", "] A"),
    *(
        "static ",
        "inline ",
        "const ",
        "({",
        "})",
        "->",
        ".x = ",
        "|=, ",
        "goto a;",
        "auto ",
        "\r\n",
    ),
)
