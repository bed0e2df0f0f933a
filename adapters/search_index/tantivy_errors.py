"""What can go wrong with an index in a folder, in our words."""

from __future__ import annotations

from records.errors import Conflict, Damaged, Misconfigured, Sentence, Unavailable

REBUILD = Sentence(
    "Chạy «vankho index rebuild» để lập lại chỉ mục; kho lưu trữ không bị ảnh hưởng.",
    "Run «vankho index rebuild» to make the index anew; the archive itself is not affected.",
)


def busy() -> Conflict:
    return Conflict(
        "index.busy",
        Sentence("Một tiến trình khác đang ghi chỉ mục.", "Another process is writing the index."),
        Sentence("Đợi tiến trình đó xong rồi làm lại.", "Wait until it has finished, then try again."),
    )


def damaged(error: BaseException) -> Damaged:
    return Damaged(
        "index.damaged",
        Sentence(f"Chỉ mục tìm kiếm bị hỏng: {error}", f"The search index is damaged: {error}"),
        REBUILD,
    )


def cannot_read(error: BaseException) -> Misconfigured:
    return Misconfigured(
        "index.unreadable",
        Sentence(f"Không được phép đọc thư mục chỉ mục: {error}", f"The index folder may not be read: {error}"),
        Sentence("Kiểm tra quyền của thư mục chỉ mục.", "Check the permissions of the index folder."),
    )


def cannot_write(error: BaseException) -> Unavailable:
    return Unavailable(
        "index.cannot_write",
        Sentence(f"Không ghi được chỉ mục: {error}", f"The index cannot be written: {error}"),
        Sentence(
            "Kiểm tra dung lượng đĩa và quyền ghi của thư mục chỉ mục.",
            "Check free disk space and write permission of the index folder.",
        ),
    )
