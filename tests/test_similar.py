"""Near-duplicates and reuse: masking, signatures, banding, exact figures, groups, shared passages."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

pytest.importorskip("numpy", reason="near-duplicates need the extra `corpus` (numpy)")

from noticeparse.corpus import minhash, shingles, similar
from tests.bench.similar import plant

WORDS = "甲乙丙丁戊己庚辛"
short_texts = st.lists(st.text("甲乙市局一2年公司 ,。\n𠀀", max_size=40), max_size=12)


def masked(text: str, *names: str) -> str:
    """The masked text, # for a number and @ for an organ."""
    codes = shingles.mask([text], [names]).codes.tolist()
    return "".join(map(chr, codes)).replace("0", "#").replace("\ue000", "@")


def strings(text: str, width: int = shingles.WIDTH) -> set[str]:
    """The shingles of a masked text as strings: what the hashes stand for."""
    whole = masked(text)
    return {whole[at : at + width] for at in range(max(len(whole) - width + 1, 1))} - {""}


def resemblance(a: str, b: str) -> float:
    one, other = strings(a), strings(b)
    return len(one & other) / len(one | other) if one and other else 0.0


# --------------------------------------------------------------------------- masking


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清退资金12.5万元", "清退资金#元"),
        ("清退资金1,200元", "清退资金#元"),
        ("清退资金三百二十元", "清退资金#元"),
        ("2024年5月20日召开会议", "#召开会议"),
        ("2024-05-20召开会议", "#召开会议"),
        ("二〇二四年五月召开会议", "#召开会议"),
        ("全年召开会议", "全年召开会议"),
        ("每月通报", "每月通报"),
        ("云溪县水利局牵头", "@牵头"),
        ("青禾城投公司牵头", "青禾@牵头"),
        ("督促白石镇整改", "督促@整改"),
        ("抽查3个县,十二个乡", "抽查#@#@"),
        ("已办结。我局开展检查", "已办结@开展检查"),
        ("《制度》,已 印发。\n", "制度已印发"),
        ("ＯＡ系统", "oa系统"),
        ("", ""),
        ("。、  \n", ""),
        ("𠀀字", "𠀀字"),
    ],
)
def test_what_a_text_becomes(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_a_name_the_caller_knows_is_masked_whole() -> None:
    text = "云溪港航事业发展总站牵头整改"
    assert masked(text) == "云溪港航事业发展总站牵头整改"
    assert masked(text, "云溪港航事业发展总站", "总站") == "@牵头整改"


def test_a_masked_run_keeps_its_place() -> None:
    text = "于 2024年5月20日,云溪县整改"
    found = shingles.mask([text])
    places = {chr(c): text[s:e] for c, s, e in zip(found.codes, found.start, found.end, strict=True)}
    assert places["0"] == "2024年5月20日"
    assert places["\ue000"] == "云溪县"
    assert places["整"] == "整"


@given(short_texts, st.integers(1, 14))
def test_shingles_are_the_substrings_of_the_masked_text(texts: list[str], width: int) -> None:
    sets = shingles.shingle_sets(texts, width=width)
    assert [len(found) for found in sets] == [len(strings(text, width)) for text in texts]
    for (a, mine), (b, theirs) in combinations(zip(texts, sets, strict=True), 2):
        assert len(set(mine.tolist()) & set(theirs.tolist())) == len(strings(a, width) & strings(b, width))


@given(short_texts)
def test_a_text_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    assert minhash.signatures(texts).tolist() == [minhash.signatures([text])[0].tolist() for text in texts]


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(1, 40))
def test_chunks_cover_every_text_once(lengths: list[int], size: int) -> None:
    texts = ["字" * length for length in lengths]
    ranges = list(shingles.chunks(texts, size))
    assert [at for begin, end in ranges for at in range(begin, end)] == list(range(len(texts)))
    assert all(
        sum(map(bool, lengths[begin:end])) == 1 or sum(lengths[begin:end]) <= size for begin, end in ranges
    )


