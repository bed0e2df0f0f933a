"""Settings that are not valid, in the words of whoever has to mend them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    import pydantic
    from pydantic_settings import SettingsError

_SENTENCES = {
    "int_parsing": Sentence("phải là số nguyên", "must be a whole number"),
    "int_type": Sentence("phải là số nguyên", "must be a whole number"),
    "bool_parsing": Sentence("phải là true hoặc false", "must be true or false"),
    "greater_than_equal": Sentence("phải từ {ge} trở lên", "must be {ge} or more"),
    "less_than_equal": Sentence("phải từ {le} trở xuống", "must be {le} or less"),
    "literal_error": Sentence("phải là một trong: {expected}", "must be one of: {expected}"),
    "string_pattern_mismatch": Sentence("sai dạng", "has the wrong form"),
    "string_too_long": Sentence("dài quá {max_length} ký tự", "is longer than {max_length} characters"),
}
_OTHER = Sentence("có giá trị không dùng được", "has a value that cannot be used")
_HINT = Sentence("Sửa biến môi trường hoặc tệp .env; xem docs/operations.md.", "Correct it; see docs/operations.md.")


class Misfit(ValueError):
    """A value that fits its type but not its purpose; validators raise it."""

    def __init__(self, says: Sentence) -> None:
        super().__init__(says.en)
        self.says = says
        """What is wrong, to be read after the name of the setting."""


def wrong_setting(error: pydantic.ValidationError) -> Misconfigured:
    """Names every setting that is wrong and says why; never shows a value, which may be a secret."""
    wrong = [(_name(each["loc"]), what_is_wrong(each)) for each in error.errors()]
    return Misconfigured(
        "settings.invalid",
        Sentence(
            f"Thiết lập không hợp lệ: {'; '.join(f'{name} {says.vi}'.strip() for name, says in wrong)}.",
            f"Not valid among the settings: {'; '.join(f'{name} {says.en}'.strip() for name, says in wrong)}.",
        ),
        _HINT,
    )


def unreadable_setting(error: SettingsError) -> Misconfigured:
    """A source of settings that could not be read at all."""
    field = re.search(r'field "(\w+)"', str(error))
    name = _name((field[1],)) if field else "VANKHO_SECRETS_DIR"
    return Misconfigured(
        "settings.invalid",
        Sentence(f"Thiết lập không hợp lệ: {name} {_OTHER.vi}.", f"Not valid among the settings: {name} {_OTHER.en}."),
        _HINT,
    )


def what_is_wrong(detail: Any) -> Sentence:
    """One detail of a ``ValidationError`` as the end of a sentence that begins with a name."""
    context = detail.get("ctx", {})
    if isinstance(cause := context.get("error"), Misfit):
        return cause.says
    says = _SENTENCES.get(detail["type"], _OTHER)
    if "expected" in context:
        context = {"expected": str(context["expected"]).replace(" or ", ", ").replace("'", "")}
    return Sentence(says.vi.format(**context), says.en.format(**context))


def _name(location: tuple[int | str, ...]) -> str:
    """Empty for what lies between several settings: the sentence names them itself."""
    return f"VANKHO_{str(location[0]).upper()}" if location else ""
