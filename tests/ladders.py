
"""Invented notices with their outline, by seed: the same seed always writes the same notice.

A notice has a title, a preamble, sections with ladders of their own, lists inside paragraphs, single-item
lists, strings that look like markers and are none, a list of attachments, a signature and at times an annex.
Bureaus, places and sentences are made up here; what is true of the outline is known because it is written
together with the text.

    python -m tests.ladders 7          prints notice 7 and its outline
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.damage import FORMS, Form
from tests.gold_texts import GoldText, from_gold

# --------------------------------------------------------------------------- words

PLACES = ("云溪县", "临江市", "青禾区", "白石镇", "安澜州", "松岭市", "望川县", "九曲区", "南屏县", "沙洲市")
BODIES = (
    "水利局",
    "交通运输局",
    "农业农村局",
    "卫生健康委员会",
    "教育局",
    "城市投资集团有限公司",
    "市场监督管理局",
    "文化旅游局",
    "应急管理局",
    "职业技术学院",
    "民政局",
    "供销合作社联合社",
    "人民医院",
    "住房和城乡建设局",
)
DEPARTMENTS = (
    "办公室",
    "人事科",
    "财务科",
    "机关党委",
    "项目科",
    "监督科",
    "法规科",
    "后勤中心",
    "信息中心",
    "规划科",
)
THINGS = (
    "台账",
    "档案",
    "项目",
    "合同",
    "车辆",
    "资产",
    "设备",
    "线索",
    "案卷",
    "报表",
    "村道",
    "泵站",
    "窗口",
    "岗位",
)
UNITS = ("项", "份", "个", "件", "处", "人次", "场次", "条", "户", "辆")
DOCUMENTS = (
    "《差旅费报销规定》",
    "《合同管理办法（试行）》",
    "《党组会议议事规则》",
    "《公务用车使用细则》",
    "《物资采购流程》",
    "《项目验收指引》",
    "《值班值守制度》",
    "《档案借阅规程》",
    "《青年干部培养方案》",
)
FAULTS = (
    "理论学习不够系统",
    "项目监管存在漏洞",
    "档案管理不规范",
    "公车使用登记不全",
    "窗口服务质量不高",
    "内控制度执行不严",
    "基层支部建设薄弱",
    "资产底数不清",
    "工程变更把关不严",
    "信访办理不够及时",
    "选人用人程序有瑕疵",
    "安全检查流于形式",
    "专项资金拨付缓慢",
    "联系群众不够紧密",
    "合同审核走过场",
)
TITLES = (
    "健全学习制度",
    "压实工作责任",
    "完善监管流程",
    "开展专项清理",
    "强化队伍建设",
    "优化服务方式",
    "严格资金管理",
    "加强日常检查",
    "改进会议作风",
    "深化警示教育",
    "规范采购程序",
    "落实谈心谈话",
    "抓好成果运用",
    "提升办理质量",
    "严肃组织生活",
    "理顺工作机制",
    "做好源头防控",
    "推动数据共享",
    "守牢安全底线",
    "畅通反映渠道",
    "抓实基层基础，补齐工作短板",
    "坚持问题导向，逐项对账销号",
    "突出以上率下，层层传导压力",
)

# clauses: {p} place, {d} department, {t} thing, {u} measure word, {n} number, {m} month, {k} day, {f} document
CLAUSES = (
    "{d}牵头梳理{t}{n}{u}", "逐一核对{t}底册并补齐缺页", "对照清单倒排工期", "明确{d}为责任科室", "安排专人每周更新进度",
    "组织业务骨干到{p}学习经验做法", "召开专题会议{n}次", "修订{f}", "制定{f}并抓好执行", "废止不合时宜的旧规定{n}项",
    "对{n}名经办人员进行提醒谈话", "把整改情况纳入年度考核", "建立月调度、季通报机制", "委托第三方机构开展复核",
    "将{t}信息录入统一平台", "清退超标准领取的补助{n}万元", "盘活闲置{t}{n}{u}", "对{n}处隐患逐处销号",
    "邀请群众代表现场监督", "在公示栏张贴办理结果", "{m}月{k}日前全部归档", "截至{m}月底完成率达到{n}%",
    "{d}会同{d2}联合检查", "发现问题{n}个并当场交办", "责成有关单位限期说明情况", "由分管负责同志签字背书",
    "开设夜间预约服务", "压缩办理时限{n}个工作日", "增设无障碍通道{n}处", "编印操作手册{n}册",
    "轮训基层干部{n}人次", "评选先进班组{n}个", "调整不胜任现职干部{n}名", "补录谈话记录{n}份",
    "规范会议记录的格式和签批", "严格执行一事一报", "落实双人双锁保管", "健全出入库登记", "推行电子签章",
    "落实领导包案{n}件", "走访服务对象{n}户", "收集意见建议{n}条", "回访满意率为{n}%", "整理汇编典型案例{n}个",
    "拍摄警示短片{n}部", "观看警示教育片并撰写体会", "通报反面典型{n}起", "签订承诺书{n}份",
    "对{t}采购实行集中比价", "公开招标{n}个标段", "严禁拆分项目规避程序", "核减不实工程量{n}万元",
    "追回多付款项{n}万元", "完善验收资料{n}套", "督促施工单位返工{n}处", "聘请专家论证方案",
    "更新设备铭牌并重新编号", "新装监控探头{n}个", "疏通排水管沟{n}公里", "修复破损路面{n}平方米",
    "清运积存垃圾{n}吨", "补种行道树{n}株", "检修泵站机组{n}台", "发放明白纸{n}张",
    "设立意见箱{n}个", "开通咨询专线", "完善值班日志", "更换老旧线路", "开展夜查{n}次", "约谈企业负责人{n}人",
    "引导支部书记讲授党课{n}场", "把学习篇目细化到月", "用好身边鲜活教材", "带着课题下沉一线调研",
    "撰写调研报告{n}篇", "形成问题、任务、责任三张清单", "完成巡察反馈事项{n}项", "坚持举一反三、标本兼治",
    "对共性问题开展集中攻坚", "对个性问题开出专门药方", "确保改一个成一个", "防止边改边犯", "做到账目日清月结",
    "明晰审批权限和时限", "健全离岗交接手续", "加强印章使用登记", "细化请销假流程", "压减一般性支出{n}%",
    "统筹使用存量资金", "加快项目前期手续办理", "推动{n}个项目复工", "化解历史遗留纠纷{n}起",
    "及时兑付群众补偿款", "对弄虚作假的从严处理", "给予党纪处分{n}人", "移送问题线索{n}件",
    "逐级签字确认整改结果", "邀请派驻机构全程参与", "对账销号并留存佐证", "适时开展回头看",
    "把作风建设抓在日常", "注重从小处着手", "保持整改力度不减", "坚持开门整改", "主动接受社会监督",
    "强化上下联动", "凝聚攻坚合力", "务求取得实效", "久久为功抓落实", "让群众看得见变化",
    "在{p}召开现场推进会", "选派{n}名干部到{p}驻点", "与{p}签订协作协议", "推广{p}试点做法",
    "对标先进单位查找差距", "把考核结果与评优挂钩", "完善容错纠错情形", "分层分类开展业务比武",
    "细化{n}条负面清单", "建立{t}动态更新机制", "对{t}实行编号管理", "组织{t}年检{n}次",
    "复核{t}数据{n}条", "抽查{t}{n}{u}", "公开{t}处置结果", "指定专人保管{t}",
)  # fmt: skip
LOOKALIKES = (
    "2.5微米颗粒物平均浓度降至{n}微克", "计划于2024.05.20前收尾", "“十四五”时期主要指标按期达标", "坚持一是一、二是二的工作态度",
    "按照规程第(二)项要求补充材料", "依据实施细则第三条第（一）款办理", "投入3.5万元更新设备", "1.2万名群众从中受益",
    "在大会上强调“一是要敢于碰硬；二是要善于协调”", "推进“一网通办、一窗受理”", "十二个乡镇同步铺开", "一批重点工程陆续开工",
    "二期工程转入收尾", "三个季度连续增长", "第一书记驻村天数达到{n}天", "第二批学员已经结业", "4.6公里管线完成探测",
    "把一条条线索查到底", "落实“三会一课”", "比照国家标准（GB）执行", "以2023.1版手册为准", "五是五不准要求中的最后一项已经落实",
    "满意度提高2.5个百分点", "对照方案中1至5项逐条落实", "做到一把尺子量到底",
)  # fmt: skip
PARAGRAPH_LOOKALIKES = (
    "2.5微米颗粒物和臭氧协同治理初见成效，{c}。", "2024.05.20起执行新的流程，{c}。", "“十四五”开局以来，{c}，{c}。",
    "十二届县委第三轮巡察反馈后，{c}，{c}。", "一年来，{c}，{c}。", "3.5万元结余资金已经上缴，{c}。",
    "第一时间召开会议，{c}，{c}。", "三个专班同时进驻，{c}。", "二十余名干部参加培训，{c}。", "一是一、二是二，{c}，{c}。",
)  # fmt: skip


# --------------------------------------------------------------------------- writing


@dataclass(slots=True)
class Pen:
    """Writes a text from left to right and notes the parts where they begin."""

    rng: random.Random
    talk: int = 1
    text: str = ""
    outline: list[dict[str, object]] = field(default_factory=list)

    def write(self, words: str) -> int:
        start = len(self.text)
        self.text += words
        return start

    def number(self, n: int = 40) -> int:
        return self.rng.randint(2, n)

    def clause(self) -> str:
        r = self.rng
        return r.choice(CLAUSES).format(
            p=r.choice(PLACES), d=r.choice(DEPARTMENTS), d2=r.choice(DEPARTMENTS), t=r.choice(THINGS),
            u=r.choice(UNITS), n=self.number(), m=r.randint(1, 12), k=r.randint(1, 28), f=r.choice(DOCUMENTS),
        )  # fmt: skip

    def sentence(self) -> str:
        """Two to four clauses, at times one that looks like a marker, closed with 。"""
        clauses = [self.clause() for _ in range(self.rng.randint(2, 4))]
        if self.rng.random() < 0.25:
            place = self.rng.randrange(1, len(clauses) + 1)
            clauses.insert(place, self.rng.choice(LOOKALIKES).format(n=self.number()))
        return "，".join(clauses) + "。"

    def fact_sentence(self) -> str:
        """A first sentence that is no heading: it has figures and more than one comma."""
        first = f"由{self.rng.choice(DEPARTMENTS)}牵头核查{self.rng.choice(THINGS)}{self.number()}{self.rng.choice(UNITS)}"
        return "，".join([first, *(self.clause() for _ in range(self.rng.randint(2, 3)))]) + "。"

    def paragraph(self) -> str:
        if self.rng.random() < 0.12:
            pattern = self.rng.choice(PARAGRAPH_LOOKALIKES)
            while "{c}" in pattern:
                pattern = pattern.replace("{c}", self.clause(), 1)
            return pattern
        return "".join(self.sentence() for _ in range(self.talk * self.rng.randint(1, 3)))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a ladder: how its numbers are printed and what the gold calls the style."""

    form: Form
    style: str

    def label(self, n: int) -> str:
        return (
            self.form.print(n).strip().replace("（", "(").replace("）", ")").replace("．", ".").rstrip("、，")
        )


