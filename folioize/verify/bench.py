# SPDX-License-Identifier: GPL-2.0-only
"""One configuration's build directory: a checked-out commit goes in; what changed comes out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from folioize.errors import FolioizeError
from folioize.verify import diagnostics, upkeep
from folioize.verify.build import BuildSystem, BuiltObject, Command
from folioize.verify.diagnostics import Diagnostic
from folioize.verify.identity import compare, digest
from folioize.verify.records import (
    Configuration,
    ConfigurationReport,
    ConfigVerdict,
    Difference,
    Size,
    SizeVerdict,
)
from folioize.verify.state import OutState, load_state, save_state
from folioize.verify.work import WorkArea

_CODE = (".c", ".h", ".S")


@dataclass(slots=True)
class Bench:
    """A build directory and what is known of its objects.

    ``files`` are those that the series touches, which say what is built; ``key`` stands for all
    else that the objects depend on, ``type_name`` is the series' type. With ``fresh`` nothing of an
    earlier run is trusted; ``suspect`` tells that one left a base with errors, beside which
    nothing can be shown. Only one thread uses a bench at a time.
    """

    area: WorkArea
    build: BuildSystem
    config: Configuration
    files: tuple[str, ...]
    jobs: int
    key: str
    type_name: str = ""
    fresh: bool = False
    suspect: bool = False
    state: OutState = field(default_factory=OutState)
    errors: dict[str, int] = field(default_factory=dict)
    sources: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The build directory."""
        return self.area.out(self.config.name)

    def command(self, path: str) -> Command:
        """Return the command that made an object."""
        return self.build.command(self.out, self.config, path)

    def neighbour(self, where: str, built: Sequence[BuiltObject] | None = None) -> BuiltObject:
        """Return an object of C that is built in a directory, or below it; FolioizeError if none.

        ``built`` saves asking for all objects where they are known.
        """
        place = PurePosixPath(where)
        objects = self.build.objects(self.out) if built is None else built
        mine = [one for one in objects if PurePosixPath(one.path).parent == place]
        below = [one for one in objects if place in PurePosixPath(one.path).parents]
        for one in (*mine, *below):
            # Assembly has other flags; C objects are what is asked for.
            if f"{one.path[:-2]}.c" in one.sources:
                return one
        raise FolioizeError(f"no object is built in {where}, so its flags are not known")

    def prepare(self, base: str) -> ConfigurationReport:
        """Configure, and build the base that is checked out unless that was done before."""
        unmet = self.build.configure(self.out, self.config)
        self.state = OutState() if self.fresh else load_state(self.out, self.key)
        self.suspect = bool(self.state.base_errors)
        upkeep.remove_unknown(self.build, self.out, self.state.stamps)
        if self.state.base != base or self.suspect:
            told = self._rebuild()
            # An error of the base is no patch's.
            self.errors = diagnostics.count(one for one in told if one.error)
            self.state = msgspec.structs.replace(
                self.state,
                base=base,
                base_errors=tuple(one.text for one in told if one.error),
                base_objects=len(self.state.objects),
                base_sizes={path: one.size for path, one in self.state.objects.items()},
            )
            self._save()
        return ConfigurationReport(
            self.config.name,
            self.config.title,
            unmet,
            self.state.base_objects,
            self.state.base_errors,
        )

    def bring(self) -> None:
        """Build what is checked out, unless the build directory holds that already."""
        if self.state.tree != self.area.tree():
            self._rebuild()
            self._save()

    def step(self, touched: Sequence[str], key: str) -> ConfigVerdict:
        """Build what a patch made of the tree, and compare with the state before it.

        The verdict's ``seconds`` are left to the caller.
        """
        before = self.state
        told = self._rebuild()
        # A broken patch leaves the ones after it broken too: errors never become known.
        new = diagnostics.fresh(told, before.known | self.errors, self.type_name)
        self._save()
        after = self.state
        # One that was made again for its sources' times alone does not see the patch.
        rebuilt = tuple(
            name
            for name in sorted(after.objects)
            if after.stamps[name] != before.stamps.get(name)
            and not (
                self.sources[name].isdisjoint(touched)
                and before.objects.get(name) == after.objects[name]
            )
        )
        seen = set(before.seen) | set(after.seen)
        return ConfigVerdict(
            config=self.config.name,
            key=key,
            objects=rebuilt,
            unseen=tuple(name for name in touched if name.endswith(_CODE) and name not in seen),
            errors=tuple(one.text for one in new if one.error),
            warnings=tuple(one.text for one in new if not one.error),
            differences=_differences(before, after, rebuilt),
        )

    def sizes(self, names: Collection[str]) -> SizeVerdict:
        """Set these objects as the base had them beside those of what is built now."""
        before = self.state.base_sizes
        after = {path: one.size for path, one in self.state.objects.items()}
        pairs = {name: (before.get(name, Size()), after.get(name, Size())) for name in names}
        return SizeVerdict(
            self.config.name,
            len(pairs),
            sum((old for old, _ in pairs.values()), Size()),
            sum((new for _, new in pairs.values()), Size()),
            {name: pair for name, pair in sorted(pairs.items()) if pair[0] != pair[1]},
        )

    def _rebuild(self) -> tuple[Diagnostic, ...]:
        """Build what is checked out, and take down what the build directory holds then."""
        old = self.state
        upkeep.remove_outdated(self.area, self.build, self.out, old.tree)
        done = self.build.build(self.out, self.config, self.files, self.jobs)
        told = diagnostics.parse(done.out, (str(self.area.src), str(self.out)), done.code)
        built = self.build.objects(self.out)
        self.sources = {one.path: one.sources for one in built}
        stamps = {one.path: (self.out / one.path).stat().st_mtime_ns for one in built}
        made = {path for path, stamp in stamps.items() if old.stamps.get(path) != stamp}
        self.state = msgspec.structs.replace(
            old,
            tree=self.area.tree(),
            objects={
                path: digest(self.out / path) if path in made else old.objects[path]
                for path in stamps
            },
            stamps=stamps,
            seen=tuple(sorted(set().union(*(one.sources for one in built)))),
            known=diagnostics.carry(
                old.known, (one for one in told if not one.error), _files(built, made)
            ),
        )
        return told

    def _save(self) -> None:
        save_state(self.out, self.key, self.state)


def _files(built: Sequence[BuiltObject], made: Collection[str]) -> frozenset[str]:
    """The objects in ``made``, and the sources that only they and no other object were made from:
    a compiler that warned of one of these before has had its say again."""
    again: set[str] = set().union(*(one.sources for one in built if one.path in made))
    others = (one.sources for one in built if one.path not in made)
    return frozenset(again.difference(*others) | set(made))


def _differences(
    before: OutState, after: OutState, rebuilt: Sequence[str]
) -> tuple[Difference, ...]:
    found = [Difference(name, "gone") for name in sorted(before.objects.keys() - after.objects)]
    for name in rebuilt:
        if name not in before.objects:
            found.append(Difference(name, "new"))
            continue
        result = compare(before.objects[name], after.objects[name])
        if result.state != "same":
            found.append(Difference(name, result.state, "", result.symbols, result.sections))
    return tuple(found)
