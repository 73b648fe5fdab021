"""E: organs, rounds, documents and contacts under their names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from noticeparse.check.phrases import places, slogans
from noticeparse.check.review import Flaw, Review
from noticeparse.check.skeleton import CONTACT, DATE, HEAD, ISSUE, NEXT_STEPS, SIGNER, TAIL, TITLE, notice
from noticeparse.entries import Rule, rule
from noticeparse.model import Span


def _issue(body: str) -> str:
    return notice("1.关于“甲项工作不实”的问题\n" + body + "\n")


# --------------------------------------------------------------------------- the organ

_PARTY_HEAD = re.compile(r"^(?:中共|中国共产党)")
_PARTY_TAIL = re.compile(r"(?:党组|党委|党总支|党支部|党工委|工作委员会|总支部委员会|支部委员会|委员会|总支部|支部|工委|\(盖章\))+$")


def _bare(organ: str) -> str:
    """The organ without 中共 and without the name of its Party body: 中共甲县水务局党组 → 甲县水务局."""
    return _PARTY_TAIL.sub("", _PARTY_HEAD.sub("", re.sub(r"[\s ]", "", organ)))


@rule(
    "E01",
    "signer-unlike-title",
    "error",
    zh="落款单位与标题不一致",
    text_zh="“中共”和党组织名称可以省略，标题可以用简称；换成另一个名称，通报就不知是谁的了。",
    source="GB/T 9704-2012 §7.3.5",
    bad=(HEAD + ISSUE + NEXT_STEPS + CONTACT + "⟦中共青禾县水利局党组⟧\n" + DATE,),
    good=(HEAD + ISSUE + NEXT_STEPS + CONTACT + "青禾县水务局党组\n" + DATE,),
)
def signer_unlike_title(review: Review) -> Iterator[Flaw]:
    """The organ that signs is not the one the title names.

    中共 and the name of the Party body may be left out, and a title may use the short name; another name makes the
    notice nobody's.
    """
    parsed = review.notice
    title = _bare(_title_organ(review))
    if not parsed.is_notice or not title or not parsed.signatories:
        return
    signers = [_bare(signer) for signer in parsed.signatories]
    if any(_one_name(title, signer) for signer in signers):
        return
    span = parsed.spans.get("signatories.0", (0, 0))
    signer, named = parsed.signatories[0], _title_organ(review)
    yield Flaw(span, f"“{signer}” signs, the title names “{named}”.", origin="unknown", zh=f"落款为“{signer}”，标题为“{named}”。")


def _title_organ(review: Review) -> str:
    """The organ the title prints; "" where it prints none."""
    issuer, title = review.notice.issuer or "", re.sub(r"\s", "", review.notice.title or "")
    return issuer if issuer and re.sub(r"\s", "", issuer) in title else ""


def _one_name(one: str, other: str) -> bool:
    """Whether the names are one, or the shorter only leaves characters out (甲县水务局, 县水务局)."""
    short, long = sorted((one, other), key=len)
    if short in long:
        return True
    letters = iter(long)
    return bool(short) and short[-1] == long[-1] and len(long) - len(short) >= 2 and all(letter in letters for letter in short)


_SOURCE = re.compile(r"(?:信息|稿件|文章|内容)?来源 ?: ?(?P<source>[^\s|:]{2,30})")


@rule(
    "E02",
    "source-unlike-signer",
    "note",
    zh="信息来源与落款单位不一致",
    text_zh="多为网站编辑部门填写；若是另一个单位，可能挂错了稿件。",
    source="《政府网站发展指引》: page metadata",
    bad=(TITLE + "发布日期：2024-12-21 来源：⟦县卫生健康局⟧\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL,),
    good=(
        TITLE + "发布日期：2024-12-21 来源：县水务局\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL,
        TITLE + "发布日期：2024-12-21 来源：机关党委\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL,
        TITLE + "发布日期：2024-12-21 来源：本局党群工作部\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL,
    ),
)
def source_unlike_signer(review: Review) -> Iterator[Flaw]:
    """The page names another source than the organ that signs.

    Often the site's own office fills it in; where another bureau stands there, the wrong text may have been put up.
    """
    parsed = review.notice
    organs = [_bare(organ) for organ in (*parsed.signatories, parsed.issuer or "") if organ]
    match = _SOURCE.search(review.folded, 0, review.body[0])
    if not organs or match is None:
        return
    source = match["source"].strip()
    if not any(_abbreviates(_bare(source), organ) for organ in organs) and not _OWN_OFFICE.search(source):
        message = f"The page names “{source}” as its source; “{organs[0]}” signs."
        yield Flaw(match.span("source"), message, origin="unknown", zh=f"网页标注来源为“{source}”，落款为“{organs[0]}”。")


_OWN_OFFICE = re.compile(r"^.{0,2}(?:(?:党[委组]|机关|党政)?办公室|党办|党政办|综合科|宣传部|机关党委|党[委群]工作部|主题教育办(?:公室)?|本站|本网)$")
"""A source that names a room, not an organ."""


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of one name stand in the other in this order: 区生态环境局, 甲市乙区生态环境局."""
    if len(short) > len(long):
        short, long = long, short
    letters = iter(long)
    return all(letter in letters for letter in short)


