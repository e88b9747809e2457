"""A detail page of any system: title, information block, text and attachments."""

from __future__ import annotations

import pytest

from pipelines.readers.html import Page, read_page

URL = "http://www.example.gov.cn/zwgk/zcwj/202405/t20240529_1.html"
TITLE = "示例市人民政府关于印发示例市推动大规模设备更新和消费品以旧换新实施方案的通知"
BODY = (
    "各县、区人民政府，市政府各部门：",
    "现将《示例市推动大规模设备更新和消费品以旧换新实施方案》印发给你们，请认真贯彻落实。",
    "示例市人民政府",
    "2024年5月28日",
    "一、总体要求",
    "到2027年，工业、农业、建筑、交通运输等领域设备投资规模较2023年增长25%以上。",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
NAVIGATION = "".join(f'<li><a href="/col/{at}/">栏目导航，第{at}个，政务公开</a></li>' for at in range(40))
BLOCK = {
    "索引号": "000014349/2024-00022",
    "发文字号": "示政〔2024〕8号",
    "成文日期": "2024-05-28",
    "有效性": "有效",
}


def page(article: str, head: str = "") -> Page:
    """A page of a portal: navigation above and a foot below an article."""
    source = (
        f"<html><head><title>{TITLE}-示例市人民政府</title>{head}</head><body><ul class=nav>{NAVIGATION}</ul>"
        f"{article}<div class=foot>版权所有：示例市人民政府 政府网站标识码：0000000000 示例ICP备1号</div></body></html>"
    )
    return read_page(source, URL)


def lines(found: Page) -> tuple[str, ...]:
    return tuple(block.text for block in found.blocks)


# ---------------------------------------------------------------- main text


@pytest.mark.parametrize(
    "container",
    [
        '<div id="zoom">{}</div>',
        "<div class=TRS_Editor>{}</div>",
        '<div class="view TRS_UEDITOR trs_paper_default trs_web">{}</div>',
        '<td class="b12c" id="UCAP-CONTENT">{}</td>',
        "<ucapcontent>{}</ucapcontent>",
        '<div class="j-fontContent">{}</div>',
        '<form><div id="vsb_content"><div class="v_news_content">{}</div></div></form>',
        "<div class=x><!--<$[信息内容]>begin-->{}<!--<$[信息内容]>end--><p>上一篇：无</p></div>",
        '<div class="nowhere-seen-before">{}</div>',
        '<table><tr><td><font size="3">{}</font></td></tr></table>',
    ],
)
@pytest.mark.parametrize(
    "written",
    [
        PARAGRAPHS,
        "<br>".join(BODY),
        "".join(f"<div><span style='x'>{line[:4]}</span><span>{line[4:]}</span></div>" for line in BODY),
    ],
    ids=["p", "br", "div"],
)
def test_text_is_found_in_any_container(container: str, written: str) -> None:
    assert lines(page(container.format(written))) == BODY


SHORT = (
    "各有关单位：",
    "现将《示例区推动设备更新实施方案》印发给你们，请认真贯彻落实。",
    "示例区发展和改革局",
    "2024年6月3日",
)
AROUND = (
    '<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开，政策文件</a></div>'
    f'<h1>{TITLE}</h1><div class="info"><span>发布时间：2024-06-04</span><span>来源：区发改局</span></div>{{}}'
    '<div class="list"><ul><li><a href="1.html">区政府召开常务会议，研究部署设备更新、以旧换新工作</a><span>06-03</span></li>'
    '<li><a href="2.html">我区举办汽车以旧换新活动，现场成交200余辆</a><span>06-02</span></li></ul></div>'
    '<div id="footer"><p>地址：示例区人民路1号，邮编：000000，电话：0000-0000000，传真：0000-0000000。</p>'
    "<p>建议使用1024*768分辨率，IE9.0以上版本浏览器，以获得最佳浏览效果。</p></div>"
    "<div>主办单位：示例区人民政府办公室，承办：区数据局，技术支持：某某公司，网站标识码：0000000000</div>"
)


@pytest.mark.parametrize(
    "article",
    [
        "<div class=wenzhang>{}</div>",
        "<table><tr><td>{}</td></tr></table>",
        "<div class=a><div class=b><section>{}</section></div></div>",
        "<article>{}</article>",
    ],
)
def test_short_notice_is_found_on_a_page_of_an_unknown_system(article: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in SHORT)
    assert lines(page(AROUND.format(article.format(body)))) == SHORT


def test_information_block_inside_an_unknown_container_is_no_text() -> None:
    block = (
        "<table><tr><td>索引号</td><td>000</td><td>文号</td><td>示政〔2024〕8号</td></tr>"
        "<tr><td>成文日期</td><td>2024-05-28</td><td>有效性</td><td>有效</td></tr></table>"
    )
    found = page(f"<div class=wenzhang>{block}{PARAGRAPHS}</div>")
    assert lines(found) == BODY
    assert dict(found.labels)["文号"] == "示政〔2024〕8号"


def test_empty_container_of_a_known_name_is_passed_over() -> None:
    found = page(f'<div id="zoom"><script>show()</script></div><div class="TRS_Editor">{PARAGRAPHS}</div>')
    assert lines(found) == BODY


def test_what_hangs_below_the_text_is_cut() -> None:
    foot = "<p>相关解读：<a href='x.html'>一图读懂</a></p><p>扫一扫在手机打开当前页</p><p>【打印本页】【关闭窗口】</p>"
    assert lines(page(f'<div id="zoom">{PARAGRAPHS}{foot}</div>')) == BODY


def test_title_and_date_line_inside_the_container_are_no_text() -> None:
    head = f"<h1>{TITLE}</h1><p>发布时间：2024-05-29 来源：市发展改革委 浏览次数：12</p>"
    found = page(f'<div id="zoom">{head}{PARAGRAPHS}</div>')
    assert lines(found) == BODY
    assert dict(found.labels)["发布时间"] == "2024-05-29"


@pytest.mark.parametrize(
    "frame", ['<body><div id="zoom">{}</div>', "<title>无关的名称一二三四</title><body>{}"]
)
def test_document_saved_as_html_keeps_its_first_lines(frame: str) -> None:
    written = (TITLE, "发布时间: 2024-05-29 发布机构: 政府办公室", "文号: 示政规〔2024〕4号", *BODY)
    assert lines(read_page(frame.format("".join(f"<p>{line}</p>" for line in written)), URL)) == written


def test_scripts_comments_and_styles_are_not_read() -> None:
    noise = "<script>var a='稿件';</script><style>p{}</style><!-- 旧稿，勿用。 --><select><option>打开</option></select>"
    assert lines(page(f'<div id="zoom">{noise}{PARAGRAPHS}</div>')) == BODY


def test_page_without_text_is_empty() -> None:
    for source in ("", "<html></html>", "<script>location.replace('/')</script>", "<!---->"):
        assert read_page(source, URL).blocks == ()


# ---------------------------------------------------------------- tables


def test_table_keeps_its_cells_and_tells_no_text_twice() -> None:
    table = (
        "<table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td rowspan=2>设备更新</td><td><p>市发展改革委、</p><p>市财政局</p></td></tr>"
        "<tr><td>2</td><td>市商务局</td></tr><tr><td colspan=3>二、保障措施</td></tr></table>"
    )
    block = next(
        block for block in page(f'<div id="zoom">{PARAGRAPHS}{table}</div>').blocks if block.kind == "table"
    )
    assert block.rows == (
        ("序号", "任务", "责任单位"),
        ("1", "设备更新", "市发展改革委、 市财政局"),
        ("2", "", "市商务局"),
        ("二、保障措施", "", ""),
    )


def test_table_that_lays_out_the_page_is_no_table() -> None:
    laid_out = f"<table><tr><td>{PARAGRAPHS}</td></tr><tr><td><table><tr><td></td><td></td></tr></table></td></tr></table>"
    assert lines(page(f'<div id="zoom">{laid_out}</div>')) == BODY


# ---------------------------------------------------------------- labels


def pairs(markup: str) -> str:
    return "".join(markup.format(label=label, value=value) for label, value in BLOCK.items())


@pytest.mark.parametrize(
    "block",
    [
        "<table><tr>" + pairs("<td>{label}</td><td>{value}</td>") + "</tr></table>",
        "<table><tr>"
        + pairs("<td>{label}：</td><td>{value}</td>")
        + "<td>主题词：</td><td></td></tr></table>",
        "<table>" + pairs("<tr><th>{label}</th><td>{value}</td></tr>") + "</table>",
        "<table><tr>" + pairs("<td><b>{label}：</b></td><td>{value}</td>") + "</tr></table>",
        "<table><tr>" + pairs("<td><b><span>{label}: </span></b>{value}</td>") + "</tr></table>",
        "<ul>" + pairs("<li><b>{label}：</b>{value}</li>") + "</ul>",
        "<ul>" + pairs("<li><span>{label}</span><span>{value}</span></li>") + "</ul>",
        "<dl>" + pairs("<dt>{label}：</dt><dd>{value}</dd>") + "</dl>",
        pairs("<div><label><font>{label}：</font></label><div class='display-block'>{value}</div></div>"),
        "<p>" + " | ".join(f"{label}：{value}" for label, value in BLOCK.items()) + "</p>",
        "<p>" + pairs("【{label}】{value}<br>") + "</p>",
        "<div>"
        + "".join(f"<p>{'　'.join(label)}:&nbsp;{value}</p>" for label, value in BLOCK.items())
        + "</div>",
    ],
    ids=[
        "td-td",
        "td-colon",
        "th-td",
        "td-b",
        "b-in-td",
        "li-b",
        "li-span",
        "dl",
        "label",
        "bars",
        "brackets",
        "padded",
    ],
)
def test_information_block_is_read_from_any_markup(block: str) -> None:
    found = page(f'{block}<h1>{TITLE}</h1><div id="zoom">{PARAGRAPHS}</div>')
    assert dict(found.labels) == BLOCK


def test_block_of_another_document_is_left_alone() -> None:
    other = "<table><tr><td>索引号</td><td>999</td><td>发布文号</td><td>国发〔2024〕7号</td></tr></table>"
    own = "<table><tr><td>索引号</td><td>000</td><td>文号</td><td>示政〔2024〕8号</td></tr></table>"
    found = page(f'{own}<div>相关文件</div>{other}<div id="zoom">{PARAGRAPHS}</div>')
    assert dict(found.labels) == {"索引号": "000", "文号": "示政〔2024〕8号"}


def test_values_that_say_nothing_are_left_out() -> None:
    block = "<table><tr><td>文号</td><td>无</td><td>有效性</td><td>-</td><td>成文日期</td><td>&nbsp;</td></tr></table>"
    assert page(f'{block}<div id="zoom">{PARAGRAPHS}</div>').labels == ()


def test_dates_above_the_text_without_a_label_are_the_pages() -> None:
    line = "<div><span>2024-05-29 10:05</span> <span>来源： 市发展改革委</span></div>"
    found = page(f'{line}<div id="zoom">{PARAGRAPHS}</div>')
    assert dict(found.labels) == {"发布时间": "2024-05-29 10:05", "来源": "市发展改革委"}


def test_labels_inside_the_text_are_not_of_the_page() -> None:
    found = page(f'<div id="zoom">{PARAGRAPHS}<p>文号：国发〔2024〕7号</p></div>')
    assert found.labels == ()


# ---------------------------------------------------------------- title and metas


def test_title_by_trust() -> None:
    meta = f'<META NAME="ArticleTitle" CONTENT="{TITLE}"><meta name="articletitle" content="另一个">'
    heading = "<h1>页面上的标题也许被截断了</h1>"
    zoom = f'<div id="zoom">{PARAGRAPHS}</div>'
    labelled = "<table><tr><td>标　　题：</td><td>信息表里的标题：方案的通知</td></tr></table>"
    assert page(heading + zoom, meta).title == TITLE
    assert page(labelled + heading + zoom).title == "信息表里的标题：方案的通知"
    assert page(heading + zoom).title == "页面上的标题也许被截断了"
    assert page(f"<div class='xl_title'>{TITLE}</div>{zoom}").title == TITLE
    assert page(zoom).title == TITLE


def test_first_meta_that_is_not_empty_counts() -> None:
    metas = "<meta name=PubDate content=''><meta name='pubdate' content=' 2024-05-29&#10;08:59 '><meta name=a content=b>"
    assert page(PARAGRAPHS, metas).metas == {"pubdate": "2024-05-29 08:59", "a": "b"}


# ---------------------------------------------------------------- attachments


@pytest.mark.parametrize(
    ("anchor", "name", "url"),
    [
        ('<a href="./P020240530.pdf">实施方案.pdf</a>', "实施方案.pdf", "/zwgk/zcwj/202405/P020240530.pdf"),
        (
            '<a href="./P020240530.pdf" title="实施方案.pdf"><br></a>',
            "实施方案.pdf",
            "/zwgk/zcwj/202405/P020240530.pdf",
        ),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=be5f.docx"><img>附件1.实施方案</a>',
            "附件1.实施方案",
            "/module/download/downfile.jsp?classid=0&filename=be5f.docx",
        ),
        (
            '<a href="/front/document/download?fileUrl=YW5&amp;fileName=%E6%96%B9%E6%A1%88.wps">下载</a>',
            "方案.wps",
            "/front/document/download?fileUrl=YW5&fileName=%E6%96%B9%E6%A1%88.wps",
        ),
        ('<a href="/UserFiles/%B7%BD%B0%B8.doc">点击下载</a>', "方案.doc", "/UserFiles/%B7%BD%B0%B8.doc"),
        ('<a href="http://www.example.gov.cn//affair//a b.zip">附件包</a>', "附件包", "/affair/a%20b.zip"),
        ("<a href='..\\..\\files\\1.xlsx'>任务表</a>", "任务表", "/zwgk/files/1.xlsx"),
        ('<a href="//affair/file/1.ofd">版式文件</a>', "版式文件", "/affair/file/1.ofd"),
        (
            '<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=1">方案</a>',
            "方案",
            "",
        ),
    ],
)
def test_attachment_of_any_gateway(anchor: str, name: str, url: str) -> None:
    (link,) = page(f'<div id="zoom">{PARAGRAPHS}<p>{anchor}</p></div>').links
    assert link.name == name
    assert link.url.startswith("http://www.example.gov.cn/")
    assert link.url.endswith(url)


