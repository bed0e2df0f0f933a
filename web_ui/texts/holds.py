"""Words of holds."""

TEXTS = {
    "holds.name": ("Lệnh giữ", "Holds"),
    "holds.n_open": ("{n} lệnh giữ đang có hiệu lực", "{n} hold is open|{n} holds are open"),
    "holds.none_open": ("Không có lệnh giữ nào", "No hold is open"),
    "holds.says": (
        "Hồ sơ đang giữ thì không bị hủy, dù danh mục đã có quyết định. Hồ sơ đến sau thuộc phạm vi cũng bị giữ.",
        "What is held is not destroyed, whatever was decided. What comes under it later is held too.",
    ),
    "holds.lifted_too": ("Cả lệnh đã gỡ", "Lifted ones too"),
    "holds.open_only": ("Chỉ lệnh đang có hiệu lực", "Open ones only"),
    "holds.hold": ("Lệnh", "Hold"),
    "holds.ground": ("Căn cứ", "Ground"),
    "holds.ground_inspection": ("Thanh tra, kiểm tra", "Inspection"),
    "holds.ground_complaint": ("Khiếu nại, tố cáo", "Complaint"),
    "holds.ground_litigation": ("Tố tụng, điều tra", "Litigation"),
    "holds.ground_audit": ("Kiểm toán", "Audit"),
    "holds.ground_other": ("Căn cứ khác", "Other"),
    "holds.mandate": ("Văn bản yêu cầu", "Mandate"),
    "holds.mandate_number": ("Số, ký hiệu", "Number and sign"),
    "holds.mandate_day": ("Ngày của văn bản", "Its day"),
    "holds.mandate_by": ("Cơ quan yêu cầu", "Body that asks for it"),
    "holds.over": ("Phạm vi", "Scope"),
    "holds.kind_dossier": ("Hồ sơ", "Dossier"),
    "holds.kind_unit": ("Đơn vị", "Unit"),
    "holds.kind_procedure": ("Thủ tục", "Procedure"),
    "holds.kind_query": ("Có đủ các từ", "All the words"),
    "holds.kind_n": ("Loại phạm vi {n}", "Kind of scope {n}"),
    "holds.value_n": ("Phạm vi {n}", "Scope {n}"),
    "holds.over_hint": (
        (
            "Hồ sơ ghi bằng mã; đơn vị bằng mã đơn vị; thủ tục bằng tên đúng như tiêu đề hồ sơ; "
            "hoặc các từ có trong mã, tiêu đề hay mô tả. Bỏ trống dòng không dùng."
        ),
        (
            "A dossier by its code, a unit by its code, a procedure by its name as in the title of its dossiers, "
            "or words of code, title or description. Leave lines empty that are not needed."
        ),
    ),
    "holds.reached": ("Đang giữ", "Held"),
    "holds.standing": ("Tình trạng", "Standing"),
    "holds.is_open": ("Có hiệu lực", "Open"),
    "holds.is_spreading": ("Có hiệu lực, đang ghi vào từng hồ sơ", "Open, being written to each dossier"),
    "holds.is_lifted": ("Đã gỡ {when}", "Lifted {when}"),
    "holds.place_title": ("Đặt lệnh giữ", "Place a hold"),
    "holds.hold_name": ("Tên lệnh", "Name"),
    "holds.hold_name_hint": ("Ví dụ: Thanh tra đất đai 2026.", "For example: land inspection 2026."),
    "holds.place": ("Đặt lệnh giữ", "Place the hold"),
    "holds.place_says": (
        "Có hiệu lực ngay, thắng mọi danh mục đã duyệt.",
        "It counts at once, over every list that was approved.",
    ),
    "holds.holds_n": ("đang giữ {n} hồ sơ", "holds {n} dossier|holds {n} dossiers"),
    "holds.lifted_head": ("đã gỡ", "lifted"),
    "holds.placed": ("{who} đặt lúc {when}", "Placed by {who}, {when}"),
    "holds.dossiers": ("Hồ sơ đang giữ", "Dossiers it holds"),
    "holds.dossiers_then": ("Hồ sơ từng bị giữ, nay không còn", "Dossiers it held, until it was lifted"),
    "holds.reached_nothing_then": ("Lệnh này không giữ hồ sơ nào.", "It held no dossier."),
    "holds.held_then": ("từng giữ {n}", "held {n}"),
    "holds.reached_none": ("Chưa có hồ sơ nào thuộc phạm vi.", "No dossier is under it yet."),
    "holds.reached_not_yet": (
        "Đang ghi vào từng hồ sơ; lệnh đã có hiệu lực.",
        "Being written to each dossier; it counts already.",
    ),
    "holds.lift_title": ("Gỡ lệnh", "Lift it"),
    "holds.lift_why": ("Văn bản hoặc lý do cho gỡ", "Document or reason that allows it"),
    "holds.lift_hint": (
        "Hồ sơ còn lệnh khác thì vẫn bị giữ.",
        "A dossier under another open hold stays held.",
    ),
    "holds.lift": ("Gỡ lệnh giữ", "Lift the hold"),
    "holds.to_holds": ("{n} hồ sơ đang bị giữ", "{n} dossier on hold|{n} dossiers on hold"),
}
