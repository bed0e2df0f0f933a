"""Words of the frame around every page."""

TEXTS = {
    "frame.skip": ("Tới nội dung", "Skip to content"),
    "frame.archive": ("Lưu trữ hồ sơ điện tử", "Electronic records archive"),
    "frame.main_navigation": ("Chính", "Main"),
    "frame.nav_intake": ("Tiếp nhận", "Take in"),
    "frame.nav_find": ("Tra cứu", "Find"),
    "frame.nav_dossiers": ("Hồ sơ", "Dossiers"),
    "frame.nav_retention": ("Thời hạn", "Retention"),
    "frame.code_label": ("Mã hồ sơ hoặc số văn bản", "Dossier code or document number"),
    "frame.code_short": ("Mã hồ sơ…", "Dossier code…"),
    "frame.open": ("Mở", "Open"),
    "frame.other_language": ("English", "Tiếng Việt"),
    "frame.theme": ("Đổi nền sáng, nền tối", "Light or dark"),
    "frame.account": ("Tài khoản", "Account"),
    "frame.foot": ("Văn khố {version} · cấu hình {profile}", "Vankho {version} · {profile} profile"),
    "frame.notices": ("Tình trạng hệ thống", "State of the system"),
    "frame.pages": ("Các trang của danh sách", "Pages of the list"),
    "frame.before": ("Trước", "Previous"),
    "frame.after": ("Sau", "Next"),
    "frame.range": ("{first} đến {last}", "{first} to {last}"),
    "frame.way_out": ("Cách gỡ:", "What to do:"),
}
