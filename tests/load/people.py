"""People at work, for locust: six searches to three looks at a page to one upload, five seconds between two acts.

Run by ``house.py`` as a process of its own, because gevent puts its own sockets and threads in place of Python's.
VANKHO_LOAD names a folder: ``people.json`` (accounts and the one password), ``upload.pdf``; written there are
``requests.jsonl`` (what was asked, milliseconds, what went wrong) and ``receipts.jsonl`` (what was accepted).
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import uuid
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote_plus

from locust import FastHttpUser, constant, events, task

FOLDER = Path(os.environ["VANKHO_LOAD"])
PEOPLE = json.loads((FOLDER / "people.json").read_text("utf-8"))
UPLOAD = (FOLDER / "upload.pdf").read_bytes()
MARK = b"0" * 32
"""What each upload has of its own stands in its place."""
SEEN_AT_ONCE = 6
"""Thumbnails on the screen; the others are got when somebody rolls down."""
QUERIES = (
    "khai sinh", "giấy phép xây dựng", "quyet dinh", '"hồ sơ"', "chứng thực", "nguyễn văn", "xay dung nha o", "dat*",
    "thửa đất", "tháng 3/2019", "uỷ ban nhân dân", "phuong an", "don de nghi", "hộ tịch", "",
)  # fmt: skip
_PICTURE = re.compile(r'src="(/api/documents/[^"]+/picture[^"]*)"')
_PAGE = re.compile(r'href="(/ho-so/[0-9a-f-]{36}/[0-9a-f-]{36}/\d+[^"]*)"')
_STATIC = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_numbers = count()
_asked: TextIO
_kept: TextIO


@events.init.add_listener
def _open(**_: Any) -> None:
    global _asked, _kept  # noqa: PLW0603  one process, one file of each
    _asked = (FOLDER / "requests.jsonl").open("w", encoding="utf-8")
    _kept = (FOLDER / "receipts.jsonl").open("w", encoding="utf-8")


@events.request.add_listener
def _note(name: str, response_time: float, exception: BaseException | None, response: Any = None, **_: Any) -> None:
    wrong = "" if exception is None else f"{getattr(response, 'status_code', '')} {exception}"[:300]
    _asked.write(json.dumps([name, round(response_time, 1), wrong]) + "\n")


@events.quit.add_listener
def _close(**_: Any) -> None:
    _asked.close()
    _kept.close()


class Person(FastHttpUser):
    wait_time = constant(PEOPLE["seconds_between"])
    network_timeout = connection_timeout = 120.0

    def on_start(self) -> None:
        self._chance = random.Random(number := next(_numbers))
        self._pages: list[str] = []
        self._has: set[str] = set()
        account = PEOPLE["accounts"][number % len(PEOPLE["accounts"])]
        self.client.get("/dang-nhap", name="page: sign in")
        with self.client.post(
            "/dang-nhap",
            data={"name": account, "password": PEOPLE["password"]},
            headers={"Origin": self.host},
            name="page: signing in",
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code == 303:
                answer.success()
            else:
                answer.failure(f"not let in: {answer.status_code}")
        page = self._page("/tra-cuu", "page: find")
        for address in sorted(set(_STATIC.findall(page))):
            self.client.get(address, name="static")

    @task(6)
    def search(self) -> None:
        page = self._page(f"/tra-cuu?q={quote_plus(self._chance.choice(QUERIES))}", "page: find")
        self._pictures(page)
        self._pages = [unescape(address) for address in _PAGE.findall(page)] or self._pages

    @task(3)
    def view(self) -> None:
        if not self._pages:
            self._page("/ho-so", "page: dossiers")
            return
        self._pictures(self._page(self._chance.choice(self._pages), "page: viewer"))

    @task(1)
    def upload(self) -> None:
        self._page("/tiep-nhan", "page: intake")
        own = uuid.uuid4().hex
        content, name = UPLOAD.replace(MARK, own.encode()), f"Hồ sơ {own[:8]}/Đơn {own[:12]}.pdf"
        batch = self._act("POST", "/api/batches", json={"name": f"Nộp {own[:8]}", "dossier_by": "folder"})
        if batch is None:
            return
        given = self._act("PUT", f"/api/batches/{batch['batch']}/files", data=content, params={"name": name})
        if given is not None:
            digest = hashlib.sha256(content).hexdigest()
            _kept.write(json.dumps({"batch": batch["batch"], "file": given["file"], "sha256": digest}) + "\n")
            _kept.flush()
        self._act("POST", f"/api/batches/{batch['batch']}/seal")
        self._page(f"/tiep-nhan/{batch['batch']}", "page: batch")

    def _page(self, address: str, name: str) -> str:
        with self.client.get(address, name=name, catch_response=True, headers={"Accept": "text/html"}) as answer:
            if answer.status_code == 200 and "/dang-nhap" not in (answer.url or ""):
                answer.success()
                return str(answer.text)
            answer.failure(f"{answer.status_code} {answer.url}")
        return ""

    def _pictures(self, page: str) -> None:
        """What a browser gets with it, as far as it has not got it before: pictures never change."""
        every = [unescape(address) for address in _PICTURE.findall(page)]
        small = [address for address in every if "small" in address][:SEEN_AT_ONCE]
        for address in [one for one in every if "small" not in one] + small:
            if address not in self._has:
                self._has.add(address)
                self.client.get(address, name="thumbnail" if "small" in address else "picture")

    def _act(self, method: str, address: str, **sent: Any) -> Any:
        name = f"act: {method} {re.sub('[0-9a-f-]{36}', '…', address)}"
        answer = self.client.request(method, address, name=name, headers={"Origin": self.host}, **sent)
        return answer.json() if answer.status_code in {200, 201} else None
