#!/usr/bin/env python3
"""Train a small spaCy span categorizer on the annotated notices and score it on notices held out. CPU, no downloads.

    python corpora/train_spancat.py                  some 100 seconds of processor time; prints the scores
    python corpora/train_spancat.py --out model/     also keeps the pipeline, train.spacy and held-out.spacy
    python corpora/train_spancat.py --steps 30       a quick look

The texts are the notices of ``samples`` and ``heldback``, split **by notice** with a fixed seed, a Doc a line; the spans
are their gold facts (counts, dates, money …), aligned to jieba's words with ``expand``. Precision, recall and F1 are
spaCy's ``score_spans``: same first token, last token and kind. A fact the gold calls optional counts neither way.
Beside the trained pipeline stand the baselines, and noticeparse itself (for which these texts are not held out).
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jieba
import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

import noticeparse

HERE = Path(__file__).resolve().parent
FOLDERS = ("heldback", "samples")
KEY, OPTIONAL = "facts", "optional"
KINDS = ("contact", "count", "date", "document", "duration", "money", "period", "rank", "rate")
SUGGESTER = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": 12}
TOK2VEC = {
    "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4, "embed_size": 2000,
    "window_size": 1, "maxout_pieces": 3, "subword_features": True,
}  # fmt: skip
MODEL = {
    "@architectures": "spacy.SpanCategorizer.v1",
    "tok2vec": TOK2VEC,
    "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128},
    "scorer": {"@layers": "Softmax.v2"},
}


class Fact(NamedTuple):
    """A fact in code points of its text; `optional` where the gold allows it to be left out."""

    start: int
    end: int
    kind: str
    optional: bool = False


class Annotated(NamedTuple):
    """A notice with its gold facts."""

    name: str
    text: str
    facts: list[Fact]


# --- data


def annotated() -> list[Annotated]:
    """The annotated notices of ``samples`` and ``heldback``, by name within each."""
    found = []
    for path in (path for folder in FOLDERS for path in sorted((HERE / folder / "gold").glob("*.json"))):
        gold = json.loads(path.read_text("utf-8"))
        text = (path.parents[1] / "texts" / gold.get("expected_text", gold["source"])).read_bytes().decode()
        facts = [Fact(f["start"], f["end"], f["kind"], f["optional"]) for f in gold["facts"]]
        found.append(Annotated(path.stem, text, facts))
    return found


def split(notices: list[Annotated], held_out: int, seed: int) -> tuple[list[Annotated], list[Annotated]]:
    """The notices to train on and those held out, drawn with `seed`."""
    drawn = list(notices)
    random.Random(seed).shuffle(drawn)
    return drawn[held_out:], drawn[:held_out]


def lines(nlp: Language, text: str, facts: Iterable[Fact]) -> Iterator[Doc]:
    """A Doc for each line of `text` that is not blank, with its facts as spans (a fact never runs over a line end)."""
    at, facts = 0, sorted(facts)
    for line in text.split("\n"):
        if line.strip():
            doc = nlp.make_doc(line)
            here = [fact for fact in facts if at <= fact.start < at + len(line)]
            for key, optional in ((KEY, False), (OPTIONAL, True)):
                doc.spans[key] = [
                    doc.char_span(f.start - at, f.end - at, label=f.kind, alignment_mode="expand")
                    for f in here
                    if f.optional == optional
                ]
            yield doc
        at += len(line) + 1


def gold_docs(nlp: Language, notices: Iterable[Annotated]) -> list[Doc]:
    return [doc for notice in notices for doc in lines(nlp, notice.text, notice.facts)]


# --- the pipeline and its training


def blank() -> Language:
    jieba.setLogLevel(logging.WARNING)
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def trained(docs: list[Doc], steps: int, seed: int) -> Language:
    """A pipeline of one span categorizer, after `steps` batches of 16 lines."""
    fix_random_seed(seed)
    nlp = blank()
    categorizer = {"spans_key": KEY, "suggester": SUGGESTER, "model": MODEL, "negative_weight": 0.8, "allow_overlap": False}
    nlp.add_pipe("spancat_singlelabel", name="spancat", config=categorizer)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.001
    done, drawing = 0, random.Random(seed)
    while done < steps:
        drawing.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in list(minibatch(examples, 16))[: steps - done]:
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
            done += 1
        print(f"step {done}: loss {losses['spancat']:.1f}", flush=True)
    return nlp


# --- baselines: each sets the spans of bare Docs


def counted_labels(docs: Iterable[Doc]) -> Counter[str]:
    return Counter(span.label_ for doc in docs for span in doc.spans[KEY])


def every_candidate(nlp: Language, docs: list[Doc], label: str) -> list[Doc]:
    """`label` on every stretch of 1 to 12 tokens: what the categorizer chooses from."""
    found = [nlp.make_doc(doc.text) for doc in docs]
    for doc in found:
        sizes = range(SUGGESTER["min_size"], SUGGESTER["max_size"] + 1)
        doc.spans[KEY] = [
            Span(doc, start, start + size, label) for size in sizes for start in range(len(doc) - size + 1)
        ]
    return found


def given_spans(nlp: Language, docs: list[Doc], label: str) -> list[Doc]:
    """`label` on the gold spans themselves, as if somebody had found them all."""
    found = [nlp.make_doc(doc.text) for doc in docs]
    for doc, gold in zip(found, docs, strict=True):
        doc.spans[KEY] = [Span(doc, span.start, span.end, label) for span in gold.spans[KEY]]
    return found


def seen_strings(train: list[Doc], docs: list[Doc]) -> list[Doc]:
    """Every string that was a fact in training, wherever it stands, with the label it most often had."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for doc in train:
        for span in doc.spans[KEY]:
            labels[span.text][span.label_] += 1
    nlp = blank()
    longest = {"@misc": "spacy.first_longest_spans_filter.v1"}
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": KEY, "spans_filter": longest})
    ruler.add_patterns(
        [{"pattern": text, "label": max(had, key=lambda k: (had[k], k))} for text, had in sorted(labels.items())]
    )
    return list(nlp.pipe(doc.text for doc in docs))


