"""What the file says of itself: XMP, the old document information, language, file identity."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from datetime import datetime

    import pikepdf

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>{conformance}</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:identifier>{identifier}</dc:identifier>
<dc:source>{source}</dc:source>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<xmp:MetadataDate>{created}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def set_output_intent(pdf: pikepdf.Pdf) -> None:
    """Colours without a space of their own are sRGB (ISO 19005-2, 6.2.3)."""
    profile = pdf.make_stream(files("ocr.pdfa").joinpath("srgb.icc").read_bytes())
    profile[Name.N] = 3
    pdf.Root[Name.OutputIntents] = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB"),
                    DestOutputProfile=profile,
                )
            )
        ]
    )


def set_metadata(
    pdf: pikepdf.Pdf,
    conformance: str,
    *,
    title: str,
    identifier: str,
    created: datetime,
    source: str,
    producer: str,
) -> None:
    """Write XMP and the document information, saying the same; everything older is replaced.

    Args:
        pdf: The document.
        conformance: ``U`` or ``B`` (ISO 19005-2, 6.6.4).
        title: Shown in the title bar of a viewer.
        identifier: What names the document for good.
        created: With a time zone; stands for every date of the file.
        source: URN of what this one was made from.
        producer: The program that made it.
    """
    title, identifier, source, producer = (_printable(text) for text in (title, identifier, source, producer))
    packet = _PACKET.format(
        conformance=conformance,
        title=escape(title),
        identifier=escape(identifier),
        source=escape(source),
        created=created.isoformat(timespec="seconds"),
        producer=escape(producer),
    )
    stream = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root[Name.Metadata] = stream
    pdf.trailer[Name.Info] = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Producer=String(producer),
            CreationDate=String(_pdf_date(created)),
            ModDate=String(_pdf_date(created)),
        )
    )
    pdf.Root[Name.Lang] = String("vi-VN")
    pdf.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)


def _printable(text: str) -> str:
    # XML 1.0 knows no control signs, whatever their escape.
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z")
    return moment.strftime("D:%Y%m%d%H%M%S") + f"{zone[:3]}'{zone[3:5]}'"
