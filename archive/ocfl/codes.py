"""The validation codes of OCFL 1.1 that Vankho checks, as sentences for people.

Codes and meaning: https://ocfl.io/1.1/spec/validation-codes.html. The codes not in the table
below are never raised. E024 and E073 (empty folders) and E090 (links) cannot be seen through
an object store, which knows neither. E002 and E005 are told more exactly by E003 to E007, E026
by E025, E071 by E070, E045 and E047 by E048 to E050. The others bind whoever writes or reads,
or concern what the storage root may hold besides; they leave no trace in an object.
"""

from __future__ import annotations

from records.errors import Sentence
from records.findings import Finding, Severity

_SAYS: dict[str, tuple[str, str]] = {
    "E001": ("Thư mục gốc của gói có tệp hoặc thư mục lạ", "The object's root holds an unexpected file or folder"),
    "E003": ("Gói không có đúng một tệp khai báo phiên bản OCFL", "The object has not exactly one version declaration"),
    "E004": ("Tệp khai báo mang phiên bản OCFL không biết", "The declaration names an unknown version of OCFL"),
    "E006": ("Tên tệp khai báo của gói sai", "The declaration of the object is wrongly named"),
    "E007": ("Nội dung tệp khai báo không khớp với tên", "The declaration does not hold what its name says"),
    "E008": ("Bản kê không có phiên bản nào", "The inventory holds no version"),
    "E009": ("Phiên bản đầu tiên không phải là 1", "The first version is not 1"),
    "E010": ("Số phiên bản không liên tục", "The version numbers are not continuous"),
    "E011": ("Số phiên bản có số 0 đứng đầu không thống nhất", "Version numbers are not padded alike"),
    "E013": ("Cách đánh số phiên bản không thống nhất", "Versions are not named by one convention"),
    "E015": ("Có tệp lạ trong thư mục phiên bản", "A version's folder holds an unexpected file"),
    "E017": ("Tên thư mục nội dung (contentDirectory) sai", "contentDirectory is no folder name"),
    "E018": ("Tên thư mục nội dung là . hoặc ..", "contentDirectory is . or .."),
    "E019": ("Tên thư mục nội dung không có ở phiên bản đầu", "contentDirectory was not set in the first version"),
    "E020": ("Tên thư mục nội dung thay đổi giữa các phiên bản", "contentDirectory changes between versions"),
    "E023": ("Có tệp nằm ngoài bản kê", "A file is not in the manifest"),
    "E025": ("Thuật toán hoặc dạng mã băm không được phép", "A digest or its algorithm is not allowed"),
    "E033": ("Bản kê không phải là JSON hợp lệ", "The inventory is not valid JSON"),
    "E036": ("Bản kê thiếu mục bắt buộc", "The inventory lacks a required entry"),
    "E037": ("Mã định danh (id) của gói sai hoặc thay đổi", "The id of the object is wrong or changes"),
    "E038": ("Loại (type) của bản kê sai", "The type of the inventory is wrong"),
    "E040": ("head của bản kê không phải là phiên bản mới nhất", "head is not the newest version"),
    "E041": ("Bản kê thiếu manifest hoặc versions", "The inventory lacks its manifest or versions block"),
    "E042": ("Đường dẫn nội dung trong manifest sai", "A content path of the manifest is wrong"),
    "E044": ("Khối versions không phải là đối tượng JSON", "The versions block is no JSON object"),
    "E046": ("Thư mục phiên bản không khớp với bản kê", "Version folders and inventory do not match"),
    "E048": ("Phiên bản thiếu thời điểm tạo hoặc trạng thái", "A version lacks its date or state"),
    "E049": ("Thời điểm tạo phiên bản sai dạng", "A version's date is malformed"),
    "E050": ("Trạng thái của phiên bản không khớp với manifest", "A version's state and the manifest do not match"),
    "E052": ("Đường dẫn logic có phần ., .. hoặc rỗng", "A logical path holds ., .. or an empty part"),
    "E053": ("Đường dẫn logic bắt đầu hoặc kết thúc bằng /", "A logical path begins or ends with /"),
    "E054": ("Người tạo phiên bản ghi sai dạng", "A version's user is malformed"),
    "E056": ("Khối fixity dùng thuật toán không biết", "The fixity block uses an unknown algorithm"),
    "E057": ("Khối fixity sai dạng hoặc nêu tệp không có trong manifest", "The fixity block is malformed"),
    "E058": ("Thiếu tệp mã băm của bản kê", "The inventory has no sidecar"),
    "E060": ("Bản kê không khớp với mã băm của nó", "The inventory does not match its sidecar"),
    "E061": ("Tệp mã băm của bản kê sai dạng", "The sidecar of the inventory is malformed"),
    "E063": ("Gói không có bản kê", "The object has no inventory"),
    "E064": ("Bản kê ở gốc khác bản kê của phiên bản mới nhất", "Root inventory and newest version's copy differ"),
    "E066": ("Trạng thái của phiên bản cũ đã bị đổi", "The state of an earlier version was changed"),
    "E067": ("Thư mục extensions có tệp lạ", "The extensions folder holds a file"),
    "E069": ("Khai báo của kho OCFL thiếu hoặc sai", "The storage root's declaration is missing or wrong"),
    "E070": ("Tệp ocfl_layout.json thiếu hoặc sai", "ocfl_layout.json is missing or wrong"),
    "E072": ("Có tệp nằm ngoài mọi gói trong kho", "A file of the storage root belongs to no object"),
    "E092": ("Nội dung tệp không khớp với mã băm", "Content does not match its digest"),
    "E092 gone": ("Tệp có trong bản kê đã mất", "A file of the manifest is gone"),
    "E093 gone": ("Tệp có trong khối fixity đã mất", "A file of the fixity block is gone"),
    "E093": ("Nội dung tệp không khớp với mã băm trong fixity", "Content does not match its fixity digest"),
    "E094": ("Lời ghi chú của phiên bản sai dạng", "A version's message is malformed"),
    "E095": ("Hai đường dẫn logic trùng hoặc xung đột", "Two logical paths are the same or clash"),
    "E096": ("Một mã băm xuất hiện hai lần trong manifest", "The manifest holds a digest twice"),
    "E097": ("Một mã băm xuất hiện hai lần trong fixity", "The fixity block holds a digest twice"),
    "E099": ("Đường dẫn nội dung có phần ., .. hoặc rỗng", "A content path holds ., .. or an empty part"),
    "E100": ("Đường dẫn nội dung bắt đầu hoặc kết thúc bằng /", "A content path begins or ends with /"),
    "E101": ("Hai đường dẫn nội dung trùng hoặc xung đột", "Two content paths are the same or clash"),
    "E103": ("Phiên bản OCFL giảm so với phiên bản trước", "A version uses an older OCFL than the one before"),
    "E107": ("Manifest có mã băm không được dùng", "The manifest holds a digest no version uses"),
    "E111": ("Khối fixity không phải là đối tượng JSON", "The fixity block is no JSON object"),
    "W001": ("Số phiên bản có số 0 đứng đầu", "Version numbers are padded with zeros"),
    "W002": ("Thư mục phiên bản có thư mục lạ", "A version's folder holds another folder"),
    "W004": ("Bản kê không dùng SHA-512", "The inventory does not use SHA-512"),
    "W005": ("Mã định danh của gói không phải là URI", "The id of the object is no URI"),
    "W007": ("Phiên bản thiếu ghi chú hoặc người tạo", "A version lacks its message or user"),
    "W008": ("Người tạo phiên bản không có địa chỉ", "A version's user has no address"),
    "W009": ("Địa chỉ người tạo phiên bản không phải là URI", "The address of a version's user is no URI"),
    "W010": ("Phiên bản không có bản kê riêng", "A version has no inventory of its own"),
    "W011": ("Thông tin của phiên bản cũ bị ghi khác đi", "An earlier version is described differently now"),
    "W013": ("Có phần mở rộng chưa đăng ký", "An extension is not registered"),
}

