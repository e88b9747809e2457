"""One portal a file: its facts, its addresses, and the shapes that its content management system gives a list.

What is common to all portals is in `portal.py`, the markup in `templates/`.
"""

from ..portal import Portal
from .chaoyang import Chaoyang
from .kaifeng import Kaifeng
from .lixia import Lixia
from .wuqing import Wuqing
from .yunting import Yunting
from .zhangjiakou import Zhangjiakou

PORTALS: tuple[type[Portal], ...] = (Chaoyang, Wuqing, Lixia, Zhangjiakou, Kaifeng, Yunting)
