"""What is said where people are not let in, or an account cannot be made so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Conflict, Forbidden, InvalidInput, Misconfigured, NotFound, Sentence

if TYPE_CHECKING:
    from datetime import timedelta

_ADMINISTRATOR = Sentence(
    "Quên mật khẩu: gặp người quản trị để được cấp lại.", "Forgotten: the administrator gives a new one."
)


def refused(left: int, locked_for: timedelta) -> Forbidden:
    """The same for a name there is none of, a wrong password and a disabled account."""
    minutes = round(locked_for.total_seconds() / 60)
    if left <= 0:
        return locked(locked_for)
    return Forbidden(
        "sign_in.refused",
        Sentence(
            f"Tên hoặc mật khẩu chưa đúng. Còn {left} lần thử, sau đó khóa {minutes} phút.",
            f"Name or password is wrong. Tries left: {left}, then locked for {minutes} minutes.",
        ),
        _ADMINISTRATOR,
    )


def locked(locked_for: timedelta) -> Forbidden:
    minutes = round(locked_for.total_seconds() / 60)
    return Forbidden(
        "sign_in.locked",
        Sentence(
            f"Đã thử sai quá nhiều lần; tên này tạm khóa, tối đa {minutes} phút.",
            f"Too many wrong tries; this name is locked, for {minutes} minutes at most.",
        ),
        Sentence(
            "Đợi rồi thử lại, hoặc nhờ người quản trị cấp lại mật khẩu để mở ngay.",
            "Wait and try again, or have the administrator reset the password, which opens it at once.",
        ),
    )


def password_due() -> Forbidden:
    return Forbidden(
        "account.password_due",
        Sentence("Cần đặt mật khẩu của riêng bạn trước khi vào.", "Set a password of your own first."),
        Sentence("Đặt ở trang /dang-nhap/mat-khau.", "Set it on the page /dang-nhap/mat-khau."),
    )


def refused_proof(left: int, locked_for: timedelta) -> Forbidden:
    """The password or the code of somebody who is known already; which is not told."""
    if left <= 0:
        return locked(locked_for)
    minutes = round(locked_for.total_seconds() / 60)
    return Forbidden(
        "sign_in.refused",
        Sentence(
            f"Mật khẩu hoặc mã chưa đúng. Còn {left} lần thử, sau đó khóa {minutes} phút.",
            f"The password or the code is wrong. Tries left: {left}, then locked for {minutes} minutes.",
        ),
        Sentence(
            "Mỗi mã chỉ dùng một lần: đợi mã kế tiếp. Mã luôn sai: đặt giờ của điện thoại theo giờ tự động. "
            "Mất điện thoại: dùng mã dự phòng, hoặc nhờ người quản trị.",
            "Each code is good for one time: wait for the next. Always wrong: let the phone set its clock by itself. "
            "Phone lost: use a recovery code, or ask the administrator.",
        ),
    )


def second_factor_needed() -> Forbidden:
    return Forbidden(
        "sign_in.second_factor_needed",
        Sentence("Cần cả mã của lớp xác thực thứ hai.", "The code of your second factor is needed too."),
        Sentence(
            "Mở ứng dụng xác thực lấy mã 6 chữ số, hoặc dùng khóa truy cập, hoặc một mã dự phòng.",
            "Take the 6 digits from the app, use your passkey, or a recovery code.",
        ),
    )


def second_factor_missing() -> Forbidden:
    return Forbidden(
        "sign_in.second_factor_missing",
        Sentence(
            "Việc không thể hoàn tác cần lớp xác thực thứ hai, mà tài khoản này chưa đặt.",
            "What cannot be taken back needs a second factor, and this account has none.",
        ),
        Sentence(
            "Đặt ở trang /tai-khoan/lop-hai, mất hai phút; rồi làm lại.",
            "Set one on the page /tai-khoan/lop-hai, it takes two minutes; then do it again.",
        ),
    )


def no_password_here() -> Forbidden:
    return Forbidden(
        "sign_in.no_password",
        Sentence(
            "Tài khoản này đăng nhập qua hệ thống chung, không có mật khẩu ở đây và chưa đặt lớp thứ hai, nên chưa "
            "xác nhận lại được.",
            "This account signs in elsewhere, has no password here and no second factor, so it cannot prove again "
            "who it is.",
        ),
        Sentence(
            "Nhờ quản trị cấp lại mật khẩu, đăng nhập bằng mật khẩu đó một lần để đặt mật khẩu riêng, rồi đặt lớp thứ "
            "hai ở trang /tai-khoan/lop-hai; từ đó xác nhận được.",
            "Ask an administrator to reset the password, sign in with it once to choose your own, then set a second "
            "factor on the page /tai-khoan/lop-hai; from then on you can confirm.",
        ),
    )


def waited_too_long() -> Forbidden:
    return Forbidden(
        "sign_in.waited_too_long",
        Sentence("Đã quá giờ nhập mã.", "The code came too late."),
        Sentence("Đăng nhập lại từ đầu.", "Sign in again from the beginning."),
    )


def not_confirmed() -> Forbidden:
    return Forbidden(
        "oidc.refused",
        Sentence("Hệ thống đăng nhập chung không xác nhận bạn.", "The common sign-in did not confirm who you are."),
        Sentence(
            "Đăng nhập lại từ đầu; vẫn vậy thì dùng mật khẩu của Văn khố và báo người quản trị.",
            "Begin again; if it stays so, use your password of Vankho and tell the administrator.",
        ),
    )


def no_account_here() -> Forbidden:
    return Forbidden(
        "oidc.no_account",
        Sentence(
            "Bạn đã đăng nhập hệ thống chung, nhưng Văn khố chưa có tài khoản nào của bạn.",
            "The common sign-in knows you, but you have no account here.",
        ),
        Sentence(
            "Nhờ người quản trị tạo tài khoản trùng tên với hệ thống chung.",
            "Ask the administrator for an account of the same name as there.",
        ),
    )


def second_factor_set() -> Conflict:
    return Conflict(
        "second_factor.set",
        Sentence("Tài khoản đã dùng mã của ứng dụng xác thực.", "Codes of an app are asked for already."),
        Sentence("Bỏ mã đang dùng trước, rồi đặt lại.", "Remove them first, then set them anew."),
    )


def second_factor_not_begun() -> Conflict:
    return Conflict(
        "second_factor.not_begun",
        Sentence("Chưa bắt đầu đặt mã.", "Setting up codes was not begun."),
        Sentence("Bắt đầu lại ở trang /tai-khoan/lop-hai.", "Begin on the page /tai-khoan/lop-hai."),
    )


def no_second_factor() -> Conflict:
    return Conflict(
        "second_factor.none",
        Sentence("Tài khoản chưa có lớp xác thực thứ hai.", "The account has no second factor."),
        Sentence("Đặt mã hoặc khóa truy cập trước.", "Set codes or a passkey first."),
    )


def passkey_refused() -> InvalidInput:
    return InvalidInput(
        "second_factor.passkey_refused",
        Sentence("Chưa nhận được khóa truy cập.", "The passkey was not accepted."),
        Sentence(
            "Bắt đầu lại, và hoàn tất trong năm phút, trên cùng địa chỉ trang.",
            "Begin again, and finish within five minutes, at the same address of the site.",
        ),
    )


def passkey_known() -> Conflict:
    return Conflict(
        "second_factor.passkey_known",
        Sentence("Khóa này đã được thêm trước đây.", "This passkey was added before."),
        Sentence("Dùng luôn khóa ấy, hoặc thêm khóa khác.", "Use it, or add another."),
    )


def no_such_passkey() -> NotFound:
    return NotFound(
        "second_factor.passkey_not_found",
        Sentence("Không có khóa truy cập này.", "There is no such passkey."),
        Sentence("Xem danh sách khóa của bạn.", "See the list of your passkeys."),
    )


def no_passkeys_here() -> Conflict:
    return Conflict(
        "second_factor.no_passkeys_here",
        Sentence(
            "Trình duyệt không tạo khóa truy cập cho trang mở bằng địa chỉ số.",
            "Browsers make no passkey for a site that is reached by a number.",
        ),
        Sentence(
            "Mở trang bằng tên máy (https), hoặc dùng mã của ứng dụng.",
            "Open the site by its name (https), or use codes of an app.",
        ),
    )


def key_is_another() -> Misconfigured:
    return Misconfigured(
        "second_factor.key_wrong",
        Sentence(
            "Khóa của hệ thống không mở được mã bí mật đã cất: khóa đã bị đổi hoặc mất.",
            "The installation's key does not open the secret that is kept: it was changed or lost.",
        ),
        Sentence(
            "Đặt lại đúng khóa cũ (VANKHO_SECOND_FACTOR_KEY). Không còn khóa cũ: vào bằng mã dự phòng, hoặc nhờ "
            "quản trị gỡ lớp thứ hai rồi đặt lại.",
            "Put the old key back (VANKHO_SECOND_FACTOR_KEY). Where it is gone: get in by a recovery code, or have the "
            "administrator take the second factor away and set it anew.",
        ),
    )


def in_person() -> Forbidden:
    return Forbidden(
        "sign_in.in_person",
        Sentence(
            "Việc này phải do chính người có quyền xác nhận, không qua mã truy cập.",
            "This has to be confirmed by the person, not by a token.",
        ),
        Sentence(
            "Đăng nhập trên trang web bằng tài khoản có quyền rồi làm ở đó.",
            "Sign in on the site with an account that may, and do it there.",
        ),
    )


def no_account_to_act_for() -> Forbidden:
    return Forbidden(
        "account.none",
        Sentence("Người dùng tại chỗ không có tài khoản.", "The local operator has no account."),
        Sentence("Tạo tài khoản trước: vankho account add.", "Make an account first: vankho account add."),
    )


def no_such_account() -> NotFound:
    return NotFound(
        "account.not_found",
        Sentence("Không có tài khoản này.", "There is no such account."),
        Sentence("Xem danh sách tài khoản.", "See the list of accounts."),
    )


def account_exists() -> Conflict:
    return Conflict(
        "account.exists",
        Sentence("Tên đăng nhập này đã được cấp.", "This name was given already."),
        Sentence(
            "Chọn tên khác; tên đã dùng không cấp lại, vì lịch sử còn ghi tên ấy.",
            "Choose another; names are never given twice, since events go on naming them.",
        ),
    )


def bad_name() -> InvalidInput:
    return InvalidInput(
        "account.name_invalid",
        Sentence("Tên đăng nhập chưa đúng cách viết.", "This is not how a name is written."),
        Sentence(
            "Dùng chữ thường không dấu, số, dấu chấm, gạch; từ 2 đến 64 ký tự, ví dụ: khanh.tq",
            "Use small letters without marks, digits, dots, dashes; 2 to 64 signs, such as khanh.tq",
        ),
    )


def no_role() -> InvalidInput:
    return InvalidInput(
        "account.no_role",
        Sentence("Tài khoản cần ít nhất một vai trò.", "An account needs a role."),
        Sentence("Chọn vai trò. Để chặn một tài khoản, hãy khóa nó.", "Choose one. To keep it out, disable it."),
    )


def first_administers() -> InvalidInput:
    return InvalidInput(
        "account.first_administers",
        Sentence("Tài khoản đầu tiên phải là quản trị.", "The first account must be an administrator."),
        Sentence(
            "Từ đó mọi người phải đăng nhập, nên cần có người cấp tài khoản.",
            "From then on everybody has to sign in, and somebody has to make the accounts.",
        ),
    )


def own_account() -> Forbidden:
    return Forbidden(
        "account.own",
        Sentence("Không ai tự đổi quyền hay tự khóa mình.", "Nobody changes his own rights or disables himself."),
        Sentence("Nhờ một người quản trị khác.", "Ask another administrator."),
    )


def no_such_unit() -> NotFound:
    return NotFound(
        "unit.not_found",
        Sentence("Không có đơn vị này.", "There is no such unit."),
        Sentence("Thêm đơn vị trước, hoặc kiểm tra lại mã.", "Add the unit first, or check its code."),
    )


def bad_unit_code() -> InvalidInput:
    return InvalidInput(
        "unit.code_invalid",
        Sentence("Mã đơn vị chưa đúng cách viết.", "This is not how the code of a unit is written."),
        Sentence(
            "Dùng chữ không dấu, số, dấu chấm, gạch; tối đa 64 ký tự, ví dụ: H36.12",
            "Use letters without marks, digits, dots, dashes; 64 signs at most, such as H36.12",
        ),
    )


def unit_without_name() -> InvalidInput:
    return InvalidInput(
        "unit.name_missing",
        Sentence("Đơn vị cần có tên.", "A unit needs a name."),
        Sentence("Ghi tên đầy đủ của đơn vị.", "Give its full name."),
    )


def units_in_circle() -> InvalidInput:
    return InvalidInput(
        "unit.in_circle",
        Sentence("Đơn vị không thể thuộc hoặc nhập vào chính nó.", "A unit cannot be part of, or go into, itself."),
        Sentence("Chọn đơn vị khác.", "Choose another unit."),
    )


def unit_in_use() -> Conflict:
    return Conflict(
        "unit.in_use",
        Sentence(
            "Đơn vị này đã có hồ sơ, lô, tài khoản, yêu cầu, danh mục giao nộp, lệnh giữ hoặc đơn vị khác nêu tên.",
            "A dossier, a batch, an account, a request, a hand-over, a hold or another unit names this unit.",
        ),
        Sentence(
            "Chuyển tài khoản và đơn vị trực thuộc sang nơi khác rồi thử lại; đã có hồ sơ thì dùng Giải thể, sáp nhập.",
            "Move its accounts and the units below it, then try again; if it has records, dissolve or merge it.",
        ),
    )


def unit_days_reversed() -> InvalidInput:
    return InvalidInput(
        "unit.days_reversed",
        Sentence("Đơn vị không thể kết thúc trước ngày bắt đầu.", "A unit cannot end before it began."),
        Sentence("Đối chiếu hai ngày với quyết định thành lập, sáp nhập.", "Compare both days with the decisions."),
    )


def no_such_token() -> NotFound:
    return NotFound(
        "token.not_found",
        Sentence("Không có mã truy cập này.", "There is no such token."),
        Sentence("Xem danh sách mã truy cập của bạn.", "See the list of your tokens."),
    )


def not_an_administrator() -> Forbidden:
    return Forbidden(
        "account.not_allowed",
        Sentence("Tài khoản này không được làm việc đó.", "This account may not do that."),
        Sentence("Đề nghị người quản trị cấp vai trò có quyền ấy.", "Ask the administrator for a role that may."),
    )