FAMILY_STYLE = {"第一部分": "第一章"}
LADDERS = (
    ("一、", "（一）", "1.", "1)", "一是"),
    ("一、", "（一）", "1.", "（1）", "一是"),
    ("一、", "(一)", "1、", "(1)", "①"),
    ("一、", "（一）", "1.", "（1）", "①", "一是"),
    ("一、", "（一）", "1．", "一是"),
    ("第一部分 ", "一、", "（一）", "1.", "一是"),
    ("一、", "1.", "（1）", "一是"),
    ("（一）", "1.", "(1)", "一是"),
    ("1.", "（1）", "①", "一是"),
    ("一、", "㈠", "1、", "⑴", "第一，"),
    ("一、", "（一）", "1.", "1）", "第一，"),
)


def invent(seed: int, talk: int = 1) -> GoldText:
    """Notice number `seed`: most have 1,500 to 5,000 characters and 30 to 100 numbered parts.

    With `talk` above 1 it is another notice, whose paragraphs say so many times as much.
    """
    rng = random.Random(f"ladder/{seed}")
    pen = Pen(rng, talk)
    place, body = rng.choice(PLACES), rng.choice(BODIES)
    organ = f"中共{place}{body}" + rng.choice(("党组", "党委", "党总支"))
    year = rng.randint(2014, 2025)
    _opening(pen, organ, place, year)
    levels = [Level(FORMS[name], FAMILY_STYLE.get(FORMS[name].family, FORMS[name].family))
              for name in rng.choice(LADDERS)]  # fmt: skip
    indent = rng.choice(("", "\u3000\u3000", "    "))
    gap = rng.choice(("\n", "\n", "\n\n"))
    for n in range(1, rng.randint(2, 4) + 1):
        _section(pen, levels, n, indent, gap)
    _closing(pen, organ, year, indent, gap)
    return from_gold(f"invented-{seed}", pen.text, pen.outline)