_RESTORE = Sentence(
    "Không sửa bằng tay. Giữ nguyên hiện trạng, báo người phụ trách lưu trữ và khôi phục gói từ bản sao.",
    "Do not mend it by hand. Leave it as it is, tell an archivist, restore the object from a copy.",
)
_STRAY = Sentence(
    "Tìm xem ai đã đưa tệp này vào kho; chuyển tệp ra ngoài sau khi đã ghi nhận.",
    "Find out who put the file there; move it out once that is on record.",
)
_NOTHING = Sentence("Không cần xử lý ngay.", "Nothing has to be done now.")
_STRAYS = {"E001", "E015", "E023", "E067", "E072"}


def finding(code: str, where: str = "", detail: str = "") -> Finding:
    """What the code says, where, and the particulars; ``W`` codes are warnings.

    ``E092 gone`` is E092 for a file that is not there at all.
    """
    vi, en = _SAYS[code]
    code = code.partition(" ")[0]
    more = f": {detail}" if detail else ""
    warning = code.startswith("W")
    return Finding(
        code=code,
        severity=Severity.WARNING if warning else Severity.REFUSAL,
        says=Sentence(f"{vi}{more}.", f"{en}{more}."),
        hint=_NOTHING if warning else _STRAY if code in _STRAYS else _RESTORE,
        where=where,
    )
