# SPDX-License-Identifier: GPL-2.0-only
"""Takes a step and its template's folder; gives the commit message as kernel maintainers like it.

A template (``commit/NAME.j2``) writes the body only. It sees ``step``, ``kind``, ``type_name``,
``c_type`` ("struct slab_page") and these names, which ``Step.context`` may set:

======================  ===========================================================================
``why``                 str: the reason, as one paragraph; the template has one of its own
``evidence``            list of str: what shows the kind, "mm/slub.c:1690: ->slab_cache is read"
``functions``           list of str: names of the functions converted
``files``               list of str: paths; the step's files where not set
``fields``              list of str: members that are introduced, moved or removed
``helpers``             list of str: names of helpers that this patch brings in
``wraps``               list of str: functions of any page that these helpers stand for
``nouns``               str: what pages of the kind are called, "slab pages"
``word``                str: what stands before "fields", "slab"
``offsets``             list of str: layout relied on, "freelist at 32, as in struct page"
``notes``               list of str: further paragraphs, such as what is left for later and why
``border``              list of str: functions that are not converted, and convert a page now
``bridges``             list of str: the names of the kind's two bridges
``mentions``            list of str: comments and documents that call removed fields struct page's
``scripts``             list of str: programs outside of the kernel that look for them there
``writers``             list of str: those of the files that store something in borrowed fields
``borrowers``           list of str: files that patches before this one moved to other fields
``proof``               str or None: what was shown about this patch; verify adds it later
======================  ===========================================================================

Any other name in ``Step.context`` is passed on as it is.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from folioize import paths
from folioize.errors import FolioizeError, KindError
from folioize.model import Step

SUBJECT_WIDTH = 75
BODY_WIDTH = 72

# git am would take such a line for a mail header, a separator or the start of the diff.
_TREACHEROUS = re.compile(r"(---|diff -|Index: |>?From[ :]|Subject:|Date:)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TRAILER = re.compile(r"[A-Z][A-Za-z]*(-[A-Za-z]+)*: \S")
_DEFAULTS: Mapping[str, Any] = {
    "why": "",
    "evidence": (),
    "functions": (),
    "fields": (),
    "helpers": (),
    "wraps": (),
    "offsets": (),
    "notes": (),
    "border": (),
    "bridges": (),
    "writers": (),
    "borrowers": (),
    "mentions": (),
    "scripts": (),
    "proof": None,
}


def c_type(type_name: str) -> str:
    """Return the C type's full name: "struct slab_page" for either way to write it."""
    return type_name if type_name.startswith(("struct ", "union ")) else f"struct {type_name}"


def listing(names: Sequence[str], limit: int = 4, suffix: str = "") -> str:
    """Return names as prose: "a, b and c", or "a, b, c, d and 3 more" above ``limit``."""
    shown = [f"{name}{suffix}" for name in names[:limit]]
    if len(names) > limit:
        shown.append(f"{len(names) - limit} more")
    return " and ".join([*([", ".join(shown[:-1])] if shown[1:] else []), *shown[-1:]])


def calls(names: Sequence[str], limit: int = 4) -> str:
    """Return function names as prose, each with its parentheses."""
    return listing(names, limit, "()")


def bullets(lines: Sequence[str], limit: int = 6) -> str:
    """Return lines as a list of " - " items, with how many more there are above ``limit``."""
    shown = [f" - {line}" for line in lines[:limit]]
    if len(lines) > limit:
        shown.append(f" - and {len(lines) - limit} more")
    return "\n".join(shown)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return "1 bridge" or "3 bridges"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@cache
def _environment(folders: tuple[str, ...]) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters |= {
        "listing": listing,
        "calls": calls,
        "bullets": bullets,
        "count": count,
        "c_type": c_type,
    }
    return environment


def render(folder: str, name: str, names: Mapping[str, Any]) -> str:
    """Render template ``name`` (such as ``commit/retype.j2``), that of the kind's ``folder`` if it
    has one.

    Raises KindError with the template's file and line for a mistake in it.
    """
    folders = tuple(str(folder) for folder in paths.template_dirs(folder))
    try:
        text = _environment(folders).get_template(name).render(names)
        text.encode()
    except jinja2.TemplateNotFound as error:
        raise KindError(f"{error.name}:1: no such template in {', '.join(folders)}") from error
    except jinja2.TemplateSyntaxError as error:
        raise KindError(f"{error.filename or name}:{error.lineno}: {error.message}") from error
    except UnicodeDecodeError as error:
        place = f"{_file(folders, name)}:{error.object.count(10, 0, error.start) + 1}"
        raise KindError(f"{place}: save the template as UTF-8 ({error.reason})") from error
    except Exception as error:  # a template is a program of somebody else's
        what = " ".join(str(error).split()) or type(error).__name__
        raise KindError(f"{_place(error, folders, name)}: {what}") from error
    if _CONTROL.search(text):
        raise KindError(f"{_file(folders, name)}:1: write no control characters into a message")
    return text


