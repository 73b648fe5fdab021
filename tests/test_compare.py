"""Two notices compared: the bars on pairs made by program, the laws, and what a difference is taken to mean."""

from __future__ import annotations

import itertools
import re
from typing import Any, get_args

import pytest
from hypothesis import given, settings, strategies as st

import noticeparse
from noticeparse import parse
from noticeparse.compare import Comparison, compare
from noticeparse.compare.assignment import assign
from noticeparse.compare.model import Relation, Verdict, Words
from noticeparse.compare.places import Places
from noticeparse.compare.relation import relation_of
from noticeparse.compare.verdicts import Told, agree, fed_back, range_of, still_growing, verdict
from noticeparse.compare.wording import Weights, long_numbers, masked, pieces, stated_pieces
from noticeparse.model import Notice
from noticeparse.outline.lines import fold
from tests.later_notices import Planted, notices, planted, with_issues
from tests.two_notices import EARLIER, LATER, OTHER

DIFFERENT = ("changed", "contradicted", "differs")


@pytest.fixture(scope="module")
def follow_up() -> Comparison:
    return compare(parse(EARLIER, name="earlier.txt"), parse(LATER, name="later.txt"))


# ------------------------------------------------------------------ the bars


def _pairs(**how: Any) -> list[tuple[Planted, Comparison]]:
    made = [planted(name, seed, **how) for name in with_issues() for seed in range(2)]
    return [(pair, compare(pair.first, pair.later)) for pair in made]


@pytest.fixture(scope="module")
def told() -> list[tuple[Planted, Comparison]]:
    """Issues reworded, in another order, some dropped and added, three figures in ten changed."""
    return _pairs()


def _f1(pairs: list[tuple[Planted, Comparison]]) -> float:
    right = wrong = missed = 0
    for pair, found in pairs:
        gold = {(quote, later.translate({0x201C: "‘", 0x201D: "’"})) for quote, later in pair.kept.items()}
        got = {(issue.a.text, issue.b.text) for issue in found.issues}
        right, wrong, missed = right + len(gold & got), wrong + len(got - gold), missed + len(gold - got)
    return 2 * right / (2 * right + wrong + missed)


def test_issues_are_aligned_however_they_are_worded_and_ordered(told: list[tuple[Planted, Comparison]]) -> None:
    assert _f1(told) >= 0.95


def test_issues_are_aligned_by_their_own_words_alone() -> None:
    """A later notice that only names the issues, nearly every word of them replaced."""
    assert _f1(_pairs(told=False)) >= 0.95


def test_the_table_of_synonyms_does_reword() -> None:
    """The bars above are about something: three of four quotes lose a word or more, half lose every second character."""
    kept = [item for name in with_issues() for item in planted(name, 0).kept.items()]
    shares = [len(set(quote) - set(later)) / len(set(quote)) for quote, later in kept]
    assert sum(share > 0 for share in shares) / len(shares) > 0.75
    assert sum(share > 0.4 for share in shares) / len(shares) > 0.2


def test_changed_figures_are_found_and_no_others(told: list[tuple[Planted, Comparison]]) -> None:
    changes = found = reported = 0
    for pair, comparison in told:
        figures = comparison.figures_that(*DIFFERENT)
        reported += len(figures)
        changes += len(pair.changes)
        found += sum(any(f.a.span == change.span and change.new in f.b.text for f in figures) for change in pair.changes)
    assert changes > 200
    assert found / changes >= 0.95
    assert found / reported >= 0.95


PUNCTUATION = {
    "as it is": lambda text: text,
    "half width": lambda text: text.translate(str.maketrans("，：；（）", ",:;()")),
    "full width": lambda text: text.translate(str.maketrans(",:;()", "，：；（）")),
    "straight quotes": lambda text: text.replace("“", '"').replace("”", '"'),
    "corner quotes": lambda text: text.replace("“", "「").replace("”", "」"),
    "no blanks": lambda text: re.sub("[ \u3000]", "", text),
}


