"""Which function fills in which form of a disposal list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_rules.forms.destruction_forms import BUILDERS_OF_EXECUTION
from retention_rules.forms.disposal_forms import BUILDERS_OF_LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_rules.forms.model import Body, FormKind, PrintedForm
    from retention_rules.forms.sheet import Sheet

BUILDERS: Mapping[FormKind, Callable[[Sheet, Body], PrintedForm]] = {**BUILDERS_OF_LISTS, **BUILDERS_OF_EXECUTION}
