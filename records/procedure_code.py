"""Codes of administrative procedures (mã thủ tục hành chính): what is wrong with one, and what to do.

Short form ``2.000635``; long form with the body of level 1 behind it, ``2.000815.000.00.00.H55`` (in use with the
national database of procedures; Circular 03/2025/TT-VPCP names the code and not its form). Nothing is refused because
of a code: findings are warnings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import warning

if TYPE_CHECKING:
    from records.findings import Finding

_CODE = re.compile(r"[0-9]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[GH][0-9]{2})?")
_MENDED = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", ",": ".", " ": None})


def check_procedure_code(code: str, where: str = "") -> tuple[Finding, ...]:
    """What is wrong with the code of a procedure, as a warning; nothing: it has one of the two forms."""
    if _CODE.fullmatch(code):
        return ()
    meant = code.translate(_MENDED).strip(".").replace("..", ".")
    hint = (
        Sentence(f"Có phải {meant}? Đối chiếu rồi sửa.", f"Is {meant} meant? Compare it, and correct the code.")
        if _CODE.fullmatch(meant)
        else Sentence(
            "Mã có dạng 2.000635, hoặc 2.000815.000.00.00.H55. Tra trên Cổng dịch vụ công rồi sửa.",
            "It is written as 2.000635, or as 2.000815.000.00.00.H55. Look it up in the national portal.",
        )
    )
    return (
        warning(
            "code.procedure",
            f"“{code}” không phải mã thủ tục hành chính.",
            f"“{code}” is not the code of a procedure.",
            hint,
            where,
        ),
    )
