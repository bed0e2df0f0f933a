"""What is said where numbers of people or identity papers are not shown to somebody, or not yet."""

from __future__ import annotations

from records.errors import Conflict, Forbidden, Sentence


def identity_card() -> Forbidden:
    return Forbidden(
        "personal.identity_card",
        Sentence("Trang này có ảnh giấy tờ tùy thân.", "This page shows an identity card."),
        Sentence(
            "Nếu công việc cần, yêu cầu hiện rõ (personal=true); mỗi lần hiện đều được ghi lại.",
            "If your work needs it, ask for it to be shown (personal=true); each showing is recorded.",
        ),
    )


def may_not_see_personal() -> Forbidden:
    return Forbidden(
        "personal.not_allowed",
        Sentence(
            "Tài khoản này không được xem số giấy tờ và ảnh giấy tờ tùy thân.",
            "This account may not see numbers of people and identity cards.",
        ),
        Sentence(
            "Đề nghị người quản trị cấp mức tiếp cận 02 nếu công việc cần.",
            "Ask the administrator for access level 02 if your work needs it.",
        ),
    )


def not_whole() -> Forbidden:
    return Forbidden(
        "personal.not_whole",
        Sentence(
            "Văn bản này có số giấy tờ, số điện thoại, địa chỉ thư điện tử của người hoặc ảnh giấy tờ tùy thân, nên "
            "tài khoản chưa được cấp mức tiếp cận 02 không tải được cả tệp.",
            "This document has numbers or addresses of people or shows an identity paper, so an account that is not "
            "cleared for level 02 is not given the file.",
        ),
        Sentence(
            "Xem từng trang, số của người đã che; hoặc đọc bản đã che nếu có (trang Bản đã che); hoặc mở hồ sơ, bấm "
            "Xin đọc, xin sao để người có thẩm quyền quyết định.",
            "See its pages, with numbers of people covered; or read the redacted copy where there is one (page "
            "Redacted copies); or open the dossier and choose Ask to read or copy, to have it decided.",
        ),
    )


def not_looked_yet() -> Conflict:
    return Conflict(
        "personal.not_looked_yet",
        Sentence(
            "Văn bản chưa đọc xong nên chưa biết có số của người hay không.",
            "The document was not read to its end yet, so nobody knows whether it has numbers of people.",
        ),
        Sentence("Thử lại khi văn bản đã đọc xong.", "Try again once it was read."),
    )
