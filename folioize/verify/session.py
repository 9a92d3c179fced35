# SPDX-License-Identifier: GPL-2.0-only
"""One run of verify: a work area and a series go in; the report grows patch by patch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from folioize.errors import FolioizeError
from folioize.model import PatchRecord, SeriesRecord
from folioize.verify import boot, coverage, negatives, spelling, style
from folioize.verify.alone import judge_alone
from folioize.verify.bench import Bench
from folioize.verify.build import KCFLAGS, BuildSystem
from folioize.verify.identity import FORM
from folioize.verify.recheck import TYPE_SENSITIVE, Doubt, Settled, recheck
from folioize.verify.records import (
    VERSION,
    AloneVerdict,
    Configuration,
    ConfigurationReport,
    ConfigVerdict,
    Difference,
    PatchVerdict,
    SizeVerdict,
    StyleVerdict,
    VerifyOptions,
    VerifyReport,
)
from folioize.verify.state import Memory, judges, key_of, save_report
from folioize.verify.work import WorkArea

_R = TypeVar("_R")


class Progress(Protocol):
    """Is told what is going on, and how much of how much is done; in the main thread only."""

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Tell that ``done`` of ``total`` is done, and that ``what`` is next."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Patches that are built together, the key and the commit of the state before them."""

    patches: Sequence[PatchRecord]
    key: str
    commit: str

    @property
    def since(self) -> int:
        """The number of the first of several, 0 where there is one alone."""
        return self.patches[0].number if len(self.patches) > 1 else 0

    @property
    def claims(self) -> tuple[str, ...]:
        """What each of them claims."""
        return tuple(
            claim
            for claim in self.patches[0].claims
            if all(claim in one.claims for one in self.patches)
        )


def runs(series: SeriesRecord, by_part: bool) -> list[tuple[PatchRecord, ...]]:
    """The patches in order, one by one or those of a part together."""
    ends = {part.last for part in series.parts}
    found: list[tuple[PatchRecord, ...]] = []
    run: tuple[PatchRecord, ...] = ()
    for record in series.patches:
        run = (*run, record)
        if not by_part or record.number in ends or record is series.patches[-1]:
            found.append(run)
            run = ()
    return found