def _file(folders: Sequence[str], name: str) -> str:
    """The template's file, in the first folder that has it."""
    found = (os.path.join(folder, name) for folder in folders)  # noqa: PTH118 - one string of two
    return next((path for path in found if os.path.isfile(path)), name)  # noqa: PTH113 - as above


def _place(error: Exception, folders: Sequence[str], name: str) -> str:
    """FILE:LINE of the template that an error came from: Jinja2 puts both into the traceback."""
    place = f"{_file(folders, name)}:1"
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(tuple(f"{folder}{os.sep}" for folder in folders)):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def place_of(folder: str, name: str) -> str:
    """FILE:LINE of the begin of template ``name``, as ``render`` finds it."""
    return f"{_file([str(one) for one in paths.template_dirs(folder)], name)}:1"


def subject_line(subject: str) -> str:
    """Return a subject of at most 75 columns: a longer one is cut where a word ends."""
    text = " ".join(subject.split())
    if not text:
        raise FolioizeError("a step of the plan has no subject")
    if len(text) <= SUBJECT_WIDTH:
        return text
    cut = text[: SUBJECT_WIDTH + 1].rsplit(" ", 1)[0]
    return re.sub(r"([ ,;:]|\s(and|or|in|of|to|for|from|with|the|a))+$", "", cut)


def wrap(text: str) -> str:
    """Return text with paragraphs filled to 72 columns and one blank line between them.

    A list item (" - ") hangs; a paragraph indented by four columns or a tab is kept as it is.
    """
    blocks = re.split(r"\n\s*\n", text.strip("\n"))
    filled = [_fill(block) for block in blocks if block.strip()]
    lines = "\n\n".join(filled).split("\n")
    return "\n".join(f" {line}" if _TREACHEROUS.match(line) else line for line in lines)


def _fill(block: str) -> str:
    lines = [line.rstrip() for line in block.strip("\n").split("\n")]
    if any(line.startswith(("    ", "\t")) for line in lines):
        return "\n".join(lines)
    parts: list[list[str]] = []
    for line in lines:
        if not parts or re.match(r" ?[-*] ", line):
            parts.append([line])
        else:
            parts[-1].append(line)
    return "\n".join(_fill_part(part) for part in parts)


def _fill_part(lines: Sequence[str]) -> str:
    mark = re.match(r" ?[-*] ", lines[0])
    first = mark[0] if mark else ""
    text = " ".join(" ".join([lines[0][len(first) :], *lines[1:]]).split())
    # A type's name is easier to read, and to search for, when it is not torn apart.
    return textwrap.fill(
        re.sub(r"\b(struct|union|enum) (?=\w)", "\\1\0", text),
        BODY_WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\0", " ")


def step_body(step: Step, type_name: str, folder: str) -> str:
    """Return the wrapped body of a step's message, without subject and trailers."""
    word = step.kind.removesuffix("_page").replace("_", " ")
    own = {"word": word, "nouns": f"{word} pages", "files": tuple(sorted(step.files))}
    given = {**_DEFAULTS, **own, **step.context}
    names = {
        **given,
        "step": step,
        "kind": step.kind,
        "type_name": type_name,
        "c_type": c_type(type_name),
    }
    name = step.template.removesuffix(".j2").removeprefix("commit/")
    return wrap(render(folder, f"commit/{name}.j2", names))


def compose(subject: str, body: str, trailers: Sequence[str]) -> str:
    """Return a whole commit message that ends in one newline."""
    parts = [subject_line(subject), body.strip("\n"), "\n".join(trailers)]
    return "\n\n".join(part for part in parts if part) + "\n"


def with_paragraph(message: str, paragraph: str | None, old: str | None) -> str:
    """Return ``message`` with ``paragraph`` before its trailers, in the place of ``old`` if given.

    Both are plain text of one or more paragraphs; None stands for no such paragraph.
    """
    blocks = message.rstrip("\n").split("\n\n")
    last = blocks.pop() if len(blocks) > 1 and _is_trailers(blocks[-1]) else None
    if old is not None:
        former = wrap(old).split("\n\n")
        if blocks[-len(former) :] == former:
            blocks = blocks[: -len(former)]
    if paragraph is not None:
        blocks.append(wrap(paragraph))
    return "\n\n".join([*blocks, *([last] if last else [])]) + "\n"


def _is_trailers(block: str) -> bool:
    return all(_TRAILER.match(line) for line in block.split("\n"))
