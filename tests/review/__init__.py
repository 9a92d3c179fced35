# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the review: its model, the prompt, the JSON and the screen."""
