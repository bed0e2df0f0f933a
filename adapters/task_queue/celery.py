"""Celery with Redis: messages carry the id of a step, the catalogue knows the rest.

Messages are acknowledged late and fetched one at a time; a message whose worker died comes back
after ``visibility_timeout``, found by a scan every second (kombu's own pace would be ten times
ten seconds). Usually the sweeper is faster: it announces what the catalogue says is undone.
Results are not kept: a step's outcome is in the catalogue, in the transaction that ended it.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from celery import Celery
from kombu.exceptions import OperationalError
from kombu.transport.redis import Channel, QoS
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from records.errors import Misconfigured, Sentence, Unavailable
from records.ports.task_queue import ReadyStep, TaskQueue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STEP_TASK = "vankho.step"
"""Takes the id of a step's row."""
SECONDS_TO_CONNECT = 2
SECONDS_TO_ANSWER = 5
SECONDS_OF_SILENCE = 5
"""After a failure nothing is sent for so long: the site must not wait for a dead queue at every act."""

log = logging.getLogger(__name__)


class _ForgivingQoS(QoS):
    """Counts messages as taken until they are acknowledged, or until the queue cannot be told.

    Kombu 5.7 counts a message whose acknowledgement failed as taken for ever; after as many as a
    worker may hold, it fetches nothing again, however whole the network is by then. The queue will
    give such a message out once more, which changes nothing.
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]  # kombu has no types
        except (RedisError, OSError) as error:
            log.warning("a message could not be acknowledged: %s", error)
            self._quick_ack(delivery_tag)


Channel.QoS = _ForgivingQoS


def address(url: str, password: str | None) -> str:
    """The queue's address with its password in it, for drivers that take it nowhere else."""
    if not password:
        return url
    scheme, _, rest = url.partition("://")
    return f"{scheme}://:{quote(password, safe='')}@{rest.rpartition('@')[2]}"


def application(url: str, *, step_seconds: int, longest_seconds: int | None = None) -> Celery:
    """The Celery application of an installation.

    Most steps take at most ``step_seconds``, none more than ``longest_seconds``.
    """
    app = Celery("vankho", broker=url, backend=None, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_track_started=False,
        task_serializer="json",
        accept_content=["json"],
        # The worker ends itself first and says why; this is for one that cannot even do that.
        task_time_limit=(longest_seconds or step_seconds) + 30,
        task_default_queue="light",
        task_publish_retry=False,
        worker_prefetch_multiplier=1,
        worker_max_memory_per_child=1_500_000,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=SECONDS_TO_CONNECT,
        broker_pool_limit=4,
        broker_transport_options={
            "visibility_timeout": step_seconds + 60,
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 1,
            "queue_order_strategy": "priority",
            "socket_connect_timeout": SECONDS_TO_CONNECT,
            "socket_timeout": SECONDS_TO_ANSWER,
            "socket_keepalive": True,
            "health_check_interval": 10,
        },
    )
    return app


class CeleryQueue(TaskQueue):
    """Announces steps on the queue of their kind. Safe for threads; opened after a fork."""

    def __init__(self, app: Celery, queue_of: Mapping[str, str]) -> None:
        self._app = app
        self._queue_of = dict(queue_of)
        self._guard = threading.Lock()
        self._silent_until = 0.0
        self._redis: Any = Redis.from_url(
            app.conf.broker_url,
            socket_connect_timeout=SECONDS_TO_CONNECT,
            socket_timeout=SECONDS_TO_ANSWER,
        )

    def announce(self, steps: Sequence[ReadyStep]) -> bool:
        if not steps:
            return True
        with self._guard:
            if time.monotonic() < self._silent_until:
                return False
        try:
            with self._app.producer_or_acquire() as producer:
                for step in steps:
                    self._app.send_task(
                        STEP_TASK, args=[step.id], queue=self._queue_of[step.kind], producer=producer, retry=False
                    )
        except (OperationalError, RedisError, OSError) as error:
            with self._guard:
                self._silent_until = time.monotonic() + SECONDS_OF_SILENCE
            log.warning("the queue does not answer; the sweeper will announce the steps: %s", error)
            return False
        return True

    def waiting(self) -> Mapping[str, int]:
        try:
            return {name: int(self._redis.llen(name)) for name in sorted(set(self._queue_of.values()))}
        except (RedisError, OSError) as error:
            raise from_redis(error) from error

    def ping(self) -> str:
        """Version of the server.

        Raises:
            Unavailable (queue.unreachable): It does not answer.
            Misconfigured (queue.refused): It does not take the password.
        """
        try:
            return str(self._redis.info("server")["redis_version"])
        except (RedisError, OSError) as error:
            raise from_redis(error) from error

    def close(self) -> None:
        self._redis.close()
        self._app.close()


def from_redis(error: Exception) -> Unavailable | Misconfigured:
    """What Redis or the way to it said, as an error of ours."""
    if isinstance(error, AuthenticationError) or "NOAUTH" in str(error) or "WRONGPASS" in str(error):
        return Misconfigured(
            "queue.refused",
            Sentence("Hàng đợi không nhận mật khẩu.", "The queue does not take the password."),
            Sentence(
                "Kiểm tra VANKHO_REDIS_URL và mật khẩu của Redis.", "Check VANKHO_REDIS_URL and the password of Redis."
            ),
        )
    return Unavailable(
        "queue.unreachable",
        Sentence(f"Hàng đợi không trả lời: {error}", f"The queue does not answer: {error}"),
        Sentence(
            "Đợi Redis chạy lại: việc còn lại nằm trong danh mục, không mất gì.",
            "Wait until Redis is back: what is left to do is in the catalogue, nothing is lost.",
        ),
    )
