# SPDX-License-Identifier: GPL-2.0-only
"""Runs git: takes a kernel tree's path, gives a checked Repo and a Scratch store to build in."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from folioize.errors import FolioizeError, TreeError
from folioize.temporary import temporary

# Set on every command in the user's repository: nothing configured there may colour or reshape
# output, and no hook or monitor program of the repository may run.
_OVERRIDES = (
    "color.ui=never",
    "core.quotePath=false",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "diff.algorithm=myers",
    "diff.renames=false",
    "status.relativePaths=false",
    "log.showSignature=false",
    "commit.gpgSign=false",
    "i18n.commitEncoding=UTF-8",
    "i18n.logOutputEncoding=UTF-8",
    "advice.detachedHead=false",
)

_UNFINISHED = {
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase or `git am`",
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "BISECT_LOG": "a bisection",
}

_AUTHOR = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL")
_GRACE = 5.0  # seconds that a git that is told to end has for it


class GitError(FolioizeError):
    """A git command failed; the text is its first line of complaint."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs off: a name and a mail address."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository with a work tree and at least one commit.

    ``top`` is the work tree's top, ``git_dir`` this work tree's own git directory, ``objects`` the
    object store; ``head`` is the commit id of HEAD, ``date`` its committer date in seconds since
    1970 and ``zone`` that date's offset, such as "+0200".
    """

    top: Path
    git_dir: Path
    objects: Path
    head: str
    date: int
    zone: str
    shallow: bool
    warnings: tuple[str, ...] = ()

    def run(self, *args: str, stdin: bytes | None = None) -> bytes:
        """Run git in the work tree's top; return stdout, raise GitError if it fails."""
        return _run(self.top, *_flags(), *args, stdin=stdin)

    def unseen(self, path: Path) -> bool:
        """Whether git takes no notice of a new file: outside of the work tree, or ignored."""
        top = self.top.resolve()
        if top not in path.parents:
            return True
        asked = ("check-ignore", "--no-index", "--", str(path.relative_to(top)))
        return bool(_run(top, *_flags(), *asked, fine=(0, 1)))

    def at(self, commit: str) -> Repo:
        """Return this repository with ``commit`` for HEAD; raises GitError if it has none such."""
        date, zone = _committed(self.top, commit)
        return replace(self, head=commit, date=date, zone=zone)


@dataclass(frozen=True, slots=True)
class Scratch:
    """A bare repository of ours that reads the user's objects and writes its own.

    No configuration but git's defaults reaches commands run here, so output depends on input only.
    """

    path: Path

    def run(
        self, *args: str, stdin: bytes | IO[bytes] | None = None, fine: tuple[int, ...] = (0,)
    ) -> bytes:
        """Run git in the scratch repository; return stdout, raise GitError if it fails: if its
        exit code is not among those that are ``fine``."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env |= {
            "GIT_DIR": str(self.path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "XDG_CONFIG_HOME": str(self.path),
            "GIT_NO_REPLACE_OBJECTS": "1",
        }
        return _run(self.path, "--literal-pathspecs", *args, stdin=stdin, env=env, fine=fine)


def _flags() -> tuple[str, ...]:
    overrides = [part for setting in _OVERRIDES for part in ("-c", setting)]
    return ("--no-optional-locks", "--no-pager", *overrides)


def _user_env() -> dict[str, str]:
    """The caller's environment without what points git elsewhere (we may run from a hook)."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_")
        or name.startswith(("GIT_CONFIG_", "GIT_TRACE"))
        or name in ("GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH")
    }


