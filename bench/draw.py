# SPDX-License-Identifier: GPL-2.0-only
"""What ``folioize infer --format jsonl`` printed goes in; declarations drawn at random come out,
for a person to look up in the kernel and judge.

    folioize infer TREE --format jsonl > found.jsonl
    python -m bench.draw found.jsonl --seed 1 --number 100

Every stratum gets an equal share, as far as it has so many: the kinds, and of a kind what is shown
with high confidence, with less, by its place alone, and what may be a tail page. The same seed
draws the same declarations of the same file.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import msgspec

from folioize.kinds import standing
from folioize.model import Declaration

HIGH = 0.9


def stratum(one: Declaration) -> str:
    """What a declaration is drawn among."""
    plain = standing(one) == one.kind and one.kind not in ("page", "conflict")
    return f"{one.kind}, likely" if plain and one.confidence < HIGH else standing(one)


def draw(found: list[Declaration], number: int, seed: int) -> dict[str, list[Declaration]]:
    """``number`` declarations by stratum; what small strata lack goes to the others."""
    chance = random.Random(seed)
    strata: dict[str, list[Declaration]] = {}
    for one in found:
        strata.setdefault(stratum(one), []).append(one)
    out: dict[str, list[Declaration]] = {}
    left = number
    for at, name in enumerate(sorted(strata, key=lambda name: (len(strata[name]), name))):
        share = min(left // (len(strata) - at), len(strata[name]))
        picked = chance.sample(range(len(strata[name])), share)
        out[name] = [strata[name][index] for index in sorted(picked)]
        left -= share
    return out


def main(arguments: list[str]) -> int:
    """Print the declarations drawn, each with its evidence."""
    parser = argparse.ArgumentParser(prog="python -m bench.draw")
    parser.add_argument("found", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=100)
    asked = parser.parse_args(arguments)
    lines = asked.found.read_bytes().splitlines()
    found = [msgspec.json.decode(line, type=Declaration) for line in lines]
    for name, drawn in sorted(draw(found, asked.number, asked.seed).items()):
        print(f"== {name}: {len(drawn)} of {sum(stratum(one) == name for one in found)}")
        for one in drawn:
            inside = f" of {one.function}" if one.function else ""
            print(f"{one.file}:{one.line}: {one.role} {one.name}{inside} ({one.confidence:.2f})")
            if one.ambiguous is not None:
                print(f"    ambiguous: {one.ambiguous}")
            if one.why_not is not None:
                print(f"    {one.why_not}")
            for step in one.evidence:
                print(f"    {step.file}:{step.line}: {step.what}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
