"""Code points that look like a character and are not: radicals of printed PDFs, compatibility forms, invisible ones.
And those that typesetters make wide or narrow at will: digits, Latin letters, the per cent sign, a few stops."""

from __future__ import annotations

import re
import unicodedata

# The radicals' supplement has no normal form in Unicode but for two; the Kangxi radicals have, but for the last two
# it is the traditional character.
RADICALS = str.maketrans(
    "⺀⺁⺃⺅⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉"
    "⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻳⼾⾭",
    "冫厂乚亻刂㔾小小兀尣尢巳幺彑彐忄心扌攵旡月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罓罒羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝"
    "足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟龟户青",
)
WIDE = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)))
NARROW = str.maketrans(WIDE + "｡､｢｣", "".join(chr(ord(sign) - 0xFEE0) for sign in WIDE) + "。、「」")
TYPESET = re.compile(f"[{WIDE}｡､｢｣]")
AS_PRINTED = re.compile("([〔\\[［（(【﹝][０-９]{4}[〕\\]］）)】﹞]\\s*第?[０-９]{1,5}\\s*号)")
RADICAL = re.compile(f"[{''.join(map(chr, RADICALS))}]")
COMPATIBILITY = re.compile("[\u2f00-\u2fdf\uf900-\ufaff]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]")


def fold(text: str) -> str:
    """The text with every such code point replaced by the character that it stands for, or dropped if invisible."""
    text = INVISIBLE.sub("", text)
    if RADICAL.search(text):
        text = text.translate(RADICALS)
    return COMPATIBILITY.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def one_width(text: str) -> str:
    """The text with narrow digits, Latin letters and per cent signs, and wide stops. Document numbers stay as printed."""
    if not TYPESET.search(text):
        return text
    parts = AS_PRINTED.split(text)
    return "".join(part if at % 2 else part.translate(NARROW) for at, part in enumerate(parts))
