"""Articles to claims: the stages in a row. Knows nothing of files or of where it runs.

from pipeline import Extractor
extractor = Extractor.load()
for claim in extractor.extract(text): ...
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.config import Config, load_config
from pipeline.data import Article, Attribution, Claim, Extraction, Mention, Sentence, Topic, Where
from pipeline.errors import UsageError
from pipeline.extract import modality
from pipeline.extract.agree import agree
from pipeline.extract.attribution import attribute
from pipeline.extract.attribution.resolve import Resolver
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
from pipeline.extract.contrast import find_contrast
from pipeline.extract.entities import MentionFinder, in_order
from pipeline.extract.known import load_genders, load_labs, load_people
from pipeline.extract.layout import Block, blocks
from pipeline.extract.link import Link, Linker
from pipeline.extract.money.amounts import find_amounts
from pipeline.extract.moves import events
from pipeline.extract.reading import Reading
from pipeline.extract.segment import split_sentences
from pipeline.extract.syntax import parse
from pipeline.extract.view import View, view
from pipeline.model.folder import find_model
from pipeline.taxonomy import Taxonomy, load_taxonomy
from pipeline.text import mend_surrogates

# Articles that extract_many reads ahead and classifies together. Who shares a batch can move the last digits of a score.
_STREAM_WINDOW = 32
# spaCy refuses texts of a million characters; no block of news is a tenth of that.
_BLOCK_MAX_CHARS = 100_000


# The topic whose claims can name amounts of pay.
_PAY = "compensation"


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article that was split and tagged but not yet classified. ``views`` and ``passages``: of its sentences of prose."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    views: dict[int, View]
    passages: tuple[Passage, ...]
    chars_read: int


class Extractor:
    """All models and lists of a configuration, loaded once."""

    def __init__(
        self, config: Config, finder: MentionFinder, linker: Linker, classifier: ClaimClassifier, taxonomy: Taxonomy
    ) -> None:
        self.config, self.finder, self.linker, self.classifier = config, finder, linker, classifier
        if wrong := set(taxonomy.ids) ^ set(classifier.labels) - set(HEADS):
            raise UsageError(
                f"taxonomy {config.claims.taxonomy} and model {config.claims.model} differ in {', '.join(sorted(wrong))}; "
                "train a model for this taxonomy (labclaims train) or use the one it was trained with"
            )
        self.topics, self.axes = taxonomy.ids, taxonomy.axes
        self.core_topics = tuple(topic.id for topic in taxonomy.topics if topic.group == "core")
        self.models = {"claims": classifier.identity, "ner": finder.identity}
        self.lists = {**linker.digests, "taxonomy": taxonomy.digest}

    @classmethod
    def load(cls, config: Config | None = None, *, device: str = "auto") -> "Extractor":
        """Load the models of a configuration (the default one without it). Raises ModelError, UsageError."""
        config = config or load_config()
        linker = load_linker(config)
        finder = load_finder(config, linker)
        classifier = ClaimClassifier(
            find_model(config.claims.model, "labclaims train"),
            device=pick_device(device),
            batch_size=config.claims.batch_size,
            window=config.claims.window,
            stride=config.claims.stride,
        )
        return cls(config, finder, linker, classifier, load_taxonomy(config.claims.taxonomy))

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
        drafts = [self._read(article) for article in articles]
        scores = self.classifier.score([passage for draft in drafts for passage in draft.passages])
        extractions, row = [], 0
        for draft in drafts:
            count = len(draft.passages)
            extractions.append(self._assemble(draft, scores[row : row + count]))
            row += count
        return extractions

    def _read(self, article: Article) -> _Draft:
        sentences, links = find_links(self.finder, self.linker, article)
        text, mentions = article.text, tuple(link.mention for link in links)
        seen = [view(text, sentence.start, sentence.end) for sentence in sentences]
        views = {index: seen[index] for index, sentence in enumerate(sentences) if sentence.is_prose}
        texts = [one.text for one in seen]
        passages = tuple(Passage(texts[index], make_context(texts, index, article.title)) for index in views)
        # Every block was read to its end; what lies between blocks holds no letter, which a property test asserts.
        return _Draft(article, sentences, mentions, views, passages, len(text))

    def _assemble(self, draft: _Draft, scores: Scores) -> Extraction:
        rows = {
            index: dict(zip(self.classifier.labels, row.tolist(), strict=True))
            for index, row in zip(draft.views, scores, strict=True)
        }
        kept = {index: row for index, row in rows.items() if self._is_kept(row)}
        claims = self._claims(draft, kept) if kept else ()
        return Extraction(draft.article, draft.sentences, draft.mentions, claims, draft.chars_read)

    def _is_kept(self, scores: dict[str, float]) -> bool:
        return scores[CLAIM] >= self.classifier.thresholds[CLAIM] and (
            self.config.claims.emit == "all" or bool(self._topics(scores))
        )

    def _topics(self, scores: dict[str, float]) -> tuple[Topic, ...]:
        thresholds = self.classifier.thresholds
        return tuple(Topic(t, scores[t], thresholds[t]) for t in self.topics if scores[t] >= thresholds[t])

    def _claims(self, draft: _Draft, kept: dict[int, dict[str, float]]) -> tuple[Claim, ...]:
        """Return the claims of the sentences that are kept; only an article that has some is parsed."""
        wanted = {
            index: seen
            for index, seen in draft.views.items()
            if attribute.needs_parse(seen.text) or (index in kept and events.needs_parse(seen.text))
        }
        reading = Reading(draft.article, draft.sentences, draft.mentions, parse(self.finder.nlp, wanted))
        resolver = Resolver(reading, genders=self.linker.genders)
        attributions = attribute.attribute(reading, resolver)
        return tuple(
            self._claim(reading, index, scores, attributions[index], resolver) for index, scores in kept.items()
        )

    def _claim(
        self, reading: Reading, index: int, scores: dict[str, float], attribution: Attribution, resolver: Resolver
    ) -> Claim:
        thresholds = self.classifier.thresholds
        topics = self._topics(scores)
        labels = {topic.label for topic in topics}
        sentence, text = reading.sentences[index], reading.text
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
            attribution=attribution,
            contrast=find_contrast(text, sentence.start, sentence.end, labels, self.axes),
            mentions=reading.mentions_in(index),
            moves=events.find_moves(reading, index, resolver),
            amounts=find_amounts(text, sentence.start, sentence.end) if _PAY in labels else (),
        )


def load_linker(config: Config) -> Linker:
    """Load the lists of known labs and people of a configuration. Raises UsageError."""
    return Linker(load_labs(config.ner.labs), load_people(config.ner.people), load_genders(config.ner.names))


def load_finder(config: Config, linker: Linker) -> MentionFinder:
    """Load the NER pipeline of a configuration. Raises ModelError."""
    return MentionFinder(find_model(config.ner.model, "make train-ner"), linker.labs)


def find_links(
    finder: MentionFinder, linker: Linker, article: Article
) -> tuple[tuple[Sentence, ...], tuple[Link, ...]]:
    """Return the sentences of an article and its linked mentions, in order."""
    text = article.text
    found = [part for block in blocks(text, article.title) for part in _parts(block, text)]
    views = [view(text, block.start, block.end) for block in found]
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    for block, seen, doc in zip(found, views, finder.nlp.pipe(v.text for v in views), strict=True):
        sentences += split_sentences(block, seen, doc)
        mentions += finder.mentions(doc, seen, text)
    agreed = agree(in_order(mentions), text, linker.labs)
    return tuple(sentences), tuple(linker.link(in_order(agreed), text))


def _parts(block: Block, text: str) -> Iterator[Block]:
    """Cut a block that is too long for spaCy at spaces."""
    start = block.start
    while block.end - start > _BLOCK_MAX_CHARS:
        cut = text.rfind(" ", start, start + _BLOCK_MAX_CHARS)
        cut = cut if cut > start else start + _BLOCK_MAX_CHARS
        yield Block(start, cut, block.furniture)
        start = cut
    yield Block(start, block.end, block.furniture)
