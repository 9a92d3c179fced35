# SPDX-License-Identifier: GPL-2.0-only
"""What verify remembers is read back, in whichever thread."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.verify.state import Memory, OutState, load_state, save_state

STATE = OutState(tree="1234", stamps={"mm/slub.o": 5}, base_objects=7)


def test_a_state_is_that_of_its_key(tmp_path: Path) -> None:
    save_state(tmp_path, "key", STATE)
    assert load_state(tmp_path, "key") == STATE
    assert load_state(tmp_path, "another") == OutState()


def test_no_thread_is_the_first_to_look_at_a_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """msgspec crashes where two threads decode into a type that it has not seen yet."""
    save_state(tmp_path, "key", STATE)
    memory = Memory(tmp_path / "memory", resume=False)
    memory.keep([])

    def late(*_data: object, **_type: object) -> None:
        pytest.fail("a decoder is made only when it is needed")

    for module in (msgspec.msgpack, msgspec.json):
        monkeypatch.setattr(module, "decode", late)
        monkeypatch.setattr(module, "Decoder", late)
    assert load_state(tmp_path, "key") == STATE
    Memory(tmp_path / "memory", resume=True)
