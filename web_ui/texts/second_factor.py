"""Words of second factors: setting them up, giving them, and whom they are demanded of."""

TEXTS = {
    "factor.second": ("Lớp xác thực thứ hai", "Second factor"),
    "factor.says": (
        "Ngoài mật khẩu, thêm một thứ chỉ bạn cầm trong tay: người khác biết mật khẩu cũng không vào được.",
        "Besides the password, something only you hold: who learns your password still does not get in.",
    ),
    "factor.is_set": ("Đã đặt", "Set"),
    "factor.has_one": ("Hai lớp", "Two factors"),
    "factor.due": ("Cần đặt", "To be set"),
    "factor.due_says": (
        "Vai trò của bạn phải có lớp thứ hai. Đặt xong là làm việc được ngay, không phải đăng nhập lại.",
        "Your role needs a second factor. Once it is set you go on at once, without signing in again.",
    ),
    "factor.elsewhere": (
        "Bạn đăng nhập qua hệ thống chung: xác nhận bằng lớp thứ hai.",
        "You sign in elsewhere: confirm with your second factor.",
    ),
    "factor.no_password": (
        (
            "Bạn đăng nhập qua hệ thống chung nên không có mật khẩu ở đây. Nhờ quản trị cấp lại mật khẩu, đăng nhập "
            "bằng mật khẩu đó một lần để đặt mật khẩu riêng, rồi đặt lớp thứ hai; từ đó xác nhận được."
        ),
        (
            "You sign in elsewhere, so you have no password here. Ask an administrator to reset it, sign in with it "
            "once to choose your own, then set a second factor; from then on you can confirm."
        ),
    ),
    "factor.missing": (
        "Việc không thể hoàn tác cần lớp xác thực thứ hai, mà tài khoản của bạn chưa đặt.",
        "What cannot be taken back needs a second factor, and your account has none.",
    ),
    "factor.set_up": ("Đặt lớp thứ hai", "Set it up"),
    "factor.change": ("Xem, thay đổi", "See or change"),
    "factor.codes": ("Mã của ứng dụng xác thực", "Codes of an authenticator app"),
    "factor.codes_says": (
        "Ứng dụng trên điện thoại sinh mã 6 chữ số, đổi mỗi 30 giây; không cần mạng.",
        "An app on your phone makes 6 digits that change every 30 seconds; it needs no network.",
    ),
    "factor.since": ("Từ {when}", "Since {when}"),
    "factor.begin": ("Bắt đầu đặt", "Begin"),
    "factor.step_app": (
        "Mở ứng dụng xác thực trên điện thoại (ứng dụng TOTP nào cũng được).",
        "Open an authenticator app on your phone (any for TOTP will do).",
    ),
    "factor.step_scan": (
        "Trong ứng dụng, chọn thêm tài khoản rồi quét hình này.",
        "Add an account there and scan this.",
    ),
    "factor.qr": ("Mã QR cho ứng dụng xác thực", "QR code for the authenticator app"),
    "factor.or_type": ("Không quét được thì gõ khóa này vào ứng dụng:", "Where it cannot be scanned, type this key:"),
    "factor.step_code": ("Gõ mã 6 chữ số mà ứng dụng đang hiện.", "Type the 6 digits the app shows now."),
    "factor.first_code": ("Mã 6 chữ số", "6 digits"),
    "factor.finish": ("Xác nhận và dùng từ bây giờ", "Confirm and use it from now on"),
    "factor.code": ("Mã của lớp thứ hai", "Code of your second factor"),
    "factor.code_hint": (
        "6 chữ số trong ứng dụng xác thực; mất điện thoại thì gõ một mã dự phòng.",
        "6 digits of your authenticator app; phone lost: type a recovery code.",
    ),
    "factor.proof_says": ("Nhập sai bị tính như đăng nhập sai.", "A wrong one counts like a wrong sign-in."),
    "factor.by_password": ("mật khẩu", "password"),
    "factor.by_totp": ("mã của ứng dụng", "code of an app"),
    "factor.by_recovery_code": ("mã dự phòng", "recovery code"),
    "factor.by_passkey": ("khóa truy cập", "passkey"),
    "factor.by_operator": ("người ngồi tại máy", "whoever sits at the machine"),
    "factor.by_oidc": ("hệ thống đăng nhập chung", "the common sign-in"),
    "factor.recovery_hint": (
        "Dùng khóa truy cập ở nút bên dưới, hoặc gõ một mã dự phòng.",
        "Use your passkey by the button below, or type a recovery code.",
    ),
    "factor.recovery_code": ("Một mã dự phòng", "A recovery code"),
    "factor.use_passkey": ("Dùng khóa truy cập", "Use your passkey"),
    "factor.passkey_stopped": (
        "Trình duyệt đã dừng: chưa chạm khóa, quá giờ, hoặc khóa này đã thêm rồi. Thử lại.",
        "The browser stopped: the key was not touched, it took too long, or this key is known already. Try again.",
    ),
    "factor.passkeys": ("Khóa truy cập", "Passkeys"),
    "factor.passkeys_says": (
        "Khóa USB, điện thoại hoặc chính máy tính này ký thay cho mã; không ai lừa lấy được.",
        "A USB key, a phone or this computer signs in place of a code; nobody can trick you out of it.",
    ),
    "factor.passkey_name": ("Tên để nhận ra khóa", "A name to know it by"),
    "factor.passkey_example": ("khóa USB ở bàn làm việc", "USB key on my desk"),
    "factor.passkey_used": ("dùng lúc {when}", "used {when}"),
    "factor.add_passkey": ("Thêm khóa truy cập", "Add a passkey"),
    "factor.remove_passkey": ("Bỏ khóa này", "Remove this passkey"),
    "factor.no_passkeys_here": (
        "Muốn dùng khóa truy cập, mở trang bằng tên máy (https) thay cho địa chỉ số.",
        "To use passkeys, open the site by its name (https) and not by a number.",
    ),
    "factor.remove_codes": ("Thôi dùng mã của ứng dụng", "Use no codes any more"),
    "factor.recovery": ("Mã dự phòng", "Recovery codes"),
    "factor.recovery_left": ("còn {n} mã", "{n} left|{n} left"),
    "factor.recovery_says": (
        "Mỗi mã dùng được một lần, khi không có điện thoại bên mình.",
        "Each is good for one time, when your phone is not at hand.",
    ),
    "factor.recovery_once": (
        "Chép hoặc in ra ngay và cất nơi an toàn: các mã này chỉ hiện lần này.",
        "Copy or print them now and keep them safe: they are shown this once.",
    ),
    "factor.kept": ("Tôi đã cất các mã", "I have kept them"),
    "factor.new_recovery": ("Tạo mười mã mới, bỏ mã cũ", "Make ten new ones in place of the old"),
    "factor.demand": ("Vai trò phải có lớp thứ hai", "Roles that need one"),
    "factor.demand_says": (
        "Người thuộc các vai trò này chưa đặt lớp thứ hai thì chưa làm được gì; có hiệu lực từ lần bấm kế tiếp.",
        "People of these roles may do nothing before they have one; it counts from their next click on.",
    ),
    "factor.forget": ("Gỡ lớp thứ hai", "Take second factor away"),
    "factor.forget_says": (
        "Gỡ lớp thứ hai khi người đó mất điện thoại và hết mã dự phòng; phải chắc đúng là người ấy nhờ.",
        "Take the second factor away when phone and recovery codes are lost; be sure that it is they who ask.",
    ),
}