@rule(
    "E03",
    "misprinted-name",
    "error",
    zh="单位或地名漏字错字",
    text_zh="只与标题和落款中的名称比较，并且开头或结尾须相同，因此不需要地名表。在较长名称中省略“市、县、区”是简称，不算错误。",
    source="the name as title and signature print it",
    bad=(_issue("修订《⟦青禾水务局⟧巡查细则》，检查3次。".replace("青禾水务局", "青禾县水局")),),
    good=(_issue("修订《青禾县水务局巡查细则》，青禾县水务局检查3次。"),),
)
def misprinted_name(review: Review) -> Iterator[Flaw]:
    """The name of the place or organ is one character away from the one the notice uses.

    Only names that title or signature print are compared, and only forms of the same beginning or end, so that no
    gazetteer is needed. Leaving out 市, 县 or 区 inside a longer name is a short form, no misprint.
    """
    seen: set[int] = set()
    for name in _own_names(review):
        if review.text.count(name) < 2:
            continue
        for span in _near(review.text, name):
            at = span[0]
            if at not in seen and not any(s <= at < e for s, e in ((a, a + len(name)) for a in seen)):
                seen.add(at)
                words = review.text[span[0] : span[1]]
                message = f"“{words}” is one character away from “{name}”, the name this notice uses."
                yield Flaw(span, message, (name, span), review.cause, zh=f"“{words}”与本文所用名称“{name}”只差一字。")


_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|自治州|州|盟|新区|区|县|旗|镇|乡|街道)(?!委|政府|直)")


def _own_names(review: Review) -> list[str]:
    """The organ's bare name and the place at its head, from title and signatures; the longest first."""
    names: set[str] = set()
    for organ in (_title_organ(review), *review.notice.signatories):
        bare = _bare(organ)
        if len(bare) >= 5:
            names.add(bare)
        at = 0
        while match := _PLACE.match(bare, at):
            at = match.end()
            if at >= 5:
                names.add(bare[:at])
    return sorted(names, key=lambda name: (-len(name), name))


def _near(text: str, name: str) -> Iterator[Span]:
    """Where a form of `name` with one character lost or another stands, both ends or one end intact."""
    head = name[:2]
    for at in places(text, head):
        if text.startswith(name, at):
            continue
        if (end := _one_off(text, at, name)) is not None:
            yield at, end
    for at in places(text, name[2:]):  # one of the first two characters differs, so all behind them are intact
        start = at - 2
        if start >= 0 and text[start:at] != head and _differs_once(text[start:at], head):
            yield start, start + len(name)


def _one_off(text: str, at: int, name: str) -> int | None:
    """The end of a form of `name` at `at` that has lost a character or has one wrong; its last two are intact."""
    size, last = len(name), name[-1]
    lost = text[at : at + size - 1]
    if lost.endswith(last):
        split = next((i for i in range(size - 1) if lost[i] != name[i]), size - 1)
        if lost[split:] == name[split + 1 :] and name[split] not in "省市县区州旗镇乡中":
            return at + size - 1
        if lost[split:] == name[split + 1 :] and size <= 4:
            return None
    wrong = text[at : at + size]
    if not wrong.endswith(last) or not _differs_once(wrong, name) or _OTHER_BUREAU.search(wrong):
        return None
    return at + size


