"""Mask the names of persons in what a notice says about holding them to account.

Names are sought only in clauses that speak of accountability (处分 诫勉 约谈 …), only beside a title or in the frame
of such a sentence (给予…处分, …同志, …受到…), and only where they begin with a Chinese surname. The given name becomes 某,
one for each character, so that every span stays right: 张三 → 张某, 李小四 → 李某某. A name found once is masked wherever the
notice has it. Nothing else is masked: who leads the work, who is to be rung up, names already masked. A name in no such
frame stays: read a masked text before it is given away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from noticeparse.model import Notice, Span

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷"
    "贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧计伏戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀甄家封芮储靳汲段富巫乌焦巴弓牧"
    "侯宓蓬全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司黎薄印白蒲从索赖卓屠池乔闻翟谭劳申冉雍桑桂牛寿边扈燕尚温庄晏柴瞿阎连习艾容向古易"
    "戈廖终居衡步都耿满匡国文寇广东欧沃利蔚越隆师巩聂辛阚那简饶曾沙丰关查红游竺权盖益桓公付肖闫邸仝代冷佟岳帅亓苟兰覃敖原车覃粟邝敬褟"
)
_CERTAIN = frozenset(
    "王李张刘陈杨赵吴徐孙胡朱林郭罗梁宋谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡魏薛叶阎潘戴钟汪姜姚谭廖邹熊郝孔崔邱秦侯邵孟汤尹黎贺赖龚"
)
"""Surnames that begin few ordinary words; behind any other (任, 常, 高 …) a name must not be a word of the dictionary."""
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|长孙|宇文|司徒|令狐|端木|夏侯|南宫|司空|闻人|呼延"
_HAN = r"[\u3007\u4e00-\u9fff]"
_NAME = rf"(?:(?:{_DOUBLE}){_HAN}{{1,2}}?|[{_SURNAMES}]{_HAN}{{1,2}}?|{_HAN}{{2,5}}·{_HAN}{{2,6}}?)"
_ACCOUNT = re.compile(
    r"处分|问责|追责|诫勉|警告|记过|记大过|降级|撤职|开除|留党察看|双开|立案|留置|移送|批评教育|通报批评|约谈|提醒谈话|谈话提醒|"
    r"责令(?:检查|辞职|作出)|书面检查|组织处理|免职|停职|调离|违纪|违规违法|违法违规|严重违反|函询|审查调查|"
    r"(?:深刻|作出|做出)检查|检讨|扣发|扣罚|经济处罚|解聘|辞退|劝退"
)
_PENALTY = (
    r"(?:党内|政务|行政|严重警告|警告|记过|记大过|降级|降职|撤职|撤销|开除|留党|诫勉|批评|通报|责令|立案|留置|约谈|谈话|提醒|处分|处理|问责|追责|"
    r"组织处理|免职|停职|调离|函询|移送|扣发|取消|岗位|作出|进行|给予|予以|实施|开展|采取|违纪|违规|违法|严重违|因|受到|被|涉嫌)"
)
_MANY = r"(?:\d+|[一二三四五六七八九十两]+)(?:名|位)?(?:人|同志|党员|干部|责任人)"
_BEHIND = rf"(?=(?:等(?:\d|[一二三四五六七八九十两]|人|同志)|同志|{_MANY}|(?:分别)?{_PENALTY}|[,。;:、()!?\s]|[和及与的]|$))"
_TITLE = (
    r"(?:书记|主任|局长|科长|处长|院长|校长|园长|厂长|矿长|所长|站长|队长|镇长|乡长|县长|区长|市长|部长|行长|董事长|理事长|会长|秘书长|总经理|经理|总监|主席|主管|"
    r"委员|主任科员|科员|干事|会计|出纳|干部|职工|教师|教授|医生|民警|工作人员|负责人|责任人|当事人|党员|同志|组长|班长|支书|调研员|巡视员|文书|村民|"
    r"驾驶员|司机|采购员|保管员|管理员|协管员|辅导员|护士|教练|馆长|台长|股长|社长|店长|工程师|助理|秘书|法定代表人|经办人|承办人)"
)
_FRAMES = (
    rf"(?:给予|对|将|免去|撤销|开除|约谈|诫勉|问责|处分|立案|留置|通报批评|批评教育|移送|函询|责令|责成)(?P<name>{_NAME}){_BEHIND}",
    rf"{_TITLE}(?P<name>{_NAME}){_BEHIND}",
    rf"(?:^|(?<=[,。;:、(\s和与及对由给]))(?P<name>{_NAME})(?=同志|等(?:\d+|[一二三四五六七八九十两]+)?名?(?:人|同志|党员|干部)|(?:因|受到|被)[^,。;]{{0,24}}(?:{_PENALTY}))",
    rf"(?:^|(?<=[,。;:\s]))(?P<name>{_NAME})(?=(?:[、和]{_NAME}){{1,9}}?(?:等)?(?:{_MANY})?(?:均|都|分别|先后)?(?:因|受到|被))",
    rf"(?:^|(?<=[,。;:、\s]))(?P<name>{_NAME})(?=\((?:原|时任|系|男|女|中共党员|{_HAN}{{0,12}}{_TITLE}))",
)  # fmt: skip
_FOUND = tuple(re.compile(frame) for frame in _FRAMES)
_SURE = re.compile(rf"给予{_HAN}{{2,4}}?(?:党内|政务|开除|留党|诫勉|记过|记大过)")
_NEXT = re.compile(rf"(?:、|和|及|与)(?P<name>{_NAME}){_BEHIND}")
_CLAUSE = re.compile(r"[^。;!?\n]+")
_NO_NAME = re.compile(
    rf"{_TITLE}|某|相关|有关|全体|其他|单位|人员|部门|党组|党委|支部|责任|问题|情况|违规|违纪|违法|处分|处理|问责|组织|纪检|班子|领导|干部|公司|"
    r"上述|以上|万元|项目|工程|资金|全面|安全|安排|任务|高度|严肃|严格|严重|常委|方面|管理|单独|连续|应当|解决|计划|国家|文件|公开|关于|常务|党内|党政|"
    r"政务|行政|诫勉|警告|教育|通报|约谈|提醒|谈话|免职|停职|撤职|开除|记过|家属|都|都已|全部|全区|全县|全市|全校|全局|全镇|包括|家庭|简单|师德|师生|"
    r"查处|查实|查明|权力|车辆|代表|原因|公职|公款|公务|利用|广大|东部|终身|居委|路段|乐观|平时|时任|因|被|受到"
)
_BEHIND_PLACE = frozenset("省市县区镇乡村州旗局厅委办路街道港湾河江湖山海站岛口关桥")
_NAMED_KEYS = frozenset(("sha256", "eid", "part", "id", "kind", "rule", "code", "schema_version", "url", "media_type", "encoding"))


@cache
def _ordinary_words() -> dict[str, str]:
    """Words of two and three characters of jieba's dictionary that are no personal names, with their tags."""
    import jieba

    words = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").split()
            if len(word) in (2, 3) and word[0] not in _CERTAIN and not tag.startswith("nr"):
                words[word] = tag
    return words


