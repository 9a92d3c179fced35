# SPDX-License-Identifier: GPL-2.0-only
"""Repositories in odd states go in; what series makes of them, or refuses, comes out."""
