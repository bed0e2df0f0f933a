"""Every promise of the task queue's port, against every adapter; and what Celery's workers find on Redis."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING

import pytest
from redis import Redis

from adapters.task_queue.celery import STEP_TASK, CeleryQueue, address, application
from adapters.task_queue.polling import PollingQueue
from records.errors import Misconfigured, Unavailable
from records.ports.task_queue import ReadyStep
from tests import services
from tests.servers import REDIS, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from records.ports.task_queue import TaskQueue

STEPS = [ReadyStep("0190-a", "check"), ReadyStep("0190-b", "read"), ReadyStep("0190-c", "read")]


def celery_queue(url: str) -> tuple[CeleryQueue, dict[str, str]]:
    """On queues of its own, so that no worker of another test takes the messages."""
    mark = secrets.token_hex(4)
    names = {"check": f"light-{mark}", "read": f"read-{mark}"}
    return CeleryQueue(application(url, step_seconds=60), names), names


@pytest.fixture(params=["polling", "celery"])
def queue(request: pytest.FixtureRequest) -> Iterator[TaskQueue]:
    made: TaskQueue = PollingQueue() if request.param == "polling" else celery_queue(services.redis_url())[0]
    yield made
    made.close()
    made.close()  # repeatable


def test_announcing_is_never_refused(queue: TaskQueue) -> None:
    assert queue.announce([])
    assert queue.announce(STEPS)
    assert queue.announce(STEPS), "the same steps again"
    assert all(number >= 0 for number in queue.waiting().values())


def test_messages_carry_ids_alone_in_the_order_given() -> None:
    url = services.redis_url()
    queue, names = celery_queue(url)
    assert queue.announce(STEPS)
    assert queue.waiting() == {names["check"]: 1, names["read"]: 2}
    with Redis.from_url(url) as client:
        messages = [json.loads(client.rpop(names["read"]) or "") for _ in range(2)]
    assert [message["headers"]["task"] for message in messages] == [STEP_TASK] * 2
    assert [message["headers"]["argsrepr"] for message in messages] == ["['0190-b']", "['0190-c']"]
    queue.close()


def test_a_queue_that_is_away_is_told_by_false_and_holds_nobody_up(tmp_path: Path) -> None:
    with Servers(tmp_path, REDIS) as servers:
        queue, _ = celery_queue(f"redis://{servers.redis.address_through_cut}/0")
        assert queue.announce(STEPS)
        servers.redis.cut.cut()
        began = time.monotonic()
        assert not queue.announce(STEPS)
        assert not queue.announce(STEPS)
        with pytest.raises(Unavailable) as away:
            queue.waiting()
        assert away.value.code == "queue.unreachable"
        assert time.monotonic() - began < 30, "whoever announces must not wait for ever"
        servers.redis.cut.mend()
        until = time.monotonic() + 30
        while not queue.announce(STEPS):
            assert time.monotonic() < until, "the queue is back, and nothing is announced"
            time.sleep(0.2)
        queue.close()


def test_a_refused_password_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    with Servers(tmp_path, REDIS) as servers:
        with Redis(port=servers.redis.port) as client:
            client.config_set("requirepass", "đúng")
        queue, _ = celery_queue(address(f"redis://{servers.redis.address}/0", "sai@:/"))
        assert not queue.announce(STEPS)
        with pytest.raises(Misconfigured) as refused:
            queue.ping()
        assert refused.value.code == "queue.refused"
        right, _ = celery_queue(address(f"redis://{servers.redis.address}/0", "đúng"))
        assert right.announce(STEPS)
        right.close()
        queue.close()