_OTHER_BUREAU = re.compile(
    r"(?:教育|体育|民政|财政|林业|农业|水务|税务|商务|水利|公安|人社|城管|房管|交通|审计|统计|司法|气象|地震|档案|海洋|粮食|物价|文化|文旅|旅游|"
    r"科技|医保|信访|规划|环保|应急|住建|卫健|发改|工信|安监|质监|工商|国土|药监|扶贫|机关|民族|宗教|监察|检察)(?:局|委|厅|院|办)$"
)
"""A name one character away that is another bureau: 财政局 beside 民政局."""


def _differs_once(one: str, other: str) -> bool:
    differing = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and len(differing) == 1 and "\u4e00" <= differing[0][0] <= "\u9fff"


# --------------------------------------------------------------------------- bodies

_KIND_ENDS = {"小组": ("领导", "工作"), "专班": ("工作",), "委员会": ("",)}
"""The kinds of bodies by what they end in and what may stand before it."""
_NAME_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,24}$")
_CUT = re.compile(
    r"^.*(?:成立|组建|设立|调整|明确|健全|充实|发挥|进一步|强化|加强|完善|完成|规范|优化|推动|建强|年度|召开|参加|接受|配合|建立|由|在|经|向|对|了|的|将|与|和|及|及时|报|请|为|以|是|组织|"
    r"党组|党委|党支部|支部|政府|按照|落实|听取|通过|提交|作为|担任|任|兼任|重新|本)"
)
_WORK = re.compile(r"工作$|^开展|^推进")
_PLACE_HEAD = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?=[省市县区州旗])")
_OWNER = re.compile(r"^(?:局|区|县|市|省|校|院|集团|公司|镇|乡|街道|厅|委|全[局区县市校])")
_RESIDENT = re.compile(r"(?:派驻|驻(?!村|外|地|场|点|厂|企|校|站|京|守|足|扎|留|会|区域))(?P<where>[\u4e00-\u9fff]{0,6}?)(?:纪检监察|纪检)(?P<kind>机构|部门|组)")


@rule(
    "E04",
    "body-under-several-names",
    "warning",
    zh="同一机构名称不一",
    text_zh="一个名称的职能包含在另一个之中的（审计、内部审计）视为同一机构。两个机构同名的情况也有，但不应让读者去猜。",
    source="editorial practice: one body, one name",
    bad=(_issue("一是成立⟦内部审计工作领导小组⟧，检查3次。\n二是⟦审计领导小组⟧开展检查3次。"), _issue("一是⟦派驻纪检组⟧检查3次。\n二是⟦驻局纪检部门⟧检查3次。")),
    good=(_issue("一是成立审计工作领导小组，检查3次。\n二是审计工作领导小组开展检查3次，安全生产领导小组检查2次。"),),
)
def body_under_several_names(review: Review) -> Iterator[Flaw]:
    """One leading group, committee or resident discipline office goes by several names.

    Names are taken for one body where what it is for in one is contained in the other (审计, 内部审计). Two bodies with
    such names do exist; the reader should not have to guess.
    """
    forms: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for at, kind in sorted(_bodies(review)):
        before = _NAME_BEFORE.search(review.folded, max(0, at - 24), at)
        if before and (kind == "委员会" and "中共" in review.folded[max(0, at - 40) : at]):
            continue  # the Party's own committee: E01 holds it against the title
        name = _PLACE_HEAD.sub("", _CUT.sub("", before[0])) if before else ""
        core = _core(name, kind)
        if len(core) >= 2 and review.body[0] <= at < review.body[1] and not review.in_title(at):
            forms[kind + "\n" + core][name + kind].append((at - len(name), at + len(kind)))
    for names in _joined(forms):
        yield from _several(review, names)
    resident: dict[str, list[Span]] = defaultdict(list)
    for match in _residents(review):
        resident[match[0]].append(match.span())
    yield from _several(review, resident)


def _bodies(review: Review) -> Iterator[tuple[int, str]]:
    """Where the kind of a body begins (领导小组, 委员会), and the kind."""
    for end, heads in _KIND_ENDS.items():
        for at in review.places(end):
            for head in heads:
                if review.folded.startswith(head, at - len(head)) and at >= len(head):
                    yield at - len(head), head + end


def _residents(review: Review) -> Iterator[re.Match[str]]:
    """The discipline offices that reside in another organ: 派驻纪检组, 驻局纪检监察组."""
    start, end = review.body
    for at in places(review.folded, "驻"):
        if match := _RESIDENT.match(review.folded, max(start, at - review.folded.startswith("派", at - 1)), end):
            yield match


