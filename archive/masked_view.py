"""A dossier as it is shown: with numbers and addresses of people masked, wherever a name or a field holds one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from records.personal_data import mask

if TYPE_CHECKING:
    from archive.model import DocumentView, DossierView


def mask_dossier(view: DossierView) -> DossierView:
    """The same view, masked; codes, numbers and signs are nobody's and stay."""
    return replace(
        view,
        title=mask(view.title),
        documents=tuple(_mask_document(document) for document in view.documents),
        left_out=tuple(replace(each, name=mask(each.name)) for each in view.left_out),
    )


def _mask_document(document: DocumentView) -> DocumentView:
    return replace(
        document,
        title=mask(document.title),
        file_name=mask(document.file_name),
        signatures=tuple(replace(one, signer=mask(one.signer)) for one in document.signatures),
        fields=tuple(
            replace(field, value=mask(field.value), evidence=mask(field.evidence)) for field in document.fields
        ),
    )
