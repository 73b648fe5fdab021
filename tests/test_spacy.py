"""The spaCy component: what stands on a Doc, how spans meet tokens, what survives writing, the DocBin, the example."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("spacy", reason="the component needs the extra `spacy`")

import spacy
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, DocBin

import noticeparse
from noticeparse.cli import main
from noticeparse.errors import ExtensionError
from noticeparse.export import export
from noticeparse.model import Notice
from noticeparse.spacy_component import GROUPS, NoticeComponent
from noticeparse.spacy_groups import fits
from tests.gold_texts import load_samples
from tests.reviewed import TEXT, reviewed

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [sample.text for sample in load_samples()]


def pipeline(segmenter: str = "jieba", **config: Any) -> Language:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    nlp.add_pipe("noticeparse", config=config)
    return nlp


JIEBA, CHARACTERS = pipeline(), pipeline("char")


def blanks_between() -> Language:
    """A pipeline of another tokenizer: it cuts at blanks only, so that most spans cut a token."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.add_pipe("noticeparse")
    return nlp


@pytest.fixture(params=["jieba", "char", "blanks"])
def nlp(request: pytest.FixtureRequest) -> Language:
    return {"jieba": JIEBA, "char": CHARACTERS}.get(request.param) or blanks_between()


# --- what stands on a Doc


@pytest.mark.parametrize("text", SAMPLES)
def test_the_notice_of_a_doc_is_that_of_its_text(nlp: Language, text: str) -> None:
    assert nlp(text)._.notice == noticeparse.parse(text)


@pytest.mark.parametrize("text", SAMPLES)
def test_every_entry_has_its_span_and_the_span_its_entry(nlp: Language, text: str) -> None:
    doc = nlp(text)
    notice = doc._.notice
    mentions = [(o, m) for o in notice.organisations for m in o.mentions]
    spans = {group: list(doc.spans[group]) for group in doc.spans}
    assert [span._.notice for span in spans["parts"]] == list(notice.walk())
    assert [span._.notice for span in spans["issues"]] == list(notice.issues)
    assert [span._.notice for span in spans["measures"]] == list(notice.measures)
    assert [span._.notice for span in spans["facts"]] == list(notice.facts)
    assert [span._.notice for span in spans["totals"]] == list(notice.totals)
    assert [(span._.notice, span._.notice_span) for span in spans["organisations"]] == mentions
    assert [span.label_ for span in spans["parts"]] == [part.role for part in notice.walk()]
    assert [span.label_ for span in spans["facts"]] == [fact.kind for fact in notice.facts]
    assert all(span.label_ == span._.notice.status for span in spans["statuses"])
    assert all(span._.notice_span == span._.notice.span for span in spans["facts"] + spans["parts"])


def test_a_span_leads_to_value_unit_and_edtf() -> None:
    doc = JIEBA(TEXT)
    facts = {span.text: span._.notice for span in doc.spans["facts"]}
    assert (facts["3.2万元"].value, facts["3.2万元"].unit) == (32000, "元")
    assert facts["2023年6月12日"].edtf == "2023-06-12"


def test_other_docs_and_spans_have_none() -> None:
    doc = JIEBA(TEXT)
    assert doc[0:3]._.notice is None and doc[0:3]._.notice_span is None
    doc.spans["own"] = [doc.char_span(0, 2, label="X", alignment_mode="expand", span_id="facts.99999")]
    assert doc.spans["own"][0]._.notice is None
    bare = JIEBA.make_doc(TEXT)
    assert bare._.notice is None and not bare.spans


def test_an_empty_text_is_an_empty_notice() -> None:
    doc = JIEBA("")
    assert doc._.notice == noticeparse.parse("")
    assert {group: len(doc.spans[group]) for group in doc.spans} == dict.fromkeys(set(GROUPS) - {"findings"}, 0)


# --- spans and tokens

