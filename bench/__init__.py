# SPDX-License-Identifier: GPL-2.0-only
"""A kernel tree goes in; a table of times and memory comes out: folioize, floors and peers."""
