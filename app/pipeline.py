"""The whole flow in one table.

    kind      subject             what it does                                then
    check     file                real type, limits, signatures; refuse or    read every page
                                  make a document of it
    read      document:page       judge the text layer, read the picture      describe, when the last page is settled
    describe  document            propose the fields; a secrecy mark stops    make, or quarantine
    make      document            PDF/A, words archive, page pictures         deposit, when all of the dossier is made
    deposit   dossier:document    next version of the OCFL object, verified   index, retain
    index     document[:change]   its pages into the search index             (found)
    rehome    dossier:change      a document that it refers to lies in it     index, retain
                                  from its next version on
    retain    dossier:version     propose the rule, work out the due date     (explained)
    redact    document:copy       a redacted copy, drawn and looked at again   (read by who may)
    destroy   item:attempt        ask the gate, erase it wherever it lies,    (certified, with the last of its list)
                                  show that it is gone
    record    list                deposit the papers of an executed list      retain

What is read anew goes from ``read`` on once more (``app/operations/read_anew.py``): the subject of each
step ends with the how many-eth time that is.

A step is a plain function of ids and the parts; it returns what is to be written, and
``app.work`` writes that in the transaction that marks the step done. Steps may run twice:
whatever they did outside the catalogue the second time changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.steps import check, deposit, describe, destroy, index, make, read, record, redact, rehome, retain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.steps.outcome import Outcome
    from app.wiring import Parts
    from records.errors import VankhoError

    Together = Callable[[Parts, Sequence[str]], list[Outcome | Exception]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """How a kind of step is done."""

    priority: int
    """Smaller first: what is nearly finished before what has hardly begun, the cheap check before all."""
    queue: str
    """Of the server profile, by cost: light, read, keep; destroy is apart, so that one worker alone may have the right
    to erase. Workers may be set up for some of them alone."""
    subject: tuple[str, ...]
    """What the parts of its subject name, between the colons."""
    do: Callable[[Parts, str], Outcome]
    give_up: Callable[[Parts, str, VankhoError], Outcome] | None = None
    """What is written when the step fails for good; without it the step waits for a person."""
    writes_index: bool = False
    """Done one at a time where the index has one writer."""
    together: Together | None = None
    """Where the index has one writer: ``do`` for many subjects in one turn of its, what came of each in its place.

    An error of one keeps none of the others; one that is raised is of all. What was not begun is not in the list."""


FLOW: dict[str, StepRule] = {
    "check": StepRule(priority=1, queue="light", subject=("file",), do=check.check, give_up=check.refuse_unchecked),
    "retain": StepRule(priority=2, queue="light", subject=("dossier",), do=retain.retain),
    "index": StepRule(
        priority=3,
        queue="light",
        subject=("document", "change"),
        do=index.index,
        writes_index=True,
        together=index.index_together,
    ),
    "deposit": StepRule(priority=4, queue="keep", subject=("dossier", "document"), do=deposit.deposit),
    "rehome": StepRule(priority=4, queue="keep", subject=("dossier", "change"), do=rehome.rehome),
    "make": StepRule(priority=5, queue="keep", subject=("document",), do=make.make, give_up=make.keep_original_alone),
    # Somebody waits for it, and whole batches may wait to be made.
    "redact": StepRule(
        priority=4,
        queue="keep",
        subject=("document", "redaction"),
        do=redact.redact,
        give_up=redact.tell_not_made,
    ),
    "destroy": StepRule(
        priority=8, queue="destroy", subject=("item", "attempt"), do=destroy.destroy, writes_index=True
    ),
    "record": StepRule(priority=8, queue="keep", subject=("list",), do=record.record),
    "describe": StepRule(priority=6, queue="light", subject=("document",), do=describe.describe),
    "read": StepRule(priority=9, queue="read", subject=("document", "page"), do=read.read, give_up=read.leave_unread),
}
QUEUES = tuple(dict.fromkeys(rule.queue for rule in sorted(FLOW.values(), key=lambda rule: rule.priority)))
"""The most urgent first."""
