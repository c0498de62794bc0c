"""Articles to claims: the stages in a row. Knows nothing of files or of where it runs.

from pipeline import Extractor
extractor = Extractor.load()
for claim in extractor.extract(text): ...
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.config import Config, load_config
from pipeline.data import Article, Claim, Extraction, Mention, Sentence, Topic, Where
from pipeline.errors import UsageError
from pipeline.extract import modality
from pipeline.extract.classify import (
    CLAIM,
    HEADS,
    HEDGED,
    PREDICTED,
    ClaimClassifier,
    Passage,
    Scores,
    make_context,
    pick_device,
)
from pipeline.extract.entities import MentionFinder, in_order, load_labs
from pipeline.extract.layout import Block, blocks
from pipeline.extract.segment import split_sentences
from pipeline.extract.view import view
from pipeline.model.folder import find_model
from pipeline.taxonomy import Taxonomy, load_taxonomy
from pipeline.text import mend_surrogates

# Articles that extract_many reads ahead and classifies together. Who shares a batch can move the last digits of a score.
_STREAM_WINDOW = 32
# spaCy refuses texts of a million characters; no block of news is a tenth of that.
_BLOCK_MAX_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article that was split and tagged but not yet classified."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    passages: tuple[Passage, ...]
    chars_read: int


class Extractor:
    """All models and lists of a configuration, loaded once."""

    def __init__(self, config: Config, finder: MentionFinder, classifier: ClaimClassifier, taxonomy: Taxonomy) -> None:
        self.config, self.finder, self.classifier = config, finder, classifier
        if wrong := set(taxonomy.ids) ^ set(classifier.labels) - set(HEADS):
            raise UsageError(
                f"taxonomy {config.claims.taxonomy} and model {config.claims.model} differ in {', '.join(sorted(wrong))}; "
                "train a model for this taxonomy (labclaims train) or use the one it was trained with"
            )
        self.topics = taxonomy.ids
        self.core_topics = tuple(topic.id for topic in taxonomy.topics if topic.group == "core")
        self.models = {"claims": classifier.identity, "ner": finder.identity}
        self.lists = {"labs": finder.labs.digest, "taxonomy": taxonomy.digest}

    @classmethod
    def load(cls, config: Config | None = None, *, device: str = "auto") -> "Extractor":
        """Load the models of a configuration (the default one without it). Raises ModelError, UsageError."""
        config = config or load_config()
        labs = load_labs(config.ner.labs)
        finder = MentionFinder(find_model(config.ner.model, "make train-ner"), labs)
        classifier = ClaimClassifier(
            find_model(config.claims.model, "labclaims train"),
            device=pick_device(device),
            batch_size=config.claims.batch_size,
            window=config.claims.window,
            stride=config.claims.stride,
        )
        return cls(config, finder, classifier, load_taxonomy(config.claims.taxonomy))

    def extract(self, text: str, *, title: str | None = None) -> Sequence[Claim]:
        """Return the claims of one text."""
        article = Article(id="text", text=mend_surrogates(text), where=Where("-"), title=title)
        return next(self.extract_many([article])).claims

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield one extraction per article, in order, reading a few articles ahead."""
        source = iter(articles)
        while window := list(islice(source, _STREAM_WINDOW)):
            yield from self.extract_batch(window)

    def extract_batch(self, articles: Sequence[Article]) -> list[Extraction]:
        """Return the extractions of articles that are classified together; a run gives one shard at a time."""
        readings = [self._read(article) for article in articles]
        scores = self.classifier.score([passage for reading in readings for passage in reading.passages])
        extractions, row = [], 0
        for reading in readings:
            count = len(reading.passages)
            extractions.append(self._assemble(reading, scores[row : row + count]))
            row += count
        return extractions

    def _read(self, article: Article) -> _Reading:
        text = article.text
        found = [part for block in blocks(text, article.title) for part in _parts(block, text)]
        views = [view(text, block.start, block.end) for block in found]
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        for block, block_view, doc in zip(found, views, self.finder.nlp.pipe(v.text for v in views), strict=True):
            sentences += split_sentences(block, block_view, doc)
            mentions += self.finder.mentions(doc, block_view, text)
        texts = [view(text, sentence.start, sentence.end).text for sentence in sentences]
        passages = tuple(
            Passage(texts[i], make_context(texts, i, article.title))
            for i, sentence in enumerate(sentences)
            if sentence.is_prose
        )
        # Every block was read to its end; what lies between blocks holds no letter, which a property test asserts.
        return _Reading(article, tuple(sentences), tuple(in_order(mentions)), passages, len(text))

    def _assemble(self, reading: _Reading, scores: Scores) -> Extraction:
        claims, row = [], 0
        for index, sentence in enumerate(reading.sentences):
            if sentence.is_prose:
                claim = self._claim(
                    reading, index, dict(zip(self.classifier.labels, scores[row].tolist(), strict=True))
                )
                claims += [claim] if claim else []
                row += 1
        return Extraction(reading.article, reading.sentences, reading.mentions, tuple(claims), reading.chars_read)

    def _claim(self, reading: _Reading, index: int, scores: dict[str, float]) -> Claim | None:
        thresholds = self.classifier.thresholds
        topics = tuple(Topic(t, scores[t], thresholds[t]) for t in self.topics if scores[t] >= thresholds[t])
        if scores[CLAIM] < thresholds[CLAIM] or not (topics or self.config.claims.emit == "all"):
            return None
        sentence, text = reading.sentences[index], reading.article.text
        label, score = modality.decide(scores[HEDGED], scores[PREDICTED], thresholds[HEDGED], thresholds[PREDICTED])
        return Claim(
            start=sentence.start,
            end=sentence.end,
            text=text[sentence.start : sentence.end],
            sentence=index,
            claim_score=scores[CLAIM],
            topics=topics,
            scores={topic: scores[topic] for topic in self.topics},
            modality=label,
            modality_score=score,
            modality_cues=modality.cues(text, sentence.start, sentence.end, label),
            mentions=tuple(m for m in reading.mentions if sentence.start <= m.start and m.end <= sentence.end),
        )


def _parts(block: Block, text: str) -> Iterator[Block]:
    """Cut a block that is too long for spaCy at spaces."""
    start = block.start
    while block.end - start > _BLOCK_MAX_CHARS:
        cut = text.rfind(" ", start, start + _BLOCK_MAX_CHARS)
        cut = cut if cut > start else start + _BLOCK_MAX_CHARS
        yield Block(start, cut, block.furniture)
        start = cut
    yield Block(start, block.end, block.furniture)
