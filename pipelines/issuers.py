"""Names of issuing bodies: which words are one, whom a title names, what kind of body it is."""

from __future__ import annotations

import re

from pipelines.regions import place_length

MAX_NAME = 45
_PUNCTUATION = re.compile(r"[，。；：、！？《》“”〔〕\[\]（）()…0-9０-９,;:!?]")
_BODY = re.compile(
    "(?:人民政府|政府|办公厅|办公室|委员会|管委会|指挥部|领导小组|联席会议|工作专班|开发区|总公司|集团|中心|协会|"
    "[一-鿿](?:局|厅|委|部|署|院|行|处|会|站|支队|分行|法院))$"
)
_NOT_A_BODY = re.compile(
    "(?:全部|各部|内部|部门|工作会|发布会|会议|以上|机会|社会|推进会)$|^(?:现将|关于|各|附件)"
)
_MAST = re.compile(r"(?:文\s*件|令|公告|通告)$")
_OTHERS = re.compile(r"等[一二三四五六七八九十0-9０-９]{0,3}(?:个)?(?:部门|单位|委办局)$")
_GOVERNMENT = re.compile(
    "(?:^国务院|^国务院办公厅|人民政府|人民政府办公厅|人民政府办公室|^[省市区县州旗]?政府(?:办公厅|办公室)?|管理委员会|管委会)$"
)

# Central bodies as they begin titles and signatures, and what may follow when no place narrows them.
CENTRAL_BODIES = (
    "中共中央 中央 国务院 全国人大 全国人民代表大会 最高人民法院 国家 中国 商务部 财政部 工业和信息化部 工信部 住房城乡建设部 "
    "住房和城乡建设部 交通运输部 农业农村部 教育部 文化和旅游部 生态环境部 自然资源部 科技部 科学技术部 公安部 民政部 水利部 应急管理部 "
    "人力资源社会保障部 人力资源和社会保障部 市场监管总局 市场监督管理总局 税务总局 金融监管总局 体育总局 供销合作总社"
).split()
_CENTRAL_NUMBERS = re.compile("^(?:国发|国办|国函|国令|中发|中办|发改|工信部|国卫|国市监|商消费函|商办消费)")


def is_body(text: str) -> bool:
    """Is the text the name of one body, and nothing else?"""
    name = "".join(text.split())
    return (
        2 < len(name) <= MAX_NAME
        and not _PUNCTUATION.search(name)
        and bool(_BODY.search(name))
        and not (_NOT_A_BODY.search(name))
    )


def bodies_in(line: str) -> list[str]:
    """The bodies that a line lists, blanks or 、 between them; empty where any part is something else.

    A name spaced out to fill the line (开 封 市 人 民 政 府) is one body.
    """
    parts = [part for part in re.split(r"[\s、]+", line.strip()) if part]
    if parts and all(len(part) <= 2 for part in parts):
        parts = ["".join(parts)]
    if len(parts) > 1 and not all(map(is_body, parts)) and "、" not in line:
        parts = ["".join(parts)]  # a blank inside one name
    return (
        _at_repeated_places(parts[0])
        if len(parts) == 1 and is_body(parts[0])
        else (parts if parts and all(map(is_body, parts)) else [])
    )


def bodies_of_title(title: str) -> list[str]:
    """The bodies that issue a document by its title: what stands before 关于, or before 令, 公告."""
    before, about, _ = title.partition("关于")
    if not about:
        return []
    named = _OTHERS.sub("", "".join(before.split())) if _OTHERS.search("".join(before.split())) else before
    return bodies_in(named.strip().rstrip("：:"))


def mast_bodies(line: str) -> list[str]:
    """The bodies of a letterhead: 开封市人民政府文件, 开封市人民政府令, or names alone."""
    return bodies_in(_MAST.sub("", line.strip()))


def kind_of(issuer: str) -> str:
    """`government` for a people's government and its office, a zone's administration included; else `department`."""
    return "government" if any(_GOVERNMENT.search(name) for name in issuer.split("、")) else "department"


def is_central(issuer: str) -> bool:
    """Is it a body of the central state, and not a branch of one with a place in its name?"""
    name = "".join(issuer.split())
    body = next((body for body in CENTRAL_BODIES if name.startswith(body)), None)
    if body is None:
        return False
    rest = name[len(body) :]
    return not any(place_length(rest[at:]) for at in range(len(rest)))


def is_central_number(normal: str) -> bool:
    """Does a document number carry the code of a central body (国发, 国办发, 发改环资)?

    Codes that a county's bureau may bear as well, such as 教发, are left out.
    """
    return bool(_CENTRAL_NUMBERS.search(normal))


def _at_repeated_places(name: str) -> list[str]:
    """芜湖市住房和城乡建设局芜湖市财政局 without a blank: cut where the place stands again."""
    place = name[: place_length(name)]
    if not place or name.count(place) == 1:
        return [name]
    parts = [place + rest for rest in name.split(place)[1:]]
    return parts if all(map(is_body, parts)) else [name]
