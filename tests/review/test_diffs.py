# SPDX-License-Identifier: GPL-2.0-only
"""Mails of a series go in; what git counts in them comes out."""

from __future__ import annotations

import re

from folioize.review.diffs import fingerprint, parse_mail

from .conftest import Converted, git

ODD = b"""\
From 1 Mon Sep 17 00:00:00 2001
From: =?UTF-8?q?Zo=C3=AB?= <zoe@example.org>
Subject: [PATCH 1/2] a
 long subject
MIME-Version: 1.0
Content-Transfer-Encoding: quoted-printable

Text =3D
---
 a b.c | 2 +-

diff --git a/a b.c b/a b.c
new file mode 100644
index 000000000000..222222222222
--- /dev/null
+++ b/a b.c\t
@@ -0,0 +1,2 @@
+one=0D
+--- two
\\ No newline at end of file
diff --git a/x.bin b/x.bin
index 1..2 100644
GIT binary patch
literal 1
Ic$}2

"""


def test_counts_are_those_of_git(mini: Converted) -> None:
    for patch in mini.series.patches:
        raw = (mini.out / patch.file).read_bytes()
        mail = parse_mail(raw)
        parent = f"{patch.commit}^"
        told = git(mini.tree, "diff", "--numstat", parent, patch.commit).splitlines()
        assert [f"{f.insertions}\t{f.deletions}\t{f.path}" for f in mail.files] == told
        assert mail.subject.endswith(patch.subject)
        assert mail.message.startswith(patch_body(mini, patch.commit))
        hunks = [line for line in raw.decode().splitlines() if line.startswith("@@ ")]
        assert len(mail.hunks) == len(hunks)
        assert [hunk.number for hunk in mail.hunks] == list(range(1, len(hunks) + 1))


def patch_body(mini: Converted, commit: str) -> str:
    return git(mini.tree, "log", "-1", "--format=%b", commit).strip().split("\n")[0]


def test_every_line_has_its_numbers(mini: Converted) -> None:
    for patch in mini.series.patches:
        mail = parse_mail((mini.out / patch.file).read_bytes())
        for file in mail.files:
            for side, revision in (("old", f"{patch.commit}^"), ("new", patch.commit)):
                if f"{side}" == "old" and "new file" in mail.stat:
                    continue
                text = git(mini.tree, "show", f"{revision}:{file.path}").split("\n")
                for hunk in file.hunks:
                    for line in hunk.lines:
                        number = getattr(line, side)
                        assert not number or text[number - 1] == line.text


def test_odd_mails() -> None:
    mail = parse_mail(ODD)
    assert mail.subject == "[PATCH 1/2] a long subject"
    assert mail.message == "Text ="
    first, second = mail.files
    assert (first.path, first.insertions, first.deletions) == ("a b.c", 2, 0)
    assert [line.text for line in first.hunks[0].lines] == ["one\r", "--- two"]
    assert (second.path, second.hunks) == ("x.bin", ())


def test_a_fingerprint_is_of_the_change_alone(mini: Converted) -> None:
    raw = (mini.out / mini.series.patches[1].file).read_bytes()
    moved = re.sub(rb"@@ -\d+", b"@@ -777", raw).replace(b"Subject: ", b"Subject: Re: ")
    assert fingerprint(moved) == fingerprint(raw)
    assert fingerprint(raw.replace(b"\n+", b"\n+x", 1)) != fingerprint(raw)
