"""Words of the list of records of conditional access."""

TEXTS = {
    "conditional.name": ("Danh mục tài liệu tiếp cận có điều kiện", "Records of conditional access"),
    "conditional.to_list": ("Tiếp cận có điều kiện", "Conditional access"),
    "conditional.says": (
        "Hồ sơ mức 02 hoặc đang hạn chế, và văn bản có mức riêng chặt hơn hồ sơ. Chỉ gồm những gì bạn được xem.",
        (
            "Dossiers of level 02 or restricted for a time, and documents with a stricter rule of their own. "
            "Only what you may see."
        ),
    ),
    "conditional.part": ("Phần", "Part"),
    "conditional.part_all": ("Toàn bộ danh mục", "The whole list"),
    "conditional.part_dossiers": ("Hồ sơ", "Dossiers"),
    "conditional.part_documents": ("Văn bản trong hồ sơ", "Documents within dossiers"),
    "conditional.part_restricted": ("Đang hạn chế đến ngày", "Restricted until a day"),
    "conditional.every_unit": ("mọi đơn vị", "every unit"),
    "conditional.words": ("Mã hoặc tiêu đề", "Code or title"),
    "conditional.narrow": ("Lọc", "Narrow"),
    "conditional.whole": ("Bỏ lọc", "The whole list"),
    "conditional.title": ("Hồ sơ, tài liệu", "Dossier, document"),
    "conditional.document_of": ("văn bản trong hồ sơ: {title}", "document of the dossier: {title}"),
    "conditional.reason": ("Căn cứ, lý do", "Reason"),
    "conditional.as_taken_in": ("mức khi tiếp nhận", "as taken in"),
    "conditional.print": ("In danh mục ({kind})", "Print the list ({kind})"),
    "conditional.none": ("Không có mục nào.", "Nothing is on it."),
}
