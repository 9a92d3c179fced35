# SPDX-License-Identifier: GPL-2.0-only
"""Faults are injected: hostile trees and files, broken caches, killed processes, full disks."""
