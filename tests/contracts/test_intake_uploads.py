"""Every promise of the intake desk about files sent straight to the store: real servers, plain HTTP for the browser."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa

from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema import event, step
from adapters.catalogue.schema import file as file_table
from app.desks.intake import CatalogueIntakeDesk
from app.settings import Settings
from app.wiring import Parts, open_parts, profile_of
from ingest.http import routes
from ingest.receive import blob_key
from records.errors import Sentence, Unavailable
from records.identifiers import Digest, ObjectKey
from records.ports.direct_upload import UPLOADS
from records.reader import Capability, Reader, local_operator
from search_api.frame import create_application
from tests.server_installation import shared_servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

LARGEST = 1 << 20
OPERATOR = local_operator("văn thư")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with shared_servers() as servers:
        settings = Settings.model_validate(
            {
                "profile": "server",
                "data": tmp_path_factory.mktemp("server"),
                **servers,
                # Browsers know the store by another name than the site does.
                "s3_public_endpoint": servers["s3_endpoint"].replace("127.0.0.1", "localhost"),
                "s3_public_secure": False,
                "max_file_bytes": LARGEST,
            }
        )
        catalogue = Catalogue.at(settings.database_url)
        catalogue.migrate()
        catalogue.close()
        profile_of(settings).store().prepare()  # type: ignore[attr-defined]  # a server's store
        opened = open_parts(settings)
        yield opened
        opened.close()


class Office:
    """The API for whoever ``reader`` is, without a port."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.reader = OPERATOR
        desk = CatalogueIntakeDesk(parts)
        self._site: FastAPI = create_application(
            [routes(desk, lambda: self.reader)], version="0", allowed_hosts=["testserver"], who=lambda _: OPERATOR
        )
        self.batch = self.post("/api/batches", dossier_by="folder").json()["batch"]

    def ask(self, method: str, address: str, **said: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            # An error of ours that nobody catches fails the test.
            transport = httpx.ASGITransport(self._site)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.request(method, address, **said)

        return asyncio.run(go())

    def post(self, address: str, **said: Any) -> httpx.Response:
        return self.ask("POST", address, json=said)

    def offer(self, size: int = 1, name: str = "a.pdf") -> httpx.Response:
        return self.post(f"/api/batches/{self.batch}/uploads", name=name, size=size)

    def send(self, content: bytes) -> str:
        offer = self.offer(len(content)).json()
        assert httpx.request(offer["method"], offer["url"], content=content).status_code == 200
        return str(offer["upload"])

    def accept(self, upload: str, name: str = "Hồ sơ 1/đơn.pdf", batch: str = "") -> httpx.Response:
        return self.post(f"/api/batches/{batch or self.batch}/uploads/{upload}/accept", name=name)

    def put(self, content: bytes, name: str) -> httpx.Response:
        return self.ask("PUT", f"/api/batches/{self.batch}/files", params={"name": name}, content=content)

    def listed(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", f"/api/batches/{self.batch}/files").json())

    def rows(self) -> tuple[int, int, int]:
        """Files, steps and digest events of the batch."""
        with self.parts.catalogue.begin(readonly=True) as connection:
            return tuple(
                connection.execute(sa.select(sa.func.count()).where(where)).scalar_one()
                for where in (
                    file_table.c.batch_id == self.batch,
                    step.c.batch_id == self.batch,
                    sa.and_(event.c.batch_id == self.batch, event.c.type == "message digest calculation"),
                )
            )  # type: ignore[return-value]  # there are three


@pytest.fixture
def office(parts: Parts) -> Office:
    return Office(parts)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def bytes_of(size: int) -> bytes:
    return random.Random(uuid4().int).randbytes(size)


@pytest.mark.parametrize("size", [0, 1, LARGEST])
def test_a_file_sent_straight_has_the_receipt_of_one_that_came_through_the_site(office: Office, size: int) -> None:
    content = bytes_of(size)
    answer = office.accept(office.send(content), "Hồ sơ 1\\../đơn.pdf")
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert (receipt["name"], receipt["size"], receipt["digest"]) == ("Hồ sơ 1/đơn.pdf", size, Digest.of(content).hex)
    assert (receipt["batch"], receipt["received_by"]) == (office.batch, "văn thư")
    assert office.put(content, "Hồ sơ 1/đơn.pdf").json() == receipt
    assert office.rows() == (1, 1, 1)
    with office.parts.store.open(blob_key(Digest.of(content))) as stream:
        assert stream.read() == content


def test_the_offer_names_the_store_as_browsers_know_it_and_when_it_ends(office: Office) -> None:
    before = datetime.now(UTC)
    answer = office.offer(5)
    assert answer.status_code == 201
    offer = answer.json()
    assert offer["method"] == "PUT"
    assert offer["url"].startswith(f"http://localhost:{office.parts.settings.s3_endpoint.rpartition(':')[2]}/")
    assert office.parts.settings.upload_origin == offer["url"].split("/t")[0]
    ends = datetime.fromisoformat(offer["expires_at"])
    assert before + timedelta(minutes=59) < ends < datetime.now(UTC) + timedelta(minutes=61)
    assert f"/uploads/{offer['upload']}?" in offer["url"]
    assert office.rows() == (0, 0, 0)


def test_accepting_twice_gives_the_same_receipt_also_when_the_bytes_rest_elsewhere_by_now(office: Office) -> None:
    content = bytes_of(100)
    upload = office.send(content)
    first = office.accept(upload).json()
    assert office.accept(upload).json() == first
    office.parts.store.delete(blob_key(Digest.of(content)))  # as after its deposit
    assert office.accept(upload).json() == first
    assert office.rows() == (1, 1, 1)


def test_the_same_bytes_again_are_the_same_file_under_the_same_name_alone(office: Office) -> None:
    content = bytes_of(100)
    first = office.accept(office.send(content), "1.pdf").json()
    assert office.accept(office.send(content), "1.pdf").json() == first
    other = office.accept(office.send(content), "2.pdf").json()
    assert (other["digest"], other["file"] != first["file"]) == (first["digest"], True)
    assert office.rows() == (2, 2, 2)


def test_what_was_said_of_a_file_is_not_believed(office: Office) -> None:
    offer = office.offer(size=3).json()
    httpx.put(offer["url"], content=b"more than three")
    receipt = office.accept(offer["upload"]).json()
    assert (receipt["size"], receipt["digest"]) == (15, Digest.of(b"more than three").hex)


def test_too_large_is_told_before_sending_and_found_out_after_it(office: Office) -> None:
    assert code(office.offer(LARGEST + 1)) == (422, "upload.too_large")
    offer = office.offer(1).json()
    httpx.put(offer["url"], content=bytes(LARGEST + 1))
    assert code(office.accept(offer["upload"])) == (422, "upload.too_large")
    assert code(office.accept(offer["upload"])) == (404, "upload.not_found")
    assert office.rows() == (0, 0, 0)


def test_nothing_was_sent(office: Office) -> None:
    assert code(office.accept(office.offer().json()["upload"])) == (404, "upload.not_found")
    assert code(office.accept(str(uuid4()))) == (404, "upload.not_found")
    assert code(office.accept("staging")) == (404, "upload.not_found")
    assert office.listed() == []


def test_an_address_that_has_ended_takes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desks.reception.OFFERED_FOR", timedelta(seconds=1))
    offer = office.offer().json()
    asyncio.run(asyncio.sleep(2.1))
    assert httpx.put(offer["url"], content=b"late").status_code == 403
    assert code(office.accept(offer["upload"])) == (404, "upload.not_found")


def test_a_batch_closed_meanwhile_takes_nothing(office: Office) -> None:
    upload = office.send(bytes_of(10))
    office.post(f"/api/batches/{office.batch}/seal")
    assert code(office.accept(upload)) == (409, "batch.closed")
    assert code(office.offer()) == (409, "batch.closed")
    assert office.rows() == (0, 0, 0)
    # It was not touched: another batch may have it.
    assert office.parts.store.stat(ObjectKey(f"{UPLOADS}{upload}")) is not None
    other = Office(office.parts)
    assert other.accept(upload).status_code == 201


def test_a_batch_closed_while_the_bytes_are_digested_takes_nothing(office: Office) -> None:
    sealing = _after_accepting(office, lambda _: office.post(f"/api/batches/{office.batch}/seal"))
    upload = sealing.send(bytes_of(10))
    assert code(sealing.accept(upload, batch=office.batch)) == (409, "batch.closed")
    assert office.rows() == (0, 0, 0)


def test_no_receipt_is_given_for_bytes_cleared_away_before_they_were_listed(office: Office) -> None:
    clearing = _after_accepting(office, lambda digest: office.parts.store.delete(blob_key(digest)))
    content = bytes_of(10)
    upload = clearing.send(content)
    assert code(clearing.accept(upload, batch=office.batch)) == (404, "upload.not_found")
    assert office.rows() == (0, 0, 0)
    assert office.accept(office.send(content)).status_code == 201


def test_no_receipt_is_given_while_the_store_does_not_answer(office: Office) -> None:
    sentence = Sentence("Kho không trả lời.", "The store does not answer.")

    def fail(_: Digest) -> None:
        raise Unavailable("store.unavailable", sentence, sentence)

    failing = _after_accepting(office, fail)
    upload = failing.send(bytes_of(10))
    assert code(failing.accept(upload, batch=office.batch)) == (503, "store.unavailable")
    assert office.rows() == (0, 0, 0)
    assert office.accept(upload).status_code == 201


def test_rights_are_those_of_giving_a_file(office: Office) -> None:
    upload = office.send(b"x")
    office.reader = replace(OPERATOR, units=frozenset({"phòng khác"}))
    assert (
        code(office.offer()) == code(office.accept(upload)) == code(office.put(b"x", "a")) == (404, "batch.not_found")
    )
    office.reader = replace(OPERATOR, capabilities=frozenset(Capability) - {Capability.TAKE_IN})
    assert (
        code(office.offer())
        == code(office.accept(upload))
        == code(office.put(b"x", "a"))
        == (403, "intake.not_allowed")
    )
    office.reader = Reader(account="ai đó")
    assert code(office.offer())[0] == 403


def test_without_an_address_for_browsers_files_come_through_the_site_alone(parts: Parts) -> None:
    site_only = parts.settings.model_copy(update={"s3_public_endpoint": ""})
    office = Office(replace(parts, settings=site_only, profile=profile_of(site_only)))
    assert CatalogueIntakeDesk(office.parts).upload_origin == ""
    assert code(office.offer()) == code(office.accept(str(uuid4()))) == (409, "upload.not_direct")
    assert office.put(b"x", "a").status_code == 201


def _after_accepting(office: Office, act: Any) -> Office:
    """The same installation, in which ``act`` happens after the bytes were digested and before they are listed."""
    direct = office.parts.direct_upload
    assert direct is not None

    class Acting(type(direct)):  # type: ignore[misc]  # the real one
        def __init__(self) -> None:
            self.__dict__.update(direct.__dict__)

        def accept(self, key: ObjectKey, *, max_bytes: int) -> tuple[Digest, int]:
            answer: tuple[Digest, int] = super().accept(key, max_bytes=max_bytes)
            act(answer[0])
            return answer

    acting = replace(office.parts)
    acting.__dict__["direct_upload"] = Acting()
    return Office(acting)
