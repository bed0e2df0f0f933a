"""Finds every stable code that the source can give, by reading the source.

A code is the first argument of an error, the ``code`` of a finding, or what is handed to a
function of the same module that has a parameter named ``code``.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ERRORS = {
    "VankhoError",
    "InvalidInput",
    "NotFound",
    "Forbidden",
    "SignInNeeded",
    "Conflict",
    "Unavailable",
    "Damaged",
    "Misconfigured",
}
_FINDINGS = {"note", "warning", "refusal", "refused", "whole_table"}
"""Functions of ``records.findings`` and of ``retention_rules.schedule_findings``."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def codes_in(files: list[Path]) -> dict[str, str]:
    """Code and the place it stands at; ``http.NNN`` where the last part is worked out when it happens."""
    found: dict[str, str] = {}
    for file in files:
        for code, line in _codes_of(ast.parse(file.read_text(encoding="utf-8"))):
            found.setdefault(code, f"{file}:{line}")
    return found


def _codes_of(module: ast.Module) -> Iterator[tuple[str, int]]:
    takers = {f.name: taken for f in ast.walk(module) if isinstance(f, _Function) if (taken := _takes_code(f))}
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield from _codes_of_call(node, takers)
        elif isinstance(node, ast.Tuple) and len(node.elts) > 1 and _is_severity(node.elts[1]):
            yield from _spelled(node.elts[0], "")


def _codes_of_call(call: ast.Call, takers: dict[str, tuple[int, str]]) -> Iterator[tuple[str, int]]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    position, prefix = takers.get(name, (0, ""))
    if name in takers or name in _ERRORS | _FINDINGS or _looks_like_an_error(call):
        yield from (found for argument in call.args[position : position + 1] for found in _spelled(argument, prefix))
    for keyword in call.keywords:
        if keyword.arg == "code":
            yield from _spelled(keyword.value, prefix)


def _looks_like_an_error(call: ast.Call) -> bool:
    # A class chosen when it happens: ``kinds.get(status, InvalidInput)(f"http.{status}", Sentence(...), ...)``.
    return not isinstance(call.func, ast.Name | ast.Attribute) and len(call.args) == 3


def _takes_code(function: _Function) -> tuple[int, str] | None:
    """Where the function takes its code, and what it puts before it."""
    names = [argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}]
    if "code" not in names:
        return None
    prefixes = [
        node.values[0].value
        for node in ast.walk(function)
        if isinstance(node, ast.JoinedStr)
        and len(node.values) == 2
        and isinstance(node.values[0], ast.Constant)
        and isinstance(node.values[1], ast.FormattedValue)
        and isinstance(node.values[1].value, ast.Name)
        and node.values[1].value.id == "code"
    ]
    return names.index("code"), str(prefixes[0]) if prefixes else ""


def _is_severity(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Severity"


def _spelled(node: ast.expr, prefix: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _CODE.fullmatch(prefix + node.value):
            yield prefix + node.value, node.lineno
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        head = str(node.values[0].value)
        varied = node.values[1]
        handed_on = isinstance(varied, ast.FormattedValue) and getattr(varied.value, "id", "") == "code"
        if re.fullmatch(r"[a-z_]+\.", head) and not handed_on:
            yield head + "NNN", node.lineno
