"""Who says a sentence: constructions of direct, indirect and mixed speech."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.data import Attribution
from pipeline.extract.attribution.attribute import attribute, needs_parse
from pipeline.extract.attribution.resolve import Resolver
from pipeline.extract.reading import Reading
from tests.extract.readings import read


def _attributions(text: str, title: str | None = None) -> list[tuple[str, Attribution]]:
    reading = read(text, title)
    found = attribute(reading, Resolver(reading))
    assert len(found) == len(reading.sentences)
    return [(text[s.start : s.end], a) for s, a in zip(reading.sentences, found, strict=True)]


def _last(text: str) -> Attribution:
    return _attributions(text)[-1][1]


@pytest.mark.parametrize(
    ("construction", "text", "kind", "speaker", "cue"),
    [
        ("reported with that", "Sam Altman said that the model is ready.", "reported", "Sam Altman", "said"),
        ("reported without that", "OpenAI says the model is ready.", "reported", "OpenAI", "says"),
        (
            "told somebody that",
            "Sam Altman told the Journal that the model is ready.",
            "reported",
            "Sam Altman",
            "told",
        ),
        ("quote, said X", "“The model is ready,” said Sam Altman.", "quoted", "Sam Altman", "said"),
        ("quote, X said", "“The model is ready,” Sam Altman said.", "quoted", "Sam Altman", "said"),
        ("X said, quote", "Sam Altman said, “The model is ready.”", "quoted", "Sam Altman", "said"),
        ("X said: quote", "Sam Altman said: “The model is ready.”", "quoted", "Sam Altman", "said"),
        ("quote, X said, quote", "“The model,” Sam Altman said, “is ready for you.”", "quoted", "Sam Altman", "said"),
        ("straight marks", '"The model is ready," Sam Altman said.', "quoted", "Sam Altman", "said"),
        ("single marks", "‘The model is ready,’ Sam Altman said.", "quoted", "Sam Altman", "said"),
        ("marks as entities", "&quot;The model is ready,&quot; Sam Altman said.", "quoted", "Sam Altman", "said"),
        ("mixed speech", "Sam Altman said the model is “really quite ready” now.", "quoted", "Sam Altman", "said"),
        ("parenthesis", "The model, Sam Altman said, is ready for customers.", "reported", "Sam Altman", "said"),
        ("at the end", "The model is ready for customers, Sam Altman said.", "reported", "Sam Altman", "said"),
        ("at the end, inverted", "The model is ready, said Sam Altman.", "reported", "Sam Altman", "said"),
        ("weekday after the cue", "The model is ready, OpenAI said Monday.", "reported", "OpenAI", "said"),
        ("according to", "The model is ready, according to Sam Altman.", "reported", "Sam Altman", "according to"),
        (
            "according to, in front",
            "According to Sam Altman, the model is ready.",
            "reported",
            "Sam Altman",
            "According to",
        ),
        ("as X put it", "The model is ready, as Sam Altman put it in May.", "reported", "Sam Altman", "put"),
        (
            "relative clause between",
            "Sam Altman, who leads OpenAI, said the model is ready.",
            "reported",
            "Sam Altman",
            "said",
        ),
        (
            "apposition between",
            "Sam Altman, the chief executive, said the model is ready.",
            "reported",
            "Sam Altman",
            "said",
        ),
        ("role before the name", "OpenAI chief executive Sam Altman said it works.", "reported", "Sam Altman", "said"),
        ("thinks that", "Sam Altman believes that the model is ready.", "reported", "Sam Altman", "believes"),
        ("thinks, at the end", "The model is ready for use, Sam Altman thinks.", "reported", "Sam Altman", "thinks"),
        ("has said", "Anthropic has said that it will not sell the model.", "reported", "Anthropic", "said"),
        ("announced", "Anthropic announced a new model on Tuesday.", "reported", "Anthropic", "announced"),
        ("called it", "Sam Altman called the plan a mistake.", "reported", "Sam Altman", "called"),
        ("accused of", "Sam Altman accused Meta of poaching engineers.", "reported", "Sam Altman", "accused"),
        (
            "saying, after the main clause",
            "Sam Altman left, saying that the plan was wrong.",
            "reported",
            "Sam Altman",
            "saying",
        ),
        (
            "adds, from the same subject",
            "Sam Altman left OpenAI and said that he was tired.",
            "reported",
            "Sam Altman",
            "said",
        ),
        ("passive with an agent", "The deal was reported by Bloomberg on Monday.", "reported", "Bloomberg", "reported"),
        ("in her view", "In Mira Murati's view, the plan is too slow.", "reported", "Mira Murati", "view"),
        ("pronoun", "Mira Murati left. She said the plan was too slow.", "reported", "Mira Murati", "said"),
        ("the company", "Anthropic grew. The company said it would hire.", "reported", "Anthropic", "said"),
        ("a document", "The lab failed. The filing says that it owes money.", "reported", "The filing", "says"),
        ("a medium", "The talks failed, The Information reported.", "reported", "The Information", "reported"),
        (
            "unnamed people",
            "The talks failed, according to people familiar with the matter.",
            "reported",
            "people familiar with the matter",
            "according to",
        ),
        (
            "two employees",
            "Two former employees said that the talks failed.",
            "reported",
            "Two former employees",
            "said",
        ),
        ("a spokesperson", "A spokesperson for OpenAI said it works.", "reported", "A spokesperson for OpenAI", "said"),
        ("report by", "A report by Bloomberg says the deal failed.", "reported", "Bloomberg", "says"),
        ("X: quote", "Sam Altman: “We won the race.”", "quoted", "Sam Altman", None),
        ("quote, dash, name", "“We won the race.” — Sam Altman", "quoted", "Sam Altman", None),
        ("colon before a quote", "Sam Altman was blunt: “We lost the race.”", "quoted", "Sam Altman", None),
        (
            "a relative clause that ends",
            "The flaw is one that Anthropic says is rare.",
            "reported",
            "Anthropic",
            "says",
        ),
    ],
)
def test_attributes(construction: str, text: str, kind: str, speaker: str, cue: str | None) -> None:
    found = _last(text) if "dash" not in construction else _attributions(text)[0][1]
    assert (found.kind, found.speaker, found.cue and found.cue.text) == (kind, speaker, cue), construction


@pytest.mark.parametrize(
    ("construction", "text"),
    [
        ("plain fact", "OpenAI was founded in 2015."),
        ("did not say", "OpenAI did not say when the model will come."),
        ("declined to comment", "OpenAI declined to comment on the plan."),
        ("declined to say", "Sam Altman declined to say when it will come."),
        ("could say", "Sam Altman could say more about it."),
        ("nobody in particular", "It is said that the model is ready."),
        ("hearsay", "Sam Altman is said to be tired."),
        ("the author", "We think that the model is ready."),
        ("a subordinate clause", "Shares fell after OpenAI said that it would wait."),
        ("a relative clause aside", "Anthropic, which said nothing for weeks, hired ten people."),
        ("fears of unnamed people", "Workers fear that they will lose their jobs."),
        ("reports to", "Mira Murati reports to Sam Altman."),
        ("an order", "Sam Altman told the team to stop."),
        ("a machine", "The model says that it is tired."),
        ("a name for quoting", "The book is called “Genius Makers” in English."),
    ],
)
def test_leaves_to_the_author(construction: str, text: str) -> None:
    assert _last(text) == Attribution(), construction


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sam Altman said it works.", "person"),
        ("OpenAI said it works.", "organisation"),
        ("The union said it works.", "organisation"),
        ("The lawsuit says it works.", "document"),
        ("Three former employees said it works.", "anonymous"),
    ],
)
def test_tells_types_of_speakers(text: str, kind: str) -> None:
    assert _last(text).type == kind


def test_two_speakers() -> None:
    found = _last("Sam Altman and Greg Brockman said that they would stay.")
    assert (found.speaker, found.speakers) == ("Sam Altman", ("Sam Altman", "Greg Brockman"))


def test_two_speakers_before_an_apposition() -> None:
    found = _last("Sam Altman and Greg Brockman, its president, said that they would stay.")
    assert (found.speaker, found.speakers) == ("Sam Altman", ("Sam Altman", "Greg Brockman"))


def test_the_surface_is_where_the_speaker_stands() -> None:
    found = _last("Mira Murati left. Later she said the plan was slow.")
    assert found.speaker == "Mira Murati"
    assert found.surface is not None
    assert found.surface.text == "she"


def _speakers(text: str, title: str | None = None) -> list[str | None]:
    return [found.speaker for _, found in _attributions(text, title)]


def test_a_floating_quotation_has_the_speaker_before_it() -> None:
    text = "“We lost the race,” said Sam Altman. “It was close at the end.”"
    assert _speakers(text) == ["Sam Altman", "Sam Altman"]


def test_a_quotation_of_several_sentences_takes_the_speaker_after_it() -> None:
    text = "“We lost the race. It was close at the end,” said Sam Altman."
    assert _speakers(text) == ["Sam Altman", "Sam Altman"]


def test_the_author_goes_on_after_a_quotation() -> None:
    text = "“We lost the race,” said Sam Altman. OpenAI was founded in 2015."
    assert _speakers(text) == ["Sam Altman", None]


def test_a_quotation_over_paragraphs_opens_each_with_a_mark() -> None:
    text = (
        "Sam Altman said: “We lost the race in the spring.\n\n"
        "“The chips came late to every one of our sites.\n\n"
        "“Nobody is to blame for what happened.”\n\n"
        "OpenAI was founded in 2015."
    )
    assert _speakers(text) == ["Sam Altman", "Sam Altman", "Sam Altman", None]


def test_a_mark_that_is_never_closed_holds_for_its_sentence() -> None:
    text = "“We lost the race, said Sam Altman.\n\nOpenAI was founded in 2015.\n\nGoogle said that it was glad."
    assert _speakers(text)[1:] == [None, "Google"]


def test_an_apostrophe_opens_nothing() -> None:
    text = "In the '90s the founders' dog slept here. OpenAI's plan was new. Google said that it was glad."
    assert _speakers(text) == [None, None, "Google"]


def test_labels_of_an_interview() -> None:
    text = (
        "LEX: Why did you leave the lab?\n\nDARIO AMODEI: The work was done. It took years.\n\n"
        "LEX: And what comes next?\n\nDARIO AMODEI: Interpretability comes next."
    )
    speakers = [speaker and speaker.title() for speaker in _speakers(text)]
    assert set(speakers) == {None, "Dario Amodei"}
    assert speakers[0] is None
    assert speakers[-1] == "Dario Amodei"


def test_bold_labels_with_a_surname() -> None:
    text = (
        "The Post met Mira Murati in May.\n\n**The Post:** Why did you leave?\n\n**Murati:** The work was done.\n\n"
        "**The Post:** What comes next?\n\n**Murati:** A new lab opens in June."
    )
    speakers = {words: found.speaker for words, found in _attributions(text)}
    assert [speaker for words, speaker in speakers.items() if "done" in words or "June" in words] == ["Mira Murati"] * 2
    assert not any(speaker for words, speaker in speakers.items() if "?" in words)


def test_answers_without_labels() -> None:
    text = "\n\n".join(
        [
            "Interview: we met Mira Murati in a café.",
            *(
                part
                for question in ("Why did you leave?", "Was it hard?", "What comes next?", "Who joins you?")
                for part in (question, "I had done my work there. The lab was ready.")
            ),
        ]
    )
    assert _speakers(text)[-2:] == ["Mira Murati", "Mira Murati"]


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("Sam Altman said it works.", True),
        ("It works, according to the lab.", True),
        ("“It works,” laughed Sam Altman.", True),
        ("In her view, it works.", True),
        ("OpenAI was founded in 2015.", False),
        ("The report is long.", False),
        ("To answer that takes time.", False),
    ],
)
def test_only_sentences_with_a_cue_need_a_parse(text: str, needed: bool) -> None:
    assert needs_parse(text) is needed


def test_a_sentence_without_a_parse_is_the_authors() -> None:
    whole = read("Sam Altman said it works.")
    reading = Reading(whole.article, whole.sentences, whole.mentions)
    assert attribute(reading, Resolver(reading)) == (Attribution(),)


_MARKS = ("“", "”", '"', "‘", "’", "'", "«", "—", "&quot;", "\n\n", "\n", " ", "\u00a0", ". ", ", ", "? ", "é", "🙂")
_WORDS = (
    "Sam Altman said",
    "she said",
    "OpenAI",
    "Q: ",
    "A: ",
    "**Ada:** ",
    "according to him",
    "I think that",
    "the '90s",
)
_FRAGMENTS = st.sampled_from(_MARKS + _WORDS)


@given(st.lists(_FRAGMENTS, max_size=30).map("".join))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_sentence_has_an_attribution_whose_spans_are_exact(text: str) -> None:
    for _, found in _attributions(text):
        assert (found.kind == "author") == (found.speaker is None)
        for span in (found.surface, found.cue):
            assert span is None or (span.text == text[span.start : span.end] and span.text)
