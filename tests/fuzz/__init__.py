# SPDX-License-Identifier: GPL-2.0-only
"""The fuzzers' targets, without a fuzzer: on their seeds and on all that was ever found."""
