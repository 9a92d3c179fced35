# SPDX-License-Identifier: GPL-2.0-only
"""What verify remembers: the state of each build directory, and verify.json as far as it got."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from folioize.errors import FolioizeError
from folioize.verify.identity import ObjectDigest
from folioize.verify.records import AloneVerdict, ConfigVerdict, Size, StyleVerdict, VerifyReport

_FILE = "folioize-state"


class OutState(msgspec.Struct, frozen=True):
    """What a build directory holds: ``tree`` is the git tree that it was built from.

    ``seen`` are the tree files that any object was made from, ``stamps`` the objects' times in
    nanoseconds, ``known`` the warnings that what is built has, and
    ``base_errors`` and ``base_objects`` what the build of the base came to, ``base_sizes`` how
    large its objects were.
    """

    tree: str = ""
    base: str = ""
    objects: dict[str, ObjectDigest] = {}
    seen: tuple[str, ...] = ()
    stamps: dict[str, int] = {}
    known: dict[str, int] = {}
    base_errors: tuple[str, ...] = ()
    base_objects: int = 0
    base_sizes: dict[str, Size] = {}


# Made here, while there is one thread: msgspec looks at a type when it is first decoded, and what
# another thread decodes meanwhile can end the process.
_STATES = msgspec.msgpack.Decoder(tuple[str, OutState])


def load_state(out: Path, key: str) -> OutState:
    """Return the state that was saved under ``key``; an empty one where there is none of it."""
    try:
        found, state = _STATES.decode((out / _FILE).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return OutState()
    return state if found == key else OutState()


def save_state(out: Path, key: str, state: OutState) -> None:
    """Save the state of a build directory."""
    write(out / _FILE, msgspec.msgpack.encode((key, state)))


def write(path: Path, data: bytes) -> None:
    """Replace a file whole or not at all; raises FolioizeError where that is not possible.

    Its folder is locked: what a killed process left half-written is in nobody's way.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        try:
            beside.write_bytes(data)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FolioizeError(f"cannot write {path}: {error.strerror}") from error


def key_of(*parts: bytes | str | Iterable[str]) -> str:
    """Return a short digest of whatever a verdict depends on, in order."""
    state = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            data = part.encode()
        elif isinstance(part, bytes):
            data = part
        else:
            data = "\0".join(part).encode()
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()[:24]


@cache
def judges() -> str:
    """A digest of the code that compares what was built: a verdict of other code is not ours."""
    names = ("diagnostics", "elf", "identity", "recheck", "spelling")
    return key_of(*(Path(__file__).with_name(f"{one}.py").read_bytes() for one in names))


class _Remembered(msgspec.Struct):
    configs: dict[str, ConfigVerdict] = {}
    styles: dict[str, StyleVerdict] = {}
    alone: dict[str, tuple[AloneVerdict, ...]] = {}


class Memory:
    """Verdicts of earlier runs, in a file, found by the key of the input they are for.

    A verdict with errors is not remembered: what made them may have been the machine.
    """

    def __init__(self, path: Path, resume: bool) -> None:
        self._path = path
        self._kept = _load(path) if resume else _Remembered()

    def verdict(self, key: str) -> ConfigVerdict | None:
        """Return the verdict for a patch under a configuration, None if it has to be found."""
        return self._kept.configs.get(key)

    def forget(self, config: str) -> None:
        """Drop all verdicts under a configuration."""
        kept = self._kept.configs
        self._kept.configs = {key: one for key, one in kept.items() if one.config != config}

    def style(self, key: str) -> StyleVerdict | None:
        """Return what checkpatch.pl said of a patch, None if it has to be asked."""
        return self._kept.styles.get(key)

    def keep(self, verdicts: Iterable[ConfigVerdict]) -> None:
        """Remember verdicts."""
        self._kept.configs |= {one.key: one for one in verdicts if not one.errors}
        write(self._path, msgspec.msgpack.encode(self._kept))

    def alone(self, key: str) -> tuple[AloneVerdict, ...] | None:
        """Return what compiling sources by themselves came to, None if it has to be done."""
        return self._kept.alone.get(key)

    def keep_alone(self, key: str, verdicts: tuple[AloneVerdict, ...]) -> None:
        """Remember what compiling by themselves came to, from the next :meth:`keep` on."""
        self._kept.alone[key] = verdicts

    def keep_style(self, key: str, verdict: StyleVerdict) -> None:
        """Remember what checkpatch.pl said, from the next :meth:`keep` on."""
        if not verdict.skipped and not verdict.failed:
            self._kept.styles[key] = verdict


_REMEMBERED = msgspec.msgpack.Decoder(_Remembered)


def _load(path: Path) -> _Remembered:
    try:
        return _REMEMBERED.decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return _Remembered()


def save_report(path: Path, report: VerifyReport) -> None:
    """Write verify.json."""
    write(path, msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
