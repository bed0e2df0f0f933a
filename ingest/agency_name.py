"""Names of agencies: put together from the printed lines and written in lower case as in running text.

Decree 30/2020/NĐ-CP, Annex I (place 2) prints them in capitals; Annex II says how they are
written otherwise ("Ủy ban nhân dân tỉnh Cao Bằng", "Bộ Giáo dục và Đào tạo").
"""

from __future__ import annotations

from records.folding import fold

# What begins the name of a body, folded. A line that begins otherwise goes on with the line above.
_HEADS = (
    "tong cuc", "chi cuc", "cuc", "vu", "bo", "so", "uy ban nhan dan", "uy ban", "ubnd", "hoi dong nhan dan",
    "hdnd", "hoi dong", "tong cong ty", "cong ty", "vien kiem sat", "vien", "truong", "khoa", "phong", "ban",
    "bch", "trung tam", "van phong", "ngan hang", "toa an", "cong an", "bao hiem xa hoi", "bhxh", "kho bac",
    "thanh tra", "dang uy", "tinh uy", "thanh uy", "huyen uy", "dang bo", "chi bo", "doan", "hoi", "lien doan",
    "benh vien", "hoc vien", "nha xuat ban", "thu tuong", "chu tich", "chinh phu", "quoc hoi", "dai", "kiem toan",
    "su doan", "quan khu", "tram", "doi", "to", "hop tac xa", "dai hoc", "cao dang",
)  # fmt: skip
# These are named after the place of the body above them: "Sở Tư pháp" of which city?
_LOCAL = ("so", "phong", "thanh tra")
# These say nothing alone: what they belong to stands on the next line.
_BARE = frozenset({"van phong", "ban chap hanh", "bch", "doan", "hoi", "hoi dong", "ban", "cuc", "chi cuc"})

_PLACES = {
    fold(name): name
    for name in ("tỉnh", "thành phố", "huyện", "quận", "xã", "phường", "thị trấn", "thị xã", "TP.", "TP")
}
_GENERIC = {
    fold(name): name
    for name in (
        "ủy ban nhân dân", "hội đồng nhân dân", "viện kiểm sát nhân dân", "tòa án nhân dân", "tổng công ty",
        "tổng cục", "chi cục", "công ty", "trung tâm", "văn phòng", "thanh tra", "thủ tướng", "chủ tịch",
        "ban chấp hành", "ban quản lý", "bảo hiểm xã hội", "kho bạc nhà nước", "công an", "bệnh viện", "học viện",
        "ngân hàng", "liên đoàn lao động", "đại học", "cao đẳng", "trường", "khoa", "phòng", "ban", "sở", "bộ",
        "cục", "vụ", "viện", "đoàn", "hội",
    )
}  # fmt: skip
"""Words for kinds of bodies, in the spelling that a reader's mistakes in them are mended to."""

_PROVINCES = {
    fold(name): name
    for name in (
        "An Giang", "Bà Rịa", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Định", "Bình Dương",
        "Bình Phước", "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên",
        "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng",
        "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu",
        "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
        "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La",
        "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
        "Việt Nam", "Vĩnh Phúc", "Vũng Tàu", "Yên Bái",
    )
}  # fmt: skip
_ACRONYMS = {fold(name): name for name in ("UBND", "HĐND", "BCH", "TNCS", "BHXH", "TNHH", "TP.HCM", "MTV", "MTTQ")}
_AFTER = frozenset({"va", "-", "&"})
"""What is followed by a capital again: Giáo dục và | Đào tạo."""


def bodies(lines: list[str]) -> list[str]:
    """Printed lines, top to bottom, joined into bodies: the superior first, the issuing body last."""
    found: list[str] = []
    for line in lines:
        begins = _opens(fold(line), _HEADS) and not _opens(fold(line), tuple(_PLACES))
        if found and (not begins or fold(found[-1]) in _BARE):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def issuing_body(lines: list[str]) -> str:
    """The name of the issuing body in sentence case, with the place of the body above it where it needs one."""
    found = bodies(lines)
    if not found:
        return ""
    name = in_sentence_case(found[-1])
    has_place = any(f" {place} " in f" {fold(name)} " for place in _PLACES)
    if len(found) > 1 and _opens(fold(found[-1]), _LOCAL) and not has_place:
        above = in_sentence_case(found[-2]).split()
        at = next((at for at in range(1, len(above)) if _longest(above, at, _PLACES)), len(above))
        name = " ".join([name, *above[at:]])
    return name


def in_sentence_case(capitals: str) -> str:
    """``BỘ GIÁO DỤC VÀ ĐÀO TẠO`` as ``Bộ Giáo dục và Đào tạo``; mixed case is left as it is.

    Kinds of bodies and names of provinces are spelt right even where the reader erred in a mark.
    """
    letters = [sign for sign in capitals if sign.isalpha()]
    if not letters or sum(sign.isupper() for sign in letters) < 0.7 * len(letters):
        return capitals
    words = capitals.split()
    written: list[str] = []
    in_place = False
    at = 0
    opening = True  # still among the words for the kind of body
    while at < len(words):
        acronym = _ACRONYMS.get(fold(words[at]))
        place = _longest(words, at, _PLACES) if at else 0
        generic = _longest(words, at, _GENERIC) if not in_place else 0
        province = _longest(words, at, _PROVINCES)
        if acronym:
            written.append(acronym)
            at += 1
        elif place:
            written.append(_PLACES[fold(" ".join(words[at : at + place]))])
            at, in_place, opening = at + place, True, False
        elif generic and (opening or generic > 1):
            name = _GENERIC[fold(" ".join(words[at : at + generic]))]
            written.append(_capital(name))
            at, opening = at + generic, True
        elif province:
            written.append(_PROVINCES[fold(" ".join(words[at : at + province]))])
            at, opening = at + province, False
        else:
            after = bool(written) and fold(written[-1].split()[-1]) in _AFTER
            lower = words[at].lower()
            written.append(_capital(lower) if opening or in_place or after else lower)
            at, opening = at + 1, False
    # Annex II, III, 1: this city is a special case, written with a capital before its name.
    return " ".join(written).replace("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")


def _longest(words: list[str], at: int, phrases: dict[str, str]) -> int:
    """How many words from ``at`` make the longest of the phrases; 0 where none does."""
    for length in (4, 3, 2, 1):
        if at + length <= len(words) and fold(" ".join(words[at : at + length])) in phrases:
            return length
    return 0


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _opens(folded: str, heads: tuple[str, ...]) -> bool:
    return any(folded == head or folded.startswith(f"{head} ") for head in heads)
