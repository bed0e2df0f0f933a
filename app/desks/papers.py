"""The desk that says where the paper of a dossier lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import dossiers, events, paper_codes
from app.desks.reading_room import no_dossier
from archive.ports import PaperDesk
from records.errors import Forbidden, Sentence
from records.paper_file_code import paper_file_code
from records.reader import Capability

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DossierId
    from records.reader import Reader


class CataloguePaperDesk(PaperDesk):
    """On the catalogue; the next version of the package tells it too."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def record(self, reader: Reader, dossier: DossierId, code: str) -> str:
        said = paper_file_code(code)
        with self._parts.catalogue.begin() as connection:
            if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
                raise no_dossier()
            if Capability.TAKE_IN not in reader.capabilities:
                raise _not_allowed()
            before = dossiers.hold(connection, dossier).paper_code
            if before != said:
                paper_codes.put(connection, dossier, said)
                events.add(
                    connection,
                    type="metadata modification",
                    agent=reader.account,
                    now=self._parts.clock.now(),
                    subjects=[dossier],
                    dossier=dossier,
                    detail={"act": "paper_code_recorded", "paper_file_code_before": before, "paper_file_code": said},
                )
        return said


def _not_allowed() -> Forbidden:
    return Forbidden(
        "paper.not_allowed",
        Sentence("Tài khoản này không được ghi nơi để bản giấy.", "This account may not say where paper lies."),
        Sentence("Đề nghị cán bộ số hóa hoặc lưu trữ viên thực hiện.", "Ask a clerk or an archivist to do it."),
    )
