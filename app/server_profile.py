"""The server profile: PostgreSQL, an S3 object store, Elasticsearch, Celery with Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue.engine import Catalogue
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Connection
from adapters.object_store.s3_erasure import S3Erasure
from adapters.object_store.s3_locks import S3ObjectLocks
from adapters.object_store.s3_upload import S3DirectUpload
from adapters.task_queue.celery import CeleryQueue, address, application
from app.pipeline import FLOW
from records.errors import VankhoError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from adapters.search_index.elasticsearch import ElasticsearchIndex
    from app.settings import Settings
    from records.ports.direct_upload import DirectUpload


class ServerProfile:
    """Makes the adapters of a server. Nothing is made or migrated by the way: ``prepare`` does that.

    ``hurried`` adapters give a silent server up after a few seconds: to examine it, not to work.
    """

    def __init__(self, settings: Settings, *, hurried: bool = False) -> None:
        self._settings = settings
        self._hurried = hurried

    def catalogue(self) -> Catalogue:
        catalogue = self.catalogue_as_it_is()
        try:
            catalogue.require_current()
        except VankhoError:
            catalogue.close()
            raise
        return catalogue

    def store(self) -> S3ObjectStore:
        return S3ObjectStore(self.store_connection())

    def locks(self) -> S3ObjectLocks:
        return S3ObjectLocks(self.store_connection())

    def erasure(self) -> S3Erasure:
        return S3Erasure(self.store_connection())

    def direct_upload(self) -> DirectUpload | None:
        settings = self._settings
        if not settings.s3_public_endpoint:
            return None
        return S3DirectUpload(
            self.store_connection(), settings.s3_public_endpoint, public_secure=settings.s3_public_secure
        )

    def store_connection(self) -> S3Connection:
        settings = self._settings
        return S3Connection(
            settings.s3_endpoint,
            access_key=_secret(settings.s3_access_key),
            secret_key=_secret(settings.s3_secret_key),
            secure=settings.s3_secure,
            bucket_prefix=settings.s3_bucket_prefix,
            connect_timeout=1.0 if self._hurried else 5.0,
            read_timeout=3.0 if self._hurried else 60.0,
        )

    def index(self) -> ElasticsearchIndex:
        # The client takes a quarter of a second to load: who takes files in does without.
        from adapters.search_index.elasticsearch import ElasticsearchIndex  # noqa: PLC0415

        settings = self._settings
        return ElasticsearchIndex(
            settings.elasticsearch_url,
            alias=settings.elasticsearch_alias,
            account=settings.elasticsearch_user,
            password=_secret(settings.elasticsearch_password),
            shards=settings.elasticsearch_shards,
            replicas=settings.elasticsearch_replicas,
            search_seconds=3.0 if self._hurried else 10.0,
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
        catalogue = self.catalogue_as_it_is()
        catalogue.migrate()
        catalogue.close()
        from ocr import reading_cache  # noqa: PLC0415  loads the libraries of reading, which most commands never need

        self.store().prepare(forgetting={reading_cache.AREA.removeprefix("staging/"): reading_cache.DAYS_KEPT})
        index = self.index()
        index.prepare()
        index.close()

    def catalogue_as_it_is(self) -> Catalogue:
        """The catalogue, of whatever version its tables are."""
        settings = self._settings
        url = _with_password(settings.database_url, _secret(settings.database_password))
        if not self._hurried:
            return Catalogue.at(url)
        return Catalogue.at(_with_options(url, connect_timeout="2"), pool_size=1, overflow=2)


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


def _with_password(url: str, password: str) -> str:
    from sqlalchemy import make_url  # noqa: PLC0415  beside its one use

    return make_url(url).set(password=password).render_as_string(hide_password=False) if password else url


def _with_options(url: str, **options: str) -> str:
    from sqlalchemy import make_url  # noqa: PLC0415  beside its one use

    return make_url(url).update_query_dict(options).render_as_string(hide_password=False)
