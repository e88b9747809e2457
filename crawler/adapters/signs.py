"""How the family of a list shows, in its address or in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognised:
    """A family, and the words that gave it away; without evidence it is what is left, `generic`."""

    family: str
    evidence: str


# Family, and a sign of it in the address or in the text of a page or of an answer. The first that is found decides:
# what only one family writes comes first, what several do (the shape of an address) comes last.
SIGNS = tuple(
    (family, re.compile(sign))
    for family, sign in (
        ("jpaas", r"jpaas-publish-server/front/page/build/unit|unitbuild\.js"),
        # On addresses of Hanweb and with a script of its name: before jpage.
        ("ucap_new", r"var articleList\s*=|/queryList\b|loadPageData\(\w+,\s*'\d+'\)"),
        ("jpage", r"<datastore>|<recordset>|dataproxy\.jsp|jquery\.jpage|\.jpage\(\{"),
        ("gkmlpt", r"/gkmlpt/(?:index|api|content)|\"post_count\"\s*:"),
        ("fjdzapp", r"/fjdzapp/search|\"docpuburl\"\s*:"),
        ("irs", r"/irs/front/search|\"listAndBox\"\s*:"),
        ("igs", r"/igs/front/search|\"trs_time\"\s*:"),
        ("was5", r"/was5/web/search|<REC>[\s\S]*<DOCRELTIME>"),
        ("govcn", r"/search-gov/data|\"searchVO\"\s*:|/ZUIXINZHENGCE\.json"),
        ("zhangjiakou", r"/tseach/searchKeywords|\"content_pageUrl\"\s*:"),
        ("ucap_new", r"/pc/(?:list\.html|content/content_\d{19}\.html)|\"articleFiles\"\s*:"),
        (
            "ucap",
            r"(?i:<ucapcontent>|UCAP-CONTENT|UCAPTITLE)|createPageHTML\(\s*[\"']page_div|/common/search/[0-9a-f]{32}"
            r"|\"(?:publishedTimeStr|domainMetaList)\"\s*:"
            r"|/c\d{3,6}/\d{6}/(?:[0-9a-f]{32}|c00_\d+|\d+)\.shtml"
            r"|/(?:common_list|zfxxgk_list|zfxxgk_zclist|xxgk_list|nav_list|listDisplaySelf)\w*\.shtml",
        ),
        (
            "trs",
            r"/\d{6}/t\d{8}_\d+\.s?html?|createPage(?:HTML)?\(\s*\d|/t\d{7,8}\.shtml|TRS_Editor|pageDec\b",
        ),
        (
            "vsb",
            r"vsb_content|v_news_content|_showDynClicks\(|/info/\d{3,6}/\d+\.htm\b|id=[\"']line_u\d+_\d+",
        ),
        ("anhui", r"/public/column/\d+|/site/(?:label/8888|tpl/\d+)|xxgk_nav(?:li|_list)|j-fontContent"),
        ("openness", r"/(?:OpennessContent|XxgkPolicy|PolicyContent)/"),
        ("gongkai", r"/gongkai/channel_|/doc_[0-9a-f]{24}\.html"),
        ("ilist", r"/info/iList\.jsp"),
        ("hebei", r"/columns/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/"),
        ("zhangjiakou", r"/channel(?:/list|List)/\d+\.html|/lm_zc\.(?:thtml|jsp)"),
    )
)


def recognise(url: str, text: str) -> Recognised:
    """The family of a list from its address and its text, with the words that show it."""
    for family, sign in SIGNS:
        for where, words in (("address", url), ("text", text)):
            if found := sign.search(words):
                return Recognised(family, f"{where}: {found[0][:80]}")
    return Recognised("generic", "")
