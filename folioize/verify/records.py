# SPDX-License-Identifier: GPL-2.0-only
"""What verify is asked and what it answers: options in, verify.json's records out."""

from __future__ import annotations

from pathlib import Path

import msgspec

VERSION = 2


class VerifyOptions(msgspec.Struct, frozen=True):
    """What to prove and with how much of the machine.

    ``configs`` names configurations (empty: every one the tree can have); a name with a slash or
    ending in ``.config`` is a fragment file laid over defconfig. ``jobs`` is the number of
    processes. ``work`` is the scratch directory (None: one in the user's cache).
    ``directories`` are built besides those the series touches, as far as the tree has them.
    ``cc`` and ``make_args`` go to make ("ARCH=arm64"). ``boot_timeout`` is in seconds.
    ``by_part`` builds the last state of each part of the series alone, beside that before the part.
    """

    configs: tuple[str, ...] = ()
    jobs: int = 1
    work: Path | None = None
    directories: tuple[str, ...] = ("mm", "net/core")
    boot: bool = False
    resume: bool = True
    style: bool = True
    cc: str | None = None
    make_args: tuple[str, ...] = ()
    boot_timeout: float = 180.0
    by_part: bool = False


class Configuration(msgspec.Struct, frozen=True):
    """One way to configure the tree: ``start`` and then each of ``symbols`` ("SLAB=y").

    ``optional`` are symbols that not every tree has; ``wants`` are the tree files without which
    the configuration makes no sense. ``title`` is what the proof in a message calls it.
    """

    name: str
    title: str
    start: str = "defconfig"
    symbols: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()


class ConfigurationReport(msgspec.Struct, frozen=True):
    """A configuration as it was built; ``unmet`` are symbols that did not get their value.

    ``objects`` counts the objects of the base; ``base_errors`` are the compiler's errors there.
    """

    name: str
    title: str
    unmet: tuple[str, ...]
    objects: int
    base_errors: tuple[str, ...] = ()


class Size(msgspec.Struct, frozen=True):
    """Bytes, as ``size`` counts them: what is read or run, what is written to, what is zeroed."""

    text: int = 0
    data: int = 0
    bss: int = 0

    def __add__(self, other: Size) -> Size:
        """Both together."""
        return Size(self.text + other.text, self.data + other.data, self.bss + other.bss)


class SizeVerdict(msgspec.Struct, frozen=True):
    """The objects that the series made a configuration's build compile again, at base and tip.

    ``objects`` is how many there are; ``changed`` has those that are of another size.
    """

    config: str
    objects: int
    before: Size
    after: Size
    changed: dict[str, tuple[Size, Size]] = {}


class Difference(msgspec.Struct, frozen=True):
    """An object whose machine code is not plainly the same before and after.

    ``state`` is "names" (differs only in names that a sanitizer keeps), "flags" (the same when
    both sides are built with ``how``, such as -fno-ipa-sra, or are written so), "differs", "new"
    or "gone".
    ``symbols`` names the functions and data that differ, ``sections`` the sections.
    """

    object: str
    state: str
    how: str = ""
    symbols: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class ConfigVerdict(msgspec.Struct, frozen=True):
    """One patch under one configuration.

    ``objects`` are those that the patch made the build compile again; ``unseen`` are touched
    sources that no object of this configuration reads, ``uncompiled`` the lines of code, by
    file, that the patch writes and an #if leaves out. ``warnings`` and ``errors`` are those
    that the state before the patch had not. ``key`` names the input this verdict is for.
    """

    config: str
    key: str
    objects: tuple[str, ...]
    unseen: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    uncompiled: dict[str, list[int]] = {}
    seconds: float = 0.0


class StyleMessage(msgspec.Struct, frozen=True):
    """One message of checkpatch.pl: ``level`` is ERROR, WARNING or CHECK; ``line`` the patch's."""

    line: int
    level: str
    type: str
    text: str
    file: str = ""


class StyleVerdict(msgspec.Struct, frozen=True):
    """What checkpatch.pl finds in one patch: what is new, and what the old lines earned too.

    ``skipped`` says why it was not run, ``failed`` how it ended before it was done; "" otherwise.
    """

    new: tuple[StyleMessage, ...] = ()
    inherited: tuple[StyleMessage, ...] = ()
    skipped: str = ""
    failed: str = ""


class AloneVerdict(msgspec.Struct, frozen=True):
    """A source that no configuration builds, compiled alone before and after.

    ``config`` and ``like`` name the configuration and the object whose flags it was given, with
    ``symbols`` set besides; ``state`` is as :class:`Comparison` has it, and ``left_out`` are the
    lines that the patch writes and that still were not compiled.
    """

    file: str
    config: str
    like: str
    symbols: tuple[str, ...]
    state: str
    left_out: tuple[int, ...] = ()


class PatchVerdict(msgspec.Struct, frozen=True):
    """One patch: ``refused`` is git's complaint where it does not apply, else "".

    ``unbuilt`` are touched sources that no configuration builds, ``alone`` those of them that
    could be compiled by themselves, ``uncompiled`` the lines of other sources, as
    "mm/slab.h:12-15, 20", that are left out by #if in every configuration. ``since`` is the first
    of the patches that were built together, where this one is the last of several; else 0.
    """

    number: int
    file: str
    subject: str
    key: str
    claims: tuple[str, ...]
    refused: str = ""
    configs: tuple[ConfigVerdict, ...] = ()
    unbuilt: tuple[str, ...] = ()
    alone: tuple[AloneVerdict, ...] = ()
    uncompiled: tuple[str, ...] = ()
    style: StyleVerdict = StyleVerdict()
    since: int = 0


class NegativeVerdict(msgspec.Struct, frozen=True):
    """What the compiler says to a negative compile under one configuration.

    ``outcome`` is "holds", "wrong" (it accepts what it must refuse, or the other way round) or
    "unclear" (it fails, but for another reason); ``reason`` is the compiler's line. ``given`` and
    ``takes`` are the types that meet in it, "" where that is not known.
    """

    name: str
    expect: str
    config: str
    outcome: str
    reason: str
    given: str = ""
    takes: str = ""


class BootVerdict(msgspec.Struct, frozen=True):
    """Two boots: ``differences`` are diff lines ("-before", "+after"); ``failed`` says why not.

    ``warnings`` are those of the whole build after the series that the one before had not.
    ``worked`` are file systems that were mounted, written, mounted again and compared, and
    ``unworked`` tells which of those that the series touches were not, and why.
    """

    lines: int = 0
    differences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds_before: float = 0.0
    seconds_after: float = 0.0
    worked: tuple[str, ...] = ()
    unworked: tuple[str, ...] = ()
    failed: str = ""


class VerifyReport(msgspec.Struct, frozen=True):
    """verify.json: everything that was tried. ``complete`` is false after a stop half-way.

    ``tree`` is what git calls the files after the last patch, "" where it was not come to.
    """

    version: int
    base: str
    tip: str
    compiler: str
    build: str
    configurations: tuple[ConfigurationReport, ...] = ()
    skipped: tuple[str, ...] = ()
    patches: tuple[PatchVerdict, ...] = ()
    negatives: tuple[NegativeVerdict, ...] = ()
    boot: BootVerdict | None = None
    tree: str = ""
    sizes: tuple[SizeVerdict, ...] = ()
    complete: bool = False
