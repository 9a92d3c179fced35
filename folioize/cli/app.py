# SPDX-License-Identifier: GPL-2.0-only
"""Takes arguments; runs the command they name and gives its exit code, whatever goes wrong.

Each command is a module of this package with an object ``command``, and is imported only when it
is asked for. Exit codes: 0 done; 1 changes or findings, only with --exit-code; 2 bad usage or
input; 3 partial; 70 a bug; 129 hung up; 130 interrupted; 141 nobody reads the output; 143
terminated.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any, NoReturn, TextIO

import click

from folioize import __version__
from folioize.cli.terminal import COLORS, escape, printing, set_color
from folioize.errors import FolioizeError

COMMANDS = (
    *("fetch", "scan", "kinds", "infer", "why", "audit", "stats", "report", "series"),
    *("decide", "review", "verify", "cocci", "demo", "completion"),
)
"""The commands, in the order of their use, which is the order of the help text."""

BUG, INTERRUPTED, CLOSED_PIPE = 70, 130, 141
_ENDED = 128  # and the signal's number


class Interrupted(Exception):
    """^C, under a name that click does not catch and answer in its own way."""


class ClosedPipe(Exception):
    """Nobody reads our output any more; click would exit with 1, which has a meaning here."""


class Commands(click.Group):
    """The group of all commands; imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, without importing anything."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command and give it the options that all commands have."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"folioize.cli.{cmd_name}")
        command: click.Command = module.command
        if not any(param.name == "color" for param in command.params):
            command.params.append(_color_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which commands there are where the name is wrong."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as err:
            known = ", ".join(COMMANDS)
            raise click.UsageError(f"no command {escape(args[0])!r}; there are: {known}") from err

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        """Parse the command line; --help prints here."""
        with _unanswered(), printing():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        with _unanswered():
            return super().invoke(ctx)


@contextlib.contextmanager
def _unanswered() -> Iterator[None]:
    """Carry ^C and a closed pipe past click, which has answers of its own."""
    try:
        yield
    except KeyboardInterrupt as err:
        raise Interrupted from err
    except BrokenPipeError as err:
        raise ClosedPipe from err


def _color_option() -> click.Option:
    return click.Option(
        ["--color"],
        type=click.Choice(COLORS),
        default=None,
        expose_value=False,
        callback=set_color,
        help="When to use colour; auto asks the terminal and NO_COLOR.",
    )


@click.group(
    cls=Commands,
    params=[_color_option()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: folioize demo. Results go to standard output, all else to standard error.",
)
@click.version_option(__version__, prog_name="folioize")
def group() -> None:
    """Give each kind of struct page in a Linux tree its own type, as a proven patch series."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return the exit code. Failures are one line on standard error."""
    told = _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that can't show a name must not stop us
            stream.reconfigure(errors="backslashreplace")
    if not told:
        _say("standard output is closed: send it somewhere, /dev/null if it is not wanted")
        return 2
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    with contextlib.suppress(ValueError):  # not the main thread: its caller minds the signals
        signal.signal(signal.SIGTERM, _end)
        if before[signal.SIGHUP] is signal.SIG_DFL:  # not under nohup
            signal.signal(signal.SIGHUP, _end)
    try:
        code = group.main(list(arguments), prog_name="folioize", standalone_mode=False)
        with printing():
            sys.stdout.flush()
    except Exception as err:
        return _failed(err)
    except SystemExit as err:
        return err.code if isinstance(err.code, int) else 0
    finally:
        with contextlib.suppress(ValueError):  # a process that is begun later would end as we do
            for number, handler in before.items():
                assert handler is not None  # nothing but Python sets any here
                signal.signal(number, handler)
        for stream in (sys.stdout, sys.stderr):
            _mute_if_stuck(stream)
    return code if isinstance(code, int) else 0


def _open_streams() -> bool:
    """Put /dev/null where a standard stream is closed, or the next file would take its place.

    Returns whether there was a standard output.
    """
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name in closed:
        null = os.open(os.devnull, os.O_RDWR)
        setattr(sys, name, os.fdopen(null, "r" if name == "stdin" else "w", encoding="utf-8"))
    return "stdout" not in closed


def _mute_if_stuck(stream: TextIO) -> None:
    """Send what can't be written to /dev/null: Python would try again at its end, and complain."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    """End as an exception, so that work trees and temporary directories are removed."""
    raise SystemExit(_ENDED + number)


def _failed(err: Exception) -> int:
    match err:
        case FolioizeError():
            if err.exit_code == 0:
                click.echo(escape(str(err)))
            else:
                _say(str(err))
            return err.exit_code
        case click.ClickException():
            with contextlib.suppress(OSError):
                err.show()
            return 2
        case Interrupted() | click.Abort():
            _say("interrupted")
            return INTERRUPTED
        case ClosedPipe() | BrokenPipeError():
            return CLOSED_PIPE
        case OSError():
            _say(_system_error(err))
            return 2
    with contextlib.suppress(OSError):
        traceback.print_exception(err)
    _say("this is a bug in folioize: please report it with the lines above")
    return BUG


def _system_error(err: OSError) -> str:
    what = (err.strerror or str(err)).lower()
    where = f": {os.fsdecode(err.filename)}" if isinstance(err.filename, str | bytes) else ""
    if err.errno == errno.ENOSPC:
        return f"{what}{where}: free some and run the command again"
    return f"{what}{where}"


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody to tell
        click.echo(f"folioize: {escape(line)}", err=True)
