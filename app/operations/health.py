"""``/health/live``, ``/health/ready`` and ``/metrics``: for machines, without sign-in, and without anything secret."""

# Annotations are read by FastAPI while the routes are made: no postponed ones here.

import ipaddress
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app.operations.examined import Examined
from records.errors import Forbidden, Sentence
from records.findings import Verdict
from records.needs import Anybody, needs

_WAITED_FOR = frozenset({"catalogue", "object_store", "index", "queue"})
"""Without these the site is not ready; it tells people itself of everything else."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def routes(latest: Callable[[], list[Examined]], metrics: Callable[[], bytes] | None) -> APIRouter:
    """The routes; ``latest`` answers within three seconds, ``metrics`` gives Prometheus text (None: no such page)."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    @needs(Anybody.PUBLIC)
    def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/health/ready")
    @needs(Anybody.PUBLIC)
    def ready() -> JSONResponse:
        examined = latest()
        is_ready = all(each.verdict is Verdict.PASSED for each in examined if each.name in _WAITED_FOR)
        return JSONResponse(
            {"status": "ready" if is_ready else "waiting", "dependencies": [_told(each) for each in examined]},
            status_code=200 if is_ready else 503,
        )

    if metrics is not None:
        # Prometheus text format 0.0.4.
        told = metrics

        @router.get("/metrics")
        @needs(Anybody.PUBLIC)
        def measured(request: Request) -> Response:
            _require_inside(request)
            return Response(told(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


def _told(each: Examined) -> dict[str, object]:
    """Whoever reaches the site may read this: no addresses, no messages of servers."""
    return {
        "name": each.name,
        "verdict": each.verdict.value,
        "latency_ms": each.latency_ms,
        "codes": [found.code for found in each.findings],
    }


def _require_inside(request: Request) -> None:
    """Only who asks from this machine or its own network, and not by way of a proxy."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    passed_on = any(name in request.headers for name in _FORWARDED)
    if address is None or passed_on or not (address.is_loopback or address.is_private):
        raise Forbidden(
            "metrics.inside_only",
            Sentence("Số liệu vận hành chỉ đọc được từ mạng nội bộ.", "Metrics are read from inside only."),
            Sentence(
                "Đọc trực tiếp từ máy của Prometheus, không qua máy chủ trung gian.",
                "Read them from the machine of Prometheus itself, not through a proxy.",
            ),
        )
