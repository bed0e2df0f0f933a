"""Takes out of a document what PDF/A-2 forbids and nobody sees; draws what is seen as page content.

The document is a rendition beside the original, which stays bit for bit what it was: forms
and signatures lose their life here, never their look (ISO 19005-2, 6.3, 6.4, 6.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, pdfa

from ocr.pdfa.frame import apply
from ocr.pdfa.says import attachments_left_out, notes_left_out, signature_not_carried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr.pdfa.frame import Matrix
    from records.findings import Finding

_CATALOG = {"/Type", "/Pages", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/PageLabels", "/PageLayout", "/Dests"}
_PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Resources",
    "/Contents",
    "/Rotate",
    "/Group",
    "/Annots",
    "/StructParents",
    "/Tabs",
    "/UserUnit",
}
_RESOURCES = {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet", "/Properties"}
_IMAGE = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Intent",
    "/ImageMask",
    "/Mask",
    "/Decode",
    "/SMask",
    "/SMaskInData",
    "/Filter",
    "/DecodeParms",
    "/Length",
}
_FORM = {
    "/Type",
    "/Subtype",
    "/FormType",
    "/BBox",
    "/Matrix",
    "/Resources",
    "/Group",
    "/StructParent",
    "/StructParents",
    "/Filter",
    "/DecodeParms",
    "/Length",
}
_LINK = {"/Type", "/Subtype", "/Rect", "/F", "/Border", "/Dest", "/A", "/H", "/C", "/StructParent"}
_TRAILER = {"/Root", "/Info", "/ID", "/Size", "/Prev", "/XRefStm"}
_NODE = {"/Type", "/Parent", "/Kids", "/Count"}
"""What a node of the page tree keeps; what pages inherit was handed down to them on opening."""
_TREE_DEPTH = 50
_UNSEEN = 2 | 32
"""Annotation flags: hidden, and not shown on a screen (12.5.3)."""
_PRINTED = 4
"""Annotation flag: printed; PDF/A asks for it (6.3.2)."""


def clean(pdf: pikepdf.Pdf) -> list[Finding]:
    """Make ``pdf`` fit for PDF/A-2 as far as that changes nothing that is seen."""
    findings: list[Finding] = []
    root = pdf.Root
    _mend_structure(pdf)
    if _has_attachments(pdf):
        findings.append(attachments_left_out())
    if _has_signature(root):
        findings.append(signature_not_carried())
    if pages := _pages_with_notes(pdf):
        findings.append(notes_left_out(pages))
    _flatten(pdf)
    for key in [key for key in root.keys() if key not in _CATALOG]:  # noqa: SIM118 (a pikepdf dictionary iterates values)
        del root[key]
    for key in [key for key in pdf.trailer.keys() if key not in _TRAILER]:  # noqa: SIM118  to mypy keys() alone gives strings
        del pdf.trailer[key]
    for page in pdf.pages:
        _keep_only(page.obj, _PAGE)
        _clean_resources(pdf, page.obj.get(Name.Resources))
        _keep_links(page)
        _clean_tree(page)
    for obj in pdf.objects:
        if isinstance(obj, Stream):
            _clean_stream(pdf, obj)
        elif isinstance(obj, Dictionary):
            if Name.CIDSet in obj:
                del obj[Name.CIDSet]  # PDF/A-2 does not ask for it, and it is often wrong (6.2.11.4.2)
            if obj.get(Name.Subtype) == Name.CIDFontType2 and Name.CIDToGIDMap not in obj and _has_program(obj):
                obj[Name.CIDToGIDMap] = Name.Identity  # what a missing one means; PDF/A wants it said (6.2.11.3.2)
    _part_masks_from_pictures(pdf)
    # Base encodings of TrueType fonts, interpolation of images; its metadata is replaced later.
    pdfa.prepare(pdf, "2b", output_intent=None)
    return findings


def strip_extras(pdf: pikepdf.Pdf) -> None:
    """Leave nothing but pages: no outline, no structure, no links."""
    for key in ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageLabels", "/Dests", "/PageLayout"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]


def move_links(page: pikepdf.Page, matrix: Matrix) -> None:
    """Carry the links of a page along with its content."""
    for link in page.obj.get(Name.Annots, Array()):
        x0, y0, x1, y1 = (float(value) for value in link.Rect)
        corners = [apply(matrix, x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
        across, up = [x for x, _ in corners], [y for _, y in corners]
        link.Rect = Array([min(across), min(up), max(across), max(up)])


def _part_masks_from_pictures(pdf: pikepdf.Pdf) -> None:
    """A soft mask that resources list as a picture of its own becomes two objects: the validator asks for one role."""
    streams = [item for item in pdf.objects if isinstance(item, Stream)]
    holders: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    holders += [item for item in streams if item.get(Name.Subtype) == Name.Form]
    listed = {
        item.objgen
        for holder in holders
        if isinstance(resources := holder.get(Name.Resources), Dictionary)
        and isinstance(table := resources.get(Name.XObject), Dictionary)
        for _, item in table.items()
    }
    for image in streams:
        for role in (Name.SMask, Name.Mask):
            mask = image.get(role)
            if isinstance(mask, Stream) and mask.objgen in listed:
                own = pdf.make_stream(mask.read_raw_bytes())
                for key, value in mask.stream_dict.items():
                    if key != "/Length":
                        own[key] = value
                image[role] = own


def _has_attachments(pdf: pikepdf.Pdf) -> bool:
    names = pdf.Root.get(Name.Names)
    if (isinstance(names, Dictionary) and Name.EmbeddedFiles in names) or Name.AF in pdf.Root:
        return True
    return any(
        isinstance(each, Dictionary) and each.get(Name.Subtype) == Name.FileAttachment
        for page in pdf.pages
        if isinstance(annotations := page.obj.get(Name.Annots), Array)
        for each in annotations
    )


def _has_signature(root: pikepdf.Object) -> bool:
    form = root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return False
    flags = form.get(Name.SigFlags, 0)
    return any(_signed(field) for field in _fields(form)) or (isinstance(flags, int) and bool(flags & 1))


def _fields(form: Dictionary) -> Iterator[Dictionary]:
    fields = form.get(Name.Fields)
    if isinstance(fields, Array):
        yield from (field for field in fields if isinstance(field, Dictionary))


def _signed(field: Dictionary) -> bool:
    return field.get(Name.FT) == Name.Sig and Name.V in field


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw every annotation that a screen shows into its page; links have no look and stay."""
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and form.get(Name.NeedAppearances, False):
        try:
            pdf.generate_appearance_streams()
        except pikepdf.PdfError:
            form[Name.NeedAppearances] = False
    pdf.flatten_annotations("screen")


