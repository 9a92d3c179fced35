# SPDX-License-Identifier: GPL-2.0-only
"""A masked text that did not parse whole in, the same with its broken parts masked further out."""

from folioize.cst.mend.mend import WORD_RULE, mend

__all__ = ["WORD_RULE", "mend"]
