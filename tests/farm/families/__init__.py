"""A portal for every family that has an adapter, and for its variants: the markup and the paging that is documented.

Here live small virtual portals, one class a variant: their lists, their documents and files, and their own quirks as
switches (`Farm.fault(portal, quirk)`). Faults that any portal can have are in `../faults.py`; texts are in `papers.py`.
They are no part of the demo: `Farm(texts, kinds=FAMILIES)` serves them.
"""

from ..portal import Portal
from .guangdong import Gkmlpt
from .hanweb import ByRecord, Jpaas, Jpage, Xxgk
from .others import Govcn, Legacy, OneOff, Unknown
from .platforms import Anhui, AnhuiLabel, Gongkai, Hebei, Ilist, Openness, Vsb, ZhangjiakouLike
from .trs import Counted, Hidden, PageDec, Records, Shanghai, Trs, Written
from .trs_services import Fjdzapp, Igs, Irs, Was5, Was5Xml
from .ucap import Commented, Search, Ucap, UcapHanweb, UcapNew

FAMILIES: tuple[type[Portal], ...] = (
    *(Trs, Records, PageDec, Shanghai, Counted, Hidden, Written),
    *(Fjdzapp, Was5, Was5Xml, Igs, Irs),
    *(Jpage, ByRecord, Xxgk, Jpaas),
    *(Ucap, Commented, Search, UcapNew, UcapHanweb),
    *(Gkmlpt, Anhui, AnhuiLabel, Openness, Vsb, Ilist, Hebei, Gongkai, ZhangjiakouLike),
    *(Unknown, Legacy, OneOff, Govcn),
)
