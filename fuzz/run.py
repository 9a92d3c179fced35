# SPDX-License-Identifier: GPL-2.0-only
"""``python -m fuzz.run TARGET [libFuzzer's arguments]``: one target under atheris, in this process.

What is found is left by libFuzzer as crash-… or timeout-… where its arguments say.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["folioize"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Run until libFuzzer ends the process."""
    name = sys.argv.pop(1)
    target = TARGETS[name]

    def one(data: bytes) -> None:
        target(data)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