# --------------------------------------------------------------------------- signatures


def test_equal_columns_estimate_the_resemblance() -> None:
    rng = random.Random(3)
    characters = [chr(0x4E00 + n) for n in range(600)]
    for share in (0.2, 0.5, 0.8):
        common = "".join(rng.choices(characters, k=int(4000 * share)))
        a, b = (common + "".join(rng.choices(characters, k=4000 - len(common))) for _ in "ab")
        one, other = minhash.signatures([a, b], bins=1024)
        assert (one == other).mean() == pytest.approx(resemblance(a, b), abs=0.06)


def test_short_texts_fill_every_bin_and_blank_ones_none() -> None:
    table = minhash.signatures(["整改到位", "建立整改台账,明确责任人", "。", ""])
    assert (table[:2] != minhash.EMPTY).all()
    assert (table[2:] == minhash.EMPTY).all()


def test_a_borrowed_bin_says_what_its_lender_says() -> None:
    row = minhash.signatures(["建立整改台账,明确责任人"])[0].tolist()
    own = {int(value) & 0xFFFFFFFF for value in shingles.shingle_sets(["建立整改台账,明确责任人"])[0]}
    assert set(row) <= own and len(set(row)) > 1


@pytest.mark.parametrize("threshold", [0.2, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_bands_meet_a_pair_at_the_threshold(threshold: float) -> None:
    def chance(rows: int) -> float:
        return 1 - (1 - threshold**rows) ** (minhash.BINS // rows)

    rows = minhash.rows_for(threshold)
    assert chance(rows) >= 0.99 or rows == 1
    assert chance(rows + 1) < 0.99 or rows == minhash.BINS // 2


# --------------------------------------------------------------------------- pairs and groups


def test_a_measure_under_another_bureau_is_found() -> None:
    texts = [
        "2024年5月20日,云溪县水利局召开会议,修订项目管理办法3项,清退资金12.5万元,明确责任人和时限。",
        "组织食堂开展厉行节约宣传,张贴标语,杜绝餐饮浪费现象。",
        "2023年11月,临江市教育局召开会议,修订项目管理办法五项,清退资金1,200元,明确责任人和时限。",
        "",
    ]
    (pair,) = similar.near_duplicates(texts)
    assert (pair.a, pair.b) == (0, 2)
    assert pair.jaccard == pytest.approx(resemblance(texts[0], texts[2]))


def test_a_measure_inside_a_longer_one_is_contained() -> None:
    short = "修订项目管理办法,明确责任人和时限,逐笔核对往来款项"
    long = short + ",组织食堂开展厉行节约宣传,张贴标语,杜绝餐饮浪费"
    (pair,) = similar.near_duplicates([short, long], 0.3)
    assert pair.containment == 1.0
    assert pair.jaccard == pytest.approx(resemblance(short, long)) and pair.jaccard < 0.6


def test_planted_reuse_is_found_as_if_all_pairs_were_compared() -> None:
    planted = plant(150)
    sets = [strings(text) for text in planted.texts]
    near = {
        (a, b): len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a, b in combinations(range(len(sets)), 2)
    }
    for threshold in (0.4, 0.7):
        every = {pair for pair, jaccard in near.items() if jaccard >= threshold}
        found = {(pair.a, pair.b) for pair in similar.near_duplicates(planted.texts, threshold)}
        assert found <= every
        assert len(every) > 10 and len(found) >= 0.98 * len(every)


def test_a_formula_everyone_prints_costs_no_square_of_pairs() -> None:
    texts = ["建立整改台账,明确责任人和完成时限,逐项销号"] * 400
    pairs = similar.near_duplicates(texts, neighbours=5)
    assert len(pairs) <= 400 * 5
    assert {pair.jaccard for pair in pairs} == {1.0}
    assert similar.groups(pairs, 400) == [tuple(range(400))]


@given(short_texts, st.sampled_from([0.2, 0.5, 0.9]))
@settings(max_examples=60)
def test_every_pair_given_is_true(texts: list[str], threshold: float) -> None:
    pairs = similar.near_duplicates(texts, threshold)
    assert [(pair.a, pair.b) for pair in pairs] == sorted({(pair.a, pair.b) for pair in pairs})
    for pair in pairs:
        assert pair.a < pair.b
        assert pair.jaccard == pytest.approx(resemblance(texts[pair.a], texts[pair.b]))
        assert threshold <= pair.jaccard <= pair.containment <= 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15))
def test_groups_are_what_the_pairs_connect(edges: list[tuple[int, int]]) -> None:
    edges = [edge for edge in edges if edge[0] != edge[1]]
    found = similar.groups([similar.Pair(min(e), max(e), 1.0, 1.0) for e in edges], 10)
    together = {frozenset(edge) for edge in edges}
    for _ in range(10):
        together = {frozenset().union(*(g for g in together if g & one)) for one in together}
    assert found == sorted(tuple(sorted(group)) for group in together)


@pytest.mark.parametrize(
    "call",
    [
        lambda: similar.near_duplicates(["甲"], 0),
        lambda: similar.near_duplicates(["甲"], 1.1),
        lambda: minhash.signatures(["甲"], bins=100),
        lambda: minhash.signatures(["甲"], width=0),
        lambda: similar.reused_passages("甲", "乙", shortest=3),
    ],
)
def test_senseless_settings_are_refused(call: object) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        call()  # type: ignore[operator]


# --------------------------------------------------------------------------- passages


def test_shared_passages_are_spans_of_both_texts() -> None:
    a = "云溪县整改如下:修订项目管理办法3项,明确责任人和时限,逐笔核对往来款项。另设信箱。组织食堂开展厉行节约宣传和检查活动。"
    b = "组织食堂开展厉行节约宣传和检查活动!我局\n修订项目管理办法二十项，明确责任人和时限，逐笔核对往来款项!"
    found = similar.reused_passages(a, b)
    assert [(a[s:e], b[t:f]) for (s, e), (t, f) in found] == [
        (
            "修订项目管理办法3项,明确责任人和时限,逐笔核对往来款项",
            "修订项目管理办法二十项，明确责任人和时限，逐笔核对往来款项",
        ),
        ("组织食堂开展厉行节约宣传和检查活动", "组织食堂开展厉行节约宣传和检查活动"),
    ]


def test_of_two_places_the_longer_passage_is_taken() -> None:
    a = "明确责任人和时限,逐笔核对往来款项,逐项销号到位"
    b = "明确责任人和时限,逐笔核对往来账目。" + a
    (((start, end), (there, until)),) = similar.reused_passages(a, b)
    assert (a[start:end], b[there:until]) == (a, a)


@given(st.text(WORDS[:2] + "1,", max_size=60), st.text(WORDS[:2] + "1,", max_size=60), st.integers(2, 4))
def test_passages_agree_and_do_not_overlap(a: str, b: str, width: int) -> None:
    one, other = shingles.mask([a]), shingles.mask([b])

    def codes(text: shingles.Masked, start: int, end: int) -> list[int]:
        inside = (text.start >= start) & (text.end <= end)
        return [int(code) for code in text.codes[inside]]

    reached = 0
    for (start, end), (there, until) in similar.reused_passages(a, b, shortest=width + 1, width=width):
        assert reached <= start < end <= len(a) and 0 <= there < until <= len(b)
        reached = end
        shared = codes(one, start, end)
        assert shared == codes(other, there, until) and len(shared) >= width + 1


@given(
    st.text(WORDS, min_size=20, max_size=60),
    st.text("子丑寅卯", max_size=30),
    st.text("辰巳午未", max_size=30),
)
def test_a_planted_passage_is_found_whole(passage: str, before: str, after: str) -> None:
    found = similar.reused_passages(passage, before + passage + after)
    assert found == [((0, len(passage)), (len(before), len(before) + len(passage)))]


# --------------------------------------------------------------------------- corpus

COPIED = "修订{what}项目管理办法{n}项,逐笔核对往来款项,追回多付资金{n}万元,明确{body}责任人和整改时限"
NOTICE = """中共{body}党组关于巡察整改进展情况的通报

根据统一部署,2024年3月至5月,县委第二巡察组对{body}党组开展了巡察。7月9日,巡察组反馈了意见。现将整改进展情况予以公布。

一、整改落实情况
(一)关于“项目管理不严”的问题
1.{measure}。
(二)关于“作风不实”的问题
1.{own}。

联系电话:0000-1234567

中共{body}党组
2024年12月3日
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three notices: two bodies share a measure, one of them twice with another figure."""
    pytest.importorskip("duckdb", reason="a corpus needs the extra `corpus`")
    from noticeparse.corpus import Corpus
    from noticeparse.corpus.batch import batch

    folder = tmp_path_factory.mktemp("corpus")
    notices = {
        "a": ("云溪县水利局", 3, "组织干部到村听取群众意见,汇总后逐条答复,答复情况在公开栏张贴"),
        "a2": ("云溪县水利局", 5, "组织干部到村听取群众意见,汇总后逐条答复,答复情况在公开栏张贴"),
        "b": ("望川县文化旅游局", 12, "压缩文件和会议,全年发文数量下降,基层填报表格由专人归口审核把关"),
    }
    for name, (body, n, own) in notices.items():
        text = NOTICE.format(body=body, measure=COPIED.format(what="", n=n, body=body), own=own)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    batch(sorted(folder.glob("*.txt")), folder / "out", workers=1)
    return Corpus(folder / "out")


def test_measures_of_different_bodies_are_told_with_their_places(corpus: Any) -> None:
    rows = similar.reused_measures(corpus).to_pylist()
    texts = {row["id"]: row["text"] for row in corpus.notices().to_pylist()}
    assert len(rows) == 3 and {row["group"] for row in rows} == {1} and {row["bodies"] for row in rows} == {2}
    for row in rows:
        assert "逐笔核对往来款项" in row["text"]
        assert texts[row["notice"]][row["span_start"] : row["span_end"]] == row["text"]
        assert row["jaccard"] == 1.0  # figures and names are masked, nothing else differs
    assert "听取群众意见" not in "".join(row["text"] for row in rows)  # one body's own, though printed twice


def test_two_publications_of_one_notice_are_similar(corpus: Any) -> None:
    names = {row["id"]: row["name"] for row in corpus.notices().to_pylist()}
    (pair,) = similar.similar_notices(corpus).to_pylist()
    assert [names[pair["a"]], names[pair["b"]]] == ["a.txt", "a2.txt"]
    assert pair["jaccard"] == 1.0


@pytest.mark.parametrize(
    ("issuer", "body"),
    [
        ("中共云溪县水利局党组", "云溪县水利局"),
        ("云溪县水利局", "云溪县水利局"),
        ("中共云溪县委员会", "云溪县"),
        ("云溪县卫生健康委员会", "云溪县卫生健康委员会"),
        ("中共云溪县卫生健康委员会党组", "云溪县卫生健康委员会"),
        ("中共云溪县城北街道工作委员会", "云溪县城北街道"),
        ("党组", "党组"),
    ],
)
def test_the_body_behind_an_issuer(issuer: str, body: str) -> None:
    assert similar.body_of(issuer) == body


# --------------------------------------------------------------------------- import


def test_numpy_is_loaded_when_used_not_before() -> None:
    code = "import sys, noticeparse.corpus.similar; print([m for m in ('numpy', 'pyarrow', 'ray') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
