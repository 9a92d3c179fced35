# SPDX-License-Identifier: GPL-2.0-only
"""Retype struct page in a kernel tree: a tree goes in, a proven patch series comes out."""

__version__ = "0.1.0"