def _core(name: str, kind: str) -> str:
    """What a body is for: 局审计工作 → 审计; but a 工作委员会 and a 管理委员会 are two bodies."""
    purpose = _OWNER.sub("", name)
    return purpose if kind == "委员会" else _WORK.sub("", purpose)


def _joined(forms: dict[str, dict[str, list[Span]]]) -> Iterator[dict[str, list[Span]]]:
    """The forms of each body: cores of one kind of which the shorter begins or ends the longer are one."""
    keys = sorted(forms, key=lambda key: len(key))
    used: set[str] = set()
    for key in keys:
        if key in used:
            continue
        kind, core = key.split("\n")
        alike = [k for k in keys if k not in used and k.startswith(kind + "\n") and _one_purpose(core, k[len(kind) + 1 :])]
        used.update(alike)
        names: dict[str, list[Span]] = defaultdict(list)
        for k in alike:
            for name, spans in forms[k].items():
                names[name].extend(spans)
        yield names


def _one_purpose(short: str, long: str) -> bool:
    """Whether one body's purpose begins or ends the other's; one for 巡视 and one for 巡视整改 are two."""
    return (long.startswith(short) or long.endswith(short)) and ("整改" in short) == ("整改" in long)


def _several(review: Review, names: dict[str, list[Span]]) -> Iterator[Flaw]:
    if len(names) < 2:
        return
    quoted = [f"“{name}”" for name in list(names)[:4]]
    message = f"{' and '.join(quoted)} seem to be one body; one notice keeps to one name."
    zh = f"{'、'.join(quoted)}似为同一机构，同一通报名称应当一致。"
    for spans in names.values():
        for span in spans[:4]:
            yield Flaw(span, message, origin="unknown", zh=zh)


# --------------------------------------------------------------------------- documents

_ISSUER_HEAD = re.compile(
    r"^.{0,30}(?:局|委员会|研究院|院|厅|大学|学院|医院|公司|集团|中心(?!组)|支队|大队|街道|党组(?!织)|党委|学校|人民政府|[镇乡县区市](?=.{5}))"
    r"(?:党组(?!织)|党委)?(?:关于)?(?=.{5,})"
)
_TRIAL = re.compile(r"[(〈]?(?:试行|暂行|草案|修订稿|修订版|\d{4}年?(?:版|修订版?)?)[)〉]?|[“”‘’〈〉()《》、,\s]")


@lru_cache(maxsize=4096)
def _plain_title(title: str) -> str:
    """The title without issuer, marks, 试行 and the like: two forms of one document's name are equal."""
    return _ISSUER_HEAD.sub("", _TRIAL.sub("", title.translate(_SLIM)))


@rule(
    "E05",
    "near-identical-titles",
    "warning",
    zh="文件名称相近不一致",
    text_zh="多半是同一文件，一处带发文单位或引号，另一处不带。年份或地名不同的是不同文件。",
    source="editorial practice: a document is cited by its title",
    bad=(_issue("一是制定⟦《落实三重一大决策制度实施办法》⟧。\n二是修订⟦《落实“三重一大”决策制度实施办法》⟧。"), _issue("一是制定⟦《政府购买服务正面清单》⟧。\n二是执行⟦《政府采购正面清单》⟧。")),
    good=(
        _issue("一是制定《供水管网巡查办法》。\n二是修订《供水管网维修办法》，执行《供水管网巡查办法》。"),
        _issue("一是制定《农村供水管网巡查工作办法》。\n二是制定《农村供水水质监测工作办法》。"),
    ),
)
def near_identical_titles(review: Review) -> Iterator[Flaw]:
    """Two titles of documents differ by a few characters.

    They are probably one document, cited once with the issuer's name or quotation marks and once without. Titles of
    different years or places are different documents.
    """
    forms: dict[str, list[Span]] = defaultdict(list)
    for fact in review.documents:
        if len(fact.value) >= 5:
            forms[fact.value].append(fact.span)
    plain = {title: _plain_title(title) for title in forms}
    buckets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for title, words in plain.items():
        if len(words) >= 4:
            buckets[words[:2], words[-2:]].append(title)
    alike: dict[str, list[str]] = defaultdict(list)
    for titles in buckets.values():
        for i, one in enumerate(titles[:40]):
            for other in titles[i + 1 : 40]:
                if _near_titles(one, other, plain[one], plain[other]):
                    alike[one].append(other)
                    alike[other].append(one)
    for title, others in alike.items():
        for span in forms[title]:
            alike_at = [(review.quote(forms[o][0], 30), review.line_number(forms[o][0][0])) for o in others[:3]]
            words, where = review.quote(span, 30), ", ".join(f"“{title}” in line {n}" for title, n in alike_at)
            message = f"“{words}” is nearly the title {where}: one document, or two?"
            zh = f"{words}与{'、'.join(f'第{n}行{title}' for title, n in alike_at)}名称相近：是否同一文件？"
            yield Flaw(span, message, origin="unknown", zh=zh)


