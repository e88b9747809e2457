"""The main text: one paragraph a line, nothing lost but white space and artefacts, cut lines whole again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.embedded import config_dir
from pipelines.readers.plain import read_text
from pipelines.tidy import tidy_lines
from storage.models import Block

BASELINES = sorted((config_dir() / "baselines").glob("*.txt"))
ARTEFACTS = re.compile(r"\[bookmark: [^\]\n]*\]|^[ \t]*#{1,6} |^[ \t]*- |\*\*", re.MULTILINE)


def blocks(*lines: str) -> list[Block]:
    return [Block("paragraph", line) for line in lines]


def tidied(*lines: str) -> list[str]:
    return tidy_lines(blocks(*lines)).split("\n")


def characters(text: str) -> str:
    return "".join(ARTEFACTS.sub("", text).split())


@pytest.mark.parametrize("path", BASELINES, ids=lambda path: path.stem)
def test_nothing_of_a_baseline_is_lost(path: Path) -> None:
    text = tidy_lines(read_text(path.read_bytes()).blocks)
    assert characters(text) == characters(path.read_text(encoding="utf-8"))
    assert not ARTEFACTS.search(text)


@pytest.mark.parametrize("path", BASELINES, ids=lambda path: path.stem)
def test_every_paragraph_of_a_baseline_is_whole(path: Path) -> None:
    """A line of the text that holds a sentence's end also ends with one."""
    text = tidy_lines(read_text(path.read_bytes()).blocks)
    broken = [line for line in text.split("\n") if "。" in line and line[-1] not in "。；：）)”"]
    assert broken == []


# ---------------------------------------------------------------- lines that belong together


@pytest.mark.parametrize(
    "lines",
    [
        ("推进耗能高、污染。14. 加强补贴。推进耗能高、污染", "重、作业损失大的农业机械报废淘汰。"),
        (
            "到2027年，工业、农业、建筑等领域设备投资规模，能效利用水平分别超过",
            "90%、78%；报废汽车回收量增长一倍。",
        ),
        ("推动企业设备更新，支持企业，", "鼓励居民换新。"),
        ("关于印发《示例区加快推动设备更新和", "消费品以旧换新行动方案》的通知"),
        ("示例区推动大规模设备更新和消费品", "以旧换新工作方案"),
        ("示例区人民政府关于印发示例区推动大规模", "设备更新和消费品以旧换新", "工作方案的通知"),
        ("示例市示例区人民政府", "关于印发示例区推动设备更新工作方案的通知"),
        ("示例市推动大规模设备更新和消费品以旧换新实施方案责任分", "工表"),
        ("发布时间:2024-05", "-29"),
        ("2024年5月28", "日"),
        ("持续推进企业“上云用数赋智”", "，推进工业互联网平台建设。"),
    ],
)
def test_cut_lines_are_joined(lines: tuple[str, ...]) -> None:
    assert tidied(*lines) == ["".join(lines).replace(". ", ".")]


@pytest.mark.parametrize(
    "lines",
    [
        ("一、总体要求", "以新时代思想为指导，全面贯彻落实。"),
        ("（一）制造业技术改造升级行动", "加快重点行业技术改造，推动更新。"),
        ("示例市发展和改革委员会", "示发改〔2024〕212号", "关于印发《行动方案》的通知"),
        ("示例市人民政府", "2024年5月28日", "（此件公开发布）", "示例市推动设备更新实施方案"),
        ("示例市人民政府", "示例市推动设备更新实施方案"),
        ("附件", "示例市推动设备更新实施方案"),
        ("现将《方案》印发给你们，请认真贯彻落实。", "示例市人民政府"),
        ("——坚持市场为主，政府引导，统筹推进各项工作", "——坚持标准引领，有序提升，统筹推进各项工作。"),
        ("联系人：王某某", "联系电话：0000000", "电子邮箱：a@example.gov.cn"),
        ("附件：1.任务分工表", "2.重点项目清单"),
        ("各县、区人民政府：", "现将《方案》印发给你们。"),
        ("文件类型", "通知", "发文单位", "示例市人民政府", "效力状态", "有效"),
        ("示政发〔202412", "各县区人民政府，市直各单位，经济开发区管委会："),
        ("示例市人民政府", "202463", "示例市推动设备更新实施方案"),
    ],
)
def test_lines_of_their_own_stay_apart(lines: tuple[str, ...]) -> None:
    assert tidied(*lines) == list(lines)


def test_latin_words_stay_apart_where_lines_are_joined() -> None:
    assert tidied("推动设备更新，支持企业采用先进的工业软件，建设VR", "AR等技术应用场景。") == [
        "推动设备更新，支持企业采用先进的工业软件，建设VR AR等技术应用场景。"
    ]


