# SPDX-License-Identifier: GPL-2.0-only
"""folioize cocci: the diff, the exit codes, changes in place, a series, and why nothing matches."""

from __future__ import annotations

import os
import pty
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.cli.app import run as main
from folioize.rules import Applied, Job, apply_rules
from folioize.rules.apply import Progress
from folioize.series import amend_messages

RULE = "@@\nstruct page *p;\n@@\n- put_page(p)\n+ folio_put(page_folio(p))\n"
CODE = "void f(struct page *page, int n)\n{\n\tput_page(page);\n\tput_page(n);\n}\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "tree"
    (root / "mm").mkdir(parents=True)
    (root / "mm" / "a.c").write_text(CODE, encoding="ascii")
    (root / "mm" / "b.c").write_text("int x;\n", encoding="ascii")
    (root / "r.cocci").write_text(RULE, encoding="ascii")
    monkeypatch.chdir(root)
    return root


def test_the_diff_applies(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["cocci", "r.cocci", "mm"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("diff --git a/mm/a.c b/mm/a.c\n")
    subprocess.run(["git", "apply", "-p1"], input=out.encode(), cwd=tree, check=True)
    assert "folio_put(page_folio(page));\n\tput_page(n);" in (tree / "mm/a.c").read_text()


def test_a_second_run_from_the_cache_is_the_same(
    tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["cocci", "r.cocci", "mm"])
    first = capfd.readouterr()
    main(["cocci", "r.cocci", "mm", "-j", "2"])
    assert capfd.readouterr() == first


def test_exit_codes(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["cocci", "r.cocci", "mm", "--exit-code"]) == 1
    assert main(["cocci", "r.cocci", "mm/b.c", "--exit-code"]) == 0
    (tree / "bad.cocci").write_text("@@\nexporession e;\n@@\n- f(e)\n", encoding="ascii")
    capfd.readouterr()
    assert main(["cocci", "bad.cocci", "mm"]) == 2
    assert capfd.readouterr().err.startswith("folioize: bad.cocci:2:1: ")
    assert main(["cocci", "r.cocci", "nothing"]) == 2
    assert main(["cocci", "none.cocci", "mm"]) == 2


def test_what_was_not_read_is_told(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = "void g(struct page *q)\n{\n\tif (((\n\tput_page(q);\n}\n"
    (tree / "mm" / "c.c").write_text(broken, encoding="ascii")
    assert main(["cocci", "r.cocci", "mm"]) == 3
    told = capfd.readouterr()
    assert "mm/c.c:1: not parsed whole" in told.err
    assert "a/mm/a.c" in told.out


def test_in_place(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "mm" / "a.c").chmod(0o755)
    assert main(["cocci", "r.cocci", "mm", "--in-place"]) == 0
    assert capfd.readouterr().out == "mm/a.c\n"
    assert "folio_put" in (tree / "mm/a.c").read_text()
    assert (tree / "mm" / "a.c").stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in (tree / "mm").iterdir()) == ["a.c", "b.c"]


def test_a_rule_with_stars_only_finds(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "s.cocci").write_text("@look@\n@@\n* put_page(...)\n", encoding="ascii")
    assert main(["cocci", "s.cocci", "mm", "--exit-code"]) == 1
    assert capfd.readouterr().out == "mm/a.c:3: look\nmm/a.c:4: look\n"


def test_virtual_rules_and_values(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = (
        "virtual patch\n@depends on patch@\nidentifier virtual.name;\nexpression e;\n@@\n"
        "- put_page(e)\n+ name(e)\n"
    )
    (tree / "v.cocci").write_text(text, encoding="ascii")
    assert main(["cocci", "v.cocci", "mm"]) == 2
    assert "-D (patch)" in capfd.readouterr().err
    assert main(["cocci", "v.cocci", "mm", "-D", "patch", "-D", "name=drop"]) == 0
    assert "+\tdrop(page);" in capfd.readouterr().out


def test_why(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["cocci", "r.cocci", "mm", "--why", "mm/a.c:3"]) == 0
    assert "it matches" in capfd.readouterr().out
    assert main(["cocci", "r.cocci", "mm", "--why", "mm/a.c:4"]) == 0
    assert "'n' is of type int, not struct page *" in capfd.readouterr().out
    assert main(["cocci", "r.cocci", "mm", "--why", "mm/b.c:1"]) == 0
    assert "put_page is not in the function or declaration" in capfd.readouterr().out
    assert main(["cocci", "r.cocci", "mm", "--why", "mm/b.c:99"]) == 2
    assert main(["cocci", "r.cocci", "mm", "--why", "mm/b.c"]) == 2


def test_from_elsewhere_paths_are_told_from_the_top(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Or the diff could not be applied, and the name that it tells would not do for --why."""
    (tree.parent / "elsewhere").mkdir()
    monkeypatch.chdir(tree.parent / "elsewhere")
    rule, folder = str(tree / "r.cocci"), str(tree / "mm")
    assert main(["cocci", rule, folder]) == 0
    assert "--- a/a.c\n" in capfd.readouterr().out
    (tree / "include/linux").mkdir(parents=True)
    (tree / "Makefile").write_text("VERSION = 5\n", encoding="ascii")
    assert main(["cocci", rule, folder]) == 0
    assert "--- a/mm/a.c\n" in capfd.readouterr().out
    assert main(["cocci", rule, folder, "--why", "mm/a.c:3"]) == 0
    assert "mm/a.c:3: rule starting on line 1: it matches\n" in capfd.readouterr().out


def committed(tree: Path) -> None:
    for command in (
        ["init", "-q"],
        ["config", "user.name", "A Maintainer"],
        ["config", "user.email", "a@example.org"],
        ["add", "-A"],
        ["commit", "-qm", "start"],
    ):
        subprocess.run(["git", *command], cwd=tree, check=True)


def test_a_series(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "fs").mkdir()
    (tree / "fs" / "a.c").write_text(CODE, encoding="ascii")
    committed(tree)
    out = tree.parent / "out"
    assert main(["cocci", "r.cocci", "mm", "fs", "--series", str(out)]) == 0
    assert capfd.readouterr().out.endswith(f"\n2 patches on folioize/r, in {out}\n")
    patch = (out / "0002-mm-r.patch").read_text(encoding="utf-8")
    assert "Subject: [PATCH 2/2] mm: apply r.cocci\n" in patch
    assert "    - put_page(p)" in patch
    cover = (out / "0000-cover-letter.patch").read_text(encoding="utf-8")
    assert "Subject: [PATCH 0/2] treewide: apply r.cocci\n" in cover
    assert "Made by `folioize cocci r.cocci` (" in " ".join(cover.split())
    assert (tree / "mm/a.c").read_text() == CODE
    log = ["git", "log", "--format=%s", "folioize/r"]
    told = subprocess.run(log, cwd=tree, check=True, capture_output=True).stdout
    assert told == b"mm: apply r.cocci\nfs: apply r.cocci\nstart\n"


@pytest.mark.parametrize(
    ("head", "name", "subject"),
    [
        (
            "// SPDX-License-Identifier: GPL-2.0\n/// Put folios, not pages.\n",
            "",
            "put folios, not pages",
        ),
        ("/* KASAN is a word. */\n", "", "KASAN is a word"),
        ("", "put", "apply put"),
        ("", "", "apply r.cocci"),
    ],
)
def test_a_single_patch_says_what_is_done_and_has_no_cover(
    tree: Path, capfd: pytest.CaptureFixture[str], head: str, name: str, subject: str
) -> None:
    text = RULE.replace("@@\nstruct", f"@{name}@\nstruct", 1).replace(
        "put_page(p)\n", "put_page(p) // x\n", 1
    )
    (tree / "r.cocci").write_text(head + text, encoding="ascii")
    committed(tree)
    out = tree.parent / "out"
    for _ in range(2):  # the second replaces the first
        assert main(["cocci", "r.cocci", "mm", "--series", str(out)]) == 0
    assert capfd.readouterr().out.endswith(f"\n1 patch on folioize/r, in {out}\n")
    names = sorted(path.name for path in out.iterdir())
    assert names == ["0001-mm-r.patch", "series.json", "series.mbox"]
    patch = (out / "0001-mm-r.patch").read_text(encoding="utf-8")
    assert f"Subject: [PATCH] mm: {subject}\n" in patch
    head_id = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=tree, check=True, capture_output=True, text=True
    ).stdout
    assert f"\nbase-commit: {head_id}" in patch
    record = amend_messages(tree, out, {1: "Proven."})
    assert sorted(path.name for path in out.iterdir()) == names
    assert "\nProven.\n" in (out / "0001-mm-r.patch").read_text(encoding="utf-8")
    subprocess.run(["git", "am", "-q", str(out / "series.mbox")], cwd=tree, check=True)
    trees = ["git", "rev-parse", "HEAD^{tree}", f"{record.tip}^{{tree}}"]
    same = subprocess.run(trees, cwd=tree, check=True, capture_output=True, text=True).stdout
    assert len(set(same.split())) == 1


@pytest.mark.parametrize(
    ("path", "says"),
    [("mm/a.c", "has changes to mm/a.c: commit"), ("mm/c.c", "mm/c.c is not committed: run")],
)
def test_a_series_is_made_of_what_is_committed(
    tree: Path, capfd: pytest.CaptureFixture[str], path: str, says: str
) -> None:
    who = ["-c", "user.name=A Maintainer", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "start"]):
        subprocess.run(["git", *command], cwd=tree, check=True)
    (tree / path).write_text(CODE + "int y;\n", encoding="ascii")
    assert main(["cocci", "r.cocci", "mm", "--series", str(tree.parent / "out")]) == 2
    told, complaint = capfd.readouterr()
    assert (told, complaint.count("\n")) == ("", 1)
    assert says in complaint
    assert not (tree.parent / "out").exists()


def test_a_rule_that_takes_too_long_is_named(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    many = ", ".join(f"a{n}" for n in range(60))
    (tree / "mm" / "d.c").write_text(f"void h(void)\n{{\n\tslow({many});\n}}\n", encoding="ascii")
    names = [f"e{n}" for n in range(8)]
    dots = ", ".join(f"..., {name}" for name in names)
    text = (
        f"@endless@\nexpression {', '.join(names)};\nconstant C;\n@@\n"
        f"- slow({dots}, ..., C)\n+ quick()\n"
    )
    (tree / "t.cocci").write_text(text, encoding="ascii")
    assert main(["cocci", "t.cocci", "mm", "--timeout", "2"]) == 3
    err = capfd.readouterr().err
    assert "mm/d.c: " in err
    assert "endless" in err or "t.cocci took more than 2 seconds" in err


def test_a_diff_in_a_pipe_has_every_byte(tree: Path) -> None:
    odd = b"/* M\xfcller \x1b[31m \xe2\x80\xae */\n" + CODE.encode()
    (tree / "mm" / "a.c").write_bytes(odd)
    done = folioize(tree, "cocci", "r.cocci", "mm")
    assert done.returncode == 0 and odd.splitlines()[0] in done.stdout
    subprocess.run(["git", "apply", "-p1"], input=done.stdout, cwd=tree, check=True)


def test_a_diff_on_a_terminal_is_harmless(tree: Path) -> None:
    (tree / "mm" / "a.c").write_bytes(b"/* M\xfcller \x1b[31m */\n" + CODE.encode())
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", 0) as screen:
        assert folioize(tree, "cocci", "r.cocci", "mm", stdout=theirs).returncode == 0
        os.close(theirs)
        seen = screen.read(10_000)
    assert rb"M\xfcller \x1b[31m" in seen and b"\x1b[31m" not in seen


def test_a_file_that_changes_meanwhile_is_left(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def apply_and_edit(job: Job, paths: list[str], jobs: int, progress: Progress) -> Applied:
        applied = apply_rules(job, paths, jobs, progress)
        (tree / "mm" / "a.c").write_text("int mine;\n")
        return applied

    monkeypatch.setattr("folioize.rules.apply_rules", apply_and_edit)
    assert main(["cocci", "r.cocci", "mm", "--in-place"]) == 3
    assert "mm/a.c: has changed meanwhile" in capfd.readouterr().err
    assert (tree / "mm" / "a.c").read_text() == "int mine;\n"


def test_no_space_left_in_place(tree: Path) -> None:
    long = CODE + "int y;\n" * 4000
    (tree / "mm" / "a.c").write_text(long)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    done = folioize(tree, "cocci", "r.cocci", "mm", "--in-place", preexec_fn=limit)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1
    assert (tree / "mm" / "a.c").read_text() == long
    assert sorted(path.name for path in (tree / "mm").iterdir()) == ["a.c", "b.c"]


def test_a_killed_process_is_told(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        (tree / "mm" / f"more{number}.c").write_text(CODE)
    mine = os.getpid()

    def die(*_args: object) -> None:
        assert os.getpid() != mine
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr("folioize.rules.apply.run", die)
    assert main(["cocci", "r.cocci", "mm", "--jobs", "2"]) == 3
    assert "a working process was killed" in capfd.readouterr().err


def folioize(
    tree: Path,
    *args: str,
    stdout: int = subprocess.PIPE,
    preexec_fn: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "folioize", *args],
        cwd=tree,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=preexec_fn,
        check=False,
    )
