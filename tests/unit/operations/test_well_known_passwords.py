"""Passwords that everybody knows keep a server from starting."""

from __future__ import annotations

from typing import Any

import pytest

from app.operations.well_known_passwords import default_passwords
from app.settings import Settings

SOUND: dict[str, Any] = {
    "profile": "server",
    "database_url": "postgresql+psycopg://vankho@postgres/vankho",
    "database_password": "pCk3ru8sdk2",
    "s3_endpoint": "minio:9000",
    "s3_access_key": "vankho-site",
    "s3_secret_key": "8dkwo2lsm2o",
    "elasticsearch_url": "http://elasticsearch:9200",
    "elasticsearch_user": "elastic",
    "elasticsearch_password": "lw92ksmw02k",
    "redis_url": "redis://redis:6379/0",
    "redis_password": "s02lsk2ls9q",
}


def wrong(**changes: Any) -> list[str]:
    settings = Settings(_env_file=None, **{**SOUND, **changes})
    return [found.where for found in default_passwords(settings)]


def test_random_ones_are_fine() -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"s3_secret_key": "minioadmin"}, "VANKHO_S3_SECRET_KEY"),
        ({"s3_secret_key": "MinioAdmin"}, "VANKHO_S3_SECRET_KEY"),
        ({"s3_secret_key": "vankho-site"}, "VANKHO_S3_SECRET_KEY"),
        ({"database_password": "postgres"}, "VANKHO_DATABASE_PASSWORD"),
        ({"database_password": None, "database_url": "postgresql://vankho:vankho@db/x"}, "VANKHO_DATABASE_PASSWORD"),
        ({"elasticsearch_password": "changeme"}, "VANKHO_ELASTICSEARCH_PASSWORD"),
        ({"elasticsearch_user": "", "elasticsearch_password": None}, "VANKHO_ELASTICSEARCH_PASSWORD"),
        ({"redis_password": None}, "VANKHO_REDIS_PASSWORD"),
        ({"redis_password": None, "redis_url": "redis://:redis@redis:6379/0"}, "VANKHO_REDIS_PASSWORD"),
    ],
)
def test_a_well_known_or_missing_one_is_named(changes: dict[str, Any], setting: str) -> None:
    assert wrong(**changes) == [setting]
    # The excuse is for trials on this machine, not for servers that others reach.
    assert wrong(**changes, allow_default_passwords=True) == [setting]


def test_a_trial_on_loopback_may_go_through() -> None:
    trial = {"s3_endpoint": "127.0.0.1:9000", "s3_secret_key": "minioadmin"}
    assert wrong(**trial) == ["VANKHO_S3_SECRET_KEY"]
    assert wrong(**trial, allow_default_passwords=True) == []


def test_redis_on_loopback_needs_no_password() -> None:
    assert wrong(redis_url="redis://localhost:6379/0", redis_password=None) == []


def test_a_database_may_admit_us_by_a_certificate() -> None:
    assert wrong(database_password=None) == []


def test_no_password_is_told() -> None:
    found = default_passwords(Settings(_env_file=None, **{**SOUND, "database_password": "changeme"}))
    assert "changeme" not in repr(found)
