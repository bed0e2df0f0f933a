"""A dossier as XML: what is known of it, and of its documents in the order of time (Decree 30/2020, Annex VI, III.4g).

::

    <dossier id="…" code="…" title="…" version="1" paperFileCode="H49.K2/G05/H12.117" confidenceLevel="02">
      <document ordinal="1" id="…" folder="documents/001" issued_on="2026-01-05" pages="2" confidenceLevel="02" …>
        <field name="number" confidence="0.7000" doubtful="true" state="proposed">123</field>
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def dossier_xml(dossier: Mapping[str, str], documents: Sequence[Mapping[str, Any]]) -> bytes:
    """UTF-8 with its declaration; ``documents`` as ``document.json`` has them, with ``folder`` and ``issued_on``.

    Signs that XML cannot hold are left out.
    """
    root = ET.Element("dossier", {name: _clean(value) for name, value in dossier.items()})
    for one in documents:
        said = {
            "ordinal": one["ordinal"],
            "id": one["document"],
            "folder": one["folder"],
            "issued_on": one["issued_on"],
            "pages": one["page_count"],
            "confidenceLevel": one["confidence_level"],
            "file_name": one["file_name"],
            "media_type": one["media_type"],
            "pdfa": one["pdfa"] or "",
            **({"home": one["home"], "homeCode": one["home_code"]} if one["home"] else {}),
        }
        document = ET.SubElement(root, "document", {name: _clean(value) for name, value in said.items()})
        if one["title"]:
            ET.SubElement(document, "title").text = _clean(one["title"])
        for field in one["fields"]:
            told = {
                "name": field["field"],
                "confidence": f"{field['confidence']:.4f}",
                "doubtful": str(field["doubtful"]).lower(),
                "state": one["fields_state"],
            }
            ET.SubElement(document, "field", told).text = _clean(field["value"])
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _clean(value: object) -> str:
    return _NOT_IN_XML.sub("", str(value))
