from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.taxonomy import Axis, TopicLabel, load_taxonomy

TWO_TOPICS = """
[[topic]]
id = "coal"
group = "core"
name = "Coal"
description = "About coal"

[[topic]]
id = "wind"
group = "core"
name = "Wind"
description = "About wind"
"""
AXIS = '[[axis]]\nid = "source"\nname = "Source"\nsides = ["coal", "wind"]\n'


def test_the_shipped_taxonomy_has_the_promised_ids() -> None:
    core = {"rlhf", "cai", "governance", "compensation"}
    extended = {"talent", "safety", "interpretability", "capability", "deployment", "regulation", "market"}
    taxonomy = load_taxonomy()
    assert {topic.id for topic in taxonomy.topics if topic.group == "core"} == core
    assert {topic.id for topic in taxonomy.topics if topic.group == "extended"} == extended
    (axis,) = taxonomy.axes
    assert (axis.id, axis.name, axis.sides) == ("alignment_method", "Alignment method", ("rlhf", "cai"))
    assert "human*" in axis.words[0]
    assert "constitution*" in axis.words[1]


def test_another_taxonomy_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "energy.toml"
    file.write_text(TWO_TOPICS + AXIS)
    taxonomy = load_taxonomy(str(file))
    assert taxonomy.ids == ("coal", "wind")
    assert taxonomy.topics[0] == TopicLabel("coal", "core", "Coal", "About coal")
    assert taxonomy.axes == (Axis("source", "Source", ("coal", "wind")),)


def test_an_axis_can_name_the_words_of_its_sides(tmp_path: Path) -> None:
    file = tmp_path / "energy.toml"
    file.write_text(TWO_TOPICS + AXIS + '[axis.words]\nwind = ["wind*", "sea breeze"]\n')
    assert load_taxonomy(str(file)).axes[0].words == ((), ("wind*", "sea breeze"))


def test_a_missing_taxonomy_is_named_with_what_to_give() -> None:
    with pytest.raises(UsageError, match=r"no taxonomy .*none\.toml: give a file with \[\[topic\]\] tables"):
        load_taxonomy("none.toml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "A topic has id, group, name, description"),
        (b"topic = []", "topic"),
        (b"topic = 3", "A topic has id, group, name, description"),
        (b"[[topic", "A topic has"),
        (b"\xff", "A topic has"),
        (b'[[topic]]\nid = "coal"\n', "A topic has"),
        (TWO_TOPICS.encode() * 2, "a topic id is given twice"),
        (TWO_TOPICS.encode() + b'[[axis]]\nid = "a"\nname = "A"\nsides = ["coal"]\n', "two sides"),
        (
            TWO_TOPICS.encode() + b'[[axis]]\nid = "a"\nname = "A"\nsides = ["coal", "sun"]\n',
            r"unknown topics \['sun'\]; known: coal, wind",
        ),
        (
            (TWO_TOPICS + AXIS + '[axis.words]\nsun = ["sun*"]\n').encode(),
            "axis source has words for 'sun', which is none",
        ),
        (
            (TWO_TOPICS + AXIS + '[axis.words]\ncoal = "coal"\n').encode(),
            "words of coal have to be a list of lower-case",
        ),
        (
            (TWO_TOPICS + AXIS + '[axis.words]\ncoal = ["Coal"]\n').encode(),
            "words of coal have to be a list of lower-case",
        ),
        ((TWO_TOPICS + AXIS + "words = 3\n").encode(), "the words of axis source are a table"),
        ((TWO_TOPICS + AXIS + 'wods = "x"\n').encode(), "axis source has an unknown key 'wods'"),
    ],
)
def test_a_wrong_taxonomy_is_refused_naming_file_and_fault(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        load_taxonomy(str(file))
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("head", ["claim", "hedged", "predicted"])
def test_a_topic_cannot_take_the_name_of_another_output_of_the_model(tmp_path: Path, head: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(TWO_TOPICS.replace('id = "coal"', f'id = "{head}"'))
    with pytest.raises(UsageError, match=head):
        load_taxonomy(str(file))
