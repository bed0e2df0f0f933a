"""Words of printing pages and of comparing readings."""

TEXTS = {
    "print.title": ("In trang", "Print pages"),
    "print.says": (
        "{n} trang, mỗi trang có dấu ghi ai in, lúc nào, từ hồ sơ nào. Bản in không thay cho bản sao có chứng thực.",
        (
            "{n} page with a mark of who printed it, when, and from which dossier. It is no certified copy."
            "|{n} pages, each with a mark of who printed it, when, and from which dossier. No certified copies."
        ),
    ),
    "print.most": ("Mỗi lần in tối đa {n} trang.", "At most {n} pages at a time."),
    "print.turned": (
        "Trang đầu đã ghi sau trang cuối: in từ trang {first} đến trang {last}.",
        "The first page was given after the last: printed are pages {first} to {last}.",
    ),
    "print.from": ("Từ trang", "From page"),
    "print.to": ("đến trang", "to page"),
    "print.choose": ("Chọn trang", "Choose pages"),
    "print.do": ("In", "Print"),
    "print.mark": (
        (
            "Văn khố · {who} in lúc {when} · hồ sơ {code} · {title} · trang {page}/{all} · "
            "không phải bản sao có chứng thực"
        ),
        "Văn khố · printed by {who} on {when} · dossier {code} · {title} · page {page} of {all} · no certified copy",
    ),
    "print.covered": (
        "Số của người được che trên bản in.",
        "Numbers of people are covered in print.",
    ),
    "print.card": (
        "Trang này chụp giấy tờ tùy thân nên không in ở đây.",
        "The page shows an identity card and is not printed here.",
    ),
    "versions.title": ("So các lần đọc, trang {page}", "Readings compared, page {page}"),
    "versions.says": (
        "Mỗi bản trong kho giữ chữ đã đọc của nó. Chữ gạch là chữ của bản trước không còn, chữ gạch chân là chữ mới.",
        "Each version keeps the words read then. Struck out: gone since the one before; underlined: new.",
    ),
    "versions.version": ("Bản {n}", "Version {n}"),
    "versions.sure": ("độ chắc {percent}", "{percent} sure"),
    "versions.none": ("bản này không có chữ của trang", "no words of the page in this version"),
    "versions.same": ("giống bản trước", "the same as before"),
}
