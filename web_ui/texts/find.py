"""Words of finding."""

TEXTS = {
    "find.name": ("Tra cứu", "Find"),
    "find.label": ("Tìm trong mọi trang, mọi trường", "Search every page and every field"),
    "find.submit": ("Tìm", "Find"),
    "find.placeholder": (
        "Từ trên trang, số và ký hiệu, mã hồ sơ, ngày… có dấu hay không dấu",
        "Words on a page, number and sign, dossier code, date… with or without diacritics",
    ),
    "find.understood": ("Hiểu là", "Understood as"),
    "find.exclude_phrase": (
        "Dấu - chỉ loại một từ. Loại cả cụm: {q}",
        "A - leaves out one word. To leave out the phrase: {q}",
    ),
    "find.remove": ("bỏ phần này", "leave this out"),
    "find.folded": ("không phân biệt dấu, đúng dấu lên trước", "marks ignored, exact spelling first"),
    "find.exact": ("đúng từng dấu", "mark for mark"),
    "find.ask_exact": ("Chỉ đúng từng dấu", "Only mark for mark"),
    "find.ask_folded": ("Không phân biệt dấu", "Ignore marks"),
    "find.tolerant": (
        "Không có trang nào có đúng “{q}”; có {n} trang gần giống.",
        "No page has just “{q}”; {n} page comes close.|No page has just “{q}”; {n} pages come close.",
    ),
    "find.total_near": ("{n} trang gần giống", "{n} page that comes close|{n} pages that come close"),
    "find.total": ("{n} trang", "{n} page|{n} pages"),
    "find.range": ("· {first} đến {last}", "· {first} to {last}"),
    "find.filters": ("Lọc kết quả", "Filter"),
    "find.filtering": ("Đang lọc:", "Filtered by:"),
    "find.remove_filter": ("bỏ lọc", "remove filter"),
    "find.facet_unit": ("Đơn vị", "Unit"),
    "find.facet_document_type": ("Loại văn bản", "Type"),
    "find.facet_agency": ("Cơ quan ban hành", "Agency"),
    "find.facet_year": ("Năm", "Year"),
    "find.facet_none": ("(không rõ)", "(unknown)"),
    "find.no_facets": ("Chưa có gì để lọc.", "Nothing to filter yet."),
    "find.page_of": ("trang <b>{page}</b> trong {all}", "page <b>{page}</b> of {all}"),
    "find.no_code": ("chưa có mã hồ sơ", "no dossier code"),
    "find.none_title": ("Không trang nào có đủ “{q}”", "No page has all of “{q}”"),
    "find.none_without": (
        "Bỏ “{part}” thì có {n} trang.",
        "Without “{part}” there is {n} page.|Without “{part}” there are {n} pages.",
    ),
    "find.none_filters": (
        "Bỏ các bộ lọc thì có {n} trang.",
        "Without the filters there is {n} page.|Without the filters there are {n} pages.",
    ),
    "find.did_you_mean": ("Có phải bạn tìm", "Did you mean"),
    "find.none_rights": (
        "Bạn tìm trong phần mình được xem; hồ sơ khác có thể có, hãy hỏi lưu trữ viên.",
        "You searched what you may see; there may be other dossiers, ask the archivist.",
    ),
    "find.none_advice": (
        "Thử ít từ hơn, hoặc tìm theo số và ký hiệu hay mã hồ sơ.",
        "Try fewer words, or a number and sign or a dossier code.",
    ),
    "find.try_without": ("Tìm “{q}”", "Search “{q}”"),
    "find.drop_filters": ("Bỏ các bộ lọc", "Remove the filters"),
    "find.empty_title": ("Gõ như bạn nhớ", "Type what you remember"),
    "find.empty_says": (
        (
            "Vài từ trên trang, có dấu hay không dấu; số và ký hiệu như 129/QĐ-BNV; mã hồ sơ; ngày tháng; "
            "cụm từ trong “ngoặc kép”; -từ để loại một từ, -“dự thảo” để loại cả cụm."
        ),
        (
            "Some words on the page, with or without diacritics; number and sign such as 129/QĐ-BNV; a dossier code; "
            "a date; a phrase in “quotation marks”; -word leaves out one word, -“dự thảo” a phrase."
        ),
    ),
    "find.nothing_kept": (
        "Chưa có trang nào để tìm. Trang mới nhận tìm được ngay sau khi vào kho.",
        "There is no page to find yet. New pages can be found as soon as they are kept.",
    ),
    "find.preview": ("Trang đang xem", "The page"),
    "find.preview_none": ("Chọn một kết quả để xem trang.", "Choose a result to see its page."),
    "find.back": ("Kết quả", "Results"),
    "find.open_page": ("Mở trang", "Open page"),
    "find.hits": ("khớp {n} chỗ", "{n} match|{n} matches"),
    "find.hit_of": ("khớp {at}/{all}", "match {at} of {all}"),
    "find.hit_before": ("Chỗ khớp trước (P)", "Previous match (P)"),
    "find.hit_after": ("Chỗ khớp sau (N)", "Next match (N)"),
    "find.open_dossier": ("Mở hồ sơ", "Open dossier"),
    "find.picture_label": (
        "Trang {page} của {title}, {n} từ khớp được khoanh",
        "Page {page} of {title}, {n} matching word boxed|Page {page} of {title}, {n} matching words boxed",
    ),
    "find.keys": (
        "/ ô tìm · J K kết quả · N P chỗ khớp · Enter hồ sơ · O mở trang",
        "/ box · J K results · N P matches · Enter dossier · O open page",
    ),
}