def parsed(nlp: Language, notices: Iterable[Annotated]) -> list[Doc]:
    """The facts noticeparse reads from the whole notices."""
    found = []
    for _, text, _ in notices:
        facts = [Fact(*fact.span, fact.kind) for fact in noticeparse.parse(text).facts if fact.kind in KINDS]
        found += lines(nlp, text, facts)
    return found


# --- scores


def score(predicted: list[Doc], gold: list[Doc]) -> dict[str, Any]:
    """spaCy's span scores; a predicted span that the gold calls optional is taken away first."""
    examples = []
    for doc, reference in zip(predicted, gold, strict=True):
        free = {(span.start, span.end) for span in reference.spans[OPTIONAL]}
        doc.spans[KEY] = [span for span in doc.spans[KEY] if (span.start, span.end) not in free]
        examples.append(Example(doc, reference))
    return Scorer.score_spans(
        examples, attr=KEY, getter=lambda doc, key: doc.spans[key], allow_overlap=True, labeled=True
    )


def row(name: str, scores: dict[str, Any]) -> str:
    return f"{name:52} " + " ".join(f"{scores[f'{KEY}_{measure}']:.3f}" for measure in "prf")


def reachable(docs: list[Doc]) -> float:
    """The share of gold spans short enough to be suggested."""
    sizes = [len(span) for doc in docs for span in doc.spans[KEY]]
    return sum(size <= SUGGESTER["max_size"] for size in sizes) / len(sizes)


def main(argv: list[str] | None = None) -> dict[str, dict[str, Any]]:
    """Train, print the table and return its rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=500, help="batches of 16 lines (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the split and the training (default %(default)s)")
    parser.add_argument("--held-out", type=int, default=7, help="notices held out (default %(default)s)")
    parser.add_argument("--out", type=Path, help="keep the pipeline and the DocBins in this folder")
    args = parser.parse_args(argv)
    nlp = blank()
    kept, held_out = split(annotated(), args.held_out, args.seed)
    train, gold = gold_docs(nlp, kept), gold_docs(nlp, held_out)
    print(f"{len(kept)} notices to train on ({len(train)} lines, {counted_labels(train).total()} facts), held out: "
          f"{', '.join(sorted(notice.name for notice in held_out))} ({len(gold)} lines, {counted_labels(gold).total()} facts, "
          f"{reachable(gold):.1%} short enough to be suggested)")  # fmt: skip
    model = trained(train, args.steps, args.seed)
    usual = counted_labels(train).most_common(1)[0][0]
    rows = {
        f"most frequent label ({usual}) on every candidate": score(every_candidate(nlp, gold, usual), gold),
        f"most frequent label ({usual}) on the gold spans": score(given_spans(nlp, gold, usual), gold),
        "strings of the training set, most frequent label": score(seen_strings(train, gold), gold),
        "span categorizer": score(list(model.pipe(doc.text for doc in gold)), gold),
        "noticeparse": score(parsed(nlp, held_out), gold),
    }
    print(f"{'':52} P     R     F1")
    print(*(row(name, scores) for name, scores in rows.items()), sep="\n")
    by_kind = sorted(rows["span categorizer"][f"{KEY}_per_type"].items())
    print("F1 of the span categorizer by kind:", ", ".join(f"{kind} {scores['f']:.2f}" for kind, scores in by_kind))
    if args.out:
        keep(args.out, model, train, gold)
    return rows


def keep(folder: Path, model: Language, train: list[Doc], gold: list[Doc]) -> None:
    """Write the pipeline and both halves of the data, as ``spacy train`` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    model.to_disk(folder / "pipeline")
    for name, docs in (("train", train), ("held-out", gold)):
        DocBin(docs=docs).to_disk(folder / f"{name}.spacy")


if __name__ == "__main__":
    main()