# ---------------------------------------------------------------- artefacts and white space


@pytest.mark.parametrize(
    ("line", "tidy"),
    [
        ("# 二、实施设备更新行动", "二、实施设备更新行动"),
        ("- **1.**提升设备安全性。", "1.提升设备安全性。"),
        ("[bookmark: _Hlk161226458]21.有序推进。", "21.有序推进。"),
        ("规模 较 2023年增长 25%以上", "规模较2023年增长25%以上"),
        ("交 通 运 输 部", "交通运输部"),
        ("联系人：王某某　　　李某某", "联系人：王某某 李某某"),
        ("发布时间: 2024-05-29 发布机构: 政府办公室", "发布时间: 2024-05-29 发布机构:政府办公室"),
        ("\u200b设备\ufeff更\u00ad新\u00a0", "设备更新"),
        ("⽤⼾⻋辆⻓期⺠⽣", "用户车辆长期民生"),
        ("Industrial  Internet 平台", "Industrial Internet平台"),
    ],
)
def test_line_is_cleaned(line: str, tidy: str) -> None:
    assert tidied(line) == [tidy]


@pytest.mark.parametrize("number", ["— 3 —", "－12－", "- 3 -", "第 3 页", "第3页 共12页", "—3—"])
def test_page_numbers_are_dropped(number: str) -> None:
    assert tidied("一、总体要求", number, "二、重点任务") == ["一、总体要求", "二、重点任务"]


def test_rows_of_a_table_stay_rows() -> None:
    table = Block(
        "table", "序号\t任务\n1\t推动 更新\n2\t", rows=(("序号", "任务"), ("1", "推动 更新"), ("2", ""))
    )
    text = tidy_lines([*blocks("推动设备更新，支持企业采用先进的工业软件，建设"), table, *blocks("附则")])
    assert text.split("\n")[1:] == ["序号\t任务", "1\t推动更新", "2\t", "附则"]


# ---------------------------------------------------------------- whatever comes

PIECES = st.sampled_from(
    [
        *"设备更新，。；：、（）《》“”%1234567890-—#*[]\t \u3000\u00a0",
        "一、",
        "（二）",
        "3.",
        "——",
        "附件",
        "2024年5月28日",
        "〔2024〕8号",
        "的通知",
        "实施方案",
        "人民政府",
        "**",
        "[bookmark: x]",
        "VR",
    ]
)
LINES = st.lists(st.lists(PIECES, max_size=30).map("".join), max_size=12)


@settings(deadline=None, max_examples=300)
@given(LINES)
def test_characters_survive_in_order(lines: list[str]) -> None:
    """Only white space and what stands in artefacts may go; stars and page numbers are such. Dashes have many forms."""

    def bare(text: str) -> str:
        return re.sub(r"[\s#*\-—]|\[bookmark: [^\]\n]*\]", "", text).replace(".", "。")

    numbers = re.compile(r"[-—]{1,2}\d{1,4}[-—]{1,2}")
    kept = [line for line in lines if not numbers.fullmatch("".join(line.split()))]
    assert bare(tidy_lines(blocks(*kept))) == bare("\n".join(kept))


# ---------------------------------------------------------------- one form of what typesetters vary


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("到２０２７年增长２５％以上", "到2027年增长25%以上"),
        ("ＶＲ设备｡", "VR设备。"),
        ("示政发〔２０２４〕１９ 号", "示政发〔２０２４〕１９号"),
        ("推进设备更新．支持企业换新．", "推进设备更新。支持企业换新。"),
        ("一．总体要求", "一．总体要求"),
        ("十二．组织实施", "十二．组织实施"),
        ("附件.docx", "附件.docx"),
        ("--坚持市场为主", "——坚持市场为主"),
        ("［bookmark：_Hlk1］推进更新", "推进更新"),
        ("## ## 四、回收循环", "四、回收循环"),
    ],
)
def test_signs_have_one_form(printed: str, read: str) -> None:
    assert tidied(printed) == [read]


@pytest.mark.parametrize("number", ["— 3 —", "－3－", "-- 3 --", "第 3 页 共 12 页", "3/12"])
def test_a_page_number_goes_and_the_sentence_that_it_cut_is_whole(number: str) -> None:
    assert tidied("推动企业设", number, "备更新，支持居民换新。") == ["推动企业设备更新，支持居民换新。"]


@pytest.mark.parametrize(
    "last", ["示例市推动设备更新实施方案", "一、总体要求", "示例市人民政府", "工作完成。"]
)
def test_what_ends_with_its_page_stays_apart(last: str) -> None:
    assert tidied(last, "— 1 —", "为推动设备更新，制定本方案。") == [last, "为推动设备更新，制定本方案。"]
