"""How the family of a list shows, in its address or in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognised:
    """A family, and the words that gave it away; without evidence it is what is left, `generic`."""

    family: str
    evidence: str


# Family, a sign in the address, and a sign in the text of a page or of an answer. The first family of which either is
# found decides: what only one family writes comes first, what several do (the shape of an address) comes last. The
# services have their addresses in the search boxes of other families' pages, so there only an address tells.
NOWHERE = r"(?!)"
SIGNS = tuple(
    (family, re.compile(address), re.compile(text))
    for family, address, text in (
        ("fjdzapp", r"/fjdzapp/search", r"\"docpuburl\"\s*:"),
        ("irs", r"/irs/front/search", r"\"listAndBox\"\s*:"),
        ("igs", r"/igs/front/search", r"\"trs_time\"\s*:"),
        ("was5", r"/was5/web/search", r"<REC>[\s\S]*<DOCRELTIME>"),
        ("govcn", r"/search-gov/data|/ZUIXINZHENGCE\.json", r"\"searchVO\"\s*:"),
        ("zhangjiakou", r"/tseach/searchKeywords", r"\"content_pageUrl\"\s*:"),
        ("jpaas", r"/front/page/build/unit", r"jpaas-publish-server/front/page/build/unit|unitbuild\.js"),
        ("xxgk", r"/module/xxgk/search\.jsp", NOWHERE),
        # On addresses of Hanweb and with a script of its name: before jpage.
        ("ucap_new", r"/queryList\b", r"var articleList\s*=|loadPageData\(\w+,\s*'\d+'\)"),
        ("jpage", r"dataproxy\.jsp", r"<datastore>|<recordset>|dataproxy\.jsp|jquery\.jpage|\.jpage\(\{"),
        ("gkmlpt", r"/gkmlpt/(?:index|api|content)", r"\"post_count\"\s*:"),
        (
            "ucap_new",
            r"/pc/(?:list\.html|content/content_\d{19}\.html)",
            r"/pc/content/content_\d{19}\.html|\"articleFiles\"\s*:",
        ),
        (
            "ucap",
            r"/common/search/[0-9a-f]{32}"
            r"|/(?:common_list|zfxxgk_list|zfxxgk_zclist|xxgk_list|nav_list|listDisplaySelf)\w*\.shtml",
            r"(?i:<ucapcontent>|UCAP-CONTENT|UCAPTITLE)|createPageHTML\(\s*[\"']page_div"
            r"|\"(?:publishedTimeStr|domainMetaList)\"\s*:"
            r"|/c\d{3,6}/\d{6}/(?:[0-9a-f]{32}|c00_\d+|\d+)\.shtml",
        ),
        (
            "trs",
            r"/\d{6}/t\d{8}_\d+\.s?html?",
            r"/\d{6}/t\d{8}_\d+\.s?html?|createPage(?:HTML)?\(\s*\d|/t\d{7,8}\.shtml|TRS_Editor|\bpageDec\b",
        ),
        (
            "vsb",
            r"/info/\d{3,6}/\d+\.htm\b",
            r"vsb_content|v_news_content|_showDynClicks\(|/info/\d{3,6}/\d+\.htm\b|id=[\"']line_u\d+_\d+",
        ),
        ("anhui", r"/public/column/\d+|/site/(?:label/8888|tpl/\d+)", r"xxgk_nav(?:li|_list)|j-fontContent"),
        ("openness", *[r"/(?:OpennessContent|XxgkPolicy|PolicyContent)/"] * 2),
        ("gongkai", r"/gongkai/channel_", r"/gongkai/channel_|/doc_[0-9a-f]{24}\.html"),
        ("ilist", r"/info/iList\.jsp", NOWHERE),
        ("hebei", *[r"/columns/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/"] * 2),
        ("zhangjiakou", *[r"/channel(?:/list|List)/\d+\.html|/lm_zc\.(?:thtml|jsp)"] * 2),
    )
)


def recognise(url: str, text: str) -> Recognised:
    """The family of a list from its address and its text, with the words that show it."""
    for family, in_address, in_text in SIGNS:
        if found := in_address.search(url):
            return Recognised(family, f"address: {found[0][:80]}")
        if found := in_text.search(text):
            return Recognised(family, f"text: {found[0][:80]}")
    return Recognised("generic", "")