def _keep_only(dictionary: pikepdf.Object, keys: set[str]) -> None:
    for key in [key for key in dictionary.keys() if key not in keys]:  # noqa: SIM118  to mypy keys() alone gives strings
        del dictionary[key]


def _clean_resources(pdf: pikepdf.Pdf, resources: pikepdf.Object | None) -> None:
    if not isinstance(resources, Dictionary):
        return
    _keep_only(resources, _RESOURCES)
    spaces = resources.get(Name.ColorSpace)
    if isinstance(spaces, Dictionary):
        for name, space in list(spaces.items()):
            if isinstance(space, Array) and len(space) == 1:
                spaces[name] = space[0]  # [/DeviceGray] says what /DeviceGray says
    fonts = resources.get(Name.Font)
    if isinstance(fonts, Dictionary):
        for name, font in list(fonts.items()):
            if isinstance(font, Dictionary) and not font.is_indirect:
                fonts[name] = pdf.make_indirect(font)  # a font is one object, wherever it is named


def _has_program(font: Dictionary) -> bool:
    descriptor = font.get(Name.FontDescriptor)
    return isinstance(descriptor, Dictionary) and Name.FontFile2 in descriptor


def _mend_structure(pdf: pikepdf.Pdf) -> None:
    """A page tree without /Parent or /Count becomes one flat list of the same pages; a trailer gets its /Size."""
    # What qpdf writes for it is right, but it writes only what was there.
    if Name.Size not in pdf.trailer:
        pdf.trailer[Name.Size] = 1
    if isinstance(pdf.Root.Pages.get(Name.Count), int) and all(Name.Parent in page.obj for page in pdf.pages):
        return
    pages = [page.obj for page in pdf.pages]
    for page in pages:
        page[Name.Parent] = pdf.Root.Pages
    pdf.Root.Pages[Name.Kids], pdf.Root.Pages[Name.Count] = Array(pages), len(pages)


