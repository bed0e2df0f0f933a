"""Words of the error pages: what kind, what was not lost, one act."""

TEXTS = {
    "fault.wait": ("Tạm thời, tự thử lại sau {seconds} giây", "For the moment; trying again in {seconds} s"),
    "fault.invalid": ("Cần sửa lại", "To be corrected"),
    "fault.not_found": ("Không có, hoặc không được xem", "Not there, or not for you"),
    "fault.forbidden": ("Không có quyền", "Not allowed"),
    "fault.conflict": ("Có người vừa làm trước", "Somebody was first"),
    "fault.damaged": ("Không còn nguyên vẹn", "Damaged"),
    "fault.settings": ("Cấu hình chưa đúng", "Wrong settings"),
    "fault.unknown": ("Lỗi chưa lường trước", "Unexpected fault"),
    "fault.kept": (
        "Hồ sơ không mất và không đổi; tệp đã có biên nhận vẫn an toàn.",
        "No record is lost or changed; what has a receipt is safe.",
    ),
    "fault.retry": ("Thử lại ngay", "Try again now"),
    "fault.back": ("Quay lại", "Go back"),
    "fault.to_find": ("Sang Tra cứu", "Go to Find"),
    "fault.to_intake": ("Sang Tiếp nhận", "Go to Take in"),
    "fault.to_own": ("Tài khoản của tôi", "My account"),
    "fault.code": ("Mã", "Code"),
    "fault.at": ("Lúc", "At"),
    "fault.call": (
        "Nếu vẫn vậy, gọi người quản trị và đọc mã này.",
        "If it stays so, call the administrator and read out this code.",
    ),
    "fault.if_still": ("Nếu vẫn vậy", "If it stays so"),
}
