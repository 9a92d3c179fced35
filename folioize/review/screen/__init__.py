# SPDX-License-Identifier: GPL-2.0-only
"""A session and a solver go in; a screen on which a person reviews comes out."""
