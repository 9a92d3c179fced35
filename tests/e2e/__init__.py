# SPDX-License-Identifier: GPL-2.0-only
"""The mini kernel goes in; a whole series, applied, built and compared, comes out."""