def _opening(pen: Pen, organ: str, place: str, year: int) -> None:
    rng = pen.rng
    kind = rng.choice(("巡察", "巡视"))
    if rng.random() < 0.3:
        pen.write(f"首页 > 公开专栏 > {kind}整改\n")
    pen.write(f"{organ}关于{kind}集中整改进展情况的通报\n")
    if rng.random() < 0.5:
        pen.write(f"发布时间：{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}　来源：{organ[2:]}\n")
    pen.write(
        f"按照统一部署，{year - 1}年{rng.randint(2, 5)}月{rng.randint(1, 28)}日至{rng.randint(6, 8)}月"
        f"{rng.randint(1, 28)}日，第{rng.choice('一二三四五')}{kind}组对{place}有关单位开展了{kind}。"
        f"{rng.randint(9, 11)}月{rng.randint(1, 28)}日反馈了意见。现将整改进展情况予以公布。\n"
    )


SECTION_TITLES = (
    "整改工作组织情况",
    "反馈问题整改落实情况",
    "需要长期坚持的事项",
    "下一步工作打算",
    "巡察整改取得的成效",
)


def _section(pen: Pen, levels: list[Level], n: int, indent: str, gap: str) -> None:
    """One top part with a ladder of its own: some of the document's levels, in the document's order."""
    rng = pen.rng
    below = levels[1:]
    count = rng.randint(1, len(below))
    ladder = sorted(rng.sample(range(len(below)), count))
    if n > 1 and {below[k].style for k in ladder[:2]} == {"(一)", "1."} and rng.random() < 0.15:
        ladder[0], ladder[1] = ladder[1], ladder[0]  # a section written by another hand
    path = _print_marker(pen, levels[0], n, "", indent)
    _print_heading(pen, SECTION_TITLES[(n - 1) % len(SECTION_TITLES)])
    pen.write(gap)
    if rng.random() < 0.6:
        pen.write(indent + pen.paragraph() + gap)
    _children(pen, [below[k] for k in ladder], path, indent, gap)


