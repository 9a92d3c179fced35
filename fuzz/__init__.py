# SPDX-License-Identifier: GPL-2.0-only
"""Bytes that a fuzzer makes go in; what breaks a promise of folioize comes out, with the bytes."""