def _run(
    cwd: Path,
    *args: str,
    stdin: bytes | IO[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    fine: tuple[int, ...] = (0,),
) -> bytes:
    data = stdin if isinstance(stdin, bytes) else b"" if stdin is None else None
    try:
        process = subprocess.Popen(
            ("git", *args),
            cwd=cwd,
            env={**(_user_env() if env is None else env), "LC_ALL": "C", "LANGUAGE": "C"},
            stdin=subprocess.PIPE if isinstance(stdin, bytes) or stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        raise TreeError("git is not installed or not on PATH: install git") from error
    with process:
        try:
            out, complaint = process.communicate(data)
        except BaseException:
            # Not killed at once: git takes its locks away, which would be in the way for ever.
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
            process.kill()
            raise
    if process.returncode not in fine:
        raise GitError(_complaint(args, complaint))
    return out


def _complaint(args: tuple[str, ...], stderr: bytes) -> str:
    """One line out of what git wrote: the first that says fatal or error, else the first."""
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    said = next((line for line in lines if line.startswith(("fatal:", "error:"))), "")
    if ".lock': File exists" in said:
        said += " Wait for the other git, or remove the file if there is none"
    verb = next((arg for arg in args if not arg.startswith("-") and "=" not in arg), "git")
    return f"git {verb} failed: {said or (lines[0] if lines else 'no message')}"


def open_repo(path: Path) -> Repo:
    """Return the repository whose work tree holds ``path`` (a directory at or below its top).

    Raises TreeError, one line, for: no such directory, no git, no repository, a bare repository,
    an owner git distrusts, no commit yet.
    """
    if not path.is_dir():
        raise TreeError(f"{path}: no such directory")
    asked = ("rev-parse", "--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir")
    try:
        bare, shallow, rest = _run(path, *_flags(), *asked).split(b"\n", 2)
    except GitError as error:
        raise TreeError(_not_a_repository(path, str(error))) from error
    if bare == b"true":
        raise TreeError(f"{path} is a bare repository: give a work tree (git worktree add DIR)")
    top = _named(_run(path, *_flags(), "rev-parse", "--show-toplevel"))
    here = path.resolve()
    if Path(top) not in (here, *here.parents) or not os.path.lexists(Path(top, ".git")):
        raise TreeError(
            f"{path} has its work tree in {top}: unset core.worktree, or give that directory"
        )
    objects = _named(_run(path, *_flags(), "rev-parse", "--git-path", "objects"))
    head = _head(path)
    date, zone = _committed(path, head)
    git_dir = Path(_named(rest)).resolve()
    return Repo(
        top=Path(top),
        git_dir=git_dir,
        objects=(path / objects).resolve(),
        head=head,
        date=date,
        zone=zone,
        shallow=shallow == b"true",
        warnings=_warnings(git_dir),
    )


def _named(line: bytes) -> str:
    """A path that git printed as it is: whatever bytes and line ends are in it."""
    return os.fsdecode(line.removesuffix(b"\n"))


def _not_a_repository(path: Path, complaint: str) -> str:
    if "dubious ownership" in complaint:
        return (
            f"{path} belongs to another user: trust it with "
            f"`git config --global --add safe.directory {path.resolve()}`"
        )
    if "not a git repository" in complaint and os.path.lexists(path / ".git"):
        return (
            f"{path}/.git leads to no repository: mend it (git worktree repair, git submodule "
            "update) or remove it"
        )
    if "not a git repository" in complaint:
        return (
            f"{path} is not a git repository: run `git init && git add -f . && "
            "git commit -m pristine` in it, or unpack a tree with `folioize fetch`"
        )
    return complaint


def _head(path: Path) -> str:
    try:
        named = _run(path, *_flags(), "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        raise TreeError(_no_head(path)) from error
    return named.decode().strip()


def _no_head(path: Path) -> str:
    try:
        name = _run(path, *_flags(), "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except GitError:
        return f"{path} has no commit yet: run `git add -f . && git commit -m pristine` in it"
    return f"{path} lacks the commit {name[:12]} that HEAD names: see what `git fsck` says"


def _committed(path: Path, commit: str) -> tuple[int, str]:
    raw = _run(path, *_flags(), "cat-file", "commit", commit)
    line = next(line for line in raw.split(b"\n") if line.startswith(b"committer "))
    date, zone = line.decode(errors="replace").rsplit(" ", 2)[1:]
    return int(date), zone


def _warnings(git_dir: Path) -> tuple[str, ...]:
    return tuple(
        f"{what} is in progress in the tree; the series starts from HEAD as it is now"
        for name, what in _UNFINISHED.items()
        if (git_dir / name).exists()
    )


def require_ready(repo: Repo, changed: Sequence[str] | None = None) -> None:
    """Raise TreeError unless the repository is whole and its tracked files are as committed.

    Untracked files do not matter. ``changed`` are those with changes, if they are known.
    """
    if repo.shallow:
        raise TreeError(
            f"{repo.top} is a shallow clone: run `git fetch --unshallow` in it, "
            "or unpack a tree with `folioize fetch`"
        )
    changed = changes(repo) if changed is None else changed
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise TreeError(f"{repo.top} has changes to {changed[0]}{more}: commit or `git stash` them")


def changes(repo: Repo) -> tuple[str, ...]:
    """The tracked files that are not as committed, in the index or in the work tree, sorted."""
    flags = ("--no-renames", "--untracked-files=no", "--ignore-submodules=all")
    out = repo.run("status", "--porcelain", "-z", *flags)
    return tuple(sorted(os.fsdecode(row[3:]) for row in out.split(b"\0")[:-1]))


def read_blobs(where: Repo | Scratch, ids: Sequence[str]) -> Iterator[bytes | None]:
    """The bytes of each object; None for one that is not there."""
    out = where.run("cat-file", "--batch", stdin="".join(f"{name}\n" for name in ids).encode())
    at = 0
    for _ in ids:
        end = out.index(b"\n", at)
        size = out[at:end].decode().rsplit(" ", 1)[-1]
        at = end + 1
        if not size.isdigit():
            yield None
            continue
        yield out[at : at + int(size)]
        at += int(size) + 1


def identity(repo: Repo) -> Identity:
    """Return the name and address that git would commit with, as its variables in the environment
    or its configuration have them. Raises TreeError, with the command that mends it, for none."""
    env = _user_env() | {key: os.environ[key] for key in _AUTHOR if key in os.environ}
    # What git would guess of a machine's names is nobody's to sign off with.
    asked = (*_flags(), "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
    try:
        told = _text(_run(repo.top, *asked, env=env))
    except GitError as error:
        raise _anonymous(repo, error) from error
    name, _, rest = told.rpartition(" <")
    return Identity(name.strip(), rest.partition(">")[0].strip())


def _anonymous(repo: Repo, error: GitError) -> TreeError:
    """Which of the two git lacks; as it says itself, where it lacks neither."""
    examples = ("Your Name", "you@example.org")
    for var, key, example in zip(_AUTHOR, ("user.name", "user.email"), examples, strict=True):
        asked = (*_flags(), "config", "--get", key)
        if not os.environ.get(var) and not _run(repo.top, *asked, fine=(0, 1)).strip():
            return TreeError(f'git has no {key}: run `git config --global {key} "{example}"`')
    return TreeError(f"git does not know who commits: {error}")


def _text(data: bytes) -> str:
    """UTF-8, or what is left of the time before: Latin-1, in which any bytes are text."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


@contextmanager
def scratch(repo: Repo) -> Iterator[Scratch]:
    """Give a Scratch over ``repo``'s objects, gone when the block ends, however it ends."""
    # Ids of 64 digits are SHA-256; both stores must agree.
    with empty_store("sha256" if len(repo.head) == 64 else "sha1") as store:
        borrow_objects(store.path / "objects", repo)
        yield store


def borrow_objects(objects: Path, repo: Repo) -> None:
    """Let the object store ``objects`` read that of ``repo``, and what it borrows from itself."""
    info = objects / "info"
    info.mkdir(parents=True, exist_ok=True)
    lines = [quoted(os.fspath(one)) + b"\n" for one in _lenders(repo.objects)]
    (info / "alternates").write_bytes(b"".join(lines))


def _lenders(objects: Path) -> Iterator[Path]:
    """A store and those that it names by a relative path, which git takes from the first only."""
    pending, seen = [objects], set[Path]()
    while pending:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one
        listed = one / "info" / "alternates"
        rows = listed.read_bytes().splitlines() if listed.is_file() else []
        relative = [row for row in rows if row and not row.startswith((b"/", b"#", b'"'))]
        pending += [(one / os.fsdecode(row)).resolve() for row in relative]


@contextmanager
def empty_store(form: str = "sha1") -> Iterator[Scratch]:
    """Give a Scratch without objects, gone when the block ends; ``form`` is that of its ids."""
    with temporary("folioize-", Path(tempfile.gettempdir())) as path:
        store = Scratch(path / "git")
        store.path.mkdir()
        store.run("init", "--quiet", "--bare", "--template=", f"--object-format={form}")
        attributes = store.path / "info" / "attributes"
        attributes.parent.mkdir(exist_ok=True)
        # As in the kernel's own .gitattributes: labels are no hunk headers.
        attributes.write_text("*.c diff=cpp\n*.h diff=cpp\n", encoding="ascii")
        yield store


def quoted(path: str) -> bytes:
    """A path as git reads it whatever is in it: quoted, with octal escapes."""
    plain = set(range(0x20, 0x7F)) - set(b'"\\')
    return b'"%s"' % b"".join(
        bytes((byte,)) if byte in plain else b"\\%03o" % byte for byte in os.fsencode(path)
    )
