"""What the portals of the families publish: twenty papers a place, the same kinds everywhere, no two texts alike."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ..attachments import File, attached
from ..bodies import Body, Fields
from ..days import BEIJING
from ..publications import Publication

NEWEST = date(2024, 10, 12)
STEP = timedelta(days=4)  # between two papers

# Newest first; {place} is the portal's.
TITLES = (
    ("notice", "关于做好{place}2024年秋冬季森林防火工作的通知"),
    ("news", "{place}召开三季度经济运行分析会"),
    ("rules", "{place}人民政府办公室关于印发{place}政务数据共享管理办法的通知"),
    ("subsidy", "{place}汽车以旧换新补贴申领公告"),
    ("personnel", "{place}人民政府关于李晓峰等同志任职的通知"),
    ("plan", "{place}人民政府关于印发{place}推动大规模设备更新和消费品以旧换新实施方案的通知"),
    ("news", "{place}家电以旧换新进社区活动启动"),
    ("tender", "{place}第二中学实验楼维修工程招标公告"),
    ("notice", "关于{place}部分路段实行交通管制的通告"),
    ("rules", "{place}人民政府关于公布{place}行政规范性文件清理结果的决定"),
    ("interpretation", "《{place}推动大规模设备更新和消费品以旧换新实施方案》解读"),
    ("attached", "关于印发{place}推动工业领域设备更新工作方案的通知"),
    ("report", "{place}2024年上半年国民经济和社会发展计划执行情况"),
    ("news", "{place}首批充电示范站建成投用"),
    ("notice", "关于开展{place}2024年度职称评审工作的通知"),
    ("rules", "{place}人民政府办公室关于印发{place}突发事件应急预案的通知"),
    ("tender", "{place}污水处理厂二期扩建工程中标结果公示"),
    ("news", "{place}举办夏季农产品产销对接会"),
    ("notice", "关于征集{place}2025年民生实事项目的公告"),
    ("report", "{place}2023年政府信息公开工作年度报告"),
)
PLAN = (
    "为贯彻落实《国务院关于印发〈推动大规模设备更新和消费品以旧换新行动方案〉的通知》（国发〔2024〕7号），结合{place}实际，制定本方案。",
    "一、总体要求",
    "到2027年，{place}工业、农业、建筑、交通等领域设备投资规模较2023年增长{percent}%以上，报废汽车回收量增加约一倍。",
    "二、实施设备更新行动",
    "（一）推进重点行业设备更新改造。围绕{place}优势产业，推动企业更新用能设备。（责任单位：市工业和信息化局、市发展改革委）",
    "（二）加快建筑和市政基础设施领域设备更新。更新改造老旧电梯{count}部。（责任单位：市住房城乡建设局）",
    "三、实施消费品以旧换新行动",
    "（三）开展汽车以旧换新。加大政策支持力度，鼓励{place}汽车销售企业让利。（责任单位：市商务局）",
    "四、强化政策保障",
    "（四）加大财政支持。统筹用好{place}财政资金，支持设备更新。（责任单位：市财政局）",
)
WORDS = {
    "notice": "现就{place}有关事项通知如下：各单位要提高认识，于{count}日前将落实情况报送市政府办公室。联系电话：0000-{count}00。",
    "news": "本网讯 近日，{place}相关活动举行，现场接待群众{count}余人次，有关负责同志到场并讲话，活动取得良好成效。",
    "rules": "为规范{place}相关管理工作，明确职责，提高效率，根据有关法律法规，制定本办法。本办法共{count}条，自公布之日起施行。",
    "subsidy": "个人消费者在{place}报废旧车并购买新车的，可申领补贴。首批安排资金{count}万元，先到先得，额满为止。",
    "personnel": "经{place}人民政府研究决定：李晓峰同志任市统计局副局长，试用期一年；免去其原任职务。文号顺序{count}。",
    "tender": "{place}相关工程已批准建设，现公开招标。计划工期{count}日历天，投标人须具备相应资质，并在人员、设备、资金等方面具备能力。",
    "interpretation": "《{place}推动大规模设备更新和消费品以旧换新实施方案》已印发，现解读如下：方案提出到2027年更新老旧电梯{count}部。",
    "report": "今年以来，{place}坚持稳中求进工作总基调，经济运行总体平稳，规模以上工业增加值同比增长{percent}%，新增市场主体{count}户。",
}


def papers_of(portal: str, place: str) -> list[Publication]:
    """Everything that a portal will publish, newest first.

    portal: its id. place: the place whose government speaks, as 青石市.
    """
    return [
        Publication(
            title=title.format(place=place),
            published=datetime.combine(NEWEST - at * STEP, time(9, at), BEIJING),
            column="policy",
            sort=sort,
            serial=len(TITLES) - at,
            body=_body(portal, place, sort, title.format(place=place), len(TITLES) - at),
        )
        for at, (sort, title) in enumerate(TITLES)
    ]


def _body(portal: str, place: str, sort: str, title: str, serial: int) -> Body:
    government, signed = f"{place}人民政府", NEWEST - (len(TITLES) - serial) * STEP - timedelta(days=2)
    slots = {"place": place, "count": 20 + serial * 3 + len(portal), "percent": 20 + serial / 10}
    fields = Fields(
        index=f"000014349/2024-{serial:05d}",
        number=f"{place[:2]}政发〔2024〕{serial}号" if sort in ("plan", "attached", "rules") else None,
        issuer=government,
        signed=signed,
        theme="综合政务",
        validity="有效",
    )
    close = (government, f"{signed.year}年{signed.month}月{signed.day}日")
    if sort in WORDS:
        return Body(government, ("各县、区人民政府：", WORDS[sort].format_map(slots), *close), fields)
    name = title.partition("印发")[2].removesuffix("的通知")
    notice = ("各县、区人民政府，市政府各部门：", f"现将《{name}》印发给你们，请认真贯彻执行。", *close)
    plan = tuple(line.format_map(slots) for line in PLAN)
    if sort == "plan":
        return Body(government, (*notice, name, *plan), fields)
    file = attached(portal, "docx", name, plan)
    return Body(government, notice, fields, (File(file.name, file.media_type, file.data),))