@pytest.mark.parametrize("how", PUNCTUATION)
def test_one_text_twice_repeats_everything_and_contradicts_nothing(how: str) -> None:
    for name, notice in notices().items():
        again = parse(PUNCTUATION[how](notice.source.text), name="again.txt")
        found = compare(notice, again)
        assert found.relation == "same_notice", name
        assert not found.contradicts, name
        assert set(found.verdicts()) <= {"repeated"}, name
        assert len(found.issues) == min(len(notice.issues), len(again.issues)), name


def test_two_bureaus_never_contradict_each_other() -> None:
    some = list(notices().values())[::3]
    for a, b in itertools.combinations(some, 2):
        found = compare(a, b)
        assert found.relation == "two_bureaus"
        assert not found.contradicts
        assert not found.promises


# ------------------------------------------------------------------ laws


def _words(value: Any) -> list[Words]:
    """Every place with words anywhere in a value."""
    if isinstance(value, Words):
        return [value]
    if isinstance(value, tuple):
        return [words for one in value for words in _words(one)]
    return [words for one in vars(value).values() for words in _words(one)] if hasattr(value, "model_fields_set") else []


def _sides(found: Comparison) -> tuple[list[Words], list[Words]]:
    """Words said to be of `a`, words said to be of `b`, where the field's name tells."""
    told: dict[str, list[Words]] = {"a": [], "b": []}
    for one in (*found.issues, *found.figures, *found.totals, *found.dates, *found.timeline, *(p.status for p in found.issues)):
        for key, value in vars(one).items():
            if isinstance(value, Words):
                told[key[-1]].append(value)
    told["a"] += [lone.words for lone in found.only_a]
    told["b"] += [lone.words for lone in found.only_b]
    return told["a"], told["b"]


def _check_places(found: Comparison, a: Notice, b: Notice) -> None:
    for words, notice in zip(_sides(found), (a, b), strict=True):
        parts = {part.eid: part for part in notice.walk()}
        for one in words:
            assert one.text == notice.source.text[slice(*one.span)]
            if one.part:
                assert parts[one.part].span[0] <= one.span[0] < parts[one.part].span[1]


def test_every_statement_has_its_words_and_place_in_both(follow_up: Comparison) -> None:
    a, b = parse(EARLIER), parse(LATER)
    _check_places(follow_up, a, b)
    assert len(_words(follow_up)) > 50
    assert all(pair.a.part and pair.b.part for pair in follow_up.issues)


@pytest.mark.parametrize("texts", [(EARLIER, LATER), (EARLIER, OTHER), (LATER, EARLIER)])
def test_the_other_way_round_says_the_same(texts: tuple[str, str]) -> None:
    a, b = map(parse, texts)
    there, back = compare(a, b), compare(b, a)
    assert {(p.a.span, p.b.span) for p in there.issues} == {(p.b.span, p.a.span) for p in back.issues}
    assert {(f.a.span, f.b.span, f.verdict) for f in there.figures} == {(f.b.span, f.a.span, f.verdict) for f in back.figures}
    assert {p.status.direction for p in there.issues} == {p.status.direction for p in back.issues}
    assert [p.state for p in there.promises] == [p.state for p in back.promises]
    assert len(there.timeline) == len(back.timeline)


_SENTENCES = st.lists(
    st.sampled_from(["一、组织情况\n", "1.关于“学习不深入”的问题。", "2.关于台账不全的问题。", "清理3处,", "追缴2.5万元。", "召开会议6次。", "2023年5月3日", "下一步,将修订《办法》。", "\n", "反馈的3个问题,已完成2个。"]),
    max_size=12,
).map("".join)


