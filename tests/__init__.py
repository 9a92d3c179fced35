# SPDX-License-Identifier: GPL-2.0-only
"""The tests, in folders that mirror those of folioize."""