def test_attachment_box_beside_the_text_counts_and_the_sites_own_files_do_not() -> None:
    box = '<div class="attachment"><a href="1.pdf">方案.pdf</a><a href="1.pdf">方案.pdf</a></div>'
    other = '<div class="banner"><a href="/app/reader.zip">阅读器.zip</a></div>'
    related = '<p><a href="/art/2024/5/27/art_1_2.html">解读《实施方案》</a></p>'
    found = page(f'{other}<div id="zoom">{PARAGRAPHS}{related}</div>{box}')
    assert [link.name for link in found.links] == ["方案.pdf"]


def test_file_that_only_a_script_names_is_found() -> None:
    script = (
        '<script>var pdfurl="/module/download/downfile.jsp?filename=0a.pdf&classid=0";var x="/a.js"</script>'
    )
    (link,) = page(f'<div id="zoom">{PARAGRAPHS}</div>{script}').links
    assert link.url == "http://www.example.gov.cn/module/download/downfile.jsp?filename=0a.pdf&classid=0"


def test_file_in_a_viewer_is_found() -> None:
    viewer = '<iframe src="/pdfjs/web/viewer.html?file=/files/1.pdf"></iframe><embed src="/files/2.pdf">'
    found = page(f'<div id="zoom">{PARAGRAPHS}</div>{viewer}').links
    assert [link.url for link in found] == [
        "http://www.example.gov.cn/files/1.pdf",
        "http://www.example.gov.cn/files/2.pdf",
    ]


def test_pictures_are_the_pages_of_a_text_without_words() -> None:
    pictures = '<p><img src="W020240601.jpg"></p><p><img src="W020240602.jpg"></p>'
    assert len(page(f'<div id="zoom">{pictures}</div>').links) == 2
    assert page(f'<div id="zoom">{PARAGRAPHS}{pictures}</div>').links == ()


def test_links_are_relative_to_the_pages_base() -> None:
    (link,) = page('<div id="zoom"><a href="1.pdf">方案</a></div>', '<base href="/other/">').links
    assert link.url == "http://www.example.gov.cn/other/1.pdf"