@given(_SENTENCES, _SENTENCES, st.sampled_from(get_args(Relation)))
@settings(max_examples=60, deadline=None)
def test_any_two_texts_can_be_compared(first: str, second: str, relation: Relation) -> None:
    a, b = parse(first), parse(second)
    found = compare(a, b, relation=relation)
    _check_places(found, a, b)
    assert len(found.issues) + len(found.only_a) == len(a.issues)
    assert len(found.issues) + len(found.only_b) == len(b.issues)
    assert all(found.floor <= pair.likeness <= 1 for pair in found.issues)
    assert len({f.a.span for f in found.figures}) == len({f.b.span for f in found.figures}) == len(found.figures)
    assert Comparison.model_validate_json(found.model_dump_json()) == found
    assert compare(a, b, relation=relation) == found


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_assignment_is_the_best_over_all_pairs(rows: int, columns: int, data: st.DataObject) -> None:
    cells = st.floats(0, 1).map(lambda value: round(value, 2))
    matrix = data.draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    found = assign(matrix, 0.3)
    assert all(matrix[n][m] >= 0.3 for n, m in found.items())
    assert len(set(found.values())) == len(found)
    kept = [[value if value >= 0.3 else 0.0 for value in row] for row in matrix]
    wide = [[*row, *([0.0] * rows)] for row in kept]
    best = max(sum(wide[n][m] for n, m in enumerate(order)) for order in itertools.permutations(range(columns + rows), rows))
    assert sum(matrix[n][m] for n, m in found.items()) == pytest.approx(best)


@given(st.text(alphabet="学习不深入管理混乱12,。", max_size=20), st.text(alphabet="学习不深入管理混乱12,。", max_size=20))
def test_likeness_lies_between_nothing_and_all_and_is_mutual(one: str, other: str) -> None:
    weights = Weights([pieces(one), pieces(other)])
    ours, theirs = weights.weigh(pieces(one)), weights.weigh(pieces(other))
    assert 0 <= ours.alike(theirs) <= 1 + 1e-9
    assert ours.alike(theirs) == pytest.approx(theirs.alike(ours))
    assert ours.alike(ours) == pytest.approx(1.0 if ours.sum else 0.0)
    assert ours.held_by(theirs) <= 1 + 1e-9


# ------------------------------------------------------------------ what a difference means

_A, _B = Told(6), Told(8)
_DAY = frozenset({"2023-06-20"})


@pytest.mark.parametrize(
    ("ours", "theirs", "relation", "expected"),
    [
        (_A, _A, "two_bureaus", "repeated"),
        (_A, _B, "two_bureaus", "differs"),
        (_A, _B, "unknown", "differs"),
        (_A, _B, "follow_up", "changed"),
        (_A, _B, "same_bureau", "changed"),
        (_A, _B, "later_inspection", "changed"),
        (_A, _B, "same_notice", "contradicted"),
        (Told(6, dates=_DAY), Told(8, dates=_DAY), "follow_up", "contradicted"),
        (Told(6, dates=_DAY), Told(8, dates=_DAY), "later_inspection", "contradicted"),
        (Told(6, dates=_DAY), Told(8, dates=_DAY), "two_bureaus", "differs"),
        (Told(6, dates=_DAY), Told(8, dates=frozenset({"2023-07-20"})), "same_notice", "changed"),
        (Told(6, dates=_DAY), Told(8), "follow_up", "changed"),
        (Told(6, fed_back=True), Told(8, fed_back=True), "follow_up", "contradicted"),
        (Told(6, fed_back=True), Told(8, fed_back=True), "later_inspection", "changed"),
        (Told(6, fed_back=True), Told(8), "follow_up", "changed"),
        (Told(6, damaged=True), _B, "same_notice", "changed"),
        (Told(30, bound="over"), Told(36), "same_notice", "restated"),
        (Told(30, bound="over"), Told(40), "same_notice", "contradicted"),
        (Told(6, readings=(6, 8)), _B, "same_notice", "restated"),
        (Told(20, bound="at_least"), Told(17, bound="at_least"), "same_notice", "contradicted"),
        (Told(20, bound="at_least"), Told(23), "same_notice", "restated"),
    ],
)  # fmt: skip
def test_verdicts(ours: Told, theirs: Told, relation: Relation, expected: Verdict) -> None:
    assert verdict(ours, theirs, relation) == expected
    assert verdict(theirs, ours, relation) == expected


