# SPDX-License-Identifier: GPL-2.0-only
"""Takes a kernel version; fetches that kernel's sources and prints where they are."""

from __future__ import annotations

import os
from pathlib import Path

import click

from folioize.cli import terminal
from folioize.cli.progress import Reporter


@click.command(short_help="Get the sources of a kernel.")
@click.argument("version")
@click.argument("dest", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--git", is_flag=True, help="Make it a repository with one commit, as series needs.")
@click.option("--config", is_flag=True, help="Also configure it, in DEST/linux-VERSION-build.")
def command(version: str, dest: Path | None, git: bool, config: bool) -> None:
    """Get the sources of kernel VERSION (5.10, 6.1 or 6.12) into DEST/linux-VERSION.

    They come from Debian's source packages, through this machine's own apt; root is not needed.
    Other versions are there as long as Debian's backports or its unstable release have them.
    DEST is $FOLIOIZE_KERNELS, or a folder in the user's cache, if not said. Prints the path.
    """
    from folioize.fetch import configure_kernel, fetch_kernel

    with Reporter() as progress:
        tree = fetch_kernel(version, dest or default_folder(), git=git, progress=progress)
        if config:
            build = configure_kernel(tree, progress)
            terminal.note(f"configured in {build} (make O=)")
    terminal.line(str(tree))


def default_folder() -> Path:
    """Where kernels are kept if nothing else is said."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("FOLIOIZE_KERNELS")
    return Path(chosen) if chosen else user_cache_path("folioize") / "kernels"
