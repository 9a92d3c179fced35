# SPDX-License-Identifier: GPL-2.0-only
"""What every command does alike: help, errors in one line, exit codes, colour, escapes."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from folioize import __version__
from folioize.cli import app, stages, terminal
from folioize.errors import ConvertedAlready, FolioizeError, PartialError
from folioize.model import Declaration

FOLIOIZE = [sys.executable, "-m", "folioize"]


@pytest.fixture
def failing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], minikernel: Path
) -> Callable[[BaseException], tuple[int, str, str]]:
    """Run a command whose stage fails with an error; gives exit code, stdout and stderr."""

    def run(error: BaseException) -> tuple[int, str, str]:
        def infer(*_: object) -> None:
            raise error

        monkeypatch.setattr(stages, "infer", infer)
        return app.run(["infer", str(minikernel)]), *capsys.readouterr()

    return run


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(app.group, ["--help"])
    assert result.exit_code == 0
    for name in app.COMMANDS:
        assert f"  {name} " in result.output
        shown = CliRunner().invoke(app.group, [name, "-h"])
        assert shown.exit_code == 0
        assert "--color" in shown.output


def test_help_tells_of_kinds_and_defaults() -> None:
    shown = " ".join(CliRunner().invoke(app.group, ["series", "-h"]).output.split())
    assert "A kind to convert: slab_page, net_page and more ('folioize kinds list' has" in shown
    assert "[default: types]" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["--version"]) == 0
    assert capsys.readouterr().out == f"folioize, version {__version__}\n"


def test_help_loads_no_stage() -> None:
    """The times differ by machine, what is imported does not."""
    code = (
        "import sys\nfrom folioize.cli.app import run\nrun(['--help'])\n"
        "heavy = ('rich', 'tree_sitter', 'jinja2', 'msgspec', 'sqlite3', 'multiprocessing')\n"
        "stages = ('cst', 'facts', 'kinds', 'plan', 'series', 'verify', 'tree', 'git')\n"
        "names = [*heavy, *('folioize.' + stage for stage in stages)]\n"
        "sys.exit(','.join(name for name in names if name in sys.modules) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (FolioizeError("mend this"), 2, "folioize: mend this"),
        (PartialError("half of it"), 3, "folioize: half of it"),
        (KeyboardInterrupt(), 130, "folioize: interrupted"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/out/x"),
            2,
            "folioize: no space left on device: /out/x: free some and run the command again",
        ),
        (PermissionError(13, "Permission denied", "/x"), 2, "folioize: permission denied: /x"),
        (FolioizeError("a\x1b[2Jb\nc"), 2, "folioize: a\\x1b[2Jb\\x0ac"),
    ],
)
def test_a_failure_is_one_line(
    failing: Callable[[BaseException], tuple[int, str, str]],
    error: BaseException,
    code: int,
    line: str,
) -> None:
    assert failing(error) == (code, "", f"{line}\n")


def test_nothing_to_do_is_success(
    failing: Callable[[BaseException], tuple[int, str, str]],
) -> None:
    assert failing(ConvertedAlready("converted already")) == (0, "converted already\n", "")


def test_a_bug_says_so_and_is_not_taken_for_a_finding(
    failing: Callable[[BaseException], tuple[int, str, str]],
) -> None:
    code, _, err = failing(ZeroDivisionError("oops"))
    assert code == app.BUG
    assert "ZeroDivisionError: oops" in err
    assert err.endswith("this is a bug in folioize: please report it with the lines above\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "no command 'nonsense'; there are: fetch, scan, kinds, infer"),
        (["infer"], "Missing argument 'TREE'"),
        (["infer", "/nowhere"], "no such directory: /nowhere"),
        (["infer", "/"], "/ is not the top of a kernel tree"),
        (["infer", "/", "--format", "xml"], "'xml' is not one of 'table', 'jsonl'"),
        (["infer", "/", "-j", "0"], "0 is not in the range x>=1"),
        (["series", "/"], "Missing option"),
        (["fetch", "v5.10"], "v5.10 is no kernel version"),
    ],
)
def test_bad_usage_exits_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], says: str
) -> None:
    if arguments[0] == "fetch":
        arguments = [*arguments, str(tmp_path)]
    assert app.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err


def test_exit_code_1_only_where_asked_for(
    monkeypatch: pytest.MonkeyPatch, minikernel: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    row = Declaration("mm/a.c", 3, 1, None, "global", None, "x", "struct page *", "slab", 1.0, ())
    monkeypatch.setattr(stages, "infer", lambda *_: [row])
    assert app.run(["infer", str(minikernel)]) == 0
    assert app.run(["infer", str(minikernel), "--exit-code"]) == 1
    monkeypatch.setattr(stages, "infer", lambda *_: [])
    assert app.run(["infer", str(minikernel), "--exit-code"]) == 0
    out, err = capfd.readouterr()
    assert "mm/a.c:3" in out
    assert err.splitlines()[0] == "folioize: 1 declaration: 1 slab; 0 stay struct page"


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{' '.join(FOLIOIZE)} completion bash | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in (0, app.CLOSED_PIPE)  # 0 where it was written before true ended


@pytest.mark.parametrize("arguments", ["--help", "series --help", "nonsense"])
def test_no_output_at_all(arguments: str) -> None:
    command = f"{' '.join(FOLIOIZE)} {arguments} > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        (signal.SIGINT, 130, "folioize: interrupted\n"),
        (signal.SIGTERM, 143, ""),
        (signal.SIGHUP, 129, ""),
    ],
)
def test_a_signal_ends_it_with_everything_closed(
    tmp_path: Path, minikernel: Path, number: signal.Signals, code: int, says: str
) -> None:
    script = (
        "import pathlib, sys, time\nfrom folioize.cli import app, stages\n"
        f"root = pathlib.Path({str(tmp_path)!r})\n"
        "def infer(*_):\n"
        "    try:\n        (root / 'begun').touch(); time.sleep(30)\n"
        "    finally:\n        (root / 'closed').touch()\n"
        "stages.infer = infer\n"
        f"sys.exit(app.run(['infer', {str(minikernel)!r}]))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        if (tmp_path / "begun").exists():
            break
        time.sleep(0.05)
    os.kill(child.pid, number)
    assert child.communicate(timeout=20)[1] == says
    assert child.returncode == code
    assert (tmp_path / "closed").exists()


def test_escape() -> None:
    assert terminal.escape("mm/slub.c: größe") == "mm/slub.c: größe"
    assert terminal.escape("a\tb\r\n\x9b\x7f") == "a\\x09b\\x0d\\x0a\\x9b\\x7f"
    assert terminal.escape("evil\u202ec.") == "evil\\u202ec."
    assert terminal.escape(os.fsdecode(b"\xff.c")) == "\\xff.c"


def test_a_table_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(("name", "n"), [("a", 1), ("long\x1b", 200)])
    assert capsys.readouterr().out == "name        n\na           1\nlong\\x1b  200\n"
    terminal.table(("name", "n"), [])
    assert capsys.readouterr().out == "name  n\n"


@pytest.mark.parametrize(
    ("option", "environment", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {}, False),
    ],
)
def test_color(option: list[str], environment: dict[str, str], colored: bool) -> None:
    script = (
        "import sys\nfrom folioize.cli import app, completion, terminal\n"
        "completion.command.callback = lambda shell: terminal.line('x', bold=True)\n"
        "sys.exit(app.run(sys.argv[1:]))\n"
    )
    plain = {name: text for name, text in os.environ.items() if name != "NO_COLOR"}
    for arguments in ([*option, "completion", "bash"], ["completion", *option, "bash"]):
        out = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            capture_output=True,
            env=plain | environment,
            check=True,
        ).stdout
        assert (b"\x1b[1m" in out) == colored


@pytest.mark.parametrize(
    ("color", "columns", "escapes", "ruled"),
    [("auto", 80, True, True), ("never", 80, False, True), ("auto", 20, False, False)],
)
def test_a_table_on_a_terminal(color: str, columns: int, escapes: bool, ruled: bool) -> None:
    script = (
        "from folioize.cli import terminal\n"
        f"terminal._chosen['color'] = {color!r}\n"
        "terminal.table(('name', 'size'), [('a-long-name[red]', 1)])\n"
    )
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
    plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    subprocess.run(
        [sys.executable, "-c", script],
        stdout=other,
        stdin=other,
        env=plain | {"TERM": "xterm"},
        check=True,
    )
    os.close(other)
    shown = os.read(main, 10_000).decode()
    os.close(main)
    assert "a-long-name[red]" in shown
    assert ("\x1b[" in shown) == escapes
    assert ("─" in shown) == ruled


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert app.run(["completion", shell]) == 0
    assert "_FOLIOIZE_COMPLETE" in capsys.readouterr().out


def test_a_command_leaves_no_handler_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """What the caller begins later, such as a pool of processes, would not end when told to."""
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)]
    assert app.run(["kinds", "list"]) == 0
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)] == before
    assert "slab_page" in capsys.readouterr().out
