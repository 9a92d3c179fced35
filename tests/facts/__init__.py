# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the facts of C texts, and of how they are kept."""
