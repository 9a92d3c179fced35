# SPDX-License-Identifier: GPL-2.0-only
"""Masked bytes in, a tree-sitter tree out; the only place that makes a parser."""

from __future__ import annotations

import functools

import tree_sitter_c
from tree_sitter import Language, Parser, Tree

LANGUAGE = Language(tree_sitter_c.language())


@functools.cache
def _parser() -> Parser:
    return Parser(LANGUAGE)


def parse_bytes(data: bytes) -> Tree:
    """Parse ``data`` (already masked) as C; never fails, errors are nodes of the tree."""
    return _parser().parse(data)
