# SPDX-License-Identifier: GPL-2.0-only
"""Nothing goes in; the picture of the review in the README comes out: ``python -m bench.picture``.

It shows the mini kernel's series, so that it holds no line of another project's code.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from folioize.decisions import Journal
from folioize.fetch.repository import make_repository
from folioize.kinds import design_of
from folioize.model import Options
from folioize.plan import make_plan
from folioize.review.engine import Engine
from folioize.review.records import Spec
from folioize.review.remote import Solver
from folioize.review.screen.app import Review
from folioize.review.session import Session
from folioize.series import make_series
from folioize.tree import open_tree

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "review.svg"
_SIZE = (118, 32)


def main() -> None:
    """Make the series in a scratch folder, press some keys, and write the picture."""
    os.environ.pop("NO_COLOR", None)
    for name in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{name}_NAME": "Ann", f"GIT_{name}_EMAIL": "ann@example.org"}
    with tempfile.TemporaryDirectory(prefix="folioize-picture-") as folder:
        tree, out = Path(folder) / "tree", Path(folder) / "out"
        shutil.copytree(ROOT / "fixtures" / "minikernel", tree)
        make_repository(tree, "The mini kernel", lambda _what, _done, _total: None)
        make_series(tree, make_plan(open_tree(tree), "slab_page", Options()), out)
        spec = Spec(str(tree), design_of(("slab_page",)))
        session = Session(out, Journal(out / "decisions.toml"), tree=tree)
        session.take(Engine(spec).solve(()))
        picture = asyncio.run(_picture(Review(session, Solver(spec))))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(_tidy(picture), encoding="utf-8")
    print(f"{TARGET}: {len(picture) // 1024} KB")


async def _picture(app: Review) -> str:
    async with app.run_test(size=_SIZE) as pilot:
        while app.busy:
            await pilot.pause(0.1)
        wanted = next(one.number for one in app.session.record.patches if "slub" in one.subject)
        app.to_patch(wanted)
        await pilot.press("enter", "g", "y", "y", "y", "g", "y", "K", "j", "j", "j")
        while app.busy:
            await pilot.pause(0.1)
        app.show_keys()
        await pilot.pause()
        return app.export_screenshot(title="folioize review")


def _tidy(picture: str) -> str:
    """Without fonts from elsewhere, and the same each time it is made."""
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    picture = re.sub(r"terminal-\d+", "review", picture)
    return "\n".join(line.rstrip() for line in picture.splitlines() if line.strip()) + "\n"


if __name__ == "__main__":
    main()
