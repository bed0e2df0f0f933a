"""The way to an S3 server: settings, one client for each process, and what the SDK has no method for.

minio 7.2.20 has no public way to send ``If-None-Match``, ``If-Match`` or a checksum with a put:
``put_object`` turns unknown headers into user metadata. ``S3Client`` adds those requests as a
subclass over ``_execute``, which signs, sends and translates like the SDK's own methods do.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import certifi
from minio import Minio
from minio.error import S3Error
from minio.xml import Element, SubElement, getbytes
from urllib3 import PoolManager, Retry, Timeout

from adapters.object_store.s3_errors import name_refused
from records.identifiers import Digest

if TYPE_CHECKING:
    from datetime import datetime

    from minio.credentials.credentials import Credentials
    from minio.helpers import DictType

    from records.identifiers import ObjectKey

LOCKED_AREAS = ("archive", "evidence")
PLAIN_AREAS = ("staging", "access")
UPLOADED = ("uploads/", "arrived/", "accepted/")
"""Where direct uploads pass through staging; what is left there is removed in days."""
SHA256_METADATA = "x-amz-meta-sha256"
IF_ABSENT = {"If-None-Match": "*"}

_PAYLOAD = "x-amz-content-sha256"


def if_unchanged(etag: str) -> dict[str, str]:
    return {"If-Match": f'"{etag}"'}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a large object that has arrived."""

    number: int
    etag: str
    checksum: str


class S3Client(Minio):
    """The SDK's client with conditional, checksummed puts."""

    def put_whole(self, bucket: str, name: str, body: bytes, digest: Digest, condition: dict[str, str]) -> None:
        """One request; the server refuses bytes that are not ``digest``."""
        headers: DictType = {**_checksum(digest), **condition, SHA256_METADATA: digest.hex, **_TYPE}
        self._execute("PUT", bucket, name, body=body, headers=headers, no_body_trace=True)

    def begin_parts(self, bucket: str, name: str, digest: Digest) -> str:
        headers: DictType = {"x-amz-checksum-algorithm": "SHA256", SHA256_METADATA: digest.hex, **_TYPE}
        return self._create_multipart_upload(bucket, name, headers)

    def put_part(self, bucket: str, name: str, upload: str, number: int, body: bytes) -> Part:
        checksum = _checksum(Digest(hashlib.sha256(body).hexdigest()))
        etag = self._upload_part(bucket, name, body, {**checksum}, upload, number)
        return Part(number, etag, checksum["x-amz-checksum-sha256"])

    def complete_parts(self, bucket: str, name: str, upload: str, parts: list[Part], condition: dict[str, str]) -> None:
        """Make the object visible, all of it."""
        root = Element("CompleteMultipartUpload")
        for part in parts:
            element = SubElement(root, "Part")
            SubElement(element, "PartNumber", str(part.number))
            SubElement(element, "ETag", f'"{part.etag}"')
            SubElement(element, "ChecksumSHA256", part.checksum)
        headers: DictType = {"Content-Type": "application/xml", **condition}
        response = self._execute(
            "POST", bucket, name, body=getbytes(root), headers=headers, query_params={"uploadId": upload}
        )
        # A long completion is answered 200 before its end; an error then stands in the body
        # (Amazon S3 API reference, CompleteMultipartUpload).
        if ET.fromstring(response.data).tag.rpartition("}")[2] == "Error":  # noqa: S314  our own server's answer
            raise S3Error.fromxml(response)

    def abort_parts(self, bucket: str, name: str, upload: str) -> None:
        self._abort_multipart_upload(bucket, name, upload)

    def _build_headers(
        self,
        host: str,
        headers: DictType | None = None,
        body: bytes | None = None,
        creds: Credentials | None = None,
    ) -> tuple[DictType, datetime]:
        # The SDK would hash the body again: SHA-256 in the open, MD5 under TLS.
        stated = (headers or {}).get(_PAYLOAD)
        if stated is None or creds is None:
            return super()._build_headers(host, headers, body, creds)
        signed, date = super()._build_headers(host, headers, None, creds)
        signed[_PAYLOAD] = stated
        return signed, date


class S3Connection:
    """Where the store is and who asks. Cheap to make: nothing is sent before the first use.

    Threads share it. A process forked from one that used it gets a client of its own.

    Args:
        endpoint: Host and port, no scheme.
        access_key: Name of the account.
        secret_key: Its secret.
        secure: Speak TLS; certificates are checked against ``SSL_CERT_FILE`` or the public roots.
        bucket_prefix: Begins the name of every bucket: lower-case letters, digits, hyphens.
        region: What the signature names; MinIO's is us-east-1 unless it was told another.
        connect_timeout: Seconds until a server that takes no connection counts as not answering.
        read_timeout: Seconds of silence after which the server counts as not answering.
        pool_size: Connections kept open; one for each thread that asks at once.
    """

    def __init__(
        self,
        endpoint: str,
        access_key: str,
        secret_key: str,
        *,
        secure: bool = True,
        bucket_prefix: str = "vankho-",
        region: str = "us-east-1",
        connect_timeout: float = 5,
        read_timeout: float = 60,
        pool_size: int = 16,
    ) -> None:
        self._endpoint, self._access_key, self._secret_key = endpoint, access_key, secret_key
        self._secure, self._region = secure, region
        self._timeout = Timeout(connect=connect_timeout, read=read_timeout)
        self._pool_size = pool_size
        self.bucket_prefix = bucket_prefix
        self._client: S3Client | None = None
        self._process = 0

    @property
    def client(self) -> S3Client:
        """The client of this process: sockets and locks of a parent are not to be shared."""
        client = self._client
        if client is None or self._process != os.getpid():
            client = self._client = self.client_at(self._endpoint, secure=self._secure)
            self._process = os.getpid()
        return client

    def client_at(self, endpoint: str, *, secure: bool) -> S3Client:
        """A client of the same account by another address."""
        # Every request may be sent twice: puts are conditional, the rest changes nothing by repetition.
        retries = Retry(
            total=2,
            connect=2,
            read=1,
            status=2,
            other=0,
            backoff_factor=0.2,
            status_forcelist=(500, 502, 503, 504),
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        pool = PoolManager(
            maxsize=self._pool_size,
            timeout=self._timeout,
            retries=retries,
            ca_certs=(os.environ.get("SSL_CERT_FILE") or certifi.where()) if secure else None,
        )
        return S3Client(
            endpoint, self._access_key, self._secret_key, secure=secure, region=self._region, http_client=pool
        )

    def bucket(self, area: str) -> str:
        return f"{self.bucket_prefix}{area}"

    def place(self, key: ObjectKey) -> tuple[str, str]:
        """Bucket and name of the object.

        Raises:
            InvalidInput (store.key_too_long): S3 has no such names: over 1,024 bytes of UTF-8, no
                text, or only blanks (Amazon S3 user guide, "Naming objects").
        """
        area, _, name = key.value.partition("/")
        try:
            size = len(name.encode())
        except UnicodeEncodeError:
            raise name_refused(key) from None
        if size > 1024 or not name.strip():
            raise name_refused(key)
        return self.bucket(area), name


_TYPE = {"Content-Type": "application/octet-stream"}


def _checksum(digest: Digest) -> dict[str, str]:
    """The signature covers the digest, and the server keeps it beside the object."""
    encoded = base64.b64encode(bytes.fromhex(digest.hex)).decode()
    return {_PAYLOAD: digest.hex, "x-amz-checksum-sha256": encoded}
