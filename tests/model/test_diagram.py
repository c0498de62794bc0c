"""The diagram is well-formed, holds every point, and nothing that runs."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.calibrate import Bin
from pipeline.model.diagram import reliability_svg

SVG = "{http://www.w3.org/2000/svg}"
bins = st.builds(Bin, st.floats(0, 1), st.floats(0, 1), st.integers(1, 10**6))


@given(st.dictionaries(st.text("abc<&\"'> ", min_size=1, max_size=8), st.lists(bins, max_size=10), max_size=15))
def test_every_label_has_a_panel_and_every_bin_a_dot(points: dict[str, list[Bin]]) -> None:
    root = ElementTree.fromstring(reliability_svg(points))  # noqa: S314 -- our own text
    panels = root.findall(f"{SVG}g")
    assert [panel.findtext(f"{SVG}text") for panel in panels] == list(points)
    assert [len(panel.findall(f"{SVG}circle")) for panel in panels] == [len(found) for found in points.values()]
    assert not root.findall(f".//{SVG}script")


def test_a_score_that_promises_too_much_lies_below_the_diagonal() -> None:
    root = ElementTree.fromstring(reliability_svg({"cai": [Bin(0.75, 0.25, 4)]}))  # noqa: S314 -- our own text
    dot = root.find(f".//{SVG}circle")
    assert dot is not None
    assert (float(dot.attrib["cx"]), float(dot.attrib["cy"])) == (90, 90)
