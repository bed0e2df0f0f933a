from __future__ import annotations

import io
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.identifiers import BatchId, Digest, DossierId, ObjectKey, PageNumber, uuid7

pytestmark = pytest.mark.law("R36")


def test_ids_are_version_7_and_keep_their_order() -> None:
    before = time.time_ns() // 1_000_000
    made = [uuid7() for _ in range(5000)]
    after = time.time_ns() // 1_000_000
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {u.version for u in made} == {7}
    assert {u.variant for u in made} == {uuid.RFC_4122}
    assert before <= made[0].int >> 80 <= after


def test_an_id_has_one_spelling() -> None:
    value = str(uuid7())
    assert BatchId(value).value == value
    for other in (value.upper(), value.replace("-", ""), f"urn:uuid:{value}", ""):
        with pytest.raises(ValueError, match="UUID"):
            BatchId(other)


def test_ids_of_different_things_are_never_equal() -> None:
    value = str(uuid7())
    assert BatchId(value) != DossierId(value)


@given(st.binary(max_size=100))
def test_digest_of_bytes_and_of_stream_agree(content: bytes) -> None:
    assert Digest.of(content) == Digest.of_stream(io.BytesIO(content))


@pytest.mark.parametrize(
    "value",
    [
        "archive/../secret",
        "archive//x",
        "archive/",
        "elsewhere/x",
        "/archive/x",
        "archive/a\\b",
        "archive/./x",
        "staging",
    ],
)
def test_a_key_never_leaves_its_area(value: str) -> None:
    with pytest.raises(ValueError, match="object key"):
        ObjectKey(value)


def test_pages_start_at_one() -> None:
    assert PageNumber(1).index == 0
    with pytest.raises(ValueError, match="start at 1"):
        PageNumber(0)
