"""Parse single sentences with the parser of the NER pipeline, for the stages that need to know who does what to whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.reading import Parsed
from pipeline.extract.view import View

# Components of the pipeline that only parsing needs; loaded disabled, so that finding names does not pay for them.
PARSING = ("tok2vec", "tagger", "parser", "attribute_ruler")
_BATCH = 64


def parse(nlp: Language, views: Mapping[int, View]) -> dict[int, Parsed]:
    """Return the parse of each sentence, by the index it came with. Every view is read as one sentence."""
    docs: Iterable[Doc] = [_one_sentence(nlp, view.text) for view in views.values()]
    for name in PARSING:
        component: Any = nlp.get_pipe(name)
        docs = component.pipe(docs, batch_size=_BATCH)
    return {index: Parsed(doc, view) for (index, view), doc in zip(views.items(), docs, strict=True)}


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc
