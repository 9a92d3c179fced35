# SPDX-License-Identifier: GPL-2.0-only
"""Takes a command line; calls the stages, prints what they give, and ends with an exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line this process was started with, and exit."""
    from folioize.cli.app import run

    sys.exit(run(sys.argv[1:]))
