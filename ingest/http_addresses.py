"""Ids as they stand in addresses; what is no id names nothing that is there."""

from __future__ import annotations

from uuid import UUID

from records.errors import NotFound, Sentence
from records.identifiers import BatchId, FileId


def batch_at(value: str) -> BatchId:
    try:
        return BatchId(value)
    except ValueError as error:
        raise NotFound(
            "batch.not_found",
            Sentence("Không có lô này.", "There is no such batch."),
            Sentence("Xem danh sách lô ở trang Tiếp nhận.", "See the list of batches on the page Take in."),
        ) from error


def file_at(value: str) -> FileId:
    try:
        return FileId(value)
    except ValueError as error:
        raise NotFound(
            "file.not_found",
            Sentence("Không có tệp này.", "There is no such file."),
            Sentence("Kiểm tra lại mã tệp trên biên nhận.", "Check the file's number on the receipt."),
        ) from error


def upload_at(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound(
            "upload.not_found",
            Sentence("Không có lần gửi này.", "There is no such upload."),
            Sentence("Xin địa chỉ mới rồi gửi lại tệp.", "Ask for a new address and send the file again."),
        ) from error