@dataclass
class Session:
    """One run of verify: what it works with, and what it has found so far."""

    area: WorkArea
    build: BuildSystem
    series: SeriesRecord
    series_dir: Path
    options: VerifyOptions
    memory: Memory
    compiler: str
    skipped: tuple[str, ...] = ()
    pool: ThreadPoolExecutor = field(init=False)
    progress: Progress = field(init=False)
    benches: dict[str, Bench] = field(default_factory=dict)
    reports: dict[str, ConfigurationReport] = field(default_factory=dict)
    patches: list[PatchVerdict] = field(default_factory=list)

    def key_of_config(self, config: Configuration, files: Sequence[str]) -> str:
        """Return what a configuration's objects depend on besides the tree's state."""
        return key_of(
            f"{VERSION}.{FORM}.{spelling.how(('member',))}",
            self.series.base,
            self.compiler,
            msgspec.json.encode(config),
            (KCFLAGS, *(" ".join(flags) for flags in TYPE_SENSITIVE)),
            self.build.make_args,
            self.options.directories,
            files,
        )

    def run(self, pool: ThreadPoolExecutor, progress: Progress) -> VerifyReport:
        """Prove the series, patch by patch, and save the report as it grows."""
        self.pool, self.progress = pool, progress
        self._prepare()
        key, commit = key_of(self.series.base), self.area.head()
        for built in runs(self.series, self.options.by_part):
            begun = Begun(built, key, commit)
            for record in built:
                key = key_of(key, self._change(record))
                if record is built[-1]:
                    commit = self._patch(begun, key, commit)
                else:
                    commit = self._between(record, key, commit)
                if not commit:
                    return self._save(complete=False)
        return self._finish(commit)

    def _change(self, record: PatchRecord) -> bytes:
        """What a patch changes: its message may gain a proof, what is built is the change alone."""
        path = self.series_dir / record.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise FolioizeError(f"cannot read {path}: {error.strerror}") from error
        return data[data.find(b"\ndiff --git ") :]

    def _finish(self, tip: str) -> VerifyReport:
        report = msgspec.structs.replace(
            self._save(complete=False), tree=self._bring(tip), sizes=self._sizes()
        )
        if self.series.negatives:
            self._tell(f"{len(self.series.negatives)} negative compiles")
            judged = self._each(
                lambda bench: negatives.judge_all(bench, self.series.negatives),
                self.benches.values(),
            )
            found = tuple(one for verdicts in judged for one in verdicts)
            report = msgspec.structs.replace(report, negatives=found)
        if self.options.boot:
            first = next(iter(self.benches.values()))
            verdict = boot.compare_boots(
                first, (self.series.base, tip), self.options, self.progress
            )
            report = msgspec.structs.replace(report, boot=verdict)
        report = msgspec.structs.replace(report, complete=True)
        save_report(self.series_dir / "verify.json", report)
        return report

    def _bring(self, tip: str) -> str:
        """Build the last state wherever that was not done; return what git calls its files."""
        self._tell("the last state")
        self.area.checkout(tip)
        self._each(Bench.bring, self.benches.values())
        return self.area.tree()

    def _sizes(self) -> tuple[SizeVerdict, ...]:
        """How large the objects that the series concerns were, and are."""
        made: dict[str, set[str]] = {name: set() for name in self.benches}
        for patch in self.patches:
            for one in patch.configs:
                made[one.config].update(one.objects)
        return tuple(bench.sizes(made[name]) for name, bench in self.benches.items())

    def _prepare(self) -> None:
        """Configure each build directory and build the base there."""
        self._tell(f"base, with {', '.join(self.benches)}")
        reports = self._each(lambda bench: bench.prepare(self.series.base), self.benches.values())
        self.reports = {report.name: report for report in reports}
        for bench in self.benches.values():
            if bench.suspect:
                self.memory.forget(bench.config.name)

    def _tell(self, what: str) -> None:
        self.progress(what, len(self.patches), len(self.series.patches))

    def _between(self, record: PatchRecord, key: str, parent: str) -> str:
        """Apply a patch that is built together with later ones, as ``_patch`` does."""
        self._tell(f"{record.number}. {record.subject}")
        path = self.series_dir / record.file
        commit, refused = self._apply(path, key, parent, build=False)
        style = StyleVerdict() if refused else self._style(path, key)
        head = (record.number, record.file, record.subject, key, record.claims, refused)
        self.patches.append(PatchVerdict(*head, style=style))
        return "" if refused else commit

    def _patch(self, begun: Begun, key: str, parent: str) -> str:
        """Try a patch, and those before it that are built with it; return the commit that it made,
        "" where it does not apply."""
        record = begun.patches[-1]
        self._tell(f"{record.number}. {record.subject}")
        path = self.series_dir / record.file
        whole = key_of(begun.key, key) if begun.since else key
        keys = {name: key_of(whole, bench.key, judges()) for name, bench in self.benches.items()}
        verdicts = {
            name: known for name in keys if (known := self.memory.verdict(keys[name])) is not None
        }
        pending = [self.benches[name] for name in keys if name not in verdicts]
        if pending:
            self.area.checkout(begun.commit)
            self._each(Bench.bring, pending)
        commit, refused = self._apply(path, key, parent, bool(pending))
        if refused:
            verdict = PatchVerdict(
                record.number, record.file, record.subject, key, record.claims, refused
            )
            self.patches.append(verdict)
            return ""
        if pending:
            asked = self.pool.submit(self._style, path, key)
            verdicts |= self._build(pending, (begun.commit, commit), keys)
            # Both need the tree to stay as it is until here; the next step looks back.
            found = asked.result()
            verdicts = self._recheck(verdicts, (begun.commit, commit))
        else:
            found = self._style(path, key)
        self._record(begun, whole, verdicts, found, commit)
        return commit

    def _apply(self, path: Path, key: str, parent: str, build: bool) -> tuple[str, str]:
        """Return the commit that a patch makes of ``parent``, or else git's complaint."""
        if not build and (known := self.area.known(key)):
            return known, ""
        if self.area.head() != parent:
            self.area.checkout(parent)
        refused = self.area.apply(path, key)
        return ("", refused) if refused else (self.area.head(), "")

    def _style(self, path: Path, key: str) -> StyleVerdict:
        if not self.options.style:
            return StyleVerdict(skipped="not asked for")
        whole = key_of(key, path.read_bytes())
        found = self.memory.style(whole) or style.check(
            self.area.src, path.resolve(), self.area.scratch("style"), self.area.runner
        )
        self.memory.keep_style(whole, found)
        return found

    def _build(
        self, benches: Sequence[Bench], commits: tuple[str, str], keys: Mapping[str, str]
    ) -> dict[str, ConfigVerdict]:
        touched = self.area.touched(*commits)
        written = coverage.written_lines(self.area.diff(*commits))

        def one(bench: Bench) -> ConfigVerdict:
            started = time.monotonic()
            verdict = bench.step(touched, keys[bench.config.name])
            return msgspec.structs.replace(
                verdict,
                uncompiled=coverage.uncompiled(bench, written),
                seconds=round(time.monotonic() - started, 1),
            )

        return {verdict.config: verdict for verdict in self._each(one, benches)}

    def _recheck(
        self, verdicts: Mapping[str, ConfigVerdict], commits: tuple[str, str]
    ) -> dict[str, ConfigVerdict]:
        """Look again at what differs, with the passes off that look at types."""
        doubts = [
            Doubt(name, one.object)
            for name, verdict in verdicts.items()
            for one in verdict.differences
            if one.state == "differs"
        ]
        settled = recheck(self.benches, doubts, commits, self.pool) if doubts else {}
        return {name: _settled(verdict, settled) for name, verdict in verdicts.items()}

    def _alone(
        self, unbuilt: Sequence[str], key: str, commits: tuple[str, str]
    ) -> tuple[AloneVerdict, ...]:
        """Compile what no configuration builds by itself, unless that was done before."""
        built = [bench.key for bench in self.benches.values()]
        whole = key_of(key, *built, judges(), unbuilt)
        found = self.memory.alone(whole)
        if found is None:
            self.area.checkout(commits[1])
            written = coverage.written_lines(self.area.diff(*commits))
            found = judge_alone(self.benches.values(), unbuilt, commits, written)
            self.memory.keep_alone(whole, found)
        return found

    def _record(
        self,
        begun: Begun,
        key: str,
        verdicts: dict[str, ConfigVerdict],
        found: StyleVerdict,
        commit: str,
    ) -> None:
        record = begun.patches[-1]
        ordered = tuple(verdicts[name] for name in self.benches)
        unbuilt = set(ordered[0].unseen).intersection(*(one.unseen for one in ordered))
        commits = begun.commit, commit
        alone = self._alone(sorted(unbuilt), key, commits) if unbuilt else ()
        # Beside a base with errors nothing is shown, whatever its verdict is.
        self.memory.keep(one for one in ordered if not self.reports[one.config].base_errors)
        self.patches.append(
            PatchVerdict(
                number=record.number,
                file=record.file,
                subject=record.subject,
                key=key,
                claims=begun.claims,
                configs=ordered,
                unbuilt=tuple(sorted(unbuilt)),
                alone=alone,
                uncompiled=_uncompiled(ordered, unbuilt),
                style=found,
                since=begun.since,
            )
        )
        self._save(complete=False)

    def _save(self, complete: bool) -> VerifyReport:
        report = VerifyReport(
            version=VERSION,
            base=self.series.base,
            tip=self.series.tip,
            compiler=self.compiler,
            build=self.build.name,
            configurations=tuple(self.reports.values()),
            skipped=self.skipped,
            patches=tuple(self.patches),
            complete=complete,
        )
        save_report(self.series_dir / "verify.json", report)
        return report

    def _each(self, work: Callable[[Bench], _R], benches: Iterable[Bench]) -> list[_R]:
        return list(self.pool.map(work, benches))


def _uncompiled(verdicts: Sequence[ConfigVerdict], unbuilt: set[str]) -> tuple[str, ...]:
    """The lines that are left out in each of the configurations, of files that one builds."""
    found = []
    for path, lines in sorted(verdicts[0].uncompiled.items()):
        left = set(lines).intersection(*(one.uncompiled.get(path, ()) for one in verdicts))
        if left and path not in unbuilt:
            found.append(f"{path}:{coverage.ranges(sorted(left))}")
    return tuple(found)


def _settled(verdict: ConfigVerdict, settled: Mapping[Doubt, Settled]) -> ConfigVerdict:
    differences = tuple(
        _settle(one, settled.get(Doubt(verdict.config, one.object))) for one in verdict.differences
    )
    return msgspec.structs.replace(verdict, differences=differences)


def _settle(one: Difference, found: Settled | None) -> Difference:
    if one.state != "differs" or found is None or found.result.state == "differs":
        return one
    aside = ", names aside" if found.result.state == "names" else ""
    return msgspec.structs.replace(one, state="flags", how=found.how + aside)
