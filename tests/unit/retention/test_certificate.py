"""The tree under a certificate is that of RFC 6962, and a tombstone has one spelling."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_rules.execution import execute_by
from retention_rules.merkle import leaf_hash, path_of, root_of
from retention_rules.tombstone import canonical, leaf_of

# The leaves and roots that implementations of Certificate Transparency test with (RFC 6962, 2.1).
LEAVES = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("count", ROOTS)
def test_roots_are_those_of_everybody(count: int) -> None:
    assert root_of([leaf_hash(leaf) for leaf in LEAVES[:count]]) == ROOTS[count]


def test_of_nothing_the_root_is_that_of_nothing() -> None:
    assert root_of([]) == hashlib.sha256(b"").hexdigest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_leaf_leads_to_the_root_by_its_path(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(each) for each in contents]
    position = data.draw(st.integers(0, len(leaves) - 1))
    path = path_of(leaves, position)
    assert _climbed(leaves[position], position, len(leaves), path) == root_of(leaves)


def _climbed(leaf: str, position: int, count: int, path: list[str]) -> str:
    """RFC 9162, 2.1.3.2: the check that somebody else would write."""
    node, last, r = position, count - 1, bytes.fromhex(leaf)
    for each in path:
        other = bytes.fromhex(each)
        if node % 2 or node == last:
            r = hashlib.sha256(b"\x01" + other + r).digest()
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            r = hashlib.sha256(b"\x01" + r + other).digest()
        node, last = node >> 1, last >> 1
    return r.hex()


def test_one_spelling_whatever_the_order() -> None:
    one, other = {"a": 1, "b": "hủy"}, {"b": "hủy", "a": 1}
    assert canonical(one) == canonical(other) == '{"a":1,"b":"hủy"}'.encode()
    assert leaf_of(one) == leaf_of(other) != leaf_of({"a": 1, "b": "hủy "})


def test_fifteen_days_over_the_end_of_a_month_and_a_leap_year() -> None:
    assert execute_by(date(2028, 2, 20)) == date(2028, 3, 6)
    assert execute_by(date(2026, 12, 31)) == date(2027, 1, 15)
