# SPDX-License-Identifier: GPL-2.0-only
"""A tree goes in; how much of it was understood, and where and why the rest was not, come out."""

from folioize.scan.count import scan_file
from folioize.scan.records import FileScan, Gap, Scan
from folioize.scan.tree import scan_tree

__all__ = ["FileScan", "Gap", "Scan", "scan_file", "scan_tree"]
