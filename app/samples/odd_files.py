"""Files that do not want to be taken in, and one that must not be touched."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

_SIGNING = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def broken(pdf: bytes) -> bytes:
    """The first third of a PDF whose page tree stands at its end: no page can be found again."""
    return pdf[: len(pdf) // 3]


def encrypted(pdf: bytes, password: str) -> bytes:
    """Opens with ``password`` alone (AES-256)."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=password, owner=password + password, R=6))
    return out.getvalue()


def word_document(lines: tuple[str, ...]) -> bytes:
    """A document of a word processor (ISO/IEC 29500), small but whole."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2026, 1, 9, 9, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return out.getvalue()


def signed_pdf(pdf: bytes, signer: str, agency: str) -> bytes:
    """``pdf`` with a PAdES signature over the whole file by a certificate made on the spot.

    The key is new each time and thrown away: these are the only bytes that no seed repeats.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, signer, agency)
    sign = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko types it half
    )
    meta = signers.PdfSignatureMetadata(field_name="ChuKySo", name=signer, location=agency, md_algorithm="sha256")
    out = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=sign, output=out)
    return out.getvalue()


def _certificate(key: ec.EllipticCurvePrivateKey, signer: str, agency: str) -> asn1_x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency),
            x509.NameAttribute(NameOID.COMMON_NAME, signer),
        ]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(20260206)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .add_extension(_SIGNING, critical=True)
        .sign(key, hashes.SHA256())
    )
    return asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