@pytest.mark.parametrize(
    ("told", "inside", "outside"),
    [
        (Told(30, bound="over"), 39, 40),
        (Told(300, bound="over"), 360, 400),
        (Told(30, bound="nearly"), 29, 31),
        (Told(100, bound="about"), 95, 80),
        (Told(5, bound="at_least"), 500, 4),
        (Told(5, bound="at_most"), 1, 6),
        (Told(7), 7, 8),
    ],
)
def test_a_bound_allows_what_it_says(told: Told, inside: float, outside: float) -> None:
    low, high = range_of(told)
    assert low <= inside <= high
    assert not low <= outside <= high
    assert agree(told, Told(inside))
    assert not agree(told, Told(outside))


@pytest.mark.parametrize(
    ("before", "is_fed_back"),
    [("反馈的", True), ("反馈的4个方面", True), ("县委巡察组反馈意见指出", True), ("反馈的问题已完成", False), ("召开会议", False), ("反馈问题中,已完成", False)],
)
def test_what_the_inspection_stated_is_told_from_what_was_done(before: str, is_fed_back: bool) -> None:
    assert fed_back(before) is is_fed_back


@pytest.mark.parametrize(
    ("between", "until", "grows"),
    [("召开动员会,", False, False), ("以来,", False, True), ("后,先后召开会议", False, True), ("启动专项清理,追缴", False, True), (",累计", True, False), ("前,", False, False)],
)
def test_what_is_begun_on_a_day_goes_on_after_it(between: str, until: bool, grows: bool) -> None:
    assert still_growing(between, until=until) is grows


def test_a_figure_that_grows_is_no_contradiction() -> None:
    """Under one day in both, but only begun on it; a deadline closes nothing."""
    told = "{title}\n6月12日反馈了巡察意见,至2023年3月5日。\n一、情况\n2023年6月20日启动专项清理,追缴资金{n}万元。还有{n}栋未改造,计划2024年5月底前完工。\n{day}"
    a, b = (
        parse(told.format(title="青禾县水务局党组关于巡察整改情况的通报", n=n, day=day))
        for n, day in ((5, "2023年9月1日"), (12, "2024年3月1日"))
    )
    found = compare(a, b, relation="follow_up")
    assert [figure.verdict for figure in found.figures] == ["changed", "changed"]


# ------------------------------------------------------------------ how two notices stand to each other


def _dated(text: str, old: str, new: str) -> Notice:
    assert old in text
    return parse(text.replace(old, new))


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        (parse(EARLIER), "same_notice"),
        (_dated(EARLIER, "追缴拖欠水费18.6万元", "追缴拖欠水费19.6万元"), "same_notice"),
        (parse(LATER), "follow_up"),
        (_dated(LATER, "中共青禾县水务局党组", "县水务局党组"), "follow_up"),
        (_dated(LATER, "2023年3月5日至4月28日,县委第二巡察组对县水务局党组开展了常规巡察,6月12日反馈了巡察意见。", ""), "follow_up"),
        (_dated(LATER.replace("第三轮", "第八轮").replace("6月12日", "9月2日"), "2023年3月5日至4月28日", "2025年6月1日至8月1日"), "later_inspection"),
        (_dated(LATER.replace("十四届县委第三轮", ""), "2023年3月5日至4月28日,县委第二巡察组对县水务局党组开展了常规巡察,6月12日反馈了巡察意见。", ""), "same_bureau"),
        (parse(OTHER), "two_bureaus"),
        (parse("1.关于学习不深入的问题。"), "unknown"),
    ],
)
def test_relation(b: Notice, expected: Relation) -> None:
    assert relation_of(parse(EARLIER), b) == expected
    assert relation_of(b, parse(EARLIER)) == expected


def test_a_stated_relation_stands_for_the_one_read() -> None:
    a, b = parse(EARLIER), parse(OTHER)
    assert compare(a, b).relation == "two_bureaus"
    assert compare(a, b, relation="follow_up").earlier == "a"


# ------------------------------------------------------------------ an earlier and a later notice


