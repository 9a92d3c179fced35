# SPDX-License-Identifier: GPL-2.0-only
"""``python -m fuzz [--seconds N] [TARGET …]`` fuzzes each target for N seconds and prints a table.

Needs atheris (pip install '.[fuzz]'). The corpus is kept in .fuzz/, with what was found; exits
with 1 if anything was.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from fuzz.targets import ROOT, TARGETS, seeds, words

_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_COVERED = re.compile(r"\bcov: (\d+)")
_LONGEST = 4096  # bytes of an input
_SLOWEST = 20  # seconds that one input may take


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a target's run came to; ``found`` are files with inputs that broke a promise."""

    seconds: float
    runs: int
    covered: int
    found: tuple[Path, ...]


def main() -> int:
    """Fuzz what was asked for, one target after the other."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    given = parser.parse_args()
    unknown = sorted(set(given.targets) - TARGETS.keys())
    if unknown:
        parser.error(f"no target {unknown[0]}; there are: {', '.join(TARGETS)}")
    if importlib.util.find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install '.[fuzz]'")
    print(f"{'target':<10}{'seconds':>9}{'runs':>10}{'edges':>8}{'found':>7}", flush=True)
    found = 0
    for name in given.targets or TARGETS:
        outcome = fuzz(name, given.seconds)
        found += len(outcome.found)
        print(
            f"{name:<10}{outcome.seconds:>9.0f}{outcome.runs:>10}{outcome.covered:>8}"
            f"{len(outcome.found):>7}",
            *outcome.found,
            flush=True,
        )
    return 1 if found else 0


def fuzz(name: str, seconds: int) -> Outcome:
    """Run one target for so many seconds, on the corpus of earlier runs."""
    folder = ROOT / ".fuzz" / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds(name):
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    _write_words(folder / "words", words(name))
    before = set(folder.glob("*-*"))
    start = time.monotonic()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "fuzz.run", name, str(corpus), f"-max_total_time={seconds}"),
            *(f"-dict={folder / 'words'}", f"-artifact_prefix={folder}/", "-print_final_stats=1"),
            *(f"-max_len={_LONGEST}", f"-timeout={_SLOWEST}", "-rss_limit_mb=2048"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    (folder / "log").write_text(done.stdout, encoding="utf-8")
    found = tuple(sorted(path for path in folder.glob("*-*") if path not in before))
    if done.returncode and not found:
        raise SystemExit(f"{name}: the fuzzer itself failed, see {folder / 'log'}")
    runs = _RUNS.search(done.stdout)
    covered = _COVERED.findall(done.stdout)
    return Outcome(
        time.monotonic() - start,
        int(runs[1]) if runs else 0,
        int(covered[-1]) if covered else 0,
        found,
    )


def _write_words(path: Path, found: tuple[bytes, ...]) -> None:
    """A dictionary of libFuzzer's, all bytes that are not plain as hexadecimal."""
    lines = ("".join(chr(b) if chr(b).isalnum() else f"\\x{b:02x}" for b in w) for w in found)
    path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


if __name__ == "__main__":
    raise SystemExit(main())
