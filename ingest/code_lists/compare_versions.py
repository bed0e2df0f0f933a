"""What a version would change in the list in force."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ingest.code_lists.model import ChangedEntry, CodeListPreview, EntryChange
from ingest.code_lists.table_forms import FORMS

if TYPE_CHECKING:
    from ingest.code_lists.model import CodeListVersion

MOST_SHOWN = 200


def compare_versions(in_force: CodeListVersion, proposed: CodeListVersion) -> CodeListPreview:
    """Entries are the same by the key of the list; both versions are of one list."""
    key_of = FORMS[proposed.about.kind].key_of
    now = {key_of(entry): entry for entry in in_force.entries}
    then = {key_of(entry): entry for entry in proposed.entries}
    removed = [ChangedEntry(change=EntryChange.REMOVED, before=now[k], after=None) for k in now if k not in then]
    changed = [
        ChangedEntry(change=EntryChange.CHANGED, before=now[k], after=then[k])
        for k in then
        if k in now and now[k] != then[k]
    ]
    added = [ChangedEntry(change=EntryChange.ADDED, before=None, after=then[k]) for k in then if k not in now]
    compared = f"{in_force.about.id}\x1f{proposed.about.id}"
    return CodeListPreview(
        version=proposed.about.id,
        changes={
            EntryChange.ADDED: len(added),
            EntryChange.CHANGED: len(changed),
            EntryChange.REMOVED: len(removed),
        },
        unchanged=len(then) - len(added) - len(changed),
        rows=tuple([*removed, *changed, *added][:MOST_SHOWN]),
        # What a version says never changes, so that the two ids name all that was compared.
        fingerprint=hashlib.sha256(compared.encode()).hexdigest()[:16],
    )
