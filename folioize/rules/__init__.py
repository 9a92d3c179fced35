# SPDX-License-Identifier: GPL-2.0-only
"""Semantic patches (a subset of Coccinelle's SmPL) and C files go in; edited files come out."""

from folioize.rules.apply import Applied, FileResult, Job, apply_rules
from folioize.rules.compiled import Program, compile_file
from folioize.rules.diffs import git_diff
from folioize.rules.encoding import rule_text
from folioize.rules.engine import Outcome, run
from folioize.rules.records import Rule, RuleError, RuleFile
from folioize.rules.smpl import read_rules

__all__ = [
    "Applied",
    "FileResult",
    "Job",
    "Outcome",
    "Program",
    "Rule",
    "RuleError",
    "RuleFile",
    "apply_rules",
    "compile_file",
    "git_diff",
    "read_rules",
    "rule_text",
    "run",
]
