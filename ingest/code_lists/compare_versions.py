"""What a version would change in the list in force."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ingest.code_lists.model import ChangedEntry, CodeListPreview, EntryChange
from ingest.code_lists.table_forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ingest.code_lists.model import CodeListVersion

MOST_SHOWN = 200


def compare_versions(in_force: CodeListVersion, proposed: CodeListVersion) -> CodeListPreview:
    """Entries are the same by the key of the list; both versions are of one list.

    Where one entry alone of some code went and one alone came, it is the same one with another first day.
    """
    form = FORMS[proposed.about.kind]
    now = {form.key_of(entry): entry for entry in in_force.entries}
    then = {form.key_of(entry): entry for entry in proposed.entries}
    went, came = _by_code(now.keys() - then.keys()), _by_code(then.keys() - now.keys())
    moved = {came[code][0]: keys[0] for code, keys in went.items() if len(keys) == 1 and len(came.get(code, ())) == 1}
    stayed = set(moved.values())
    removed = [
        ChangedEntry(change=EntryChange.REMOVED, before=entry, after=None)
        for key, entry in now.items()
        if key not in then and key not in stayed
    ]
    changed = [
        ChangedEntry(change=EntryChange.CHANGED, before=now[before], after=entry)
        for key, entry in then.items()
        if (before := moved.get(key, key)) in now and now[before] != entry
    ]
    added = [
        ChangedEntry(change=EntryChange.ADDED, before=None, after=entry)
        for key, entry in then.items()
        if key not in now and key not in moved
    ]
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


def _by_code(keys: Iterable[tuple[str, ...]]) -> Mapping[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for key in keys:
        found.setdefault(key[0], []).append(key)
    return found
