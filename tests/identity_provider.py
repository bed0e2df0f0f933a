"""A real provider of identities in a process of its own: a Go program that deploy/services/fetch.sh builds once."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENT, SECRET = "web", "secret"
PASSWORD = "mat khau o noi khac"


def program() -> str:
    """Where it lies; the test is skipped where it cannot be built, which CI does not forgive."""
    if shutil.which("go") is None and os.environ.get("CI") != "true":
        pytest.skip("there is no Go here to build a provider with")
    built = subprocess.run(
        [REPOSITORY / "deploy" / "services" / "fetch.sh", "oidc"], check=True, capture_output=True, text=True
    )
    return built.stdout.strip()


@contextmanager
def provider(folder: Path, *names: str, redirect_uri: str) -> Iterator[str]:
    """Its issuer; ``names`` have accounts there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = {
        name: {
            "ID": name,
            "Username": name,
            "Password": PASSWORD,
            "FirstName": name,
            "LastName": "Nguyễn",
            "Email": f"{name}@example.vn",
            "EmailVerified": True,
            "PreferredLanguage": "vi",
        }
        for name in names
    }
    file = folder / "users.json"
    file.write_text(json.dumps(users), "utf-8")
    settings = {"PORT": str(port), "USERS_FILE": str(file), "REDIRECT_URI": redirect_uri}
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen([program()], env={**os.environ, **settings}, stdout=log, stderr=log)
        issuer = f"http://localhost:{port}/"
        try:
            until = time.monotonic() + 30
            while True:
                try:
                    httpx.get(f"{issuer}.well-known/openid-configuration").raise_for_status()
                    break
                except httpx.HTTPError:
                    assert process.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.1)
            yield issuer
        finally:
            process.terminate()
            process.wait(10)


def signed_in_there(address: str, name: str, password: str = PASSWORD) -> str:
    """What a browser does at the provider, from ``address`` on: the address it is sent back to."""
    with httpx.Client(follow_redirects=False) as browser:
        while True:
            answer = browser.get(address)
            if answer.status_code == 200:
                asked = httpx.URL(address).params["authRequestID"]
                said = {"username": name, "password": password, "id": asked}
                answer = browser.post(httpx.URL(address).copy_with(query=None), data=said)
            assert answer.status_code in {302, 303, 307}, answer.text
            address = str(httpx.URL(address).join(answer.headers["location"]))
            if "/dang-nhap/" in address:
                return address
