"""Words of taking in: batches, files, refusals, receipts."""

TEXTS = {
    "intake.name": ("Tiếp nhận", "Take in"),
    "intake.lead": (
        "Mỗi tệp nhận được có một biên nhận; tệp nào không nhận được đều có lý do và cách gỡ.",
        "Every file that arrives gets a receipt; every file that is not accepted gets a reason and a way out.",
    ),
    "intake.verdict_empty": ("Chưa có lô nào", "No batch yet"),
    "intake.verdict_working": ("{n} lô đang xử lý", "{n} batch is being worked on|{n} batches are being worked on"),
    "intake.verdict_waiting": ("{n} lô cần người xem", "{n} batch needs a person|{n} batches need a person"),
    "intake.verdict_refused": (
        "Các lô đã xử lý xong, {n} tệp bị từ chối",
        "All batches are done, {n} file was refused|All batches are done, {n} files were refused",
    ),
    "intake.verdict_done": ("Các lô đã xử lý xong", "All batches are done"),
    "intake.batches": ("Các lô", "Batches"),
    "intake.batch": ("Lô", "Batch"),
    "intake.unnamed": ("Lô không tên", "Unnamed batch"),
    "intake.state": ("Tình trạng", "State"),
    "intake.files": ("Tệp", "Files"),
    "intake.pages": ("Trang đã đọc", "Pages read"),
    "intake.opened": ("Mở lúc", "Opened"),
    "intake.opened_by": ("Mở lúc {when}, {who}", "Opened {when} by {who}"),
    "intake.closed_at": ("đóng lúc {when}", "closed {when}"),
    "intake.empty_title": ("Chưa có lô nào", "No batch yet"),
    "intake.empty_says": (
        (
            "Thả tệp hoặc cả thư mục vào khung phía trên. Mỗi thư mục là một hồ sơ. Tệp được nhận ngay, "
            "rồi máy kiểm, đọc chữ, làm PDF/A và đưa vào kho; bạn có thể đóng trang khi gửi xong."
        ),
        (
            "Drop files or a whole folder on the field above. Each folder is a dossier. Files are taken in at once, "
            "then checked, read, made into PDF/A and kept; once sending is done you may close the page."
        ),
    ),
    "intake.drop_here": ("Thả tệp hoặc cả thư mục vào đây", "Drop files or a whole folder here"),
    "intake.drop_more": ("Thả thêm tệp hoặc thư mục vào lô này", "Drop more files or folders into this batch"),
    "intake.drop_kinds": (
        (
            "PDF, TIFF, JPEG, PNG, JPEG 2000, GIF, BMP, WebP. Mất mạng thì tự gửi lại; "
            "tệp đã có biên nhận không phải gửi lại."
        ),
        (
            "PDF, TIFF, JPEG, PNG, JPEG 2000, GIF, BMP, WebP. If the network fails, sending goes on by itself; "
            "what has a receipt need not be sent again."
        ),
    ),
    "intake.choose_files": ("Chọn tệp", "Choose files"),
    "intake.choose_folder": ("Chọn thư mục", "Choose a folder"),
    "intake.batch_name": ("Tên lô", "Batch name"),
    "intake.proposed_name": ("Lô {when}", "Batch {when}"),
    "intake.dossier_by": ("Một hồ sơ là", "A dossier is"),
    "intake.by_folder": ("một thư mục", "a folder"),
    "intake.by_file": ("một tệp", "a file"),
    "intake.by_code": ("các tệp cùng mã hồ sơ", "files with one dossier code"),
    "intake.effort": ("Đọc trang", "Reading"),
    "intake.effort_usual": ("như thường lệ", "as usual"),
    "intake.effort_fast": ("nhanh, cho việc gấp", "fast, for emergencies"),
    "intake.effort_balanced": ("vừa phải, giữa nhanh và kỹ", "in between fast and careful"),
    "intake.effort_careful": ("kỹ, đọc hai lần mỗi dòng", "careful, every line twice"),
    "intake.profile": ("Bản quét", "Scans"),
    "intake.profile_documents": ("giấy tờ thông thường", "ordinary papers"),
    "intake.profile_checked": (
        "giấy tờ, chưa đạt thì chờ quyết định",
        "papers, what falls short waits for a decision",
    ),
    "intake.profile_maps": ("bản đồ, bản vẽ", "maps and drawings"),
    "intake.profile_earlier": ("đã số hóa từ trước", "digitised earlier"),
    "intake.unit": ("Đơn vị", "Unit"),
    "intake.choose_unit": ("Chọn đơn vị…", "Choose a unit…"),
    "intake.unit_says": ("đơn vị: {unit}", "unit: {unit}"),
    "intake.upload_choose_unit": (
        "Chưa gửi: chọn đơn vị mà lô này thuộc về, các tệp sẽ được gửi ngay.",
        "Not sent yet: choose the unit that this batch is for, and the files are sent at once.",
    ),
    "intake.paper": ("Hộp giấy", "Paper box"),
    "intake.paper_hint": (
        "Nơi để bản giấy của lô: mã cơ quan lưu trữ, kho/giá/hộp. Bỏ trống nếu không số hóa từ giấy.",
        "Where the batch's papers lie: archive, store/shelf/box. Leave it empty if nothing comes from paper.",
    ),
    "intake.paper_says": ("Hộp giấy: {code}", "Paper box: {code}"),
    "intake.profile_says": ("Bản quét: {profile}", "Scans: {profile}"),
    "intake.checklist": ("Không được số hóa", "Not to be digitised"),
    "intake.checklist_shared": (
        "dữ liệu đã có trong cơ sở dữ liệu dùng chung",
        "data that shared databases hold already",
    ),
    "intake.checklist_copies": ("bản sao của giấy tờ đã số hóa", "copies of papers digitised before"),
    "intake.checklist_shown": ("giấy tờ chỉ để xuất trình, đối chiếu", "papers that are only shown and given back"),
    "intake.checklist_secret": ("tài liệu có bí mật nhà nước", "state secrets"),
    "intake.checklist_says": (
        "Văn bản của lô này chỉ được nộp vào kho khi đã có người xác nhận lô không có các loại trên.",
        "Documents of this batch are deposited only once somebody has confirmed that none of these is in it.",
    ),
    "intake.checklist_at_once": (
        "Lô này không có tài liệu không được số hóa",
        "Nothing in this batch must not be digitised",
    ),
    "intake.checklist_why": (
        "Tức là không có {shared}; {copies}; {shown}; {secret}.",
        "That is: no {shared}; no {copies}; no {shown}; no {secret}.",
    ),
    "intake.checklist_instructed": (
        "Xác nhận lô không có theo chỉ thị chung: {instruction}. {who} mở lô, {when}",
        "Confirmed that none is in it by standing instruction: {instruction}. Opened by {who}, {when}",
    ),
    "intake.unconfirmed": (
        "văn bản chờ xác nhận lô, chưa nộp vào kho",
        "waiting for the batch to be confirmed, not deposited yet",
    ),
    "intake.batch_unconfirmed": (
        "{n} văn bản chưa vào kho: lô chờ xác nhận không có tài liệu không được số hóa",
        (
            "{n} document is not deposited: nobody has confirmed what must not be digitised"
            "|{n} documents are not deposited: nobody has confirmed what must not be digitised"
        ),
    ),
    "intake.state_unconfirmed": ("Chờ xác nhận lô", "Waits to be confirmed"),
    "intake.checklist_confirm": ("Lô này không có các loại trên", "None of these is in this batch"),
    "intake.checklist_done": ("{who} đã xác nhận lô không có, {when}", "{who} confirmed that none is in it, {when}"),
    "intake.scan_title": ("Quyết định về bản quét", "Decide on this scan"),
    "intake.scan_reason": ("Lý do nhận như hiện có", "Why it is kept as it is"),
    "intake.scan_accept": ("Nhận như hiện có", "Keep as it is"),
    "intake.scan_again": ("Quét lại", "Scan again"),
    "intake.scan_again_says": (
        "Đã yêu cầu quét lại: gửi bản mới trong một lô khác. Bản quét này vẫn được giữ, chưa nộp vào kho.",
        "To be scanned again: send the new scan in another batch. This one is safe, and not deposited.",
    ),
    "intake.see_scan": ("Xem bản quét", "Look at the scan"),
    "intake.auto_seal": (
        "Gửi xong thì đóng lô để nộp vào kho ngay",
        "Close the batch when all is sent, so that it is deposited at once",
    ),
    "intake.seal_says": (
        "Hồ sơ được nộp vào kho khi lô đã đóng: đóng lô nghĩa là không còn tệp nào nữa.",
        "Dossiers are deposited once the batch is closed: closing says that no more files will come.",
    ),
    "intake.no_script": (
        "Trình duyệt đang tắt JavaScript nên không gửi được tệp từ trang này; hãy dùng lệnh vankho ingest.",
        "JavaScript is off, so files cannot be sent from this page; use the command vankho ingest.",
    ),
    "intake.sending": ("Đang gửi", "Sending"),
    "intake.retry_all": ("Gửi lại các tệp chưa được", "Send the rest again"),
    "intake.upload_waiting": ("Chờ gửi", "Waiting"),
    "intake.upload_going": ("Đang gửi {percent}", "Sending {percent}"),
    "intake.upload_storing": ("Đã tới, đang lấy biên nhận", "Arrived, getting the receipt"),
    "intake.upload_done": ("Có biên nhận {receipt}", "Receipt {receipt}"),
    "intake.upload_again": (
        "Mất kết nối, tự gửi lại sau {seconds} giây",
        "Connection lost, sending again in {seconds} s",
    ),
    "intake.upload_failed": ("Chưa gửi được: {why}", "Not sent: {why}"),
    "intake.upload_retry": ("Gửi lại", "Send again"),
    "intake.upload_away": (
        "Mất kết nối với máy chủ. Giữ trang này mở: tệp tự gửi lại ngay khi nối được.",
        "The server cannot be reached. Keep this page open: files are sent again as soon as it can.",
    ),
    "intake.upload_sum": ("{done} / {all} tệp đã có biên nhận", "{done} of {all} files have a receipt"),
    "intake.upload_sum_failed": ("{failed} tệp chưa gửi được", "{failed} not sent"),
    "intake.upload_more": ("và {count} tệp nữa đang chờ", "and {count} more waiting"),
    "intake.upload_open_failed": ("Chưa mở được lô mới: {why}", "The new batch could not be opened: {why}"),
    "intake.upload_leave": (
        "Còn tệp chưa gửi xong. Rời trang thì phải chọn lại các tệp đó.",
        "Some files are not sent yet. If you leave, they must be chosen again.",
    ),
    "intake.files_in_batch": ("Tệp trong lô", "Files in the batch"),
    "intake.show_news": ("Có thay đổi mới, hiện ra", "There are changes, show them"),
    "intake.needs_person": ("Cần người xem", "Needs a person"),
    "intake.print_receipt": ("In biên nhận", "Print receipt"),
    "intake.retry_steps": ("Thử lại {n} việc", "Try {n} step again|Try {n} steps again"),
    "intake.seal": ("Đã giao đủ, đóng lô", "All handed over, close batch"),
    "intake.seal_not_yet": ("Lô chưa có tệp nào", "The batch has no file yet"),
    "intake.balance": ("Đối chiếu", "Balance"),
    "intake.received": ("Đã giao", "Handed over"),
    "intake.received_of": ("mỗi tệp một biên nhận", "one receipt each"),
    "intake.accepted": ("Đã nhận", "Accepted"),
    "intake.accepted_of": ("kiểm đạt, đưa vào xử lý", "checked and worked on"),
    "intake.refused": ("Từ chối", "Refused"),
    "intake.not_taken": ("Từ chối, cách ly", "Refused, quarantined"),
    "intake.quarantined": ("Cách ly", "Quarantined"),
    "intake.see_reasons": ("xem lý do", "see why"),
    "intake.none": ("không có", "none"),
    "intake.under_way": ("Đang kiểm", "Being checked"),
    "intake.under_way_of": ("đã có biên nhận", "receipt given"),
    "intake.duplicates": ("Trùng", "Duplicates"),
    "intake.duplicates_of": ("trong số đã nhận, không làm lại", "of the accepted; not done twice"),
    "intake.working": ("Đang xử lý", "At work"),
    "intake.done": ("Đã xử lý xong", "Work is done"),
    "intake.live": ("Trực tiếp", "Live"),
    "intake.live_lost": ("Mất kết nối, đang nối lại", "Connection lost, trying again"),
    "intake.lost": (
        (
            "Mất kết nối với máy chủ: số liệu dưới đây dừng từ lúc đó. "
            "Trang tự nối lại; tệp đã có biên nhận không phải gửi lại."
        ),
        (
            "The server cannot be reached: the figures below stand still since then. "
            "The page connects again by itself; what has a receipt need not be sent again."
        ),
    ),
    "intake.pages_small": ("trang", "pages"),
    "intake.rate": ("{rate} trang/giây", "{rate} pages a second"),
    "intake.minutes_left": ("còn khoảng {n} phút", "about {n} minute left|about {n} minutes left"),
    "intake.track": (
        "{done} trong {all} trang đã đọc, {failed} trang không đọc được",
        "{done} of {all} pages read, {failed} unreadable",
    ),
    "intake.documents_done": (
        "trong {n} văn bản đã vào kho và tìm được",
        "of {n} document kept and found|of {n} documents kept and found",
    ),
    "intake.steps_failed": ("việc đang dừng, chờ thử lại", "steps stopped, waiting to be tried again"),
    "intake.pages_failed": ("trang không đọc được", "pages unreadable"),
    "intake.may_leave": (
        "Có thể đóng trang: việc vẫn chạy, tệp đã nhận không phải gửi lại.",
        "You may close the page: the work goes on, and what was received need not be sent again.",
    ),
    "intake.batch_receiving": (
        "Đang nhận: {n} tệp đã có biên nhận",
        "Receiving: {n} file has a receipt|Receiving: {n} files have a receipt",
    ),
    "intake.batch_empty": ("Lô đang chờ tệp đầu tiên", "The batch waits for its first file"),
    "intake.batch_reading": ("Đã đọc {done} trong {all} trang", "{done} of {all} pages read"),
    "intake.batch_people": (
        "{n} tệp cần người xem, phần còn lại đã xong",
        "{n} file needs a person, the rest is done|{n} files need a person, the rest is done",
    ),
    "intake.batch_refused": (
        "{n} tệp bị từ chối, phần còn lại đã xong",
        "{n} file was refused, the rest is done|{n} files were refused, the rest is done",
    ),
    "intake.batch_done": (
        "Xong: {n} văn bản đã vào kho và tìm được",
        "Done: {n} document kept and found|Done: {n} documents kept and found",
    ),
    "intake.state_open": ("Đang mở", "Open"),
    "intake.state_receiving": ("Đang nhận", "Receiving"),
    "intake.state_working": ("Đang xử lý", "At work"),
    "intake.state_waiting": ("Cần người xem", "Needs a person"),
    "intake.state_finished": ("Xử lý xong", "Done"),
    "intake.state_closed": ("Đã đóng", "Closed"),
    "intake.state_closed_refused": (
        "Đã đóng, {n} tệp bị từ chối",
        "Closed, {n} file refused|Closed, {n} files refused",
    ),
    "intake.state_closed_unread": (
        "Đã đóng, {n} trang không đọc được",
        "Closed, {n} page unreadable|Closed, {n} pages unreadable",
    ),
    "intake.state_closed_again": (
        "Đã đóng, {n} văn bản cần quét lại",
        "Closed, {n} document to be scanned again|Closed, {n} documents to be scanned again",
    ),
    "intake.table_label": ("Bảng tệp, cuộn được", "Table of files, scrollable"),
    "intake.table_caption": (
        "Tệp, nhóm theo hồ sơ; sáu bước: nhận, kiểm, đọc, làm PDF/A, mô tả, vào kho",
        "Files by dossier; six steps: receive, check, read, make PDF/A, describe, keep",
    ),
    "intake.file": ("Tệp", "File"),
    "intake.steps_head": (
        "Nhận · kiểm · đọc · PDF/A · mô tả · vào kho",
        "Receive · check · read · PDF/A · describe · keep",
    ),
    "intake.receipt": ("Biên nhận", "Receipt"),
    "intake.act": ("Việc", "Act"),
    "intake.no_dossier": ("Chưa xếp vào hồ sơ nào", "In no dossier yet"),
    "intake.people_first": ("Cần người xem trước", "To be looked at first"),
    "intake.n_files": ("{n} tệp", "{n} file|{n} files"),
    "intake.n_pages": ("{n} trang", "{n} page|{n} pages"),
    "intake.how_to": ("Cách gỡ", "What to do"),
    "intake.read": ("Đọc", "Read"),
    "intake.shown": (
        "Tệp {first} đến {last} trong {all}; cần người xem lên trước.",
        "Files {first} to {last} of {all}; those that need a person first.",
    ),
    "intake.no_files": ("Chưa có tệp nào", "No file yet"),
    "intake.no_files_says": (
        "Tệp hiện ở đây ngay khi có biên nhận.",
        "Files appear here as soon as they have a receipt.",
    ),
    "intake.more_cases": ("còn {n} tệp nữa trong bảng bên cạnh", "{n} more in the table|{n} more in the table"),
    "intake.nothing_for_person": ("Không có tệp nào cần người xem.", "No file needs a person."),
    "intake.steps_failed_says": (
        "{n} việc đã thử nhiều lần không được. Phần còn lại của lô không bị ảnh hưởng; bấm Thử lại để chạy lần nữa.",
        (
            "{n} step failed after several tries. The rest of the batch is not touched; press Try again to run it."
            "|{n} steps failed after several tries. The rest of the batch is not touched; press Try again to run them."
        ),
    ),
    "file.announced": ("Chờ gửi", "Announced"),
    "file.received": ("Chờ kiểm", "Waiting for checks"),
    "file.refused": ("Từ chối", "Refused"),
    "file.destroyed": ("Đã hủy theo quyết định", "Destroyed by decision"),
    "file.quarantined": ("Cách ly", "Quarantined"),
    "file.duplicate": ("Trùng, đã có trong hồ sơ", "Duplicate, already in the dossier"),
    "file.waiting": ("Chờ đọc", "Waiting to be read"),
    "file.reading": ("Đọc trang {done}/{all}", "Reading page {done} of {all}"),
    "file.making": ("Làm PDF/A", "Making PDF/A"),
    "file.describing": ("Đề xuất mô tả", "Describing"),
    "file.depositing": ("Nộp vào kho", "Depositing"),
    "file.indexing": ("Đưa vào tra cứu", "Indexing"),
    "file.done": ("Xong", "Done"),
    "file.done_pages_doubtful": (
        "Xong, {n} trang đọc không chắc",
        "Done, {n} page hardly readable|Done, {n} pages hardly readable",
    ),
    "file.done_doubts": ("Xong, {n} ô ngờ", "Done, {n} doubtful field|Done, {n} doubtful fields"),
    "file.done_pages_failed": (
        "Xong, {n} trang không đọc được",
        "Done, {n} page unreadable|Done, {n} pages unreadable",
    ),
    "file.scan_waiting": ("Bản quét chưa đạt, chờ quyết định", "Scan falls short, waits for a decision"),
    "file.awaits_checklist": ("Chờ xác nhận lô, chưa nộp vào kho", "Waits for the batch to be confirmed"),
    "file.scan_again": ("Cần quét lại", "To be scanned again"),
    "file.done_no_pdfa": ("Xong, không làm được PDF/A", "Done, no PDF/A could be made"),
    "receipt.name": ("Biên nhận", "Receipt"),
    "receipt.head": ("Biên nhận để in và ký", "Receipt to print and sign"),
    "receipt.print": ("In biên nhận", "Print"),
    "receipt.body": ("CƠ QUAN, ĐƠN VỊ: ……………………", "BODY, UNIT: ……………………"),
    "receipt.desk": ("BỘ PHẬN TIẾP NHẬN VÀ SỐ HÓA", "RECEPTION AND DIGITISATION DESK"),
    "receipt.dated": ("Ngày {day} tháng {month} năm {year}", "{day}/{month}/{year}"),
    "receipt.title": ("BIÊN NHẬN LÔ TÀI LIỆU SỐ HÓA", "RECEIPT FOR A BATCH OF DIGITISED RECORDS"),
    "receipt.giver": ("Người giao", "Handed over by"),
    "receipt.received": ("Thời gian nhận", "Received"),
    "receipt.from_to": ("{first} đến {last} (giờ +07:00)", "{first} to {last} (+07:00)"),
    "receipt.contents": ("Gồm", "Contents"),
    "receipt.equation": (
        "{n} tệp = {accepted} đã nhận + {refused} từ chối + {quarantined} cách ly + {under_way} đang kiểm.",
        (
            "{n} file = {accepted} accepted + {refused} refused + {quarantined} quarantined + {under_way} in check."
            "|{n} files = {accepted} accepted + {refused} refused + {quarantined} quarantined + {under_way} in check."
        ),
    ),
    "receipt.duplicates": (
        "Trong số đã nhận có {n} tệp trùng.",
        "Of the accepted, {n} is a duplicate.|Of the accepted, {n} are duplicates.",
    ),
    "receipt.files": ("Tệp đã giao", "Files handed over"),
    "receipt.ordinal": ("STT", "No."),
    "receipt.pages": ("Trang", "Pages"),
    "receipt.bytes": ("Byte", "Bytes"),
    "receipt.digest": ("SHA-256 của byte đã nhận", "SHA-256 of the bytes received"),
    "receipt.same_bytes": ("trùng byte với tệp đã có", "same bytes as an earlier file"),
    "receipt.not_taken": ("Không nhận, và vì sao", "Not accepted, and why"),
    "receipt.code": ("Mã", "Code"),
    "receipt.why_and_way_out": ("Lý do và cách gỡ", "Reason, and what to do"),
    "receipt.see_below": ("lý do ở dưới bảng này", "the reason stands below this table"),
    "receipt.giver_sign": ("NGƯỜI GIAO", "HANDED OVER BY"),
    "receipt.taker_sign": ("NGƯỜI NHẬN", "RECEIVED BY"),
    "receipt.sign_note": ("(Ký, ghi rõ họ tên)", "(signature and full name)"),
    "receipt.printed": ("Văn khố {version} lập lúc {when}", "Vankho {version}, made {when}"),
}
