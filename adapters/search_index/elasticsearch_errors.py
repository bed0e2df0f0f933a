"""What can go wrong with an index on a server, in our words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import elastic_transport
from elasticsearch import ApiError, AuthenticationException, AuthorizationException, UnsupportedProductError

from records.errors import Conflict, Damaged, Misconfigured, Sentence, Unavailable, VankhoError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_REBUILD = Sentence(
    "Chạy «vankho index rebuild» để lập lại chỉ mục; kho lưu trữ không bị ảnh hưởng.",
    "Run «vankho index rebuild» to make the index anew; the archive itself is not affected.",
)


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the driver leave the block as ours."""
    try:
        yield
    except UnsupportedProductError as error:
        raise wrong_server(str(error)) from error
    except (AuthenticationException, AuthorizationException) as error:
        raise of_status(error.status_code, _reason(error)) from error
    except ApiError as error:
        raise of_status(error.status_code, _reason(error)) from error
    except (elastic_transport.TransportError, elastic_transport.TransportWarning) as error:
        raise unreachable(str(error)) from error


def of_item(failure: Mapping[str, Any]) -> VankhoError:
    """The error of one page that the server did not take; ``failure`` is its item of a bulk answer."""
    error = failure.get("error")
    kind = error.get("type", "") if isinstance(error, dict) else ""
    reason = f"{kind}: {error.get('reason', '')}" if isinstance(error, dict) else str(error)
    if kind in {"strict_dynamic_mapping_exception", "document_parsing_exception", "mapper_parsing_exception"}:
        return schema_changed()
    return of_status(int(failure.get("status", 500)), reason)


def of_status(status: int, reason: str) -> VankhoError:
    if status == 401 or (status == 403 and "cluster_block" not in reason):
        return Misconfigured(
            "index.not_admitted",
            Sentence(
                "Máy chủ tìm kiếm không chấp nhận tài khoản của Vankho.",
                "The search server does not admit the account of Vankho.",
            ),
            Sentence(
                "Kiểm tra tên, mật khẩu và quyền của tài khoản trên Elasticsearch.",
                "Check name, password and rights of the account on Elasticsearch.",
            ),
        )
    # A walk that took too long is begun anew by whoever asks again.
    if status in _PASSING or "search_context_missing" in reason:
        return unreachable(reason)
    if "cluster_block" in reason:
        return Unavailable(
            "index.cannot_write",
            Sentence(f"Không ghi được chỉ mục: {reason}", f"The index cannot be written: {reason}"),
            Sentence(
                "Kiểm tra dung lượng đĩa của máy chủ tìm kiếm; máy chủ tự khóa ghi khi đĩa gần đầy.",
                "Check free disk space of the search server; it refuses writes when the disk is nearly full.",
            ),
        )
    return refused(reason)


def refused(reason: str) -> Misconfigured:
    return Misconfigured(
        "index.refused",
        Sentence(f"Máy chủ tìm kiếm từ chối yêu cầu: {reason}", f"The search server refused the request: {reason}"),
        Sentence(
            "Kiểm tra phiên bản Elasticsearch và tên chỉ mục trong cấu hình; nếu vẫn lỗi, chạy «vankho index rebuild».",
            "Check the version of Elasticsearch and the name of the index in the settings; if it stays, "
            "run «vankho index rebuild».",
        ),
    )


def unreachable(reason: str) -> Unavailable:
    return Unavailable(
        "index.unreachable",
        Sentence(f"Máy chủ tìm kiếm không trả lời: {reason}", f"The search server does not answer: {reason}"),
        Sentence(
            "Đợi rồi thử lại; nếu vẫn lỗi, kiểm tra máy chủ Elasticsearch có đang chạy không.",
            "Wait and try again; if it stays, check that Elasticsearch runs.",
        ),
    )


def wrong_server(what: str) -> Misconfigured:
    return Misconfigured(
        "index.wrong_server",
        Sentence(
            f"Máy chủ tìm kiếm không phải Elasticsearch 8 hoặc 9: {what}",
            f"The search server is not Elasticsearch 8 or 9: {what}",
        ),
        Sentence(
            "Đặt địa chỉ của một máy chủ Elasticsearch 8.x hoặc 9.x.",
            "Point the settings at a server of Elasticsearch 8.x or 9.x.",
        ),
    )


def taken_over() -> Conflict:
    return Conflict(
        "index.busy",
        Sentence("Một lượt lập lại chỉ mục khác đã bắt đầu.", "Another rebuild of the index was begun."),
        Sentence("Đợi lượt đó xong rồi làm lại nếu cần.", "Wait until it has finished, then try again if need be."),
    )


def lacking(what: Sequence[str]) -> Misconfigured:
    named = ", ".join(what)
    return Misconfigured(
        "index.schema_changed",
        Sentence(
            f"Chỉ mục tìm kiếm không đúng cấu trúc mà phiên bản này cần: {named}",
            f"The search index is not made as this version needs it: {named}",
        ),
        _REBUILD,
    )


def two_indices(alias: str) -> Damaged:
    return Damaged(
        "index.damaged",
        Sentence(f"Tên {alias} trỏ tới hơn một chỉ mục.", f"More than one index is called {alias}."),
        _REBUILD,
    )


def schema_changed() -> Misconfigured:
    return Misconfigured(
        "index.schema_changed",
        Sentence(
            "Chỉ mục tìm kiếm do một phiên bản Vankho khác lập.",
            "The search index was made by another version of Vankho.",
        ),
        _REBUILD,
    )


def _reason(error: ApiError) -> str:
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return f"{body['error'].get('type', '')}: {body['error'].get('reason', '')}"
    return str(error)
