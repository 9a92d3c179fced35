# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the series stage: small repositories go in, branches and patches come out."""
