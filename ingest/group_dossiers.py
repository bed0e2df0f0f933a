"""Which files of a batch make one dossier (design: each folder is a dossier, loose files are one each)."""

from __future__ import annotations

from pathlib import PurePosixPath

from ingest.dossier_code import find_code
from ingest.model import DossierBy
from records.folding import normalise


def dossier_of(name: str, dossier_by: DossierBy) -> str:
    """The grouping key of a file within its batch: files with equal keys share a dossier.

    ``name`` is the path as handed over, with ``/``, relative to the folder that was given
    (or starting with the folder that was dropped): its first folder names the dossier, and
    deeper folders belong to it. A file without a folder is a dossier of its own. With
    ``CODE``, a dossier code written in the folder or the file name joins files; without
    one, the file stays alone until its page 1 has been read.
    """
    parts = _parts(name)
    if dossier_by is DossierBy.CODE:
        code = code_in_name(name)
        return f"code:{code}" if code else f"file:{'/'.join(parts)}"
    if dossier_by is DossierBy.FOLDER and len(parts) > 1:
        return f"folder:{parts[0]}"
    return f"file:{'/'.join(parts)}"


def dossier_title(name: str, dossier_by: DossierBy) -> str:
    """What to call the dossier until something better is known: its code, folder, or the file's stem."""
    kind, _, rest = dossier_of(name, dossier_by).partition(":")
    return rest if kind in {"code", "folder"} else PurePosixPath(rest).stem


def code_in_name(name: str) -> str:
    """A dossier code written in a file or folder name, the nearest to the file first; else empty."""
    for part in reversed(_parts(name)):
        if code := find_code(part):
            return code
    return ""


def _parts(name: str) -> list[str]:
    # One spelling: Macs hand over NFD, Windows backslashes; both would split a dossier in two.
    path = PurePosixPath(normalise(name).replace("\\", "/"))
    return [part for part in path.parts if part not in {"/", ".", ".."}] or [name]