_SLIM = str.maketrans({"（": "(", "）": ")", "，": ","})


def _near_titles(one: str, other: str, bare: str, others: str) -> bool:
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    if bare == others:
        return True
    head, tail = _shared_ends(bare, others)
    middle, another = bare[head : len(bare) - tail], others[head : len(others) - tail]
    if len(middle) > 1 and len(another) > 1 and not set(middle) & set(another):
        return False  # 干部选拔任用工作办法, 干部管理监督工作办法: what they regulate differs
    shared = (head + tail) / (len(bare) + len(others))
    return 2 * shared >= (0.66 if bare[-4:] == others[-4:] else 0.85)


def _shared_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters the titles share from the front and from the back, none counted twice."""
    shorter = min(len(one), len(other))
    head = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    tail = next((i for i in range(shorter - head) if one[-1 - i] != other[-1 - i]), shorter - head)
    return head, tail


@rule(
    "E06",
    "revised-and-new",
    "warning",
    zh="同一制度既称修订又称新出台",
    text_zh="会作为成果重复计算，两种说法必有一种有误。",
    source="editorial practice; a document is new once",
    bad=(_issue("一是新出台⟦《供水管网巡查办法》⟧。\n二是修订⟦《供水管网巡查办法》⟧，检查3次。"),),
    good=(_issue("一是新出台《供水管网巡查办法》。\n二是修订《供水管网维修办法》，检查3次。"),),
)
def revised_and_new(review: Review) -> Iterator[Flaw]:
    """One document is said to be revised in one place and new in another.

    It is counted twice as a result, and one of the two words is wrong.
    """
    made: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    titles = [_plain_title(fact.value) for fact in review.documents]
    often = {title for title, count in Counter(titles).items() if count > 1}
    for fact, title in zip(review.documents, titles, strict=True):
        if title not in often:
            continue
        start = review.clause(fact.span[0])[0]
        words = re.split("[》]", review.folded[max(start, fact.span[0] - 40) : fact.span[0]])
        acts = re.findall(r"制定修订|制修订|修订完善|修订|修改|新出台|新制定|新建立|出台|制定", "".join(words))
        if acts and len(fact.value) >= 5 and "制定修订" not in acts and "制修订" not in acts:
            how = "revised" if acts[-1].startswith("修") else "new"
            made[title][how].append(fact.span)
    for ways in made.values():
        if len(ways) == 2:
            for how, other in (("new", "revised"), ("revised", "new")):
                line = review.line_number(ways[other][0][0])
                title = review.quote(ways[how][0], 30)
                zh = f"{title}此处称{_HOW[how]}，第{line}行称{_HOW[other]}。"
                yield Flaw(ways[how][0], f"“{title}” is {how} here and {other} in line {line}.", origin="unknown", zh=zh)


_HOW = {"new": "新出台", "revised": "修订"}
_BARE_DOCUMENT = re.compile(r"(?:实施|工作|若干|管理|暂行)?(?:意见|方案|办法|条例|细则|规定|通知|规划|计划|规则|准则|要点|纲要|清单)")
_CALLED = re.compile(r"简称:?(?:为)?[“‘《\"]?(?P<short>[\u4e00-\u9fff]{2,12})[”’》\"]?")
_SHORT_ORGAN = re.compile(r"(?<![重试要节亮热难焦观])(?P<short>[\u4e00-\u9fff]{2}院)(?![士校级内外长务系所子落线感方办党会里区科])")
_WELL_KNOWN = re.compile(
    r".*(?:检察|研究|设计|卫生|敬老|养老|福利|国务|科学|社科|中科|农科|林科|医科|工程|保健|中医|疗养|电影|规划|勘测|书画|博物|美术|大剧|体育|音乐|"
    r"[的和及与各该本我全两校庭住出对在由将经为等级个所名家向赴到入建驻至该附分总老新二三]|学|医|法|剧|书|影|产|宅|寺|四合|人民)院"
)


@lru_cache(maxsize=4096)
def _is_well_known(short: str) -> bool:
    """Whether every reader knows what the word is: 医院, 法院, 研究院, and pieces of running text that end in 院."""
    return _WELL_KNOWN.fullmatch(short) is not None


@rule(
    "E07",
    "unexplained-short-form",
    "note",
    zh="简称未先说明全称",
    text_zh="“环创院”“《实施意见》”对外单位的读者没有意义。每个简称报告首次出现之处。",
    source="editorial practice: the full form first, 以下简称 behind it",
    bad=(_issue("研究部署⟦《实施意见》⟧任务3项。"), _issue("指导⟦环创院⟧开展检查3次，修订《青禾县环境创新研究院巡查办法》。")),
    good=(_issue("印发《供水管网改造实施意见》，研究部署《实施意见》任务3项。"), _issue("指导青禾县环境创新研究院（以下简称环创院）检查3次，环创院培训2次。")),
)
def unexplained_short_form(review: Review) -> Iterator[Flaw]:
    """A short form stands before its full form, or without it.

    环创院 or 《实施意见》 say nothing to a reader outside the bureau. The first place of each is reported.
    """
    defined = {match["short"]: at for at in places(review.folded, "简称") if (match := _CALLED.match(review.folded, at))}
    for short, at in defined.items():
        first = review.folded.find(short)
        if 0 <= first < at and len(short) >= 3 and review.body[0] <= first and not review.in_title(first) and review.line_number(first) < review.line_number(at):
            line = review.line_number(at)
            message = f"“{short}” is used here and explained only in line {line}."
            yield Flaw((first, first + len(short)), message, zh=f"此处已用简称“{short}”，到第{line}行才说明全称。")
    yield from _short_documents(review, defined)
    yield from _short_organs(review, defined)


def _short_documents(review: Review, defined: dict[str, int]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for fact in review.documents:
        value = fact.value
        if value in seen:
            continue
        seen.add(value)
        if len(value) <= 6 and _BARE_DOCUMENT.fullmatch(value) and value not in defined and not any(o != value and o.endswith(value) for o in seen):
            yield Flaw(fact.span, f"《{value}》 is cited before the document is named in full.", zh=f"引用《{value}》之前没有写过文件全称。")


def _short_organs(review: Review, defined: dict[str, int]) -> Iterator[Flaw]:
    """Three-character names of institutes (环创院) that are no common words."""
    seen: set[str] = set()
    for at in places(review.folded, "院"):
        match = _SHORT_ORGAN.match(review.folded, max(0, at - 2))
        if match is None or not review.body[0] <= at < review.body[1]:
            continue
        short = match["short"]
        if short in seen or short in defined or _is_well_known(short) or review.in_title(match.start()):
            continue
        seen.add(short)
        full = re.search("[\u4e00-\u9fff]{0,8}?".join(short[:2]) + "[\u4e00-\u9fff]{1,8}院", review.folded)
        if full and full.start() < match.start() and not review.in_title(full.start()):
            continue
        line = review.line_number(full.start()) if full else 0
        where, zh = (f"its full form first stands in line {line}", f"全称到第{line}行才出现") if full else ("its full form never stands", "全文没有写过全称")
        yield Flaw(match.span("short"), f"“{short}” is a short form; {where}.", zh=f"“{short}”是简称，{zh}。")


# --------------------------------------------------------------------------- rounds, contacts, slogans

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_ROUND = re.compile(rf"(?P<session>{_HAN_NUMBER}届)?(?P<organ>[省市县区旗州盟]委|中央|党工委)?第(?P<round>{_HAN_NUMBER})轮")
_INSPECTED = re.compile("[^,。;]{0,6}(?:巡|集中|专项|常规|提级)")


def _rounds(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The rounds of an inspection that the stretch names: 五届县委第三轮 before 巡察."""
    for at in places(folded[:end], "轮"):
        if at >= start and _INSPECTED.match(folded, at + 1) and (match := _ROUND.search(folded, max(start, at - 14), at + 1)):
            yield match


