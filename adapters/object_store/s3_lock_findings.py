"""What the lock probe has to say, a code for each rule that a store does not enforce."""

from __future__ import annotations

from records.errors import Sentence
from records.findings import Finding, Severity

_HINT = Sentence(
    "Không dùng kho đối tượng này để lưu trữ; dùng MinIO hoặc kho khác thực thi đúng S3 Object Lock.",
    "Do not archive on this object store; use MinIO or another that enforces S3 Object Lock.",
)
_HINT_BUCKET = Sentence(
    "Khóa chỉ bật được khi tạo bucket: đổi tiền tố bucket để tạo bucket mới rồi chuyển dữ liệu sang.",
    "Lock can only be had when a bucket is made: choose another bucket prefix and move the content there.",
)


def finding(code: str) -> Finding:
    """The finding of ``code``; each keeps the server profile from starting."""
    _, severity, vi, en = _SAYS[code]
    hint = _HINT_BUCKET if code == "lock.bucket_without_lock" else _HINT
    return Finding(code=code, severity=severity, says=Sentence(vi, en), hint=hint)


_SAYS = {
    row[0]: row
    for row in (
        (
            "lock.bucket_without_lock",
            Severity.REFUSAL,
            "Bucket phải khóa được lại được tạo mà không bật khóa đối tượng.",
            "A bucket that must lock was made without object lock.",
        ),
        (
            "lock.versions_not_kept",
            Severity.REFUSAL,
            "Bucket lưu trữ không giữ các phiên bản cũ.",
            "A bucket of records does not keep versions.",
        ),
        (
            "lock.overwrite_allowed",
            Severity.REFUSAL,
            "Kho cho ghi đè dù yêu cầu chỉ ghi khi chưa có (If-None-Match).",
            "The store overwrites although told to write only where nothing lies (If-None-Match).",
        ),
        (
            "lock.swap_unchecked",
            Severity.REFUSAL,
            "Kho cho thay thế dù nội dung cũ không phải là nội dung đã nêu (If-Match).",
            "The store replaces although what lies there is not what was stated (If-Match).",
        ),
        (
            "lock.checksum_ignored",
            Severity.REFUSAL,
            "Kho nhận dữ liệu không khớp mã băm SHA-256 gửi kèm.",
            "The store takes bytes that do not match the SHA-256 sent with them.",
        ),
        (
            "lock.lease_not_extended",
            Severity.REFUSAL,
            "Kho không cho gia hạn khóa.",
            "The store does not let a lease be extended.",
        ),
        (
            "lock.lease_not_kept",
            Severity.REFUSAL,
            "Kho nhận lệnh khóa nhưng không ghi lại.",
            "The store accepts a lease and keeps none.",
        ),
        (
            "lock.lease_shortened",
            Severity.REFUSAL,
            "Kho cho rút ngắn thời hạn khóa COMPLIANCE.",
            "The store lets a COMPLIANCE lease be shortened.",
        ),
        (
            "lock.lease_weakened",
            Severity.REFUSAL,
            "Kho cho hạ khóa COMPLIANCE xuống GOVERNANCE.",
            "The store lets COMPLIANCE be lowered to GOVERNANCE.",
        ),
        (
            "lock.leased_version_erased",
            Severity.REFUSAL,
            "Kho cho xóa phiên bản đang còn thời hạn khóa.",
            "The store lets a leased version be erased.",
        ),
        (
            "lock.hold_ignored",
            Severity.REFUSAL,
            "Kho cho xóa phiên bản đang bị giữ theo yêu cầu pháp lý.",
            "The store lets a version under legal hold be erased.",
        ),
        (
            "lock.hold_not_released",
            Severity.REFUSAL,
            "Kho không cho xóa phiên bản đã được bỏ giữ và không bị khóa.",
            "The store does not let a released, unleased version be erased.",
        ),
        (
            "lock.versions_suspended",
            Severity.REFUSAL,
            "Kho cho tạm ngừng giữ phiên bản ở bucket có khóa.",
            "The store lets versioning be suspended where objects are locked.",
        ),
        (
            "lock.lease_pretended",
            Severity.REFUSAL,
            "Kho nhận lệnh khóa ở bucket không có khóa.",
            "The store accepts a lease in a bucket that cannot lock.",
        ),
    )
}
