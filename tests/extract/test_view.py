from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.view import view

_CHARACTERS = list("aB .,&;#39x\u00a0\u200b\u202e\ufeff\t\r\n🙂é\u0301")
MESS = st.text(alphabet=st.sampled_from([*_CHARACTERS, "&"])) | st.lists(
    st.sampled_from([*_CHARACTERS, "&#39;", "&amp;", "&nbsp;", "&quot;"])
).map("".join)


def test_plain_text_is_its_own_view() -> None:
    found = view("a plain sentence", 2, 7)
    assert found.text == "plain"
    assert found.span(0, 5) == (2, 7)


def test_entities_are_read_and_mapped_back() -> None:
    source = "OpenAI&#39;s board &amp; Anthropic&nbsp;PBC"
    found = view(source, 0, len(source))
    assert found.text == "OpenAI's board & Anthropic PBC"
    start = found.text.index("Anthropic")
    begin, end = found.span(start, start + len("Anthropic PBC"))
    assert source[begin:end] == "Anthropic&nbsp;PBC"
    begin, end = found.span(6, 8)
    assert source[begin:end] == "&#39;s"


def test_invisible_characters_are_skipped_inside_a_name() -> None:
    source = "by Mi\u200bna Oko\u00adnkwo said"
    found = view(source, 0, len(source))
    assert found.text == "by Mina Okonkwo said"
    begin, end = found.span(3, 15)
    assert source[begin:end] == "Mi\u200bna Oko\u00adnkwo"


def test_what_only_looks_like_an_entity_stays() -> None:
    assert view("R&D; AT&T; &bogusword;", 0, 22).text == "R&D; AT&T; &bogusword;"


@given(MESS, st.data())
def test_every_span_maps_into_the_source(source: str, data: st.DataObject) -> None:
    found = view(source, 0, len(source))
    if not found.text:
        return
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))
    begin, stop = found.span(start, end)
    assert 0 <= begin < stop <= len(source)
    assert view(source, begin, stop).text == found.text[start:end]
