from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.group_dossiers import code_in_name, dossier_of, dossier_title
from ingest.model import DossierBy

parts = st.text(alphabet="abcĐồÝ 01_-.", min_size=1, max_size=12).filter(lambda part: part.strip("."))
CODE = "H15.50.05.13-261008-0975"


@given(parts, st.lists(parts, min_size=1, max_size=3), st.lists(parts, min_size=1, max_size=3))
def test_files_below_one_folder_are_one_dossier(folder: str, one: list[str], other: list[str]) -> None:
    by = DossierBy.FOLDER
    assert dossier_of("/".join([folder, *one]), by) == dossier_of("/".join([folder, *other]), by)


@given(parts, parts)
def test_loose_files_are_a_dossier_each_and_never_fall_into_a_folder(one: str, other: str) -> None:
    by = DossierBy.FOLDER
    assert (dossier_of(one, by) == dossier_of(other, by)) == (one == other)
    assert dossier_of(one, by) != dossier_of(f"{one}/{other}", by)


def test_by_file_each_file_is_a_dossier() -> None:
    assert dossier_of("a/1.pdf", DossierBy.FILE) != dossier_of("a/2.pdf", DossierBy.FILE)


def test_by_code_the_code_in_the_name_joins_files_of_any_folder() -> None:
    by = DossierBy.CODE
    assert dossier_of(f"a/{CODE}.pdf", by) == dossier_of(f"b/x/{CODE.replace('-', '_')} (2).pdf", by)
    assert dossier_of(f"{CODE}/don.pdf", by) == dossier_of(f"b/{CODE}.tif", by)
    assert dossier_of("a/1.pdf", by) != dossier_of("a/2.pdf", by)


def test_names_from_a_mac_and_from_windows_are_the_same_names() -> None:
    by = DossierBy.FOLDER
    assert dossier_of(unicodedata.normalize("NFD", "Hồ sơ Đỗ/1.pdf"), by) == dossier_of("Hồ sơ Đỗ\\2.pdf", by)


@pytest.mark.parametrize(
    ("name", "by", "title"),
    [
        ("Hồ sơ 1/sub/đơn.pdf", DossierBy.FOLDER, "Hồ sơ 1"),
        ("đơn xin phép.v2.pdf", DossierBy.FOLDER, "đơn xin phép.v2"),
        (f"x/{CODE}.pdf", DossierBy.CODE, CODE),
        ("Hồ sơ 1/đơn.pdf", DossierBy.FILE, "đơn"),
    ],
)
def test_titles(name: str, by: DossierBy, title: str) -> None:
    assert dossier_title(name, by) == title


def test_the_code_nearest_to_the_file_counts() -> None:
    assert code_in_name(f"H15.50-250101-0001/{CODE}.pdf") == CODE
    assert code_in_name("QĐ-129-BNV.pdf") == ""
