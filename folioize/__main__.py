# SPDX-License-Identifier: GPL-2.0-only
"""Takes the command line of ``python -m folioize``; ends the process with the exit code."""

from folioize.cli import main

if __name__ == "__main__":
    main()
