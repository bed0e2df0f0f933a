"""Words of the page of forms and registers."""

TEXTS = {
    "registers.name": ("Biểu mẫu, sổ", "Forms and registers"),
    "registers.says": (
        "Điền sẵn những gì kho biết, chỉ gồm những gì bạn được xem; cột kho không biết để trống cho văn thư ghi tay.",
        "Filled in with what the archive knows, of what you may see; columns it does not know are left to be written.",
    ),
    "registers.no_body": (
        "Chưa khai tên cơ quan (VANKHO_BODY), nên không biết văn bản nào là văn bản đi: mọi văn bản ở sổ đến.",
        "The name of the body (VANKHO_BODY) is not set: nothing can be told to have gone out, all is incoming.",
    ),
    "registers.year": ("Năm", "Year"),
    "registers.every": ("Không rõ năm", "No year"),
    "registers.narrow": ("Xem", "Show"),
    "registers.of_year": ("Sổ năm {year}", "Registers of {year}"),
    "registers.of_every": (
        "Văn bản chưa đọc được ngày tháng; hồ sơ của mọi năm",
        "Documents on which no day was read; dossiers of every year",
    ),
    "registers.register": ("Sổ", "Register"),
    "registers.rows": ("Số dòng", "Rows"),
    "registers.left": ("Cột để trống", "Columns left empty"),
    "registers.none_left": ("không có", "none"),
    "registers.print": ("Tải", "Download"),
    "registers.print_as": ("Tải {name}, {kind}", "Download {name}, {kind}"),
    "registers.volume": ("Quyển {n}", "Volume {n}"),
    "registers.volumes": ("{n} quyển, mỗi quyển {rows} dòng", "{n} volumes of {rows} rows each"),
    "registers.more_volumes": (
        "Các quyển sau: đổi số quyển (volume) trong địa chỉ tải, hoặc chọn một đơn vị.",
        "Later volumes: change the number (volume) in the address of the download, or choose a unit.",
    ),
    "registers.other": ("Biểu mẫu khác in ở đâu", "Where other forms are printed"),
    "registers.other_dossier": (
        "Bìa hồ sơ, mục lục văn bản, chứng từ kết thúc, phiếu tin: ở trang của từng hồ sơ",
        "Cover, catalogue, closing note and slip of a dossier: on its page",
    ),
    "registers.other_list": ("Danh mục hồ sơ: ở trang Thời hạn", "List of dossiers: on the page Retention"),
    "registers.other_conditional": (
        "Danh mục tài liệu tiếp cận có điều kiện",
        "List of records of conditional access",
    ),
    "registers.other_hand_over": (
        "Mục lục nộp lưu, biên bản giao nhận: ở trang Bàn giao",
        "List and minutes of a hand-over: on the page Hand-over",
    ),
    "registers.other_use": (
        "Phiếu yêu cầu, chứng thực lưu trữ, sổ đăng ký sử dụng tài liệu: ở trang Yêu cầu",
        "Slip and certification of a request, register of readers: on the page Requests",
    ),
    "registers.other_disposal": (
        "Bộ hồ sơ hủy tài liệu, quyết định thành lập Hội đồng: ở trang Hủy",
        "Papers of a destruction, decision on the council: on the page Disposal",
    ),
    "dossier.papers": ("Biểu mẫu của hồ sơ", "Papers of the dossier"),
    "dossier.form_bia_ho_so": ("Bìa hồ sơ", "Cover"),
    "dossier.form_chung_tu_ket_thuc": ("Chứng từ kết thúc", "Closing note"),
    "dossier.form_phieu_tin": ("Phiếu tin", "Slip"),
    "hand_over.form_muc_luc_nop_luu": ("Mục lục nộp lưu", "List of what is handed over"),
    "hand_over.form_bien_ban_giao_nhan": ("Biên bản giao nhận", "Minutes of hand-over"),
    "use.form_phieu_yeu_cau": ("Phiếu yêu cầu", "Slip"),
    "use.form_chung_thuc_luu_tru": ("Chứng thực lưu trữ", "Certification"),
}
