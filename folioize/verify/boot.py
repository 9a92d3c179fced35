# SPDX-License-Identifier: GPL-2.0-only
"""Boots the kernel before and after a series: two commits go in; how the logs differ comes out."""

from __future__ import annotations

import difflib
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.verify import diagnostics, upkeep
from folioize.verify.bench import Bench
from folioize.verify.build import Image
from folioize.verify.diagnostics import Diagnostic
from folioize.verify.filesystems import Disks, make_disks
from folioize.verify.initramfs import SAYS, find_busybox, initramfs
from folioize.verify.kbuild import Kbuild
from folioize.verify.records import BootVerdict, VerifyOptions
from folioize.verify.run import Runner, TimedOutError
from folioize.verify.state import OutState, load_state, save_state

QEMU = "qemu-system-x86_64"
_TIME = re.compile(r"^\[ *\d+\.\d+\] ")
_VARIES = (
    # When it was built: the day may be another one by then.
    (
        re.compile(
            r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
            r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
        ),
        "DAY",
    ),
    # The commit in the version, with CONFIG_LOCALVERSION_AUTO.
    (re.compile(r"-g[0-9a-f]{7,40}\b"), "-COMMIT"),
    (re.compile(r"0x[0-9a-f]+|\b[0-9a-f]{8,}\b"), "ADDRESS"),
    (re.compile(r"\d+(?:\.\d+)?"), "#"),
    (re.compile(r"\s+"), " "),
)
# The firmware's last words; the kernel's first line may follow them on the same line.
_FIRMWARE = re.compile(r"^Booting from ROM\.*\s*")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1bc|\r")
# How long things took, as the kernel found it while others used the machine; and which process
# had the deepest stack, which depends on where interrupts came.
_TIMING = re.compile(
    r"apic|pm-timer|tsc|clock|random:|bogomips|calibrat|jiffies|rcu.*stall|lpj|timer"
    r"|greatest stack depth",
    re.IGNORECASE,
)
_END = f"{SAYS}done"
_BOOTS = 4  # of each kernel at most: what is found out beside the rest comes late, or never


@dataclass(frozen=True, slots=True)
class Log:
    """What a boot wrote: ``said`` by init in its order, and ``kernel`` lines.

    The kernel's are without their numbers, and without those that tell of clocks and timers.
    """

    said: tuple[str, ...]
    kernel: Counter[str]
    seconds: float


def compare_boots(
    bench: Bench,
    commits: tuple[str, str],
    options: VerifyOptions,
    progress: Callable[[str], None],
) -> BootVerdict:
    """Build the whole before and after, run both, and compare what they print.

    A kernel runs under qemu with an initramfs that works the slab allocator; another tree's
    self-test program just runs. Lines that differ between two runs of the *same* kernel are no
    difference, so both run again while there is one. Raises FolioizeError where a tool is missing.
    """
    disks = Disks({})
    if isinstance(bench.build, Kbuild):
        disks = make_disks(bench.files, bench.area.root, bench.area.runner)
        run = _kernel(bench, options, disks)
    else:
        run = _program(bench, options)
    base, tip = commits
    images: list[Image] = []
    logs: list[Log] = []
    for commit, what in ((base, "before"), (tip, "after")):
        try:
            progress(f"the whole kernel {what} the series")
            images.append(_image(bench, commit, options.jobs, whole=not images))
            progress(f"boot {what} the series")
            logs.append(run(images[-1].path))
            require_worked(logs[-1], disks)
        except FolioizeError as error:
            return BootVerdict(failed=f"{what} the series: {error}")
    before, after = [logs[0], run(images[0].path)], [logs[1]]
    while (found := differences(before, after)) and len(before) < _BOOTS:
        progress("boot both again, as they differ")
        after.append(run(images[1].path))
        before.append(run(images[0].path))
    return BootVerdict(
        lines=len(logs[1].said) + logs[1].kernel.total(),
        differences=found,
        warnings=_warnings(bench, images),
        seconds_before=round(logs[0].seconds, 1),
        seconds_after=round(logs[1].seconds, 1),
        worked=tuple(sorted(disks.images)),
        unworked=disks.left,
    )


def require_worked(log: Log, disks: Disks) -> None:
    """Raise FolioizeError for a file system that was not mounted, worked, and found the same."""
    for name in sorted(disks.images):
        told = f"{SAYS}disk {name}"
        if f"{told} worked with 0" not in log.said or not any(
            line.startswith(f"{told} is the same") for line in log.said
        ):
            lines = [line for line in log.said if line.startswith(told)] or [f"{told} is absent"]
            raise FolioizeError(f"the {name} disk was not worked: {lines[0].removeprefix(SAYS)}")


