"""Reliability diagrams as one SVG: per label, how often a score came true (Niculescu-Mizil and Caruana, 2005)."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from pipeline.model.calibrate import Bin

_SIDE, _MARGIN, _TITLE, _COLUMNS = 120, 26, 18, 5


def reliability_svg(points: Mapping[str, Sequence[Bin]]) -> str:
    """Return a page of small diagrams: score to the right, frequency upwards.

    A dot's area is the share of the label's sentences, but for the smallest, which would not be seen.

    Dots on the diagonal are scores that mean what they say; below it they promise too much.
    """
    rows = math.ceil(len(points) / _COLUMNS)
    width, height = _COLUMNS * (_SIDE + _MARGIN) + _MARGIN, rows * (_SIDE + _MARGIN + _TITLE) + _MARGIN
    panels = [
        f'<g transform="translate({_MARGIN + index % _COLUMNS * (_SIDE + _MARGIN)},'
        f'{_TITLE + index // _COLUMNS * (_SIDE + _MARGIN + _TITLE)})">{_panel(label, bins)}</g>'
        for index, (label, bins) in enumerate(points.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">'
        f"<title>Reliability of the scores, per label</title>"
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>' + "".join(panels) + "</svg>\n"
    )


def _panel(label: str, bins: Sequence[Bin]) -> str:
    total = max(sum(b.n for b in bins), 1)
    dots = "".join(
        f'<circle cx="{b.score * _SIDE:.1f}" cy="{(1 - b.frequency) * _SIDE:.1f}" r="{max(1.5, 9 * math.sqrt(b.n / total)):.1f}"'
        f' fill="#1f6f8b" fill-opacity="0.75"><title>{b.n} sentences, score {b.score:.2f}, true {b.frequency:.2f}</title>'
        "</circle>"
        for b in bins
    )
    return (
        f'<text y="-5" fill="#222222">{escape(label)}</text>'
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#bbbbbb"/>'
        f'<line x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0" stroke="#bbbbbb" stroke-dasharray="3 3"/>'
        f'{dots}<text x="0" y="{_SIDE + 12}" fill="#666666" font-size="9">0</text>'
        f'<text x="{_SIDE}" y="{_SIDE + 12}" fill="#666666" font-size="9" text-anchor="end">1</text>'
    )
