"""What the operating system says, in the words of the house.

Only ``Unavailable`` is tried again, so the question at each errno is: can waiting help?
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from records.errors import Conflict, Damaged, InvalidInput, Misconfigured, NotFound, Sentence, Unavailable, VankhoError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_TOO_MANY = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}


@contextmanager
def translated(what: object) -> Iterator[None]:
    """Let no ``OSError`` out; ``what`` is the key or folder that is being worked on."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, what) from error


def from_os_error(error: OSError, what: object) -> VankhoError:
    """The error of ours that tells the caller what to do about ``error``."""
    number = error.errno or 0
    if number in _ABSENT:
        return not_found(what)
    if number in _FULL:
        return Unavailable(
            "store.full",
            Sentence(
                f"Kho lưu trữ đã hết dung lượng khi ghi {what}.", f"The store ran out of space while writing {what}."
            ),
            Sentence(
                "Giải phóng hoặc bổ sung dung lượng đĩa; công việc sẽ được thực hiện lại.",
                "Free or add disk space; the work will be tried again.",
            ),
        )
    if number in _DENIED:
        return Misconfigured(
            "store.permission",
            Sentence(
                f"Không có quyền truy cập {what} trong kho lưu trữ.", f"The store may not be read or written at {what}."
            ),
            Sentence(
                "Kiểm tra quyền sở hữu và quyền ghi của thư mục kho lưu trữ đối với tài khoản chạy Vankho.",
                "Check that the account running Vankho owns the folder of the store and may write to it.",
            ),
        )
    if number == errno.ENAMETOOLONG:
        return InvalidInput(
            "store.key_too_long",
            Sentence(f"Tên {what} quá dài đối với hệ thống tệp.", f"The name {what} is too long for the file system."),
            Sentence("Rút ngắn tên tệp rồi thử lại.", "Shorten the file name and try again."),
        )
    if number == errno.EXDEV:
        return Misconfigured(
            "store.several_disks",
            Sentence(
                "Các khu vực của kho lưu trữ nằm trên nhiều hệ thống tệp khác nhau.",
                "The areas of the store lie on different file systems.",
            ),
            Sentence("Đặt toàn bộ kho lưu trữ trên cùng một hệ thống tệp.", "Put the whole store on one file system."),
        )
    if number == errno.EFBIG:
        return Misconfigured(
            "store.file_too_big",
            Sentence(
                f"{what} lớn hơn kích thước tệp mà hệ thống tệp cho phép.",
                f"{what} is larger than a file may be on this file system.",
            ),
            Sentence(
                "Chuyển kho lưu trữ sang hệ thống tệp cho phép tệp lớn (ext4, XFS…) hoặc nới giới hạn của tài khoản.",
                "Move the store to a file system for large files (ext4, XFS…) or raise the limit of the account.",
            ),
        )
    if number in _TOO_MANY:
        return Unavailable(
            "store.no_resources",
            Sentence(
                "Máy đang hết bộ nhớ hoặc hết số tệp được phép mở.", "The machine has no memory or open files left."
            ),
            Sentence(
                "Chờ các công việc khác kết thúc; hệ thống sẽ thử lại.",
                "Wait for other work to end; it is tried again.",
            ),
        )
    return Unavailable(
        "store.io",
        Sentence(
            f"Đĩa báo lỗi khi truy cập {what}: {error.strerror}.", f"The disk failed at {what}: {error.strerror}."
        ),
        Sentence(
            "Kiểm tra tình trạng đĩa và kết nối; nếu lỗi lặp lại, sao lưu ngay và báo quản trị viên.",
            "Check the disk and its connection; if it happens again, make a backup now and tell the administrator.",
        ),
    )


def not_found(what: object) -> NotFound:
    return NotFound(
        "store.not_found",
        Sentence(f"Không có {what} trong kho lưu trữ.", f"There is no {what} in the store."),
        Sentence(
            "Kiểm tra lại mã; nếu tài liệu phải có, hãy kiểm tra tính toàn vẹn của kho.",
            "Check the id; if it should be there, verify the store.",
        ),
    )


