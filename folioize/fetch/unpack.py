# SPDX-License-Identifier: GPL-2.0-only
"""Takes a Debian source package; leaves the kernel tree that is in it under a name of our own."""

from __future__ import annotations

import lzma
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from folioize.fetch.commands import FetchError

_BLOCK = 1 << 20


def unpack(
    package: Path, work: Path, tree: Path, progress: Callable[[str, int, int], None]
) -> None:
    """Unpack ``package`` in ``work`` and move the kernel tree in it to ``tree``, in one step.

    ``work`` and ``tree`` are on one file system. Raises FetchError, and has the package fetched
    again the next time, if it is not what it should be.
    """
    stage = work / "tree"
    shutil.rmtree(stage, ignore_errors=True)  # left by a run that was stopped here
    stage.mkdir()
    try:
        with _sources(package) as (source, size):
            _extract(source, size, stage, progress)
    except (tarfile.TarError, lzma.LZMAError, EOFError) as err:
        package.unlink(missing_ok=True)
        raise FetchError(f"{package.name} is damaged ({err}): run the command again") from err
    found = [path for path in stage.iterdir() if (path / "Makefile").is_file()]
    if len(found) != 1:
        raise FetchError(f"{package.name} holds no kernel tree")
    found[0].rename(tree)


@contextmanager
def _sources(package: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The .tar.xz within the package, as a stream, and its size; nothing is stored in between."""
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        try:
            with tarfile.open(fileobj=child.stdout, mode="r|") as archive:
                yield _member(archive, package)
        finally:
            child.kill()  # the rest of the package is of no interest


def _member(archive: tarfile.TarFile, package: Path) -> tuple[IO[bytes], int]:
    for member in archive:
        path = Path(member.name)
        if path.name.startswith("linux-source-") and path.name.endswith(".tar.xz"):
            stream = archive.extractfile(member)
            if stream is not None:
                return stream, member.size
    raise FetchError(f"{package.name} holds no kernel sources")


def _extract(
    source: IO[bytes], size: int, stage: Path, progress: Callable[[str, int, int], None]
) -> None:
    command = ["tar", "-C", str(stage), "--no-same-owner", "-xf", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        try:
            with lzma.open(source) as plain, child.stdin as sink:
                while block := plain.read(_BLOCK):
                    sink.write(block)
                    progress("unpacking", source.tell(), size)
        except BrokenPipeError:
            pass  # tar has ended and says why
        except BaseException:
            child.kill()
            raise
        complaint = child.stderr.read().decode(errors="replace").splitlines()
    if child.returncode:
        raise FetchError(f"tar failed: {complaint[0] if complaint else child.returncode}")
