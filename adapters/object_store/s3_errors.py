"""What an S3 server or the way to it says, in the words of the house.

Only ``Unavailable`` is tried again, so the question at each code is: can waiting help?
Codes: Amazon S3 API reference, "Error responses"; those that begin with XMinio are MinIO's own.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError

from adapters.object_store.filesystem_errors import busy, changed, digest_mismatch, exists, not_found
from records.errors import InvalidInput, Misconfigured, Sentence, Unavailable, VankhoError

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_KEY = {"NoSuchKey", "NoSuchVersion"}
"""Nothing lies under the key."""
LOST_RACE = {"PreconditionFailed", "ConditionalRequestConflict"}
"""Somebody else wrote first (412), or is writing at the same moment (409)."""

_DENIED = {
    "AccessDenied", "AccountProblem", "AllAccessDisabled", "AuthorizationHeaderMalformed", "InvalidAccessKeyId",
    "InvalidToken", "ExpiredToken", "SignatureDoesNotMatch", "XMinioInvalidIAMCredentials",
}  # fmt: skip
_OTHER_BYTES = {
    "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch",
}  # fmt: skip
_FULL = {"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded", "InsufficientStorage"}
_NO_NAME = {"KeyTooLongError", "XMinioInvalidObjectName", "XMinioInvalidResourceName"}
_TOO_BIG = {"EntityTooLarge"}
_IN_THE_WAY = {"XMinioParentIsObject", "XMinioObjectExistsAsDirectory"}
_MEANWHILE = {"OperationAborted", "BucketAlreadyExists"}
# IncompleteBody: we sent all of it; its disk ran full meanwhile, or the way broke off.
_WAIT = {
    "SlowDown", "SlowDownRead", "SlowDownWrite", "RequestTimeout", "RequestLimitExceeded", "InternalError",
    "IncompleteBody",
}  # fmt: skip
_NO_LOCK = {"ObjectLockConfigurationNotFoundError", "InvalidBucketState"}
DRIVER_ERRORS = (MinioException, HTTPError, ParseError, ValueError)
"""All that the SDK raises; ValueError for names it does not take and for answers that are not of S3."""


@contextmanager
def translated(what: object) -> Iterator[None]:
    """Let no error of the SDK or of the connection out; ``what`` is the key or bucket worked on."""
    try:
        yield
    except DRIVER_ERRORS as error:
        raise from_driver(error, what) from error


def from_driver(error: Exception, what: object) -> VankhoError:
    """The error of ours that tells the caller what to do about ``error``."""
    if isinstance(error, S3Error):
        return _from_code(error, what)
    if isinstance(error, ServerError):
        return _from_status(error.status_code, what)
    if isinstance(error, InvalidResponseError):
        return _from_status(error._code, what)  # noqa: SLF001  the SDK offers no other way to the status
    if isinstance(error, (ParseError, ValueError)):
        return _refused(what, str(error))
    reason = error.reason if isinstance(error, MaxRetryError) else error
    if isinstance(reason, SSLError):
        return _not_trusted()
    return unreachable(what)


def code_of(error: S3Error) -> str:
    """The code of the error; a HEAD has no body to say it in, MinIO says it in a header."""
    return error.response.headers.get("x-minio-error-code") or error.code or ""


def _from_code(error: S3Error, what: object) -> VankhoError:
    code = code_of(error)
    if code in NO_KEY:
        return not_found(what)
    if code in LOST_RACE:
        return changed(what)
    if code in _FULL:
        return _full(what)
    if code in _DENIED:
        return _denied(what)
    if code == "NoSuchBucket":
        return bucket_missing(error.bucket_name or what)
    if code == "RequestTimeTooSkewed":
        return _clock()
    if code in _OTHER_BYTES:
        return digest_mismatch(what)
    if code in _NO_NAME:
        return name_refused(what)
    if code in _TOO_BIG:
        return _too_big(what)
    if code in _IN_THE_WAY:
        return exists(what)
    if code in _MEANWHILE:
        return busy(what)
    if code in _NO_LOCK:
        return without_lock(what)
    if code in _WAIT:
        return unreachable(what)
    return _from_status(error.response.status, what, code)


def _from_status(status: int, what: object, code: str = "") -> VankhoError:
    if status == 507:
        return _full(what)
    if status >= 500 or status in {408, 429}:
        return unreachable(what)
    if status in {401, 403}:
        return _denied(what)
    return _refused(what, code or f"HTTP {status}")


def unreachable(what: object) -> Unavailable:
    return Unavailable(
        "store.unreachable",
        Sentence(f"Kho đối tượng không trả lời khi truy cập {what}.", f"The object store does not answer at {what}."),
        Sentence(
            "Kiểm tra máy chủ kho đối tượng và đường mạng; công việc sẽ được thực hiện lại.",
            "Check the server of the object store and the network; the work will be tried again.",
        ),
    )


def name_refused(what: object) -> InvalidInput:
    return InvalidInput(
        "store.key_too_long",
        Sentence(
            f"Tên {str(what)!a} quá dài hoặc không dùng được trong kho đối tượng.",
            f"The name {str(what)!a} is too long for the object store or cannot be used there.",
        ),
        Sentence("Rút ngắn hoặc đổi tên tệp rồi thử lại.", "Shorten or change the file name and try again."),
    )


def without_lock(what: object) -> Misconfigured:
    return Misconfigured(
        "store.bucket_without_lock",
        Sentence(
            f"Bucket của {what} được tạo mà không bật khóa đối tượng (object lock).",
            f"The bucket of {what} was made without object lock.",
        ),
        Sentence(
            "Khóa chỉ bật được khi tạo bucket: đổi tiền tố bucket để tạo bucket mới rồi chuyển dữ liệu sang.",
            "Lock can only be had when a bucket is made: choose another bucket prefix and move the content there.",
        ),
    )


def _full(what: object) -> Unavailable:
    return Unavailable(
        "store.full",
        Sentence(f"Kho đối tượng đã hết dung lượng khi ghi {what}.", f"The object store is full; {what} is not kept."),
        Sentence(
            "Bổ sung dung lượng hoặc nới hạn mức của kho đối tượng; công việc sẽ được thực hiện lại.",
            "Add space or raise the quota of the object store; the work will be tried again.",
        ),
    )


def _denied(what: object) -> Misconfigured:
    return Misconfigured(
        "store.permission",
        Sentence(
            f"Kho đối tượng không cho tài khoản này truy cập {what}.",
            f"The object store does not let this account at {what}.",
        ),
        Sentence(
            "Kiểm tra khóa truy cập, khóa bí mật và quyền của tài khoản trên các bucket.",
            "Check the access key, the secret key and the rights of the account on the buckets.",
        ),
    )


def bucket_missing(what: object) -> Misconfigured:
    return Misconfigured(
        "store.bucket_missing",
        Sentence(f"Kho đối tượng không có bucket {what}.", f"The object store has no bucket {what}."),
        Sentence(
            "Kiểm tra tiền tố bucket trong cấu hình; chạy «vankho migrate» để tạo bucket còn thiếu.",
            "Check the bucket prefix in the settings; «vankho migrate» makes what is missing.",
        ),
    )


def _clock() -> Misconfigured:
    return Misconfigured(
        "store.clock_skewed",
        Sentence(
            "Đồng hồ của máy này và của kho đối tượng lệch nhau quá nhiều.",
            "The clocks of this machine and of the object store differ too much.",
        ),
        Sentence("Đồng bộ giờ cả hai máy bằng NTP.", "Set both by NTP."),
    )


def _too_big(what: object) -> Misconfigured:
    return Misconfigured(
        "store.file_too_big",
        Sentence(
            f"{what} lớn hơn kích thước mà kho đối tượng cho phép.", f"{what} is larger than the object store takes."
        ),
        Sentence("Nới giới hạn kích thước của kho đối tượng.", "Raise the size limit of the object store."),
    )


def _not_trusted() -> Misconfigured:
    return Misconfigured(
        "store.tls",
        Sentence(
            "Không lập được kết nối TLS tin cậy tới kho đối tượng.",
            "No trusted TLS connection to the object store could be made.",
        ),
        Sentence(
            "Kiểm tra chứng thư của kho đối tượng; nếu do đơn vị tự cấp, đặt SSL_CERT_FILE tới chứng thư gốc.",
            "Check the certificate of the object store; for an authority of your own set SSL_CERT_FILE to its root.",
        ),
    )


def _refused(what: object, code: str) -> Misconfigured:
    return Misconfigured(
        "store.refused",
        Sentence(f"Kho đối tượng từ chối yêu cầu tại {what}: {code}.", f"The object store refused {what}: {code}."),
        Sentence(
            "Kiểm tra địa chỉ và loại máy chủ kho đối tượng trong cấu hình.",
            "Check the address and the kind of the object store in the settings.",
        ),
    )
