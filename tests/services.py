"""The real servers that tests of the server profile speak to.

`make services` starts them and prints the variables read here; `make test` does both. Where a
variable is absent the test is skipped and says so, which CI counts as a failure.
"""

from __future__ import annotations

import os

import pytest

S3 = ("VANKHO_TEST_S3_ENDPOINT", "VANKHO_TEST_S3_ACCESS_KEY", "VANKHO_TEST_S3_SECRET_KEY")
ELASTICSEARCH = "VANKHO_TEST_ELASTICSEARCH_URL"
POSTGRES = "VANKHO_TEST_POSTGRES_URL"
REDIS = "VANKHO_TEST_REDIS_URL"


def address(name: str) -> str:
    """Value of the variable ``name``; skips the test where it is not set."""
    value = os.environ.get(name, "")
    if not value:
        pytest.skip(f"{name} is not set: run `make services` and set what it prints")
    return value


def s3() -> tuple[str, str, str]:
    """Endpoint, access key and secret key of the object store."""
    endpoint, access_key, secret_key = (address(name) for name in S3)
    return endpoint, access_key, secret_key


def elasticsearch_url() -> str:
    return address(ELASTICSEARCH)


def postgres_url() -> str:
    """SQLAlchemy URL of a database in which tests make databases of their own."""
    return address(POSTGRES)


def redis_url() -> str:
    return address(REDIS)