def _is_word(name: str, sure: bool = False) -> bool:
    """Whether what looks like a name is an ordinary word or begins with one (任期内, 党纪); `sure` where its frame
    (给予…党内警告) leaves no doubt of that."""
    if _NO_NAME.search(name):
        return True
    if sure or name[0] in _CERTAIN or "·" in name or re.match(_DOUBLE, name):
        return False
    words = _ordinary_words()
    if name in words or len(name) < 3:
        return name in words
    return name[:2] in words and not (words[name[:2]] == "ns" and name[2] not in _BEHIND_PLACE)  # 黄海燕 is no sea


def names_of(notice: Notice) -> frozenset[str]:
    """The names of persons held to account, as printed."""
    return frozenset(notice.source.text[start:end] for start, end in name_spans(notice.source.text))


def name_spans(text: str) -> Iterator[Span]:
    """Where names of persons stand in what `text` says about accountability."""
    from noticeparse.outline.lines import fold

    folded = fold(text)
    for clause in _CLAUSE.finditer(folded):
        if _ACCOUNT.search(clause[0]):
            yield from _names_in(folded, clause.start(), clause.end())


def masked_name(name: str) -> str:
    """The surname, then 某 for each further character; of a name with · only its first character stays."""
    kept = 1 if "·" in name or not re.match(_DOUBLE, name) or len(name) < 3 else 2
    return name[:kept] + "".join("·" if sign == "·" else "某" for sign in name[kept:])


def mask_persons(notice: Notice) -> Notice:
    """A copy of `notice` in which persons held to account are masked, in the text and in every field that quotes it.

    The spans stay right; `source.sha256` stays that of the bytes that were read. The notice itself is not changed.
    """
    names = names_of(notice)
    if not names:
        return notice
    quiet = {"furniture", "automatic", "tables", "doubts"}
    kept = {name: getattr(notice.source, name) for name in quiet}
    masked = Notice.model_validate(_masked(notice.model_dump(), names))
    return masked.model_copy(update={"source": masked.source.model_copy(update=kept)})


def _masked(value: Any, names: frozenset[str], key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _NAMED_KEYS else _replaced(value, names)
    if isinstance(value, dict):
        return {name: _masked(item, names, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item, names, key) for item in value]
    return value


def _replaced(text: str, names: frozenset[str]) -> str:
    for name in sorted(names, key=lambda name: (-len(name), name)):
        text = text.replace(name, masked_name(name))
    return text


def _names_in(folded: str, start: int, end: int) -> Iterator[Span]:
    for frame in _FOUND:
        for found in frame.finditer(folded, start, end):
            sure = frame is _FOUND[0] and _SURE.match(folded, found.start(), end) is not None
            name: re.Match[str] | None = found
            while name is not None and not _is_word(name["name"], sure):
                yield name.span("name")
                name = _NEXT.match(folded, name.end("name"), end)  # 张三、李四等