def _children(pen: Pen, ladder: list[Level], path: str, indent: str, gap: str) -> None:
    if not ladder:
        return
    rng = pen.rng
    count = 1 if rng.random() < 0.06 else rng.randint(2, 4)
    level, rest = ladder[0], ladder[1:]
    for n in range(1, count + 1):
        own = _print_marker(pen, level, n, path, indent)
        if not rest or rng.random() < 0.15:
            _leaf(pen, level, gap, indent)
            continue
        # a level of the ladder may be skipped under one parent
        down = rest[1:] if len(rest) > 1 and rng.random() < 0.15 else rest
        if len(down) == 1 and down[0].style in ("一是", "第一", "①", "(1)") and rng.random() < 0.5:
            _inline_list(pen, down[0], own)
            pen.write(gap)
            continue
        _title(pen, level, gap, indent)
        _children(pen, down, own, indent, gap)


def _title(pen: Pen, level: Level, gap: str, indent: str) -> None:
    """A part with parts below it: a title on its line, or run in, then at times a paragraph of its own."""
    rng = pen.rng
    problem = level.style in ("(一)", "1.") and rng.random() < 0.5
    heading = f"关于“{rng.choice(FAULTS)}”问题的整改情况" if problem else rng.choice(TITLES)
    _print_heading(pen, heading)
    if not problem and rng.random() < 0.3:
        pen.write("。" + pen.sentence() + gap)
        return
    pen.write(gap)
    if rng.random() < 0.3:
        pen.write(indent + pen.paragraph() + gap)


def _leaf(pen: Pen, level: Level, gap: str, indent: str) -> None:
    """A part without a ladder below it: run-in title and text, title and paragraph, fields, or a sentence of fact."""
    rng = pen.rng
    look = rng.random()
    if look < 0.06 and level.style in ("(一)", "1.", "(1)", "1)"):
        _fields(pen, gap, indent)
    elif look < 0.1 and level.style in ("(一)", "1."):
        _in_words(pen)
        pen.write(gap)
    elif look < 0.4:
        _print_heading(pen, rng.choice(TITLES))
        pen.write("。" + pen.sentence() + gap)
    elif look < 0.65 and level.style not in ("一是", "第一", "①"):
        _print_heading(pen, rng.choice(TITLES))
        pen.write(gap + indent + pen.paragraph() + gap)
    else:
        if level.form.print(1) == "1." and rng.random() < 0.2:
            pen.write(f"{rng.randint(2015, 2025)}年以来，")
        pen.write(pen.fact_sentence() + gap)