PIECES = st.sampled_from(
    ["一、", "(一)", "1.", "一是", "关于“学习不深”的问题", "。", "甲乙", "开会3次", "2021年3月5日", "《办法》", "3.2万元",
     " ", "  ", "\u3000\u3000", "\t", "\n", "\r\n", "\r", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x00", "\x1c", "\U00020000", "a b"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([JIEBA, CHARACTERS]))
def test_a_doc_keeps_its_text_and_spans_cover_theirs(text: str, nlp: Language) -> None:
    """Runs of blanks, U+3000, zero-width characters and line ends of any kind: nothing moves."""
    doc = nlp(text)
    assert doc.text == text
    for group in doc.spans.values():
        for span in group:
            start, end = span._.notice_span
            words = text[start:end].strip()
            assert words and words in span.text
            first = start + text[start:end].index(words)
            assert span[0].idx <= first < span[0].idx + len(span[0])
            last = first + len(words) - 1
            assert span[-1].idx <= last < span[-1].idx + len(span[-1])


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_exact_offsets_count_the_text_of_the_doc(text: str) -> None:
    """A \\r\\n is one character of the notice and two of the Doc."""
    doc = CHARACTERS(text)
    for span in doc.spans["facts"]:
        start, end = span._.notice_span
        assert re.sub("\r\n?", "\n", text[start:end]) == span._.notice.text


def test_windows_line_ends_move_nothing_else() -> None:
    unix, windows = JIEBA(TEXT), JIEBA(TEXT.replace("\n", "\r\n"))
    assert [s.text for s in unix.spans["facts"]] == [s.text for s in windows.spans["facts"]]
    last = windows.spans["facts"][-1]
    assert last._.notice_span[0] > last._.notice.span[0]
    assert windows.text[slice(*last._.notice_span)] == last._.notice.text


CUT = "一、整改情况\n会议开了3次,追缴32万元。"


def cut_pipeline(mode: str) -> Doc:
    """The amount 32万元 in tokens …追缴32 and 万 and 元。: it cuts the first and the last."""
    nlp = spacy.blank("xx")
    tokens = ["一、整改情况", "\n", "会议开了", "3次", ",追缴32", "万", "元。"]
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=tokens, spaces=[False] * len(tokens))  # type: ignore[assignment]
    nlp.add_pipe("noticeparse", config={"alignment_mode": mode})
    return nlp(CUT)


@pytest.mark.parametrize(
    ("mode", "shown"),
    [("expand", ["3次", ",追缴32万元。"]), ("contract", ["3次", "万"]), ("strict", ["3次"])],
)
def test_a_span_that_cuts_a_token_follows_the_mode(mode: str, shown: list[str]) -> None:
    doc = cut_pipeline(mode)
    facts = [span for span in doc.spans["facts"] if span.label_ in ("count", "money")]
    assert [span.text for span in facts] == shown
    assert all(CUT[slice(*span._.notice_span)] == span._.notice.text for span in facts)
    assert len([fact for fact in doc._.notice.facts if fact.kind in ("count", "money")]) == 2


def test_with_single_characters_no_span_cuts_a_token() -> None:
    for doc in map(CHARACTERS, SAMPLES):
        for span in (span for group in doc.spans.values() for span in group):
            assert span.text == doc.text[slice(*span._.notice_span)].strip()


def test_a_tokenizer_that_changes_the_text_is_taken_at_its_word() -> None:
    """A Doc made of words gets a blank between them; the notice is that of the text the Doc has."""
    doc = Doc(JIEBA.vocab, words=["一、", "整改情况", "\n", "开会", "3次", "。"])
    doc = JIEBA(doc)
    assert doc._.notice.source.text == doc.text == "一、 整改情况 \n 开会 3次 。 "
    assert [span.text for span in doc.spans["facts"] if span.label_ == "count"] == ["3次"]


# --- a notice from elsewhere


def test_a_page_read_before_is_kept() -> None:
    page = next((ROOT / "corpora/samples/texts").glob("a-*.html"))
    notice = noticeparse.parse(page)
    doc = JIEBA.make_doc(notice.source.text)
    doc._.notice = notice
    assert JIEBA(doc)._.notice is notice
    assert [span._.notice for span in doc.spans["facts"]] == list(notice.facts)
    doc._.notice = None
    assert doc._.notice is None


def test_a_notice_of_another_text_is_refused() -> None:
    doc = JIEBA.make_doc("一、甲")
    with pytest.raises(ValueError, match="another text"):
        doc._.notice = noticeparse.parse("一、乙")


def test_a_piece_of_a_doc_is_parsed_anew() -> None:
    doc = JIEBA(TEXT)
    start = next(part for part in doc.spans["parts"] if part.text.startswith("二、"))
    piece = doc[start.start : start.end].as_doc(copy_user_data=True)
    assert JIEBA(piece)._.notice == noticeparse.parse(piece.text) != doc._.notice


# --- config


def test_only_the_groups_asked_for_are_set() -> None:
    nlp = pipeline(groups=["facts", "issues"])
    assert set(nlp(TEXT).spans) == {"facts", "issues"}


def test_findings_come_with_their_group() -> None:
    doc = pipeline(groups=["findings"])(TEXT)
    assert doc._.notice.findings == noticeparse.check(noticeparse.parse(TEXT)) != ()
    assert {span.label_ for span in doc.spans["findings"]} <= {f.rule for f in doc._.notice.findings}
    assert JIEBA(TEXT)._.notice.findings == ()


def test_own_entries_are_used_here_and_nowhere_else(tmp_path: Path) -> None:
    own = tmp_path / "units.json"
    own.write_text('{"units": [{"unit": "榀", "class": "thing", "examples": ["更换屋架12榀"]}]}', "utf-8")
    text = "一、整改情况\n更换屋架12榀。"
    docs = [nlp(text) for nlp in (pipeline(extend=[str(own)]), JIEBA)]
    units = [[span._.notice.unit for span in doc.spans["facts"] if span.label_ == "count"] for doc in docs]
    assert units[0] == ["榀"] != units[1]


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no span group partz: there are parts, issues"):
        pipeline(groups=["partz"])
    with pytest.raises(ExtensionError, match=r"none\.json"):
        pipeline(extend=[str(tmp_path / "none.json")])
    with pytest.raises(ValueError, match="alignment_mode"):
        pipeline(alignment_mode="nearest")


# --- writing and reading


def same(one: Doc, other: Doc) -> bool:
    """Whether two Docs say the same: text, notice with what the reader knew, spans with their entries."""

    def said(doc: Doc) -> Any:
        notice: Notice = doc._.notice
        groups = {
            key: [(s.start, s.end, s.label_, s.id_, s._.notice_span, s._.notice) for s in group]
            for key, group in doc.spans.items()
        }
        return doc.text, notice, groups

    return bool(said(one) == said(other))


def page_doc() -> Doc:
    """The Doc of a page: its Source knows of furniture, which the public JSON leaves out."""
    notice = noticeparse.parse(next((ROOT / "corpora/samples/texts").glob("g-*.html")))
    assert notice.source.furniture
    doc = JIEBA.make_doc(notice.source.text)
    doc._.notice = notice
    return JIEBA(doc)


def test_a_doc_survives_bytes_disk_and_docbin(tmp_path: Path) -> None:
    doc = page_doc()
    assert same(doc, Doc(JIEBA.vocab).from_bytes(doc.to_bytes()))
    doc.to_disk(tmp_path / "doc")
    assert same(doc, Doc(spacy.blank("zh").vocab).from_disk(tmp_path / "doc"))
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(spacy.blank("zh").vocab)
    assert same(doc, back)
    assert same(doc, Doc(JIEBA.vocab).from_bytes(back.to_bytes()))


def test_a_written_doc_can_be_written_again_unread() -> None:
    once = page_doc().to_bytes()
    assert Doc(JIEBA.vocab).from_bytes(once).to_bytes() == once


def test_a_pipeline_survives_disk_with_its_config(tmp_path: Path) -> None:
    nlp = pipeline(groups=["facts"], alignment_mode="strict")
    nlp.to_disk(tmp_path / "nlp")
    back = spacy.load(tmp_path / "nlp")
    component = back.get_pipe("noticeparse")
    assert isinstance(component, NoticeComponent)
    assert (component.groups, component.alignment_mode) == (("facts",), "strict")
    assert same(nlp(TEXT), back(TEXT))
    twin = pipeline(groups=["facts"], alignment_mode="strict").from_bytes(nlp.to_bytes())
    assert same(nlp(TEXT), twin(TEXT))


@pytest.mark.parametrize("processes", [1, 2])
def test_pipe_gives_what_single_calls_give(processes: int) -> None:
    texts = [*SAMPLES[:3], ""]
    piped = list(JIEBA.pipe(texts, n_process=processes, batch_size=2))
    assert all(same(JIEBA(text), doc) for text, doc in zip(texts, piped, strict=True))
    assert len(piped) == len(texts)


# --- displaCy


@pytest.mark.parametrize("group", ["parts", "issues", "measures", "facts", "organisations"])
def test_displacy_shows_every_span_of_a_group(group: str) -> None:
    doc = JIEBA(TEXT.replace("成立专班", "成立<b>专班"))
    page = displacy.render(doc, style="span", options={"spans_key": group}, jupyter=False)
    assert "<b>" not in page and "&lt;" in page
    labels = Counter(span.label_ for span in doc.spans[group])
    assert Counter(re.findall(r">\s*([a-z_]+)\s*</span>", page)) == labels


# --- finding and loading


def _run(code: str, *more_paths: Path) -> str:
    paths = os.pathsep.join(map(str, (*more_paths, ROOT / "src")))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_spacy_finds_the_factory_by_its_entry_point(tmp_path: Path) -> None:
    """With the metadata an installation writes from pyproject.toml, and nothing of ours imported before."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder = tmp_path / "noticeparse-0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: noticeparse\nVersion: 0\n")
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["spacy_factories"].items()]
    (folder / "entry_points.txt").write_text("\n".join(["[spacy_factories]", *lines]) + "\n")
    code = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('noticeparse');"
        "doc = nlp('一、整改情况\\n开会3次。'); print([s.text for s in doc.spans['facts']])"
    )
    assert _run(code, tmp_path) == "['开会3次', '3次']"


def test_nothing_but_the_component_loads_spacy() -> None:
    code = (
        "import sys, noticeparse, noticeparse.cli, noticeparse.export, noticeparse.spacy_groups, noticeparse.spacy_storage;"
        "noticeparse.parse('一、甲'); print('spacy' in sys.modules);"
        "import noticeparse.spacy_component; print('spacy' in sys.modules)"
    )
    assert _run(code).split() == ["False", "True"]


# --- export


def docbin(data: bytes) -> list[Doc]:
    return list(DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab))


@pytest.mark.parametrize("form", ["docbin", "docbin.char"])
def test_a_docbin_holds_every_notice_in_order(form: str) -> None:
    notices = [reviewed(), noticeparse.parse(SAMPLES[0]), noticeparse.parse("")]
    out = io.BytesIO()
    export(notices, out, to=form)
    docs = docbin(out.getvalue())
    assert [doc._.notice for doc in docs] == notices
    assert all(fits(doc, notice) for doc, notice in zip(docs, notices, strict=True))
    assert all(set(doc.spans) == set(GROUPS) for doc in docs)
    assert [span._.notice for span in docs[0].spans["findings"]] == list(notices[0].findings)
    assert (max(len(token) for token in docs[0] if token.text.strip()) == 1) == (form == "docbin.char")


def test_a_docbin_is_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(TEXT, "utf-8")
    code = (
        "import sys, noticeparse; from pathlib import Path;"
        f"noticeparse.export([noticeparse.parse(Path({str(source)!r}))] * 2, sys.argv[1])"
    )
    made = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.spacy"
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code, str(target)], env=env, capture_output=True, check=True)
        assert done.stderr == b""  # jieba keeps quiet
        made.append(target.read_bytes())
    assert made[0] == made[1]
    assert len(docbin(made[0])) == 2


def test_spacy_alone_reads_a_docbin(tmp_path: Path) -> None:
    """For training nobody needs this package: the spans are there without it."""
    export(reviewed(), tmp_path / "a.spacy")
    code = (
        "import sys, spacy; from spacy.tokens import DocBin; from pathlib import Path;"
        f"docs = list(DocBin().from_disk({str(tmp_path / 'a.spacy')!r}).get_docs(spacy.blank('zh').vocab));"
        "print(len(docs[0].spans['facts']))"
    )
    assert _run(code) == f"{len(reviewed().facts)}"


def test_the_command_writes_a_docbin(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    target = tmp_path / "train.spacy"
    files = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    done = CliRunner().invoke(main, ["export", *files, "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert [doc._.notice.source.name for doc in docbin(target.read_bytes())] == ["a.txt", "b.txt"]
    piped = CliRunner().invoke(main, ["export", *files, "--to", "docbin"])
    assert piped.stdout_bytes == target.read_bytes()


def test_without_spacy_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    monkeypatch.setitem(sys.modules, "spacy", None)
    done = CliRunner().invoke(main, ["export", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.spacy")])
    assert done.exit_code == 2 and "pip install spacy" in done.stderr


def test_masked_names_are_masked_in_the_docbin(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "a.spacy"
    source.write_text("一、整改情况\n给予党支部书记王建国党内警告处分。", "utf-8")
    done = CliRunner().invoke(main, ["export", "--mask-persons", str(source), "-o", str(target)])
    assert done.exit_code == 0, done.output
    (doc,) = docbin(target.read_bytes())
    assert "王某某" in doc.text or "王某" in doc.text
    assert "王建国" not in doc.text + doc._.notice.model_dump_json()


# --- the worked example


@pytest.fixture(scope="module")
def example() -> Any:
    spec = importlib.util.spec_from_file_location("train_spancat", ROOT / "corpora" / "train_spancat.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["train_spancat"] = module
    spec.loader.exec_module(module)
    return module


def test_the_example_learns(example: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A few short lines and stretches of at most four words, which it then knows better than any baseline does."""
    monkeypatch.setitem(example.SUGGESTER, "max_size", 4)
    gold = example.gold_docs(example.blank(), example.annotated())
    few = [doc for doc in gold if len(doc.spans["facts"]) > 1 and len(doc) < 40][:24]
    model = example.trained(few, steps=70, seed=0)
    scores = example.score(list(model.pipe(doc.text for doc in few)), few)
    label, _ = example.counted_labels(few).most_common(1)[0]
    usual = example.score(example.every_candidate(model, few, label), few)
    assert scores["facts_f"] > max(0.3, usual["facts_f"])
    losses = [float(loss) for loss in re.findall(r"loss ([\d.]+)", capsys.readouterr().out)]
    assert losses[-1] < losses[0]


def test_the_example_prints_its_table_and_keeps_what_it_made(
    example: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = example.main(["--steps", "2", "--held-out", "4", "--out", str(tmp_path)])
    printed = capsys.readouterr().out
    assert all(example.row(name, scores) in printed for name, scores in rows.items())
    usual, given_spans, seen, trained, own = (scores["facts_f"] for scores in rows.values())
    assert usual < seen < own and usual < given_spans < own
    train, held_out = (docs_of(tmp_path / f"{name}.spacy") for name in ("train", "held-out"))
    shared = {doc.text for doc in train} & {doc.text for doc in held_out}
    assert max(map(len, shared), default=0) < 25  # headings that many notices have
    back = spacy.load(tmp_path / "pipeline")
    again = example.score(list(back.pipe(doc.text for doc in held_out)), held_out)
    assert again["facts_f"] == pytest.approx(trained)


def docs_of(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))


def test_the_example_splits_by_notice_and_by_seed(example: Any) -> None:
    notices = example.annotated()
    splits = [example.split(notices, 7, seed) for seed in (1, 1, 2)]
    names = [({n.name for n in kept}, {n.name for n in held}) for kept, held in splits]
    assert names[0] == names[1] != names[2]
    assert all(not kept & held and len(held) == 7 and len(kept | held) == len(notices) for kept, held in names)


def test_the_example_gives_full_marks_to_the_gold_and_loses_no_fact(example: Any) -> None:
    notices = example.annotated()
    gold = example.gold_docs(example.blank(), notices)
    scores = example.score(example.gold_docs(example.blank(), notices), gold)
    assert (scores["facts_p"], scores["facts_r"]) == (1, 1)
    spans = [span for doc in gold for key in ("facts", "optional") for span in doc.spans[key]]
    assert len(spans) == sum(len(notice.facts) for notice in notices)
    assert {span.label_ for span in spans} <= set(example.KINDS)


def test_the_example_counts_a_wrong_label_and_a_missed_span(example: Any) -> None:
    nlp = example.blank()
    facts = [example.Fact(2, 4, "count"), example.Fact(5, 7, "count"), example.Fact(8, 10, "count", True)]
    gold = list(example.lines(nlp, "开会3次、5次。7次。", facts))
    found = [example.Fact(2, 4, "money"), example.Fact(5, 7, "count"), example.Fact(8, 10, "count")]
    scores = example.score(list(example.lines(nlp, "开会3次、5次。7次。", found)), gold)
    assert (scores["facts_p"], scores["facts_r"]) == (0.5, 0.5)
