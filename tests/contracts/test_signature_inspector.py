"""What a SignatureInspector promises, held against every adapter."""

from __future__ import annotations

import hashlib
import io
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pikepdf
import pytest

from adapters.signature_inspector.pyhanko import PyhankoInspector
from records.findings import Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.ports import SignatureInspector

SIGNER = "Nguyễn Văn Thử"


@pytest.fixture(params=[PyhankoInspector])
def inspector(request: pytest.FixtureRequest) -> SignatureInspector:
    made: SignatureInspector = request.param()
    return made


@pytest.fixture(scope="session")
def signed() -> bytes:
    """A PDF signed by a key of ours; the certificate has expired long ago."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, SIGNER)])
    begin = datetime(2010, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    with pikepdf.new() as blank:
        blank.add_blank_page()
        stream = io.BytesIO()
        blank.save(stream)
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore(),
    )
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(stream),
        signers.PdfSignatureMetadata(field_name="Chữ ký 1", md_algorithm="sha256"),
        signer=signer,
    )
    return bytes(signed.getvalue())


def write(folder: Path, content: bytes) -> Path:
    path = folder / "a.pdf"
    path.write_bytes(content)
    return path


def test_an_intact_signature(inspector: SignatureInspector, signed: bytes, tmp_path: Path) -> None:
    path = write(tmp_path, signed)
    (record,) = inspector.inspect(path)
    assert (record.field_name, record.signer, record.integrity) == ("Chữ ký 1", SIGNER, Verdict.PASSED)
    assert record.covers_whole_file
    assert record.digest_algorithm == "sha256"
    assert record.signed_at is not None
    assert record.signed_at.tzinfo is not None
    assert path.read_bytes() == signed


def test_one_changed_byte_fails(inspector: SignatureInspector, signed: bytes, tmp_path: Path) -> None:
    changed = bytearray(signed)
    at = changed.index(b"/MediaBox")
    changed[at + 1 : at + 9] = b"MediaBoy"
    (record,) = inspector.inspect(write(tmp_path, bytes(changed)))
    assert record.integrity is Verdict.FAILED


def test_what_is_appended_is_not_covered(inspector: SignatureInspector, signed: bytes, tmp_path: Path) -> None:
    (record,) = inspector.inspect(write(tmp_path, signed + b"\n% more\n"))
    assert record.integrity is Verdict.PASSED
    assert not record.covers_whole_file


def test_bytes_hidden_in_the_gap_are_not_taken_for_signed(
    inspector: SignatureInspector, signed: bytes, tmp_path: Path
) -> None:
    # The gap between the signed ranges is stretched over bytes that are no part of the signature.
    start = signed.index(b"/ByteRange")
    end = signed.index(b"]", start) + 1
    ranges = [int(part) for part in signed[start + 10 : end].strip(b" []").split()]
    ranges[1] -= 20
    stretched = b"/ByteRange [" + b" ".join(b"%d" % part for part in ranges) + b"]"
    changed = signed[:start] + stretched.ljust(end - start) + signed[end:]
    (record,) = inspector.inspect(write(tmp_path, changed))
    assert record.integrity is not Verdict.PASSED
    assert record.note


def test_a_torn_file_raises_nothing(inspector: SignatureInspector, signed: bytes, tmp_path: Path) -> None:
    for length in range(0, len(signed), len(signed) // 25):
        for record in inspector.inspect(write(tmp_path, signed[:length])):
            assert record.integrity is not Verdict.PASSED


def test_garbage_in_the_signature_is_undecided_with_a_note(
    inspector: SignatureInspector, signed: bytes, tmp_path: Path
) -> None:
    at = signed.index(b"/Contents <") + len(b"/Contents <")
    changed = signed[:at] + b"deadbeef" * 8 + signed[at + 64 :]
    (record,) = inspector.inspect(write(tmp_path, changed))
    assert record.integrity is Verdict.UNDECIDED
    assert record.note


def test_an_unsigned_file_has_none(inspector: SignatureInspector, tmp_path: Path) -> None:
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(tmp_path / "a.pdf")
    assert list(inspector.inspect(tmp_path / "a.pdf")) == []
    assert list(inspector.inspect(write(tmp_path, b"no PDF at all"))) == []


def test_a_form_whose_fields_loop_ends(inspector: SignatureInspector, tmp_path: Path) -> None:
    with pikepdf.new() as made:
        made.add_blank_page()
        field = made.make_indirect(pikepdf.Dictionary(T="a", FT=pikepdf.Name.Sig))
        field.Kids = pikepdf.Array([field, field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        made.save(tmp_path / "a.pdf")
    assert list(inspector.inspect(tmp_path / "a.pdf")) == []


def test_a_field_that_is_named_twice_is_listed_once(
    inspector: SignatureInspector, signed: bytes, tmp_path: Path
) -> None:
    with pikepdf.open(io.BytesIO(signed)) as again:
        fields = again.Root.AcroForm.Fields
        fields.append(fields[0])
        again.save(tmp_path / "a.pdf")
    assert len(inspector.inspect(tmp_path / "a.pdf")) == 1


REAL = {
    "CT-11-2025.pdf": [("VĂN PHÒNG ỦY BAN NHÂN DÂN", True, "sha256")],
    "Quyết định-1360-QĐ-TTg.pdf": [("CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ", True, "sha256")],
    "Test AI (07).pdf": [("Nguyễn Xuân Quang", whole, "sha256") for whole in (False, False, True)],
    "test AI 03.pdf": [("Sở Tư pháp", True, "sha1")],
    "Quyết định-2093-QĐ-BYT.pdf": [("Nguyễn Thị Liên Hương", False, "sha256")]
    + [("BỘ Y TẾ", whole, "sha256") for whole in [False] * 6 + [True]],
    "test AI(02).pdf": [],
}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", REAL)
def test_real_signatures_are_intact_and_listed_in_order(
    inspector: SignatureInspector, shared_data: Path, name: str
) -> None:
    path = shared_data / "vietnamese" / "vietlexibot" / name
    before = hashlib.sha256(path.read_bytes()).digest()
    started = time.process_time()
    records = inspector.inspect(path)
    assert time.process_time() - started < 5
    assert [(r.signer, r.covers_whole_file, r.digest_algorithm) for r in records] == REAL[name]
    assert all(record.integrity is Verdict.PASSED and record.signed_at for record in records)
    assert hashlib.sha256(path.read_bytes()).digest() == before
