"""Which function fills in which form of a disposal list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_rules.forms.council_forms import BUILDERS_OF_COUNCILS
from retention_rules.forms.destruction_forms import BUILDERS_OF_EXECUTION
from retention_rules.forms.disposal_forms import BUILDERS_OF_LISTS
from retention_rules.forms.model import FormKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_rules.forms.model import Body, PrintedForm
    from retention_rules.forms.sheet import Sheet

BUILDERS: Mapping[FormKind, Callable[[Sheet, Body], PrintedForm]] = {
    **BUILDERS_OF_LISTS,
    **BUILDERS_OF_COUNCILS,
    **BUILDERS_OF_EXECUTION,
}


def forms_of(*, appraised: bool) -> tuple[FormKind, ...]:
    """The forms of a list in the order in which they are needed; ``appraised``: the body needs an appraisal."""
    return tuple(kind for kind in FormKind if appraised or kind is not FormKind.APPRAISAL_REQUEST)
