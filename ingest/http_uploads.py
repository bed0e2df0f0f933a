"""The routes of sending straight to the store: an address for the bytes, then the receipt."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ingest.http_addresses import batch_at, upload_at
from ingest.http_answers import LONGEST_NAME, ReceiptAnswer
from ingest.ports import IntakeDesk
from records.needs import needs
from records.reader import Capability, Reader


class NewUpload(BaseModel):
    """A file that is about to be sent; nothing said here is believed later."""

    name: str = Field(
        min_length=1, max_length=LONGEST_NAME, description="Path as dropped, with /; the one at acceptance counts."
    )
    size: int = Field(ge=0, description="In bytes; what arrives is measured.")


class ArrivedUpload(BaseModel):
    """A file that was sent."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="Path as dropped, with /.")


class UploadOfferAnswer(BaseModel):
    """Where to send the bytes of one file."""

    upload: UUID
    url: str = Field(description="A secret: who has it can send that one file. The request needs no other header.")
    method: Literal["PUT"] = "PUT"
    expires_at: datetime = Field(description="A request that begins later is refused by the store.")


def upload_routes(desk: IntakeDesk, reader: Callable[..., Reader]) -> APIRouter:
    """``/api/batches/{batch}/uploads`` and below."""
    router = APIRouter(tags=["intake"])
    asking = Annotated[Reader, Depends(reader)]

    @router.post("/api/batches/{batch}/uploads", status_code=201, summary="Xin địa chỉ gửi thẳng một tệp vào kho")
    @needs(Capability.TAKE_IN)
    def offer_upload(asks: asking, batch: str, new: NewUpload) -> UploadOfferAnswer:
        """An address of the object store for one file. Nothing is listed and nothing promised before acceptance.

        Errors: intake.not_allowed, batch.not_found, batch.closed, upload.not_direct, upload.too_large.
        """
        offer = desk.offer_upload(asks, batch_at(batch), new.size)
        return UploadOfferAnswer(upload=offer.upload, url=offer.url, expires_at=offer.expires_at)

    @router.post(
        "/api/batches/{batch}/uploads/{upload}/accept", status_code=201, summary="Nhận tệp đã gửi thẳng vào kho"
    )
    @needs(Capability.TAKE_IN)
    def accept_upload(asks: asking, batch: str, upload: str, arrived: ArrivedUpload) -> ReceiptAnswer:
        """Take in what lies in the store: its digest is worked out here. Repeating it gives the same receipt.

        Errors: intake.not_allowed, batch.not_found, batch.closed, upload.not_direct, upload.not_found,
        upload.too_large.
        """
        receipt = desk.accept_upload(asks, batch_at(batch), upload_at(upload), arrived.name)
        return ReceiptAnswer.of(receipt, batch)

    return router
