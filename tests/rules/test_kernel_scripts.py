# SPDX-License-Identifier: GPL-2.0-only
"""The tree's own scripts/coccinelle make of scripts/habits.c what spatch makes of it, or refuse."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from folioize.plan.layout import relayout
from folioize.rules import RuleError, compile_file, read_rules, run

from .test_language import tokens

HABITS = Path(__file__).parent / "scripts" / "habits.c"

REFUSED = {
    "badzero": "scripts in OCaml",
    "semicolon": "a semicolon after a statement",
    "add_namespace": "virtual.ns has no value",
}
"""Scripts that use what is not supported, as the error names it."""


def defined(text: str) -> list[str]:
    return ["patch"] if re.search(r"^virtual[^@]*\bpatch\b", text, re.MULTILINE) else []


@pytest.mark.kernel
def test_scripts_in_patch_mode(kernel: Path, tmp_path: Path) -> None:
    if shutil.which("spatch") is None:
        pytest.skip("spatch is not installed")
    before = HABITS.read_bytes()
    changing = 0
    wrong: list[str] = []
    for script in sorted((kernel / "scripts/coccinelle").rglob("*.cocci")):
        text = script.read_text(encoding="utf-8", errors="replace")
        if not re.search(r"^[-+]", text, re.MULTILINE):
            continue
        name = script.stem
        made = tmp_path / "x.c"
        made.write_bytes(before)
        options = [part for one in defined(text) for part in ("-D", one)]
        command = ["spatch", "--very-quiet", "--in-place", "--sp-file", str(script), *options]
        subprocess.run([*command, "x.c"], check=False, capture_output=True, cwd=tmp_path)
        try:
            program = compile_file(
                read_rules(script.name, text), frozenset(defined(text)), scripts=True
            )
        except RuleError as err:
            assert REFUSED.get(name, "?") in str(err)
            continue
        after = run(program, "x.c", before, relayout).data
        same = tokens(after) == tokens(made.read_bytes())
        changing += same and tokens(after) != tokens(before)
        if not same:
            wrong.append(name)
    assert wrong == []
    assert changing >= 20
