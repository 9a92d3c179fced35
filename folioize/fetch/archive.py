# SPDX-License-Identifier: GPL-2.0-only
"""Takes a kernel version; gives Debian's package of its sources, fetched by the machine's apt.

The archive, its mirror, proxies and keys are those that apt is set up with. Lists and the package
go to a directory of our own, so neither root nor a change to the system is needed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from folioize.fetch.commands import FetchError, run

RELEASES = {"5.10": "bullseye", "6.1": "bookworm", "6.12": "trixie"}
"""The Debian release that carries each kernel version's sources."""

MOVING = ("trixie-backports", "bookworm-backports", "sid")
"""Where Debian has other versions for a while; which ones, only its lists tell."""

_OTHERWISE = "or use a kernel clone of your own (git worktree add ../linux-{0} v{0})"
_KEYRINGS = Path("/usr/share/keyrings")


def download(version: str, work: Path, progress: Callable[[str, int, int], None]) -> Path:
    """Fetch the package of kernel ``version`` into ``work`` and return its path.

    A package that is there whole is checked and not fetched again. Raises FetchError.
    """
    otherwise = _OTHERWISE.format(version)
    for tool in ("apt-get", "dpkg-deb", "tar"):
        if shutil.which(tool) is None:
            raise FetchError(f"no {tool} here, which fetching needs: run it on Debian, {otherwise}")
    for name in ("lists/partial", "system/partial", "cache/archives/partial"):
        (work / name).mkdir(parents=True, exist_ok=True)
    try:
        return _download(version, work, progress)
    except FetchError as err:
        raise FetchError(f"{err}; {otherwise}") from err


def _download(version: str, work: Path, progress: Callable[[str, int, int], None]) -> Path:
    progress("reading package lists", 0, 0)
    sources = work / "sources.list"
    releases = (RELEASES[version],) if version in RELEASES else MOVING
    sources.write_text(_sources(releases, work), encoding="ascii")
    apt = _apt(work, lists="lists", sources=sources)
    run([*apt, "update"])
    order = [*apt, "download", f"linux-source-{version}"]
    try:
        promised = run([*order, "--print-uris"])
    except FetchError as err:
        if version in RELEASES:
            raise
        known = ", ".join(RELEASES)
        raise FetchError(
            f"no Debian release carries the sources of {version} today; {known} are always there"
        ) from err
    name, size = _promised(promised)
    package = work / name

    def watch() -> None:
        progress("downloading", package.stat().st_size if package.exists() else 0, size)

    run(order, cwd=work, watch=watch)
    if not package.is_file():
        raise FetchError(f"apt-get left no {name}")
    return package


def _apt(work: Path, lists: str, sources: Path | None) -> list[str]:
    """apt-get with state of our own; ``sources`` stands in for the system's, if given."""
    settings = {
        "Dir::State::Lists": work / lists,
        "Dir::Cache": work / "cache",
        "APT::Sandbox::User": "root",  # apt's own user can't write into a home directory
        "Acquire::Languages": "none",
        "Acquire::Retries": 3,
    }
    if sources is not None:
        settings |= {"Dir::Etc::sourcelist": sources, "Dir::Etc::sourceparts": "/dev/null"}
    options = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
    return ["apt-get", "-qq", *options]


def _sources(releases: tuple[str, ...], work: Path) -> str:
    """The lines of sources.list for ``releases``, on the mirrors that this machine uses."""
    main = security = None
    for uri in _mirrors(work):
        match uri.rstrip("/").rsplit("/", 1)[-1]:
            case "debian":
                main = main or uri
            case "debian-security":
                security = security or uri
    if main is None:
        raise FetchError("apt on this machine is set up with no Debian archive")
    signed = _signed_by()
    lines = [f"deb {signed}{main} {release} main" for release in releases]
    if security is not None and releases != MOVING:
        lines += [f"deb {signed}{security} {release}-security main" for release in releases]
    return "\n".join(lines) + "\n"


def _mirrors(work: Path) -> list[str]:
    """The archives of the system's own sources; apt names only those whose lists it has."""
    query = ["indextargets", "--format", "$(REPO_URI)"]
    told = run(["apt-get", *query])
    if not told.strip():
        system = _apt(work, lists="system", sources=None)
        run([*system, "update"])
        told = run([*system, *query])
    return sorted(set(told.split()))


def _signed_by() -> str:
    """Debian's keys by name, as newer releases do not put them among those trusted for all."""
    for suffix in ("gpg", "pgp"):
        keyring = _KEYRINGS / f"debian-archive-keyring.{suffix}"
        if keyring.is_file():
            return f"[signed-by={keyring}] "
    return ""


def _promised(told: str) -> tuple[str, int]:
    """File name and size in bytes out of apt's line "'URI' NAME SIZE HASH"."""
    for line in told.splitlines():
        fields = line.split()
        if len(fields) >= 3 and line.startswith("'") and fields[2].isdigit():
            return Path(fields[1]).name, int(fields[2])
    raise FetchError("apt-get did not say what it would download")
