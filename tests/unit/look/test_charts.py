"""Charts: well-formed, from zero, in proportion, and the same numbers give the same picture."""

import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.look.charts import BOTTOM, HEIGHT, TOP, WIDTH, Point, ceiling, columns, meter

SVG = "{http://www.w3.org/2000/svg}"
POINTS = st.lists(
    st.builds(Point, st.text(max_size=8), st.integers(min_value=0, max_value=10**9)), max_size=24
)


def drawn(points: list[Point]) -> ET.Element:
    xml_safe = [Point("".join(c for c in p.label if c.isprintable()), p.value) for p in points]
    return ET.fromstring(columns(xml_safe, title="<t>", description="d & d", name="x"))


@settings(deadline=None)
@given(POINTS)
def test_each_column_stands_on_zero_within_the_picture_and_in_proportion(
    points: list[Point],
) -> None:
    bars = [b for b in drawn(points).iter(f"{SVG}rect") if b.get("class") == "bar"]
    assert len(bars) == len(points)
    top = ceiling(max((p.value for p in points), default=1) or 1)
    for bar, point in zip(bars, points, strict=True):
        y, height = float(bar.get("y", "")), float(bar.get("height", ""))
        assert abs(y + height - (HEIGHT - BOTTOM)) < 0.02
        assert y >= TOP - 0.02
        assert float(bar.get("x", "")) + float(bar.get("width", "")) <= WIDTH
        assert abs(height - (HEIGHT - BOTTOM - TOP) * point.value / top) < 0.02


def test_a_chart_has_a_title_and_a_description_for_those_who_do_not_see_it() -> None:
    svg = drawn([Point("2026-01", 3)])
    assert svg.get("role") == "img"
    assert [e.text for e in svg if e.tag in {f"{SVG}title", f"{SVG}desc"}] == ["<t>", "d & d"]


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=10**12))
def test_the_top_of_an_axis_is_the_next_round_number(value: int) -> None:
    top = ceiling(value)
    assert top >= value
    assert str(top).rstrip("0") in {"1", "2", "5"}
    assert value > top / 2.6


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_a_meter_is_well_formed(value: int, largest: int) -> None:
    assert ET.fromstring(meter(min(value, largest), largest)).get("aria-hidden") == "true"