def test_status_changes_from_the_earlier_to_the_later(follow_up: Comparison) -> None:
    directions = {pair.a.text: pair.status.direction for pair in follow_up.issues}
    assert directions == {
        "河道管护责任不落实": "forward", "水费收缴不及时": "forward", "理论学习不够深入": "back", "工程项目招标把关不严": "same",
    }  # fmt: skip
    assert [lone.words.text for lone in follow_up.only_a] == ["公务用车管理不规范"]
    assert [lone.words.text for lone in follow_up.only_b] == ["饮用水水源地保护不力"]


def test_promises_kept_repeated_and_not_spoken_of_again(follow_up: Comparison) -> None:
    assert {promise.state for promise in follow_up.promises} == {"kept"}
    assert all("《水利工程招标管理办法》" in p.reported.text for p in follow_up.promises if p.reported and "《" in p.promised.text)
    later = LATER.replace("二是修订印发《水利工程招标管理办法》。", "").replace("持续巩固整改成果,常态化开展自查。", "将修订《水利工程招标管理办法》,规范招标流程。")
    later = later.replace("三是建立河道巡查通报制度,每月通报一次。", "")
    states = {p.promised.text[2:4]: p.state for p in compare(parse(EARLIER), parse(later)).promises}
    assert states == {"修订": "planned_again", "将于": "kept", "建立": "not_mentioned"}


def test_figures_totals_and_dates_of_the_pair(follow_up: Comparison) -> None:
    verdicts = {figure.a.text: figure.verdict for figure in follow_up.figures}
    assert verdicts["120人"] == "contradicted"
    assert verdicts["8次"] == verdicts["18.6万元"] == verdicts["430块"] == "changed"
    assert verdicts["30余吨"] == "restated"
    assert verdicts["12公里"] == verdicts["88万元"] == "repeated"
    (total,) = follow_up.totals
    assert (total.verdict, [(n.key, n.a, n.b) for n in total.numbers]) == ("contradicted", [("total", 6, 7), ("done", 3, 5), ("ongoing", 3, 2)])
    assert {own.field: (own.verdict, own.days) for own in follow_up.dates}["signed_on"] == ("changed", 177)
    both = {moment.edtf for moment in follow_up.timeline if moment.a and moment.b}
    assert both >= {"2023-06-12", "2023-06-20"}
    keys = [moment.edtf.removeprefix("../")[:7] for moment in follow_up.timeline]
    assert keys == sorted(keys)


def test_an_inspection_has_one_day_of_feedback() -> None:
    found = compare(parse(EARLIER), parse(LATER.replace("6月12日", "6月13日")))
    assert {own.field: own.verdict for own in found.dates}["inspection.feedback_on"] == "contradicted"
    assert found.contradicts


# ------------------------------------------------------------------ words and places


def test_numbers_and_punctuation_do_not_make_words_unlike() -> None:
    assert masked("追缴 1,152,600 元，共３笔。") == masked("追缴99元,共7笔") == "追缴0元共0笔"
    assert stated_pieces("学习不深入")["学习"] == 1
    assert "不深" not in stated_pieces("学习不深入")


def test_long_numbers_are_those_that_seldom_agree_by_chance() -> None:
    assert long_numbers("2023年3月追缴1,152,600元、38.06万元,清理12处") == {"1152600", "38.06"}


def test_a_clause_does_not_end_inside_a_number() -> None:
    notice = parse("标题\n收回仓库3处、2,310平方米,另有 1处。")
    places = Places(notice)
    area = next(fact.span for fact in notice.facts if "平方米" in fact.text)
    assert places.around(area).text == "收回仓库3处、2,310平方米"


def test_public_name_is_lazy_and_callable() -> None:
    assert noticeparse.compare(parse(EARLIER), parse(EARLIER)).relation == "same_notice"  # type: ignore[operator]


def test_folded_text_keeps_its_figures() -> None:
    notice = parse(LATER)
    assert set(compare(notice, parse(fold(LATER))).verdicts()) == {"repeated"}
