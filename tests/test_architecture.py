# SPDX-License-Identifier: GPL-2.0-only
"""What holds for every file of the project, and that it works however it is installed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

SOURCES = sorted((ROOT / "folioize").rglob("*.py"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if path.stat().st_size)
SPDX = "SPDX-License-Identifier: GPL-2.0-only"

MAX_FILE = 400
MAX_FUNCTION = 60

LONG_FILES: dict[str, str] = {}
"""Files over the limit, each with the reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions over the limit, as "path:name", each with the reason."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name)
def test_every_module_says_its_licence_and_what_it_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {SPDX}\n")
    doc = ast.get_docstring(ast.parse(text))
    assert doc, "begin with one sentence: what goes in, what comes out"
    assert doc.split("\n\n")[0].rstrip().endswith((".", ":"))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_are_short(path: Path) -> None:
    lines = path.read_bytes().count(b"\n")
    assert lines <= MAX_FILE or name(path) in LONG_FILES
    long = {
        f"{name(path)}:{node.name}": length
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    }
    assert not long.keys() - LONG_FUNCTIONS.keys()


def test_exceptions_are_still_needed() -> None:
    for path in LONG_FILES:
        assert (ROOT / path).read_bytes().count(b"\n") > MAX_FILE
    for place in LONG_FUNCTIONS:
        path, _, function = place.partition(":")
        assert any(
            node.name == function and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION
            for node in functions(ROOT / path)
        )


def test_nothing_is_called_utils() -> None:
    named = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert not named & {"utils", "util", "helpers", "misc", "common"}


def test_no_host_of_a_registry_and_no_path_of_a_machine() -> None:
    # In halves, or this file would be the first to be found.
    registries = ("py/pi", "python/hosted", "npm/js", "deb./debian", "crates./io")
    machines = ("/r/oot/", "/w/ork/", "/h/ome/")
    words = [
        *(word.replace("/", "") for word in registries),
        *("/" + word.replace("/", "") + "/" for word in machines),
    ]
    forbidden = re.compile("|".join(re.escape(word) for word in words))
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    for entry in tracked.decode().split("\0")[:-1]:
        if (ROOT / entry).is_file():
            text = (ROOT / entry).read_text(encoding="utf-8", errors="replace")
            found = forbidden.search(text)
            assert found is None, f"{entry} names {found and found[0]}"


def test_data_flows_one_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        ("tree.py", "import folioize.cli", "folioize.tree -> folioize.cli"),
        ("series/__init__.py", "import rich", "folioize.series -> rich"),
        ("novelty.py", "", "novelty"),
        ("review/session.py", "import textual", "folioize.review.session -> textual"),
        ("verify/__init__.py", "import folioize.review", "folioize.verify -> folioize.review"),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, file: str, line: str, says: str) -> None:
    shutil.copytree(
        ROOT / "folioize", tmp_path / "folioize", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "folioize" / file).open("a") as handle:
        handle.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert says in done.stdout


# What an installed folioize must be able to do, wherever it is: find its data, and run.
PROBE = """
from folioize import __version__
from folioize.paths import data_dir
for name, file in (
    ("transforms", "slab_page/kind.toml"),
    ("templates", "cover.j2"),
    ("fixtures", "minikernel/mm/slub.c"),
):
    assert (data_dir(name) / file).is_file(), (name, file)
print(data_dir("templates"))
"""


def sources(target: Path) -> Path:
    """A copy of what git has, as somebody who cloned the project has it."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    for entry in tracked.decode().split("\0")[:-1]:
        if (ROOT / entry).is_file():
            (target / entry).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / entry, target / entry)
    return target


def run(*command: str | Path, cwd: Path, path: Path | None = None) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: str | Path, cwd: Path) -> str:
    command = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    return run(*command, *arguments, cwd=cwd)


def dependencies() -> Path:
    """Where the packages lie that folioize needs: those of the running interpreter."""
    return Path(pytest.__file__).parent.parent


@pytest.mark.build
def test_it_works_from_a_checkout(tmp_path: Path) -> None:
    checkout = sources(tmp_path / "checkout")
    python = (sys.executable, "-c")
    paths = f"{checkout}{os.pathsep}{dependencies()}"
    told = run(*python, PROBE, cwd=tmp_path, path=Path(paths))
    assert told.strip() == str(checkout / "templates")


@pytest.mark.build
def test_it_works_from_a_wheel_made_of_the_source_package(tmp_path: Path) -> None:
    """checkout, to sdist, to wheel, to a folder: the longest way that data files can go."""
    checkout = sources(tmp_path / "checkout")
    pip("install", "--target", tmp_path / "hatch", "hatchling", cwd=tmp_path)
    run(
        *(sys.executable, "-m", "hatchling", "build", "--target", "sdist"),
        *("--directory", str(tmp_path / "dist")),
        cwd=checkout,
        path=tmp_path / "hatch",
    )
    (sdist,) = (tmp_path / "dist").glob("*.tar.gz")
    pip("wheel", "--no-deps", "--wheel-dir", tmp_path / "dist", sdist, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    site = tmp_path / "site"
    pip("install", "--no-deps", "--target", site, wheel, cwd=tmp_path)

    # Without the checkout's .pth: an editable install would answer in the wheel's place.
    python = (sys.executable, "-S", "-c")
    paths = Path(f"{site}{os.pathsep}{dependencies()}")
    told = run(*python, PROBE, cwd=tmp_path, path=paths)
    assert told.strip() == str(site / "folioize/_data/templates")
    version = run(sys.executable, "-S", "-m", "folioize", "--version", cwd=tmp_path, path=paths)
    assert version.startswith("folioize, version ")
    assert (site / "bin/folioize").is_file()
    shipped = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert not {entry for entry in shipped if "/cases/" in entry or entry.startswith("tests/")}
    assert any(entry.endswith("licenses/COPYING") for entry in shipped)
    assert {entry for entry in shipped if entry.endswith(".toml") and "/cst/" in entry}


@pytest.mark.build
def test_it_works_from_an_editable_install(tmp_path: Path) -> None:
    checkout = sources(tmp_path / "checkout")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    install = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    run(python, *install, "--editable", checkout, cwd=tmp_path)
    assert run(python, "-c", PROBE, cwd=tmp_path).strip() == str(checkout / "templates")
    (checkout / "transforms/new_page").mkdir()
    seen = "from folioize.paths import data_dir; print(data_dir('transforms/new_page').name)"
    assert run(python, "-c", seen, cwd=tmp_path) == "new_page\n", "a new kind is there at once"
    assert "folioize" in run(tmp_path / "venv/bin/folioize", "--version", cwd=tmp_path)