def _image(bench: Bench, commit: str, jobs: int, *, whole: bool) -> Image:
    """Build a commit and keep the image: the next build overwrites it.

    With ``whole`` every object is made anew if there is no image yet, so that all warnings are
    in its log.
    """
    area = bench.area
    area.checkout(commit)
    out, tree = area.out(f"boot-{bench.config.name}"), area.tree()
    # Named after the tree and all that shapes the build, so a second run builds nothing.
    kept = area.root / f"image-{tree[:16]}-{bench.key[:8]}"
    log = kept.with_suffix(".log")
    if not bench.fresh and kept.exists() and log.exists():
        return Image(kept, log.read_text(encoding="utf-8"), 0.0)
    state = OutState() if whole else load_state(out, bench.key)
    bench.build.configure(out, bench.config)
    upkeep.remove_unknown(bench.build, out, state.stamps)
    upkeep.remove_outdated(area, bench.build, out, state.tree)
    image = bench.build.image(out, bench.config, jobs)
    save_state(out, bench.key, OutState(tree=tree, stamps=upkeep.stamps(bench.build, out)))
    log.write_text(image.log, encoding="utf-8")
    # Last, and whole or not at all: where it is, it was built.
    beside = kept.with_suffix(".new")
    shutil.copy(image.path, beside)
    beside.replace(kept)
    return Image(kept, image.log, image.seconds)


def _warnings(bench: Bench, images: Sequence[Image]) -> tuple[str, ...]:
    strip = (str(bench.area.src), str(bench.area.out(f"boot-{bench.config.name}")))
    before, after = (diagnostics.parse(image.log, strip) for image in images)
    # The second build makes only what the series touches, so its messages are its own or old.
    fresh: tuple[Diagnostic, ...] = diagnostics.fresh(after, diagnostics.count(before))
    return tuple(one.text for one in fresh)


def _kernel(bench: Bench, options: VerifyOptions, disks: Disks) -> Callable[[Path], Log]:
    build = bench.build
    if not isinstance(build, Kbuild) or build.arch() != "x86":
        raise FolioizeError("--boot knows only x86 kernels: leave it out for another ARCH")
    if shutil.which(QEMU) is None:
        raise FolioizeError(f"--boot needs {QEMU}: install qemu-system-x86")
    archive = bench.area.root / "initramfs.cpio"
    archive.write_bytes(initramfs(find_busybox(), disks.images, disks.worker))

    def run(image: Path) -> Log:
        argv = (
            *(QEMU, "-kernel", str(image), "-initrd", str(archive), "-m", "512M", "-smp", "2"),
            *("-append", "console=ttyS0 panic=-1 oops=panic"),
            *("-nographic", "-no-reboot", "-nodefaults", "-serial", "stdio"),
        )
        return _run(bench.area.runner, argv, bench.area.root, options.boot_timeout)

    return run


def _program(bench: Bench, options: VerifyOptions) -> Callable[[Path], Log]:
    def run(image: Path) -> Log:
        image.chmod(0o755)
        argv = (str(image.absolute()),)
        return _run(bench.area.runner, argv, bench.area.root, options.boot_timeout, end="")

    return run


def _run(runner: Runner, argv: Sequence[str], cwd: Path, timeout: float, end: str = _END) -> Log:
    started = time.monotonic()
    try:
        done = runner.run(argv, cwd, timeout=timeout)
    except TimedOutError as error:
        raise FolioizeError(f"it does not power off: last line: {_last(error.out)}") from error
    if end and end not in done.out:
        raise FolioizeError(f"it dies on the way: last line: {_last(done.out)}")
    if not end and done.code:
        raise FolioizeError(f"the self-test fails: last line: {_last(done.out)}")
    return read_log(done.out, time.monotonic() - started)


def _last(out: str) -> str:
    lines = [line for line in _ESCAPE.sub("", out).splitlines() if line.strip()]
    return lines[-1] if lines else "none"


def read_log(out: str, seconds: float = 0.0) -> Log:
    """Split what a console showed into init's lines and the kernel's, these without numbers."""
    said: list[str] = []
    kernel: Counter[str] = Counter()
    for raw in out.splitlines():
        line = _FIRMWARE.sub("", _ESCAPE.sub("", raw).strip())
        if line.startswith(SAYS):
            said.append(line)
        elif line and not _TIMING.search(line):
            text = _TIME.sub("", line)
            for pattern, name in _VARIES:
                text = pattern.sub(name, text)
            kernel[text] += 1
    return Log(tuple(said), kernel, seconds)


def differences(before: Sequence[Log], after: Sequence[Log]) -> tuple[str, ...]:
    """Return the lines that each boot of one kernel prints, and none of the other.

    "-" is before and "+" after. The kernel's lines may come in any order and number; init's not.
    """
    noise = _noise([set(log.said) for log in before]) | _noise([set(log.said) for log in after])
    said = [
        line
        for line in difflib.ndiff(before[0].said, after[0].said)
        if line[:1] in "+-" and line[2:] not in noise
    ]
    old = [set(log.kernel) for log in before]
    new = [set(log.kernel) for log in after]
    gone = sorted(old[0].intersection(*old) - new[0].union(*new))
    come = sorted(new[0].intersection(*new) - old[0].union(*old))
    return (
        *(f"{line[0]}{line[2:]}" for line in said),
        *(f"-{line}" for line in gone),
        *(f"+{line}" for line in come),
    )


def _noise(boots: Sequence[set[str]]) -> set[str]:
    """The lines that some boots of a kernel print, and some do not."""
    return boots[0].union(*boots) - boots[0].intersection(*boots)
