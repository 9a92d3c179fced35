# SPDX-License-Identifier: GPL-2.0-only
"""A series and its tree go in; a review on a screen, in a terminal or as JSON comes out."""
