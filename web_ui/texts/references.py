"""Words of documents that belong to several dossiers."""

TEXTS = {
    "reference.title": ("Văn bản dùng chung", "Shared documents"),
    "reference.lies_in": ("nằm ở hồ sơ", "lies in"),
    "reference.also_in": ("cũng thuộc hồ sơ", "also in"),
    "reference.because": ("lý do: {why}", "because: {why}"),
    "reference.referred": ("Văn bản của hồ sơ này mà hồ sơ khác dẫn chiếu", "Documents that other dossiers refer to"),
    "reference.gate_says": (
        "Còn dẫn chiếu thì hồ sơ này không hủy được. Chuyển văn bản về hồ sơ kia, hoặc bỏ dẫn chiếu.",
        "While there is a reference this dossier cannot be destroyed. Move the document there, or take it back.",
    ),
    "reference.chuyen": ("Chuyển về hồ sơ dẫn chiếu", "Move to the dossier that refers"),
    "reference.bo": ("Bỏ dẫn chiếu", "Take the reference back"),
    "reference.moving": ("Đang chuyển", "Being moved"),
    "reference.add": ("Đưa một văn bản vào hồ sơ khác", "Put a document into another dossier as well"),
    "reference.document": ("Văn bản", "Document"),
    "reference.into": ("Mã hoặc mã định danh của hồ sơ kia", "Code or identifier of the other dossier"),
    "reference.into_hint": (
        "Văn bản vẫn nằm ở đây, không nhân bản. Ai không xem được hồ sơ này thì ở hồ sơ kia không thấy gì về nó.",
        "It stays here and is not copied. Who may not see this dossier is shown nothing of it in the other one.",
    ),
    "reference.why": ("Lý do", "Reason"),
    "reference.why_hint": (
        "Vì sao văn bản thuộc cả hồ sơ ấy; ghi văn bản, không ghi tên người.",
        "Why it belongs to that dossier as well; name a document, no person.",
    ),
    "reference.save": ("Dẫn chiếu", "Refer"),
    "event.act_reference_added": ("Dẫn chiếu văn bản của hồ sơ khác", "Refers to a document of another dossier"),
    "event.act_reference_added_home": ("Văn bản được hồ sơ khác dẫn chiếu", "Another dossier refers to a document"),
    "event.act_reference_withdrawn": ("Bỏ dẫn chiếu văn bản của hồ sơ khác", "Reference taken back"),
    "event.act_reference_withdrawn_home": ("Hồ sơ khác bỏ dẫn chiếu", "Another dossier refers no more"),
    "event.act_document_moved_in": ("Nhận văn bản từ hồ sơ khác", "Document moved here from another dossier"),
    "event.act_document_moved_out": ("Chuyển văn bản sang hồ sơ khác", "Document moved to another dossier"),
}
