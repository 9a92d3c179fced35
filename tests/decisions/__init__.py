# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the file of decisions and of its log."""
