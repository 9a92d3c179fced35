# SPDX-License-Identifier: GPL-2.0-only
"""The path of a file goes in; what its subsystem writes before the colon of a subject comes out.

Habits, as the logs of these folders have them; a folder that is not listed goes by its path.
"""

from __future__ import annotations

from pathlib import PurePosixPath

HABITS = (
    ("arch/arm", "ARM"),
    ("arch/arm64", "arm64"),
    ("arch/m68k", "m68k"),
    ("arch/mips", "MIPS"),
    ("arch", "{next}"),
    ("block", "block"),
    ("drivers/gpu/drm", "drm/{next}"),
    ("drivers/infiniband/hw", "RDMA/{next}"),
    ("drivers/infiniband/sw", "RDMA/{next}"),
    ("drivers/infiniband", "RDMA/{next}"),
    ("drivers/media", "media: {last}"),
    ("drivers/mtd", "mtd: {last}"),
    ("drivers/scsi", "scsi: {last}"),
    ("drivers/spi", "spi"),
    ("drivers/staging", "staging: {next}"),
    ("drivers/usb/gadget", "usb: gadget"),
    ("fs", "{next}"),
    ("kernel/bpf", "bpf"),
    ("kernel/dma", "dma-mapping"),
    ("kernel/events", "perf/core"),
    ("kernel/power", "PM"),
    ("kernel/trace", "tracing"),
    ("kernel", "{next}"),
    ("security", "{next}"),
    ("sound", "ALSA: {last}"),
    ("virt/kvm", "KVM"),
)
"""A folder, and the prefix of all in it: ``next`` is the folder or file below, ``last`` the folder
that the file is in. The longest that fits counts."""

_HEADERS = ("include", "asm", "uapi")


def habit_of(path: str) -> str | None:
    """The prefix of a file's subsystem, None where only its path tells.

    A folder of an architecture that is listed by the general rule keeps the one below it:
    x86/mm, powerpc/kvm.
    """
    file = PurePosixPath(path)
    for folder, form in sorted(HABITS, key=lambda one: -len(one[0])):
        if not file.is_relative_to(folder):
            continue
        below = file.relative_to(folder).parts
        stem = file.stem.removeprefix(f"{PurePosixPath(folder).name}_")  # drm_vm.c is drm/vm
        last = file.parent.name if len(below) > 1 else stem
        prefix = form.format(next=below[0] if len(below) > 1 else stem, last=last)
        if folder == "arch" and len(below) > 2 and below[1] not in _HEADERS:
            prefix += f"/{below[1]}"
        return prefix
    return None
