# SPDX-License-Identifier: GPL-2.0-only
"""``python -m bench TREE`` prints one table: floors, peers, and folioize on the same files.

The tree is only read, and not so much as linked to, which would change the times that git and
folioize know its files by: a copy stands for one in which a file changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Figure, measure
from folioize.facts.search import Search
from folioize.tree import Tree, open_tree

RULE = Path(__file__).parent / "rules" / "seven_calls.cocci"
_OLD = 3  # seconds
FLOOR = "floor: tree-sitter alone, one process"
PARTS = (8, 4, 2, 1)
"""How cost grows is shown on an eighth, a quarter, a half and all of the files."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was run, on how many files, and what it took."""

    what: str
    files: int
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things are: the tree, a scratch directory, and the files that say ``struct page``."""

    tree: Tree
    scratch: Path
    files: tuple[str, ...]

    def listed(self, part: int = 1) -> Path:
        """A file with the names of every ``part``-th file, so that each part has all sorts."""
        path = self.scratch / f"files-{part}"
        path.write_text("\n".join(self.files[::part]) + "\n", encoding="utf-8")
        return path

    def run(self, *command: str, cache: str = "none") -> Figure:
        """Measure one command, in the tree, with a cache of folioize's that has this name."""
        env = {"XDG_CACHE_HOME": str(self.scratch / cache), "PYTHONPATH": str(Path.cwd())}
        return measure(command, self.tree.root, env)

    def python(self, *args: str, cache: str = "none") -> Figure:
        """Measure a program of this package."""
        return self.run(sys.executable, "-m", "bench.child", *args, cache=cache)


def main(argument: str) -> int:
    """Run all of it, one after the other, and print the table as it grows."""
    tree = open_tree(Path(argument))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="folioize-bench-", dir=tree.root.parent) as scratch:
        bench = Bench(tree, Path(scratch), Search(tree).page_files)
        size = sum((tree.root / name).stat().st_size for name in bench.files)
        print(
            f"Linux {tree.version}: {len(bench.files)} files with struct page, "
            f"{size / 1e6:.1f} MB; {os.cpu_count()} cores, load before {load:.2f}\n"
        )
        print(
            f"{'what':<48}{'files':>7}{'wall s':>9}{'cpu s':>8}{'peak MB':>9}"
            f"{'x wall':>8}{'x cpu':>7}{'load':>7}"
        )
        floor: Figure | None = None
        for row in _rows(bench):
            figure = row.figure
            if figure is None:
                print(f"{row.what:<48}{row.files:>7}   not installed")
                continue
            if row.what == FLOOR:
                floor = figure
            print(_line(row.what, row.files, figure, floor), flush=True)
    print(f"\nload after {os.getloadavg()[0]:.2f}")
    return 0


def _line(what: str, files: int, figure: Figure, floor: Figure | None) -> str:
    """A line of the table; both ratios are to the bare parse, and the load is that of now."""
    ratios = ""
    if floor is not None:
        ratios = f"{figure.wall / floor.wall:.2f}{figure.cpu / floor.cpu:>7.2f}"
    failed = f"  exit {figure.code}" if figure.code else ""
    return (
        f"{what:<48}{files:>7}{figure.wall:>9.2f}{figure.cpu:>8.1f}{figure.megabytes:>9.0f}"
        f"{ratios:>15}{os.getloadavg()[0]:>7.1f}{failed}"
    )


def _rows(bench: Bench) -> Iterator[Row]:
    root, count = str(bench.tree.root), len(bench.files)
    grep = ("grep", "-rlE", "--include=*.[ch]", r"struct[[:space:]]+page\b", ".")
    bench.run(*grep)  # what comes after finds the files in memory, as it does
    yield Row("floor: grep -rl 'struct page'", count, bench.run(*grep))
    listed = str(bench.listed())
    parse = bench.python("parse", root, listed)
    yield Row(FLOOR, count, parse)
    yield from _folioize(bench, root, count)
    yield from _peers(bench, listed, count)
    for part in PARTS:
        names = bench.listed(part)
        figure = bench.python("facts", root, str(names), cache=f"part-{part}")
        yield Row(f"folioize facts, cold, 1/{part} of the files", len(bench.files[::part]), figure)


def _folioize(bench: Bench, root: str, count: int) -> Iterator[Row]:
    yield Row("folioize facts, cold", count, bench.python("facts", root, cache="facts"))
    yield Row("folioize facts, warm", count, bench.python("facts", root, cache="facts"))
    copy = bench.scratch / "copy"
    subprocess.run(["cp", "-a", "--reflink=auto", root, str(copy)], check=True)
    subprocess.run(["git", "-C", str(copy), "status", "--short"], check=False, capture_output=True)
    time.sleep(_OLD)  # the stamp of a file of this moment is not relied on
    bench.python("facts", str(copy), cache="facts")
    changed = copy / bench.files[count // 2]
    text = changed.read_bytes()
    changed.write_bytes(text + b"\nstruct page *folioize_bench;\n")
    one = bench.python("facts", str(copy), cache="facts")
    yield Row("folioize facts, one file changed", count, one)
    stats = (sys.executable, "-m", "folioize", "stats", root, "--kind", "slab_page")
    for what in ("cold", "warm"):
        figure = bench.run(*stats, cache="stats")
        yield Row(f"folioize stats --kind slab_page, {what}", count, figure)
    scan = (sys.executable, "-m", "folioize", "scan", root)
    yield Row("folioize scan", count, bench.run(*scan))


def _peers(bench: Bench, listed: str, count: int) -> Iterator[Row]:
    names = Path(listed).read_text(encoding="utf-8").split()
    cocci = (sys.executable, "-m", "folioize", "cocci", str(RULE), *names, "-j", "2")
    for what in ("cold", "warm"):
        yield Row(f"folioize cocci seven calls, -j 2, {what}", count, bench.run(*cocci, cache="sp"))
    # Files named one by one are a single job to spatch, and run out of its time.
    farm = bench.scratch / "farm"
    for name in names:
        (farm / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bench.tree.root / name, farm / name)
    rule = ("spatch", "--very-quiet", "-j", "2", "--sp-file", str(RULE), "--dir", str(farm))
    # With the usual stack it overflows at once.
    deep = ("sh", "-c", 'ulimit -s unlimited; exec "$@"', "sh")
    parse = (*deep, "spatch", "--very-quiet", "--parse-c", str(farm))
    for what, command in (("seven calls, -j 2", rule), ("--parse-c", parse)):
        figure = bench.run(*command) if shutil.which("spatch") else None
        yield Row(f"peer: spatch {what}", count, figure)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m bench TREE")
    raise SystemExit(main(sys.argv[1]))
