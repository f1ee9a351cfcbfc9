"""Whether two texts are one person's name in two scripts, such as 'Taro Yamada' and '山田太郎'."""

from __future__ import annotations

import unicodedata
from collections import Counter

#: Frequent family names with what they are in Latin letters.
_FAMILY_NAMES = """
王 wang wong, 李 li lee ri, 张 zhang chang, 張 zhang chang cheung, 刘 liu lau, 劉 liu lau
陈 chen chan, 陳 chen chan tan, 杨 yang, 楊 yang yeung, 黄 huang wong, 黃 huang wong, 赵 zhao
趙 zhao chao cho, 吴 wu ng, 吳 wu ng, 周 zhou chow, 徐 xu hsu, 孙 sun, 孫 sun, 马 ma, 馬 ma
朱 zhu chu, 胡 hu, 郭 guo kuo, 何 he ho, 林 lin lam lim, 罗 luo, 羅 luo lo, 高 gao kao, 郑 zheng
鄭 zheng cheng, 梁 liang leung, 谢 xie, 謝 xie hsieh tse, 宋 song, 唐 tang, 许 xu, 許 xu hsu
韩 han, 韓 han, 冯 feng, 馮 feng fung, 邓 deng, 鄧 deng tang, 曹 cao tsao, 彭 peng
曾 zeng tseng tsang, 田 tian, 董 dong tung, 潘 pan, 袁 yuan, 蔡 cai tsai, 蒋 jiang
蔣 jiang chiang, 余 yu, 于 yu, 杜 du tu, 叶 ye, 葉 ye yeh yip, 程 cheng, 魏 wei, 苏 su, 蘇 su
吕 lu lyu, 呂 lu lyu, 丁 ding ting, 任 ren, 沈 shen, 姚 yao, 卢 lu, 盧 lu, 钟 zhong
鍾 zhong chung, 崔 cui choi, 谭 tan, 譚 tan tam, 陆 lu, 陸 lu, 汪 wang, 范 fan, 金 jin kim
石 shi, 廖 liao, 侯 hou, 邱 qiu chiu, 佐藤 sato satoh satou, 鈴木 suzuki, 高橋 takahashi
田中 tanaka, 伊藤 ito itoh, 渡辺 watanabe, 渡邉 watanabe, 山本 yamamoto, 中村 nakamura
小林 kobayashi, 加藤 kato katoh katou, 吉田 yoshida, 山田 yamada, 佐々木 sasaki, 山口 yamaguchi
松本 matsumoto, 井上 inoue, 木村 kimura, 林 hayashi, 斎藤 saito saitou, 斉藤 saito saitou
清水 shimizu, 山崎 yamazaki yamasaki, 森 mori, 池田 ikeda, 橋本 hashimoto, 阿部 abe
石川 ishikawa, 山下 yamashita, 中島 nakajima, 石井 ishii, 小川 ogawa, 前田 maeda, 岡田 okada
長谷川 hasegawa, 藤田 fujita, 後藤 goto gotou, 近藤 kondo kondou, 村上 murakami, 遠藤 endo endou
青木 aoki, 坂本 sakamoto, 福田 fukuda, 太田 ota ohta oota, 西村 nishimura, 藤井 fujii
岡本 okamoto, 藤原 fujiwara, 金子 kaneko, 三浦 miura, 中野 nakano, 中川 nakagawa, 原田 harada
松田 matsuda, 竹内 takeuchi, 小野 ono, 田村 tamura, 中山 nakayama, 和田 wada, 石田 ishida
上田 ueda, 森田 morita, 原 hara, 柴田 shibata, 酒井 sakai, 工藤 kudo kudou, 김 kim gim, 이 lee yi
박 park pak bak, 최 choi choe, 정 jung jeong chung, 강 kang gang, 조 cho jo, 윤 yoon yun
장 jang chang, 임 lim im, 한 han, 오 oh, 서 seo suh, 신 shin, 권 kwon, 황 hwang, 안 ahn an
송 song, 전 jeon jun, 홍 hong, 유 yoo you, 고 ko go, 문 moon mun, 양 yang, 손 son, 배 bae
백 baek paik, 허 heo hur, 남 nam, 노 noh roh
"""
#: What Unicode, which calls し 'SI', spells differently.
_SPELLINGS = (("sh", "s"), ("ch", "t"), ("ts", "t"), ("f", "h"), ("j", "z"))
#: The scripts whose letters Unicode calls by their sounds.
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "HIRAGANA", "KATAKANA"}
_LONGEST = 6  # no Chinese, Japanese or Korean name is longer


