# SPDX-License-Identifier: GPL-2.0-only
"""Takes a shell's name; prints the script that completes folioize's command line in it."""

from __future__ import annotations

import click

from folioize.cli.terminal import printing


@click.command(short_help="Print a script that completes command lines.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a completion script for SHELL.

    For bash, put this into ~/.bashrc:  eval "$(folioize completion bash)"
    """
    from click.shell_completion import get_completion_class

    from folioize.cli.app import group

    kind = get_completion_class(shell)
    assert kind is not None
    with printing():
        click.echo(kind(group, {}, "folioize", "_FOLIOIZE_COMPLETE").source())
