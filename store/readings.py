"""How Chinese is read: pinyin a syllable for each character, and what else it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

HAN = "\u3007\ue815-\ue864\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Surnames that are read otherwise than the same character is elsewhere.
SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "单": ("shan",),
    "曾": ("zeng",),
    "仇": ("qiu",),
    "解": ("xie",),
    "区": ("ou",),
    "查": ("zha",),
    "朴": ("piao",),
    "盖": ("ge",),
    "翟": ("zhai",),
    "乐": ("yue",),
    "缪": ("miao",),
    "种": ("chong",),
    "员": ("yun",),
    "折": ("she",),
    "秘": ("bi",),
    "黑": ("he",),
    "能": ("nai",),
    "覃": ("qin",),
}

# Characters with two common readings; which one is meant, a phrase says, and a lone one does not.
_TWO_WAYS = """
    长 chang zhang, 重 zhong chong, 行 xing hang, 乐 le yue, 盛 sheng cheng, 调 tiao diao,
    弹 dan tan, 卡 ka qia, 壳 ke qiao, 薄 bao bo, 传 chuan zhuan, 便 bian pian, 朝 chao zhao,
    单 dan shan, 曾 zeng ceng, 解 jie xie, 仇 chou qiu, 参 can shen, 藏 cang zang, 差 cha chai,
    称 cheng chen, 都 dou du, 角 jiao jue, 觉 jue jiao, 露 lu lou, 绿 lv lu, 落 luo la, 没 mei mo,
    模 mo mu, 宿 su xiu, 省 sheng xing, 石 shi dan, 熟 shu shou, 提 ti di, 系 xi ji, 血 xue xie,
    着 zhe zhao, 车 che ju, 厦 sha xia, 柏 bai bo, 降 jiang xiang, 还 hai huan, 给 gei ji,
    会 hui kuai, 校 xiao jiao, 折 zhe she, 剥 bao bo, 削 xiao xue, 率 lv shuai, 塞 sai se, 核 he hu,
    嚼 jiao jue, 扁 bian pian, 仔 zai zi, 查 cha zha, 翟 zhai di, 区 qu ou, 盖 gai ge, 朴 pu piao,
    种 zhong chong, 缪 miao mou, 秘 mi bi, 女 nv nu, 吕 lv lu, 铝 lv lu, 旅 lv lu, 驴 lv lu,
    滤 lv lu, 律 lv lu
"""
TWO_WAYS = {
    character: tuple(readings)
    for character, *readings in (entry.split() for entry in _TWO_WAYS.split(","))
}


def is_han(text: str) -> bool:
    """Whether all of `text` is Chinese characters."""
    return re.fullmatch(f"[{HAN}]+", text) is not None


def syllables(run: str) -> Iterator[tuple[str, bool]]:
    """For each character of a run of Chinese how it is read, and whether a phrase says so."""
    # 120 ms and 20 MB, which only saving a Chinese text needs.
    from pypinyin.seg import mmseg

    # Cut as pypinyin would do it, so that a phrase that comes again is worked out once.
    for phrase in mmseg.seg.cut(run):
        for syllable in _of_phrase(phrase):
            yield syllable, len(phrase) > 1


def other_readings(character: str, syllable: str) -> tuple[str, ...]:
    """What else a character that no phrase explains may be read as."""
    return tuple(other for other in TWO_WAYS.get(character, ()) if other != syllable)


def surname(name: str) -> tuple[str, ...]:
    """How the surname that `name` begins with is read, if otherwise than elsewhere."""
    return SURNAMES.get(name[:2]) or SURNAMES.get(name[:1]) or ()


@lru_cache(maxsize=8192)
def _of_phrase(phrase: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    read = tuple(lazy_pinyin(phrase, style=Style.NORMAL))
    if len(read) == len(phrase):
        return read
    return tuple(sound for sign in phrase for sound in lazy_pinyin(sign, style=Style.NORMAL))
