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
