# SPDX-License-Identifier: GPL-2.0-only
"""Made-up trees go in; the text that a plan makes of them comes out."""
