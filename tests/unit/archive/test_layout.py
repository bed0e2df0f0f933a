"""File names of senders become names that every file system takes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import layout
from records.identifiers import DocumentId, ObjectKey


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("Đơn xin phép.pdf", "Đơn xin phép.pdf"),
        (unicodedata.normalize("NFD", "Quyết định.pdf"), "Quyết định.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c.pdf", "a_b_c.pdf"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
        (".htaccess", "htaccess"),
        ("tab\tline\nnull\0.pdf", "tab_line_null_.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("trailing dots...", "trailing dots"),
        ("CON.pdf", "_CON.pdf"),
        ("lone\ud800.pdf", "lone_.pdf"),
        ('a<b>c:"d|e?f*.pdf', "a_b_c__d_e_f_.pdf"),
    ],
)
def test_names_are_made_safe(given_name: str, safe: str) -> None:
    assert layout.safe_file_name(given_name) == safe


def test_a_long_name_keeps_its_suffix() -> None:
    safe = layout.safe_file_name("ế" * 300 + ".pdf")
    assert safe.endswith("ế.pdf")
    assert len(safe.encode()) <= 200


@given(st.text(max_size=300))
def test_any_name_is_one_part_of_a_key(name: str) -> None:
    safe = layout.safe_file_name(name)
    assert 0 < len(safe.encode()) <= 200
    assert "/" not in safe
    assert unicodedata.is_normalized("NFC", safe)
    assert layout.safe_file_name(safe) == safe
    ObjectKey(f"archive/{layout.original_path(DocumentId.new(), name)}")


def test_places_are_those_of_the_model() -> None:
    document = DocumentId.new()
    assert layout.original_path(document, "a.pdf") == f"representations/rep1/data/{document}/a.pdf"
    assert layout.pdfa_path(document) == f"representations/rep2/data/{document}.pdf"
    assert layout.words_path(document) == f"representations/rep2/metadata/{document}.words.zip"
