"""The server profile: PostgreSQL, an S3 object store, Elasticsearch, Celery with Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.search_index.elasticsearch import ElasticsearchIndex

from adapters.catalogue.engine import Catalogue
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Connection
from adapters.task_queue.celery import CeleryQueue, address, application
from app.pipeline import FLOW

if TYPE_CHECKING:
    from pydantic import SecretStr

    from app.settings import Settings


class ServerProfile:
    """Makes the adapters of a server. Nothing is made or migrated by the way: ``prepare`` does that."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def catalogue(self) -> Catalogue:
        catalogue = self._catalogue()
        catalogue.require_current()
        return catalogue

    def store(self) -> S3ObjectStore:
        settings = self._settings
        return S3ObjectStore(
            S3Connection(
                settings.s3_endpoint,
                access_key=_secret(settings.s3_access_key),
                secret_key=_secret(settings.s3_secret_key),
                secure=settings.s3_secure,
                bucket_prefix=settings.s3_bucket_prefix,
            )
        )

    def index(self) -> ElasticsearchIndex:
        settings = self._settings
        return ElasticsearchIndex(
            settings.elasticsearch_url,
            alias=settings.elasticsearch_alias,
            account=settings.elasticsearch_user,
            password=_secret(settings.elasticsearch_password),
        )

    def queue(self) -> CeleryQueue:
        settings = self._settings
        app = application(
            address(settings.redis_url, _secret(settings.redis_password)), step_seconds=settings.page_seconds
        )
        return CeleryQueue(app, {kind: rule.queue for kind, rule in FLOW.items()})

    def prepare(self) -> None:
        """Make tables, buckets and index where there are none, and bring the tables up to date; repeatable.

        Raises:
            Unavailable, Misconfigured: A server does not answer, or does not let us.
        """
        catalogue = self._catalogue()
        catalogue.migrate()
        catalogue.close()
        self.store().prepare()
        index = self.index()
        index.prepare()
        index.close()

    def _catalogue(self) -> Catalogue:
        settings = self._settings
        return Catalogue.at(_with_password(settings.database_url, _secret(settings.database_password)))


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


def _with_password(url: str, password: str) -> str:
    from sqlalchemy import make_url  # noqa: PLC0415  beside its one use

    return make_url(url).set(password=password).render_as_string(hide_password=False) if password else url