def has_latin(text: str) -> bool:
    """Say whether *text* has a Latin letter."""
    return "LATIN" in _scripts(text)


def same_name(one: str, other: str) -> bool:
    """Say whether *one* and *other* are probably one person's name in two scripts.

    A company's name in another script than the person's is not.
    """
    scripts = _scripts(one), _scripts(other)
    if not all(scripts) or not scripts[0].isdisjoint(scripts[1]):
        return False
    if _is_family(one, other) or _is_family(other, one):
        return True
    sounds = _consonants(one), _consonants(other)
    common = 2 * (sounds[0] & sounds[1]).total()
    return scripts[0] | scripts[1] <= _ALPHABETS and common > 0.7 * sum(map(Counter.total, sounds))


def _scripts(text: str) -> set[str]:
    if text.isascii():
        return {"LATIN"} if any(map(str.isalpha, text)) else set()
    text = unicodedata.normalize("NFKC", text)
    return {
        unicodedata.name(char, "").replace("-", " ").partition(" ")[0]
        for char in text
        if char.isalpha()
    }


def _is_family(name: str, spelled: str) -> bool:
    """Say whether *name* begins with a family name that *spelled* has in other letters."""
    name = name.replace(" ", "")
    words = [_plain(word) for word in spelled.split()]
    return len(name) <= _LONGEST and any(
        word[: len(known)] == known if len(known) > 3 else _is_close(word, known)
        for size in (1, 2, 3)
        for known in _KNOWN.get(name[:size], ())
        for word in words
        if len(name) > size
    )


def _is_close(word: str, known: str) -> bool:
    """Say whether *word* is *known*, perhaps without its last letter, or with another."""
    return abs(len(word) - len(known)) < 2 and word[: len(known)] == known[: len(word)] != ""


def _plain(word: str) -> str:
    """Return *word* in lower-case Latin letters, if it is Latin or kana."""
    text = "".join(_letter(char) for char in word if char.isalpha()).lower()
    for old, new in _SPELLINGS:
        text = text.replace(old, new)
    return text


def _letter(char: str) -> str:
    """Return the Latin letter or letters that Unicode's name of *char* ends with."""
    plain = unicodedata.normalize("NFKD", char)[0]
    return (
        plain
        if plain.isascii()
        else unicodedata.name(char, "").partition(" WITH ")[0].rpartition(" ")[2]
    )


def _consonants(text: str) -> Counter[str]:
    """Return the consonants of *text*; for other letters, those in Unicode's names of them."""
    letters = (_letter(char).lower() for char in text if char.isalpha())
    # The Cyrillic 'VE', 'EL', 'SHA', 'SOFT SIGN', the Greek 'RHO', 'ALPHA', the Japanese 'TU'.
    names = (one[0] if len(one) > 3 else one for one in letters if one not in ("sign", "mark"))
    return Counter(filter(None, (one.strip("aeiouy")[:1] for one in names)))


_KNOWN: dict[str, list[str]] = {}
for _entry in _FAMILY_NAMES.replace("\n", ",").split(","):
    for _word in _entry.split()[1:]:
        _KNOWN.setdefault(_entry.split()[0], []).append(_plain(_word))
