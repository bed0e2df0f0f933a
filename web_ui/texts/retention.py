"""Words of the archivist's home: what falls due when, and why."""

TEXTS = {
    "retention.name": ("Thời hạn", "Retention"),
    "retention.verdict_due": (
        "{n} hồ sơ đã quá ngày hết hạn",
        "{n} dossier is past its date|{n} dossiers are past their date",
    ),
    "retention.verdict_trigger": (
        "{n} hồ sơ thiếu ngày kết thúc công việc",
        "{n} dossier lacks the day its work ended|{n} dossiers lack the day their work ended",
    ),
    "retention.verdict_next": (
        "Chưa hồ sơ nào đến hạn; sớm nhất là 01/01/{year}",
        "No dossier is due; the first will be on 1 Jan {year}",
    ),
    "retention.verdict_quiet": ("Chưa hồ sơ nào đến hạn", "No dossier is due"),
    "retention.verdict_empty": ("Chưa có hồ sơ nào trong kho", "No dossier is kept yet"),
    "retention.as_of": ("Tính đến {day} · {n} hồ sơ", "As of {day} · {n} dossier|As of {day} · {n} dossiers"),
    "retention.as_of_seen": (
        "Tính đến {day} · {n} hồ sơ trong phần bạn được xem",
        "As of {day} · {n} dossier among what you may see|As of {day} · {n} dossiers among what you may see",
    ),
    "retention.empty_says": (
        "Khi hồ sơ vào kho, thời hạn của nó được đề xuất kèm quy tắc, điều khoản và phép tính, và hiện ở đây.",
        "When a dossier is kept, a period is proposed with its rule, clause and arithmetic, and shown here.",
    ),
    "retention.plot_title": (
        "Sắp tới, năm {year} có nhiều hồ sơ đến lúc xem xét nhất: {n}",
        "Of the years to come, {year} has the most dossiers to be appraised: {n}",
    ),
    "retention.plot_says": (
        "Số hồ sơ được xem xét từ ngày 01/01 mỗi năm, theo ngày hết hạn cuối năm trước",
        "Dossiers that may be appraised from 1 January of each year, having expired at the end of the year before",
    ),
    "retention.plot_label": ("Số hồ sơ đến lúc xem xét theo năm", "Dossiers to be appraised, by year"),
    "retention.plot_scroll": ("Biểu đồ, cuộn ngang được", "Plot, scrollable"),
    "retention.plot_none": (
        "Chưa hồ sơ nào có ngày hết hạn. Điền ngày kết thúc công việc ở trang hồ sơ để tính.",
        "No dossier has a date of expiry. Give the day the work ended on the page of the dossier.",
    ),
    "retention.bar": ("Năm {year}: {n} hồ sơ", "{year}: {n} dossier|{year}: {n} dossiers"),
    "retention.bar_before": ("đến {year}", "up to {year}"),
    "retention.bar_later": ("từ {year}", "from {year}"),
    "retention.table": ("Xem dạng bảng", "Show as a table"),
    "retention.year": ("Năm", "Year"),
    "retention.dossiers": ("Hồ sơ", "Dossiers"),
    "retention.figures": ("Số liệu, mỗi số mở danh sách của nó", "Figures; each opens its list"),
    "retention.list_all": ("tất cả", "all"),
    "retention.list_due": ("đã quá ngày hết hạn", "past their date"),
    "retention.list_without_trigger": ("chưa có ngày hết hạn", "without a date"),
    "retention.list_provisional": ("chưa có quy tắc", "no rule yet"),
    "retention.list_unconfirmed": ("chưa xác nhận", "not confirmed"),
    "retention.list_permanent": ("vĩnh viễn", "permanent"),
    "retention.head_all": (
        "{n} hồ sơ, hết hạn sớm nhất trước",
        "{n} dossier, soonest first|{n} dossiers, soonest first",
    ),
    "retention.head_due": (
        "{n} hồ sơ đã quá ngày hết hạn",
        "{n} dossier past its date|{n} dossiers past their date",
    ),
    "retention.head_without_trigger": (
        "{n} hồ sơ chưa có ngày hết hạn",
        "{n} dossier without a date|{n} dossiers without a date",
    ),
    "retention.head_provisional": (
        "{n} hồ sơ chưa có quy tắc",
        "{n} dossier without a rule|{n} dossiers without a rule",
    ),
    "retention.head_unconfirmed": (
        "{n} hồ sơ có quy tắc hoặc mốc tính chưa xác nhận",
        "{n} dossier whose rule or date is not confirmed|{n} dossiers whose rule or date is not confirmed",
    ),
    "retention.head_permanent": (
        "{n} hồ sơ giữ vĩnh viễn",
        "{n} dossier kept permanently|{n} dossiers kept permanently",
    ),
    "retention.all_years": ("Bỏ lọc", "Clear the filter"),
    "retention.never_destroyed": (
        "Quá hạn chưa phải là hủy: chỉ theo quy tắc đã xác nhận mới được xem xét, và phải có quyết định.",
        "Past its date is not destroyed: only a confirmed rule leads to appraisal, and only a decision to destruction.",
    ),
    "retention.code": ("Mã hồ sơ", "Dossier code"),
    "retention.title": ("Tiêu đề", "Title"),
    "retention.expires": ("Hết hạn", "Expires"),
    "retention.why": ("Vì", "Why"),
    "retention.standing": ("Tình trạng", "Standing"),
    "retention.permanent": ("vĩnh viễn", "permanent"),
    "retention.no_date": ("chưa có", "none yet"),
    "retention.badge_due": ("Đã quá ngày", "Past its date"),
    "retention.badge_provisional": ("Chưa có quy tắc", "No rule yet"),
    "retention.badge_unconfirmed": ("Quy tắc chưa xác nhận", "Rule not confirmed"),
    "retention.badge_confirmed": ("Đã xác nhận", "Confirmed"),
    "retention.badge_partly": ("Chưa đủ quy tắc", "Rules incomplete"),
    "retention.candidate_after_all": (
        "chưa: còn tài liệu mà quy tắc chưa xác nhận, hoặc không quy tắc nào phù hợp",
        "not yet: the rule of another document is not confirmed, or none fits it",
    ),
    "retention.badge_guessed": ("Mốc tính tạm lấy", "Its start is a guess"),
    "retention.badge_trigger": ("Thiếu ngày kết thúc", "No end date"),
    "retention.list_is_empty": ("Không có hồ sơ nào trong danh sách này.", "No dossier is in this list."),
    "retention.trigger_newest": (
        "tạm lấy ngày mới nhất mà máy đọc được trong hồ sơ",
        "the latest date the machine could read in the dossier stands in",
    ),
    "retention.life_proposed": (
        "Trục thời gian: tạm lấy {start} làm mốc, hôm nay {today}, hết hạn {end}",
        "Time line: {start} stands in for the end of the work, today {today}, expires {end}",
    ),
    "retention.life_start_proposed": ("tạm lấy", "stands in"),
    "retention.life_event": (
        "Trục thời gian: mốc tính {start}, hôm nay {today}, hết hạn {end}",
        "Time line: counted from {start}, today {today}, expires {end}",
    ),
    "retention.life_start_event": ("mốc tính", "counted from"),
    "retention.ended_proposed": (
        "Đang tạm lấy {day}, ngày mới nhất mà máy đọc được. Chỉ ghi ngày đã được kiểm tra.",
        "{day}, the latest date the machine could read, stands in. Record a day only once it is checked.",
    ),
    "retention.candidate_after_rule": (
        "chưa, cho đến khi mọi quy tắc của hồ sơ được xác nhận",
        "not until all its rules are confirmed",
    ),
    "retention.undated": (
        "{n} văn bản chưa đọc được ngày",
        "{n} document without a sure date|{n} documents without a sure date",
    ),
    "retention.undated_says": (
        "Chưa có ngày, hoặc ngày còn ngờ, nên không được tính; xem chúng trước khi ghi ngày kết thúc công việc.",
        "They have no date, or one in doubt, and do not count; look at them before recording the day the work ended.",
    ),
    "retention.candidate_after_decision": (
        "chưa, cho đến khi quyết định của người đứng đầu về thời hạn được ghi, hoặc bảng thời hạn có quy tắc phù hợp",
        "not until a decision of the head on its period is recorded, or the schedule has a rule that fits",
    ),
    "retention.candidate_after_date": (
        "chưa, cho đến khi ngày kết thúc công việc được ghi và mọi quy tắc của hồ sơ được xác nhận",
        "not until the day the work ended is recorded and all its rules are confirmed",
    ),
    "retention.by_unit": ("Theo đơn vị", "By unit"),
    "retention.by_period": ("Theo thời hạn lưu trữ", "By period"),
    "retention.others": ("khác", "others"),
    "retention.no_unit": ("chưa rõ đơn vị", "no unit"),
    "retention.in_unit": ("của {unit}", "of {unit}"),
    "retention.of_unit": ("{n} hồ sơ của {unit}", "{n} dossier of {unit}|{n} dossiers of {unit}"),
    "retention.of_period": (
        "{n} hồ sơ có thời hạn {period}",
        "{n} dossier kept {period}|{n} dossiers kept {period}",
    ),
    "retention.print": ("In danh mục này ra {kind}", "Print this list as {kind}"),
    "retention.explain": ("Vì sao", "Why"),
}
