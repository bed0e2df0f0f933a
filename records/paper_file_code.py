"""The code of the paper from which a dossier was digitised (Circular 05/2025/TT-BNV, paperFileCode).

``[archive].[store, shelf, box].[number of the paper file]``, as in ``H49.K2/G05/H12.117``. What archives write on
their boxes differs, so the parts are not checked; what stands before the number is where the paper lies.
"""

from __future__ import annotations

from records.errors import InvalidInput, Sentence
from records.folding import fold, normalise

LONGEST = 100
"""Signs (Circular 05/2025: String 100)."""


def paper_file_code(said: str) -> str:
    """The code as it was said, in one spelling; empty: none.

    Raises:
        InvalidInput (paper.code_too_long): It has more than 100 signs.
    """
    code = " ".join(normalise(said).split())
    if len(code) > LONGEST:
        raise InvalidInput(
            "paper.code_too_long",
            Sentence(
                f"Mã hồ sơ giấy dài {len(code)} ký tự; tối đa {LONGEST}.",
                f"The paper file code has {len(code)} signs; {LONGEST} at most.",
            ),
            Sentence(
                "Ghi mã cơ quan, kho/giá/hộp và số hồ sơ giấy, cách nhau bằng dấu chấm.",
                "Give archive, store/shelf/box and number of the paper file, with points between them.",
            ),
        )
    return code


def paper_key(code: str) -> str:
    """How codes are compared: without marks, capitals and blanks."""
    return "".join(fold(normalise(code)).split())


def box_of(code: str) -> str:
    """The code without the number of the file in its box; of one that ends with a place (a slash in it), all of it."""
    before, _, last = code.rpartition(".")
    return before if before and "/" not in last else code
