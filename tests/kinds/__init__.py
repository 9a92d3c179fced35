# SPDX-License-Identifier: GPL-2.0-only
"""Made-up trees go in; what inference says of them comes out."""
