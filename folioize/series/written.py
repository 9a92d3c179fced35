# SPDX-License-Identifier: GPL-2.0-only
"""A folder with a series goes in; the record of it comes out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from folioize.errors import FolioizeError
from folioize.model import SeriesRecord
from folioize.series import outfolder


def kinds_of(record: SeriesRecord) -> tuple[str, ...]:
    """The names of the kinds that a series converts; a design may be called otherwise."""
    own = (part.kind for part in record.parts if part.type_name != "page")
    return tuple(own) or (record.kind,)


def read_series(series_dir: Path) -> SeriesRecord:
    """Return series.json of OUT.

    Raises FolioizeError where it is missing or not as this version of folioize writes it.
    """
    path = series_dir / outfolder.RECORD
    try:
        return msgspec.json.decode(path.read_bytes(), type=SeriesRecord)
    except OSError as error:
        raise FolioizeError(
            f"{series_dir} holds no series: write one with `folioize series TREE -o {series_dir}`"
        ) from error
    except msgspec.MsgspecError as error:
        raise FolioizeError(f"{path}: {error}; write the series anew") from error
