# SPDX-License-Identifier: GPL-2.0-only
"""Proves a series: a tree and the directory of its patches go in; a VerifyReport comes out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from folioize.errors import FolioizeError, TreeError
from folioize.git import open_repo
from folioize.model import SeriesRecord
from folioize.series import VERDICT, held, is_verdict, read_series
from folioize.tree import within
from folioize.verify.bench import Bench
from folioize.verify.build import BuildSystem
from folioize.verify.configuration import choose
from folioize.verify.kbuild import Kbuild
from folioize.verify.mini import MiniBuild
from folioize.verify.records import VerifyOptions, VerifyReport
from folioize.verify.run import Runner
from folioize.verify.session import Progress, Session
from folioize.verify.state import Memory
from folioize.verify.style import CHECKER
from folioize.verify.touched import NAME, touched
from folioize.verify.work import WorkArea, default_root, open_work

# What the environment tells Kbuild of what to build, and with what.
_SHAPES = ("CC", "ARCH", "SUBARCH", "CROSS_COMPILE", "LLVM")


def _silent(what: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""


def verify_series(
    tree: Path, series_dir: Path, options: VerifyOptions, progress: Progress = _silent
) -> VerifyReport:
    """Try every patch of ``series_dir`` on ``tree`` and write ``series_dir``/verify.json.

    ``tree`` is only read. ``progress`` is told what is going on.
    Raises FolioizeError for bad input; what is wrong with a patch is in the report. A run that
    was stopped goes on where it was.
    """
    with held(series_dir):
        series = _load(series_dir)
        repo = open_repo(tree)
        if repo.top.resolve() != tree.resolve():
            raise TreeError(f"{tree} is not the top of its repository: give {repo.top}")
        runner = Runner()
        root = options.work or default_root(tree, series.base)
        with (
            open_work(repo, series.base, root.absolute(), runner) as area,
            ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool,
        ):
            try:
                return _session(area, series, series_dir, options).run(pool, progress)
            except BaseException:
                # What still runs would keep the pool, and so ^C, waiting.
                runner.stop()
                pool.shutdown(cancel_futures=True)
                raise


def _load(series_dir: Path) -> SeriesRecord:
    """Return the series, if all its patches are there and verify.json may be written."""
    series = read_series(series_dir)
    for patch in series.patches:
        path = series_dir / patch.file
        if not path.is_file():
            raise FolioizeError(f"{path} is missing: write the series anew")
    path = series_dir / VERDICT
    if os.path.lexists(path) and not is_verdict(path):
        raise FolioizeError(f"{path} is not folioize's: move it away")
    if not os.access(series_dir, os.W_OK):
        raise FolioizeError(f"cannot write to {series_dir}: copy it to where that is possible")
    return series


def choose_build(area: WorkArea, options: VerifyOptions) -> BuildSystem:
    """Return the build system of the tree that is checked out."""
    args = options.make_args
    wanted = {name: os.environ.get(name) for name in _SHAPES} | (
        {"CC": options.cc} if options.cc else {}
    )
    for name, value in wanted.items():
        # Said to make by name, so that it counts as part of what was built.
        if value and not any(arg.startswith(f"{name}=") for arg in args):
            args = (*args, f"{name}={value}")
    if (area.src / "Kconfig").exists() and (area.src / "scripts" / "kconfig").is_dir():
        return Kbuild(area.src, area.runner, args, options.directories)
    if not (area.src / "Makefile").exists():
        raise TreeError("the tree has no Makefile: verify cannot build it")
    return MiniBuild(area.src, area.runner, args)


def compiler(runner: Runner, build: BuildSystem, cwd: Path) -> str:
    """Return the compiler's name and version, such as "gcc 12.2.0"."""
    settings = dict(arg.split("=", 1) for arg in build.make_args if "=" in arg)
    default = "clang" if settings.get("LLVM") else settings.get("CROSS_COMPILE", "") + "gcc"
    argv = settings.get("CC", default).split()
    first = runner.run((*argv, "--version"), cwd).out.partition("\n")[0]
    versions = re.findall(r"\b\d+\.\d+(?:\.\d+)?\b", re.sub(r"\([^)]*\)", "", first))
    return f"{'clang' if 'clang' in first else 'gcc'} {versions[-1] if versions else first}"


def _needed(options: VerifyOptions, files: Sequence[str]) -> VerifyOptions:
    """The options without the directories that are built in any case, where these see nothing of
    the series: it changes no header but such as lie beside the code that includes them."""
    seen = [path for path in files if "include" in PurePosixPath(path).parts]
    if seen or any(within(path, options.directories) for path in files):
        return options
    return replace(options, directories=())


def _session(
    area: WorkArea, series: SeriesRecord, series_dir: Path, options: VerifyOptions
) -> Session:
    """Return a session with a bench for each configuration."""
    if options.style and (area.src / CHECKER).exists() and shutil.which("perl") is None:
        raise FolioizeError("checkpatch.pl needs perl, which is not on PATH: install it")
    files = tuple(sorted({file for patch in series.patches for file in patch.files}))
    options = _needed(options, files)
    build = choose_build(area, options)
    table = build.configurations()
    if NAME in options.configs and isinstance(build, Kbuild):
        table = (*table, touched(area.src, files, build.arch()))
    configs, skipped = choose(options.configs, table, lambda path: (area.src / path).exists())
    session = Session(
        area=area,
        build=build,
        series=series,
        series_dir=series_dir,
        options=options,
        memory=Memory(area.root / "verdicts", options.resume),
        compiler=compiler(area.runner, build, area.root),
        skipped=skipped,
    )
    # Benches that build at the same time share the processes.
    jobs = max(1, options.jobs // max(1, min(options.jobs, len(configs))))
    for config in configs:
        session.benches[config.name] = Bench(
            area=area,
            build=build,
            config=config,
            files=files,
            jobs=jobs,
            key=session.key_of_config(config, files),
            type_name=series.type_name.removeprefix("struct "),
            fresh=not options.resume,
        )
    return session