def _inline_list(pen: Pen, level: Level, path: str) -> None:
    """A list in the paragraph of its parent: title 。 一是 …；二是 …。"""
    rng = pen.rng
    _print_heading(pen, rng.choice(TITLES))
    pen.write("。" + (pen.sentence() if rng.random() < 0.5 else ""))
    count = rng.randint(2, 4)
    joint = rng.choice("；。")
    for n in range(1, count + 1):
        _print_marker(pen, level, n, path, "")
        if joint == "。" and rng.random() < 0.6:
            _print_heading(pen, rng.choice(TITLES))
            pen.write("。" + pen.sentence())
        else:
            pen.write(pen.fact_sentence()[:-1] + (joint if n < count else "。"))


def _fields(pen: Pen, gap: str, indent: str) -> None:
    """A title, then labelled lines as plans and lists have them."""
    rng = pen.rng
    _print_heading(pen, rng.choice(TITLES))
    pen.write(gap)
    path = str(pen.outline[-1]["path"])
    printed = {
        "整改措施": pen.paragraph(),
        "整改时限": f"{rng.randint(2015, 2025)}年{rng.randint(1, 12)}月底前",
        "责任单位": rng.choice(DEPARTMENTS),
    }
    for n, (label, words) in enumerate(printed.items(), 1):
        pen.write(indent)
        _note(pen, f"{path}/{label}", "label", n, label + "：", "field")
        pen.write(words + gap)


def _in_words(pen: Pen) -> None:
    """首先，…。其次，…。最后，…。 behind a run-in title."""
    path = str(pen.outline[-1]["path"])
    _print_heading(pen, pen.rng.choice(TITLES))
    pen.write("。")
    for n, word in enumerate(("首先", "其次", "最后"), 1):
        _note(pen, f"{path}/{word}", "首先", n, word + "，", "item")
        pen.write(pen.fact_sentence())


def _note(pen: Pen, path: str, style: str, n: int, marker: str, role: str) -> None:
    start = pen.write(marker)
    pen.outline.append(
        {"path": path, "style": style, "ordinal": n, "marker": marker, "start": start, "heading": "",
         "heading_end": len(pen.text), "restored": False, "role": role}
    )  # fmt: skip


def _print_marker(pen: Pen, level: Level, n: int, path: str, indent: str) -> str:
    pen.write(indent)
    own = (path + "/" if path else "") + level.label(n)
    same = sum(1 for o in pen.outline if o["path"] == own)
    own += f"-{same + 1}" if same else ""
    _note(pen, own, level.style, n, level.form.print(n), "item" if path else "section")
    return own


def _print_heading(pen: Pen, heading: str) -> None:
    pen.write(heading)
    pen.outline[-1]["heading"] = heading
    pen.outline[-1]["heading_end"] = len(pen.text)


def _closing(pen: Pen, organ: str, year: int, indent: str, gap: str) -> None:
    rng = pen.rng
    pen.write(f"{indent}欢迎干部群众对整改落实情况进行监督。联系电话：0999-{rng.randint(1000000, 9999999)}；"
              f"电子邮箱：jd{rng.randint(10, 99)}@example.cn。{gap}")  # fmt: skip
    attachments = rng.random() < 0.3
    if attachments:
        pen.write(f"{indent}附件：1.整改问题销号情况表\n{indent}　　　2.制度建设一览表{gap}")
    pen.write(f"\n{organ}\n{year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日\n")
    if attachments and rng.random() < 0.7:
        _annex(pen, indent, gap)


def _annex(pen: Pen, indent: str, gap: str) -> None:
    _note(pen, "附件1", "annex", 1, "附件1", "annex")
    pen.write("\n整改问题销号情况表\n")
    for n in range(1, pen.rng.randint(2, 4) + 1):
        _print_marker(pen, Level(FORMS["1."], "1."), n, "附件1", indent)
        pen.write(pen.fact_sentence() + gap)


def main(arguments: list[str]) -> int:
    for seed in map(int, arguments or ["0"]):
        gold = invent(seed)
        print(gold.text)
        for item in gold.items:
            print(f"{item.start:>6} {item.path:<28} {item.heading}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
