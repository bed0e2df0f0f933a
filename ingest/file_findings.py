"""What a check can say of a file: stable codes, sentences for people, ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.media_types import spoken
from ingest.refused_types import way_out
from records.errors import Sentence
from records.figures import vietnamese
from records.findings import note, refusal, warning

if TYPE_CHECKING:
    from records.findings import Finding

_SCAN_AGAIN = Sentence(
    "Hãy mở thử tệp trên máy; nếu cũng không mở được thì quét lại hoặc xin bản khác rồi gửi lại.",
    "Try to open the file yourself; if that fails too, scan again or ask for another copy, then send it.",
)
_NOTHING = Sentence("Không cần làm gì.", "Nothing to do.")


def empty() -> Finding:
    return refusal(
        "file.empty",
        "Tệp rỗng (0 byte).",
        "The file is empty (0 bytes).",
        Sentence(
            "Tệp có thể đã bị cắt khi sao chép hoặc máy quét chưa ghi xong; hãy gửi lại tệp gốc.",
            "It may have been cut while copying, or the scanner had not finished; send the original again.",
        ),
    )


def too_large(max_bytes: int) -> Finding:
    mebibytes = max_bytes / (1 << 20)
    return refusal(
        "file.too_large",
        f"Tệp lớn hơn mức cho phép ({vietnamese(mebibytes)} MiB).",
        f"The file is larger than allowed ({mebibytes:,.0f} MiB).",
        Sentence(
            "Hãy chia tệp thành nhiều phần rồi gửi lại, hoặc đề nghị quản trị viên nâng mức cho phép.",
            "Split the file and send the parts, or ask the administrator to raise the limit.",
        ),
    )


def type_unsupported(media_type: str) -> Finding:
    name = spoken(media_type)
    return refusal(
        "file.type_unsupported",
        f"Không nhận loại tệp này: nội dung là {name}.",
        f"Files of this type are not taken in: the content is {name}.",
        way_out(media_type),
    )


def picture_unsupported() -> Finding:
    return refusal(
        "file.picture_unsupported",
        "Tệp TIFF không hỏng, nhưng chứa số liệu hoặc ảnh kiểu đặc biệt mà phần mềm văn phòng không hiển thị.",
        "The TIFF is whole, but holds measurements or a kind of picture that no office program shows.",
        Sentence(
            "Hãy mở bằng phần mềm đã tạo ra tệp, lưu lại thành TIFF thường, PNG hoặc PDF rồi gửi.",
            "Open it in the program that made it, save it as an ordinary TIFF, PNG or PDF and send that.",
        ),
    )


def moving_picture() -> Finding:
    return refusal(
        "file.picture_moves",
        "Ảnh động gồm nhiều khung hình, không phải một trang tài liệu.",
        "The picture moves: it has several frames and is no page.",
        Sentence(
            "Nếu một khung hình là tài liệu, hãy lưu khung hình đó thành PNG rồi gửi.",
            "If one of the frames is a record, save that frame as PNG and send it.",
        ),
    )


def dynamic_form() -> Finding:
    return refusal(
        "file.dynamic_form",
        "Biểu mẫu XFA động: chỉ phần mềm của Adobe hiển thị được nội dung, các phần mềm khác thấy trang trống.",
        "A dynamic XFA form: Adobe's own program alone shows what it holds, any other an empty page.",
        Sentence(
            "Hãy mở bằng Adobe Reader, in ra PDF (Microsoft Print to PDF) rồi gửi bản in đó.",
            "Open it in Adobe Reader, print it to PDF (Microsoft Print to PDF) and send the print.",
        ),
    )


def office_without_converter(media_type: str) -> Finding:
    name = spoken(media_type)
    return refusal(
        "file.office_without_converter",
        f"Máy này không chuyển được tệp {name} sang PDF: chưa cài LibreOffice.",
        f"This machine cannot turn {name} files into PDF: LibreOffice is not installed.",
        Sentence(
            "Hãy xuất tệp sang PDF rồi gửi lại, hoặc đề nghị quản trị viên cài LibreOffice rồi gửi lại tệp này.",
            "Export the file as PDF and send it, or ask the administrator to install LibreOffice and send it again.",
        ),
    )


def office_not_converted(says: Sentence, hint: Sentence) -> Finding:
    return refusal("file.office_not_converted", says.vi, says.en, hint)


def office_converted(program: str, encodings: tuple[str, ...]) -> Finding:
    told = f" {'; '.join(encodings)}." if encodings else ""
    return note(
        "file.office_converted",
        f"{program} đã tạo bản PDF để đọc; tệp gốc giữ nguyên từng bit."
        + (f" Chữ theo bảng mã cũ đã chuyển sang Unicode:{told}" if told else ""),
        f"{program} made the PDF that is read; the original stays bit for bit."
        + (f" Text in old encodings was converted to Unicode:{told}" if told else ""),
        _NOTHING,
    )


def broken(page: int | None = None) -> Finding:
    return refusal(
        "file.broken",
        "Tệp hỏng, không mở được kể cả sau khi thử sửa.",
        "The file is broken and cannot be opened, not even after repair.",
        _SCAN_AGAIN,
        where="" if page is None else str(page),
    )


def encrypted() -> Finding:
    return refusal(
        "file.encrypted",
        "Tệp có đặt mật khẩu, không mở được.",
        "The file needs a password to be opened.",
        Sentence(
            "Hãy gỡ mật khẩu (mở tệp, lưu lại không mật khẩu) rồi gửi lại.",
            "Remove the password (open the file and save it without one), then send it again.",
        ),
    )


def pixels_too_many(width: int, height: int, max_pixels: int, page: int) -> Finding:
    return refusal(
        "file.pixels_too_many",
        f"Ảnh {vietnamese(width)} × {vietnamese(height)} điểm ảnh, "
        f"vượt mức {vietnamese(max_pixels)} điểm ảnh một trang.",
        f"The picture has {width:,} × {height:,} pixels; at most {max_pixels:,} a page are taken in.",
        Sentence(
            "Hãy quét lại ở độ phân giải thấp hơn (200 dpi cho văn bản, 300 dpi cho bản đồ, bản vẽ).",
            "Scan again at a lower resolution (200 dpi for papers, 300 dpi for maps and drawings).",
        ),
        where=str(page),
    )


def page_too_large(width: float, height: float, max_points: int, page: int) -> Finding:
    return refusal(
        "file.page_too_large",
        f"Khổ trang {vietnamese(width / 72 * 2.54)} × {vietnamese(height / 72 * 2.54)} cm, "
        f"vượt mức {vietnamese(max_points / 72 * 2.54)} cm mỗi chiều.",
        f"The page measures {width / 72 * 2.54:,.0f} × {height / 72 * 2.54:,.0f} cm; "
        f"at most {max_points / 72 * 2.54:,.0f} cm a side are taken in.",
        Sentence(
            "Khổ giấy ghi trong tệp có lẽ bị sai; hãy xuất lại PDF đúng khổ giấy.",
            "The paper size written in the file is probably wrong; export the PDF with the right size.",
        ),
        where=str(page),
    )


def pages_too_many(pages: int, max_pages: int) -> Finding:
    return refusal(
        "file.pages_too_many",
        f"Tệp có {vietnamese(pages)} trang, vượt mức {vietnamese(max_pages)} trang.",
        f"The file has {pages:,} pages; at most {max_pages:,} are taken in.",
        Sentence("Hãy chia tệp thành nhiều phần rồi gửi lại.", "Split the file and send the parts."),
    )


def no_pages() -> Finding:
    return refusal(
        "file.no_pages",
        "Tệp mở được nhưng không có trang nào.",
        "The file opens but has no page.",
        _SCAN_AGAIN,
    )


def name_mismatch(declared_name: str, media_type: str) -> Finding:
    name = spoken(media_type)
    return warning(
        "file.name_mismatch",
        f"Đuôi tên tệp không đúng với nội dung: nội dung là {name}.",
        f"The extension does not fit the content: the content is {name}.",
        Sentence(
            "Tệp vẫn được nhận theo nội dung thật; nên sửa lại tên ở nguồn.",
            "The file is taken in as what it really is; mend the name at its source.",
        ),
        where=declared_name.rpartition("/")[2][-200:],
    )


def repaired() -> Finding:
    return warning(
        "file.repaired",
        "Cấu trúc tệp PDF có lỗi; đã đọc được sau khi tự sửa. Tệp gốc giữ nguyên.",
        "The structure of the PDF is damaged; it could be read after repair. The original is kept as it is.",
        Sentence(
            "Hãy so số trang với bản giấy; nếu thiếu thì quét lại.",
            "Compare the number of pages with the paper; scan again if any is missing.",
        ),
    )


def owner_password() -> Finding:
    return note(
        "file.owner_password",
        "Tệp PDF có hạn chế quyền (mật khẩu chủ sở hữu) nhưng mở được không cần mật khẩu.",
        "The PDF restricts what may be done with it (owner password) but opens without a password.",
        _NOTHING,
    )


def has_javascript() -> Finding:
    return note(
        "file.has_javascript",
        "Tệp PDF có mã JavaScript; mã này không được chạy và không có trong bản PDF/A.",
        "The PDF holds JavaScript; it is never run and is not in the PDF/A.",
        _NOTHING,
    )


def has_attachments() -> Finding:
    return warning(
        "file.has_attachments",
        "Tệp PDF có tệp đính kèm bên trong; các tệp này được giữ trong bản gốc nhưng không được đọc.",
        "The PDF has files attached inside; they are kept in the original but not read.",
        Sentence(
            "Nếu tệp đính kèm là tài liệu của hồ sơ, hãy lưu riêng thành PDF và gửi thêm.",
            "If an attachment belongs to the dossier, save it as PDF and send it too.",
        ),
    )


def resolution_low(dpi: float, page: int, pages: int, least: int) -> Finding:
    return warning(
        "file.resolution_low",
        f"{vietnamese(pages)} trang quét dưới {least} dpi (trang {page}: khoảng {dpi:.0f} dpi).",
        f"{pages:,} pages are scanned below {least} dpi (page {page}: about {dpi:.0f} dpi).",
        Sentence(
            f"Thông tư 05/2025/TT-BNV yêu cầu tối thiểu {least} dpi; nên quét lại từ bản giấy nếu còn.",
            f"Circular 05/2025/TT-BNV asks for at least {least} dpi; scan the paper again if it is still there.",
        ),
        where=str(page),
    )