def digest_mismatch(what: object) -> Damaged:
    return Damaged(
        "store.digest_mismatch",
        Sentence(
            f"Nội dung của {what} không khớp với mã băm đã công bố; không lưu gì cả.",
            f"The content of {what} does not match its stated digest; nothing was stored.",
        ),
        Sentence(
            "Gửi lại tệp từ nguồn; nếu vẫn sai, báo người phụ trách lưu trữ.",
            "Send the file again from its source; if it is still wrong, tell an archivist.",
        ),
    )


def exists(what: object) -> Conflict:
    return Conflict(
        "store.exists",
        Sentence(
            f"Tại {what} đã lưu một nội dung khác; nội dung đó được giữ nguyên.",
            f"Other bytes are stored at {what}; they stay.",
        ),
        Sentence("Đọc lại rồi quyết định.", "Read again, then decide."),
    )


def changed(what: object) -> Conflict:
    return Conflict(
        "store.changed",
        Sentence(f"{what} đã được người khác thay đổi.", f"{what} was changed by somebody else meanwhile."),
        Sentence("Đọc lại trạng thái mới rồi thực hiện lại.", "Read the new state, then act again."),
    )


def busy(what: object) -> Unavailable:
    return Unavailable(
        "store.busy",
        Sentence(
            f"Thư mục của {what} đang liên tục bị thay đổi.", f"The folder of {what} keeps changing under the writer."
        ),
        Sentence("Chờ một lát; hệ thống sẽ thử lại.", "Wait a moment; it is tried again."),
    )


def locked(what: object) -> Conflict:
    return Conflict(
        "store.locked",
        Sentence(f"{what} đang được khóa hoặc bị giữ; không xóa được.", f"{what} is leased or held; it is not erased."),
        Sentence(
            "Chờ hết thời hạn khóa và gỡ mọi lệnh giữ; việc hủy phải theo quyết định.",
            "Wait until its lease has ended and every hold is lifted; destruction takes a decision.",
        ),
    )


def lease_over(what: object) -> InvalidInput:
    return InvalidInput(
        "store.lease_in_past",
        Sentence(
            f"Thời hạn khóa của {what} đã qua; chưa có khóa nào được đặt.",
            f"The lease asked for {what} is already over; nothing was locked.",
        ),
        Sentence(
            "Nêu thời hạn trong tương lai; kiểm tra đồng hồ của máy.",
            "Name a date to come; check the clock of this machine.",
        ),
    )


def without_lock(what: object) -> Misconfigured:
    return Misconfigured(
        "store.bucket_without_lock",
        Sentence(f"{what} nằm ở khu vực không khóa được.", f"{what} lies where nothing can be locked."),
        Sentence(
            "Chỉ khóa đối tượng ở khu vực archive và evidence.", "Lock objects of the areas archive and evidence only."
        ),
    )


def leads_out(what: object) -> Misconfigured:
    return Misconfigured(
        "store.link_leads_out",
        Sentence(
            f"Đường dẫn {what} đi ra ngoài thư mục kho lưu trữ qua liên kết tượng trưng.",
            f"A symbolic link leads {what} out of the folder of the store.",
        ),
        Sentence(
            "Bỏ liên kết tượng trưng bên trong kho lưu trữ.", "Remove the symbolic link from the folder of the store."
        ),
    )


def foreign_names(names: list[str]) -> Damaged:
    shown = ", ".join(repr(name) for name in names[:5])
    return Damaged(
        "store.foreign_name",
        Sentence(
            f"Trong kho có {len(names)} tệp với tên không do Vankho đặt: {shown}.",
            f"The store holds {len(names)} files with names Vankho never gives: {shown}.",
        ),
        Sentence(
            "Xem ai đã chép các tệp này vào kho rồi chuyển chúng ra ngoài.",
            "Find out who copied these files into the store and move them out.",
        ),
    )