def _clean_tree(page: pikepdf.Page) -> None:
    node = page.obj.get(Name.Parent)
    for _ in range(_TREE_DEPTH):
        if not isinstance(node, Dictionary):
            return
        _keep_only(node, _NODE)
        node = node.get(Name.Parent)


def _keep_links(page: pikepdf.Page) -> None:
    annotations = page.obj.get(Name.Annots)
    if annotations is None:
        return
    kept = [link for link in annotations if _is_plain_link(link)] if isinstance(annotations, Array) else []
    for link in kept:
        _say_border(link)
        _keep_only(link, _LINK)
        link[Name.F] = _PRINTED
    if kept:
        page.obj[Name.Annots] = Array(kept)
    else:
        del page.obj[Name.Annots]


def _say_border(link: pikepdf.Object) -> None:
    """A border told as a style (12.5.4) becomes one told as an array: without either it would be one unit wide."""
    style = link.get(Name.BS)
    if isinstance(style, Dictionary) and Name.Border not in link:
        link[Name.Border] = Array([0, 0, style.get(Name.W, 1)])


def _pages_with_notes(pdf: pikepdf.Pdf) -> list[int]:
    """Numbers of the pages with notes or markings that have no look of their own: each viewer draws them its way."""
    return [
        number
        for number, page in enumerate(pdf.pages, start=1)
        if isinstance(annotations := page.obj.get(Name.Annots), Array)
        and any(isinstance(each, Dictionary) and _is_note(each) for each in annotations)
    ]


def _is_note(annotation: Dictionary) -> bool:
    flags = annotation.get(Name.F, 0)
    unseen = isinstance(flags, int) and bool(flags & _UNSEEN)
    plain = annotation.get(Name.Subtype) in {Name.Link, Name.Widget, Name.Popup, Name.FileAttachment}
    return not (plain or unseen) and Name.AP not in annotation


def _is_plain_link(annotation: pikepdf.Object) -> bool:
    if not isinstance(annotation, Dictionary) or annotation.get(Name.Subtype) != Name.Link:
        return False
    rect = annotation.get(Name.Rect)
    if not isinstance(rect, Array) or len(rect) != 4:
        return False
    action = annotation.get(Name.A)
    if action is None:
        return Name.Dest in annotation
    if not isinstance(action, Dictionary) or action.get(Name.S) not in {Name.URI, Name.GoTo}:
        return False
    if Name.Next in action:
        del action[Name.Next]
    return True


def _clean_stream(pdf: pikepdf.Pdf, stream: Stream) -> None:
    subtype = stream.get(Name.Subtype)
    if subtype == Name.Image:
        _keep_only(stream, _IMAGE)
        space = stream.get(Name.ColorSpace)
        if isinstance(space, Array) and len(space) == 1:
            stream[Name.ColorSpace] = space[0]
    elif subtype == Name.Form:
        _keep_only(stream, _FORM)
        _clean_resources(pdf, stream.get(Name.Resources))