@rule(
    "E08",
    "other-round",
    "error",
    zh="届次轮次前后不一致",
    text_zh="只比较第一个问题之前的部分，提到以往轮次的（上轮、遗留、往届）除外：那里所写的方案和反馈应当是本轮的。",
    source="the title names the round",
    bad=(HEAD.replace("审议通过整改方案", "审议通过⟦五届县委第四轮⟧巡察整改方案") + ISSUE + TAIL,),
    good=(HEAD.replace("审议通过整改方案", "审议通过五届县委第三轮巡察整改方案，梳理四届县委第九轮巡察遗留问题") + ISSUE + TAIL,),
)
def other_round(review: Review) -> Iterator[Flaw]:
    """The text speaks of another session or round than the title, or than its preamble where the title names none.

    Only the parts before the first problem are compared, and mentions of an earlier round (上轮, 遗留, 往届) are left
    out: the plan and the feedback named there must be of the round the notice answers.
    """
    title = review.notice.spans.get("title")
    if title is None:
        return
    stated = next(_rounds(review.folded, title[0], max(title[1], _first_section(review))), None)
    if stated is None or not (stated["session"] or stated["organ"]):
        return
    for match in _rounds(review.folded, title[1], min(review.first_issue, len(review.folded))):
        if match["organ"] != stated["organ"] or bool(match["session"]) != bool(stated["session"]):
            continue
        around = review.folded[max(0, match.start() - 8) : match.end() + 12]
        same = (match["session"], match["round"]) == (stated["session"], stated["round"])
        if not same and not re.search(r"上一?[轮届]|此前|之前|前[一几]轮|遗留|以往|历|往届|首轮|未整改|未完成", around):
            printed = review.text[match.start() : match.end()]
            line = review.line_number(stated.start())
            first = review.text[stated.start() : stated.end()]
            message, zh = f"“{printed}” here, “{first}” in line {line}.", f"此处为“{printed}”，第{line}行为“{first}”。"
            yield Flaw(match.span(), message, origin="unknown", zh=zh)


