from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from app.desks.exports import export_views
from records.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("dossiers", [0, 2])
def test_a_batch_is_not_mixed_with_what_lies_in_the_folder(tmp_path: Path, dossiers: int) -> None:
    (tmp_path / "của tôi.txt").write_text("x")
    untouched = cast("Any", None)  # refused before anything of the archive is asked
    with pytest.raises(InvalidInput, match=r"export\.target_not_empty"):
        export_views(untouched, [untouched] * dossiers, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["của tôi.txt"]
