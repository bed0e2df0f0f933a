"""The harness of the fault tests: what was written before a kill is there after it; a cut is silence."""

from __future__ import annotations

import io
import time
import uuid
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest
import redis
import urllib3
from elasticsearch import ConnectionTimeout, Elasticsearch
from minio import Minio
from minio.error import S3Error

from tests.servers import S3_ACCESS_KEY, S3_SECRET_KEY, Server, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("can_be_had")


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with Servers(tmp_path_factory.mktemp("servers")) as running:
        yield running


def store(address: str) -> Minio:
    """A client that gives up after a second, once."""
    pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=1), retries=False)
    return Minio(address, access_key=S3_ACCESS_KEY, secret_key=S3_SECRET_KEY, secure=False, http_client=pool)


def put_object(address: str, value: str) -> None:
    client = store(address)
    if not client.bucket_exists("kho"):
        client.make_bucket("kho")
    client.put_object("kho", "giay", io.BytesIO(value.encode()), len(value.encode()))


def put_once_noticed(address: str, value: str) -> None:
    """MinIO looks at its disk about once a second; until then it refuses."""
    until = time.monotonic() + 30
    while True:
        try:
            put_object(address, value)
        except S3Error as error:
            if error.code != "XMinioStorageFull" or time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def get_object(address: str) -> str:
    answer = store(address).get_object("kho", "giay")
    try:
        return answer.read().decode()
    finally:
        answer.close()
        answer.release_conn()


def put_page(address: str, value: str) -> None:
    with Elasticsearch(f"http://{address}", request_timeout=5, max_retries=0) as client:
        client.index(index="trang", id="1", document={"chu": value})


def get_page(address: str) -> str:
    with Elasticsearch(f"http://{address}", request_timeout=1, max_retries=0) as client:
        return str(client.get(index="trang", id="1")["_source"]["chu"])


def database(address: str) -> psycopg.Connection:
    host, port = address.split(":")
    return psycopg.connect(host=host, port=port, user="vankho", dbname="postgres", connect_timeout=2, autocommit=True)


def put_row(address: str, value: str) -> None:
    with database(address) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS dong (chu text)")
        connection.execute("TRUNCATE dong")
        connection.execute("INSERT INTO dong VALUES (%s)", (value,))


def get_row(address: str) -> str:
    with database(address) as connection:
        row = connection.execute("SELECT chu FROM dong").fetchone()
        assert row is not None
        return str(row[0])


def put_key(address: str, value: str) -> None:
    with redis.Redis.from_url(f"redis://{address}/0", socket_timeout=1, socket_connect_timeout=1) as client:
        client.set("khoa", value)


def get_key(address: str) -> str:
    with redis.Redis.from_url(f"redis://{address}/0", socket_timeout=1, socket_connect_timeout=1) as client:
        return client.get("khoa").decode()


ACTS = {
    "minio": (put_object, get_object),
    "elasticsearch": (put_page, get_page),
    "postgres": (put_row, get_row),
    "redis": (put_key, get_key),
}
GIVES_UP = (
    urllib3.exceptions.TimeoutError,
    ConnectionTimeout,
    psycopg.errors.ConnectionTimeout,
    redis.TimeoutError,
)
"""How each client says that it waited in vain."""

EACH = pytest.mark.parametrize("name", ACTS)


def one_of(servers: Servers, name: str) -> Server:
    return next(server for server in servers if server.name == name)


@EACH
def test_what_was_written_outlives_kill_9(servers: Servers, name: str) -> None:
    (put, get), server, value = ACTS[name], one_of(servers, name), uuid.uuid4().hex
    put(server.address, value)
    server.kill()
    assert not server.running
    with pytest.raises(Exception):  # noqa: B017, PT011 - each client has an error of its own for a refused connection
        get(server.address)
    server.start()
    server.wait_ready()
    assert get(server.address) == value


@EACH
def test_a_client_of_a_cut_server_waits_in_vain_and_works_once_mended(servers: Servers, name: str) -> None:
    (put, get), server, value = ACTS[name], one_of(servers, name), uuid.uuid4().hex
    put(server.address_through_cut, value)
    server.cut.cut()
    try:
        with pytest.raises(GIVES_UP):
            get(server.address_through_cut)
        assert get(server.address) == value, "the server itself is well"
    finally:
        server.cut.mend()
    assert get(server.address_through_cut) == value


def test_a_connection_that_was_open_is_silent_while_cut_and_goes_on_once_mended(servers: Servers) -> None:
    with redis.Redis.from_url(f"redis://{servers.redis.address_through_cut}/0", socket_timeout=1) as client:
        connection = client.connection_pool.get_connection()
        connection.send_command("ECHO", "first")
        assert connection.read_response() == b"first"
        servers.redis.cut.cut()
        connection.send_command("ECHO", "second")
        assert not connection.can_read(timeout=0.5)
        servers.redis.cut.mend()
        assert connection.read_response() == b"second"
        client.connection_pool.release(connection)


def test_stopped_in_order_and_started_again(servers: Servers) -> None:
    put_key(servers.redis.address, "còn")
    servers.redis.stop()
    assert not servers.redis.running
    servers.redis.start()
    servers.redis.wait_ready()
    assert get_key(servers.redis.address) == "còn"


def test_kill_leaves_no_child_behind(servers: Servers) -> None:
    before = [process.pid for process in servers.postgres._processes()]
    assert len(before) > 3, "PostgreSQL works with many processes"
    servers.postgres.kill()
    assert not [pid for pid in before if psutil.pid_exists(pid)]
    servers.postgres.start()
    servers.postgres.wait_ready()


def test_what_a_server_uses_is_counted(servers: Servers) -> None:
    for server in servers:
        assert server.use().memory_bytes > 1 << 20, server.name
    # The others may have used less than the kernel counts.
    assert servers.elasticsearch.use().cpu_seconds > 1


def test_variables_lead_to_the_servers_or_through_the_cut(servers: Servers) -> None:
    direct, through = servers.variables(), servers.variables(through_cut=True)
    assert set(direct) == set(through)
    assert direct["VANKHO_TEST_S3_ENDPOINT"] == servers.minio.address
    assert through["VANKHO_TEST_REDIS_URL"] == f"redis://{servers.redis.address_through_cut}/0"


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    server = Server("redis", tmp_path / "redis", tmp_path / "redis.log")
    (tmp_path / "redis").write_text("a file where a folder should be")
    server.start()
    with pytest.raises(AssertionError, match=r"(?s)redis ended.*File exists"):
        server.wait_ready()
    server.cut.close()


def test_a_full_disk_refuses_writes_and_takes_them_once_freed(tmp_path: Path) -> None:
    with Servers(tmp_path, "minio", minio_disk_megabytes=200) as servers:
        put_object(servers.minio.address, "trước")
        servers.minio_disk.fill()
        with pytest.raises(S3Error) as refused:
            put_object(servers.minio.address, "x" * 200_000)
        assert refused.value.code == "XMinioStorageFull"
        assert get_object(servers.minio.address) == "trước", "what was there can be read"
        servers.minio_disk.free()
        put_once_noticed(servers.minio.address, "sau")
        assert get_object(servers.minio.address) == "sau"