def _first_section(review: Review) -> int:
    """Where the first numbered part begins: the preamble ends there."""
    return next((part.span[0] for part in review.parts if part.num), review.first_issue)


_PHONE_LABEL = re.compile(r"(?:电话|传真|热线)[^\d\n,。;]{0,12}?[:：] ?(?P<value>[\d\-()转 —－–、/]{3,40})")
_PHONE = re.compile(r"\(?0\d{2,3}\)?[- ]?\d{7,8}(?:转\d{1,5}|-\d{1,5})?|1[3-9]\d{9}|400-?\d{3}-?\d{4}|1[12]\d{1,3}|12\d{3}|9\d{4}|800-?\d{3}-?\d{4}")
_EMAIL_LABEL = re.compile(r"(?:邮箱|电子邮件|电子信箱|E-?mail)[^\n:,。;]{0,8}: ?(?P<value>[^\s,;。、()]{2,60})", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_POSTCODE = re.compile(r"(?:邮编|邮政编码) ?:? ?(?P<value>\d+)")


@rule(
    "E09",
    "invalid-contact",
    "error",
    zh="联系方式有误",
    text_zh="固定电话应有区号和7至8位号码，邮编应为6位，电子邮箱应有@，否则“欢迎监督”落空。",
    source="county opinion on disclosure: contact details must be published",
    bad=(
        HEAD + ISSUE + NEXT_STEPS + "欢迎监督。联系电话：⟦6512345⟧。\n" + SIGNER + DATE,
        HEAD + ISSUE + NEXT_STEPS + "欢迎监督。联系电话：0888-6512345；电子邮箱：⟦swj.163.com⟧。\n" + SIGNER + DATE,
    ),
    good=(HEAD + ISSUE + NEXT_STEPS + "欢迎监督。联系电话：0888-6512345；邮编677300；电子邮箱：swj@163.com。\n" + SIGNER + DATE,),
)
def invalid_contact(review: Review) -> Iterator[Flaw]:
    """A telephone number, postcode or e-mail address cannot be right.

    A landline needs its area code and seven or eight digits, a postcode six, an e-mail address its @: otherwise the
    invitation to comment leads nowhere.
    """
    start = max(0, min([*(contact.span[0] - 30 for contact in review.notice.contacts), review.body[1] - 600]))
    for match in _PHONE_LABEL.finditer(review.folded, start):
        for number in re.finditer(r"[^、/ ]+", match["value"]):
            printed = number[0].strip("-").removesuffix("(")
            if len(re.sub(r"\D", "", printed)) >= 3 and not _PHONE.fullmatch(re.sub(r"[—－–]", "-", printed).replace(" ", "")) and not _repeats_local(match["value"][: number.start()], printed):
                at = match.start("value") + number.start() + number[0].index(printed)
                message = f"“{printed}” is no telephone number one can dial: area code or digits are missing."
                yield Flaw((at, at + len(printed)), message, origin="unknown", zh=f"“{printed}”无法拨打：缺少区号或位数不对。")
    for match in _EMAIL_LABEL.finditer(review.folded, start):
        if not _EMAIL.match(match["value"]):
            printed = match["value"]
            yield Flaw(match.span("value"), f"“{printed}” is no e-mail address.", origin="unknown", zh=f"“{printed}”不是有效的电子邮箱。")
    for match in _POSTCODE.finditer(review.folded, start):
        if len(match["value"]) != 6:
            printed = match["value"]
            message = f"“{printed}” is no postcode: it has {len(printed)} digits, not six."
            yield Flaw(match.span("value"), message, origin="unknown", zh=f"“{printed}”不是邮政编码：应为6位，此处{len(printed)}位。")


def _repeats_local(before: str, printed: str) -> bool:
    """Whether a number without area code stands behind one that has it: 0888-6512345、6512346."""
    return re.search(r"0\d{2,3}-?\d{7,8}", before) is not None and re.fullmatch(r"\d{7,8}|\d{1,4}", printed) is not None


_QUOTED = re.compile("“([\u4e00-\u9fff、]{6,16})”")


@rule(
    "E10",
    "slogan-variants",
    "note",
    zh="固定提法前后不一",
    text_zh="提法以发布时的表述为准，一份通报里出现两种，必有一种有误。引号中只差一字的短语也作比较。",
    source="data/phrases.json, kind slogan",
    bad=(_issue("一是学习《⟦街镇吹哨、部门报到⟧实施方案》3次。\n二是督办⟦街镇吹哨机关报到⟧事项35件。"),),
    good=(_issue("一是落实街镇吹哨、部门报到机制3次。\n二是督办街镇吹哨、部门报到事项35件。"),),
)
def slogan_variants(review: Review) -> Iterator[Flaw]:
    """One slogan is worded in two ways.

    A slogan has the wording it was issued with; two wordings in one notice mean that one is wrong. Quoted phrases that
    differ by one character are compared as well.
    """
    for phrase, word, pattern in slogans():
        if word not in review.text:
            continue
        spans: list[Span] = []
        for at in places(review.folded, word):
            reached = spans[-1][1] if spans else 0
            match = pattern.search(review.folded, max(reached, at - 6), at + 30) if at >= reached else None
            if match:
                spans.append(match.span())
        yield from _wordings(review, spans, phrase.right)
    quoted: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for match in (match for at in places(review.text, "“") if (match := _QUOTED.match(review.text, at))):
        words = match[1]
        quoted[words[:2], len(words)].append(match.span(1))
        quoted[words[-2:], len(words)].append(match.span(1))
    seen: set[Span] = set()
    for spans in quoted.values():
        if len(spans) < 2:
            continue
        forms = {review.text[s:e] for s, e in spans}
        if len(forms) == 2 and _differs_once(*forms) and not seen.issuperset(spans):
            seen.update(spans)
            yield from _wordings(review, spans, None)


def _wordings(review: Review, spans: list[Span], right: str | None) -> Iterator[Flaw]:
    forms: dict[str, Span] = {}
    for start, end in spans:
        forms.setdefault(re.sub(r"[、,\s]", "", review.folded[start:end]), (start, end))
    forms = {form: span for form, span in forms.items() if not any(form in other for other in forms if other != form)}
    if len(forms) < 2:
        return
    places_of = [(review.quote(span, 30), review.line_number(span[0])) for span in forms.values()]
    official, zh = (f"; it was issued as “{right}”", f"，规范提法为“{right}”") if right else ("", "")
    message = f"One slogan is worded {' and '.join(f'“{words}” (line {n})' for words, n in places_of)}{official}."
    zh = f"同一提法写作{'、'.join(f'“{words}”（第{n}行）' for words, n in places_of)}{zh}。"
    for span in forms.values():
        yield Flaw(span, message, origin="unknown", zh=zh)


RULES: tuple[Rule, ...] = (
    signer_unlike_title,
    source_unlike_signer,
    misprinted_name,
    body_under_several_names,
    near_identical_titles,
    revised_and_new,
    unexplained_short_form,
    other_round,
    invalid_contact,
    slogan_variants,
)
