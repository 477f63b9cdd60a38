"""Founds the constructed bodies: kind, identifiers, names, dates, and how they are entangled. It never names a real body."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from . import codes, words

ORGANISATION = "法人及非法人组织"
INDIVIDUAL_BUSINESS = "个体工商户"
MODERN_SINCE = date(2015, 10, 1).toordinal()
FIRST_DAY = date(1986, 1, 1).toordinal()


@dataclass(frozen=True)
class Kind:
    prefix: str  # the first two characters of the unified code
    title: str
    share: float


KINDS = (
    Kind("91", "企业", 0.54),
    Kind("92", "个体工商户", 0.29),
    Kind("93", "农民专业合作社", 0.06),
    Kind("12", "事业单位", 0.03),
    Kind("51", "社会团体", 0.015),
    Kind("52", "民办非企业单位", 0.02),
    Kind("53", "基金会", 0.005),
    Kind("31", "律师执业机构", 0.005),
    Kind("N1", "组级集体经济组织", 0.005),
    Kind("N2", "村级集体经济组织", 0.025),
    Kind("N3", "乡镇级集体经济组织", 0.005),
)


@dataclass(frozen=True)
class FormerName:
    name: str
    since: date
    until: date  # exclusive


@dataclass
class City:
    """Columns side by side, one position per body; days are ordinals, 0 stands for none."""

    names: list[str]
    prefixes: list[str]
    titles: list[str]
    party_kinds: list[str]
    codes: list[str]
    organisation_codes: list[str]
    registration_numbers: list[str]
    divisions: list[str]
    addresses: list[str]
    industries: list[str]
    scopes: list[str]
    capitals: list[str]
    registered: NDArray[np.int64]
    deregistered: NDArray[np.int64]
    former: dict[int, FormerName]
    swapped: list[tuple[int, int]]  # (A, B): A's former name is B's present name
    namesakes: list[tuple[int, int]]  # two bodies, one name
    mergers: list[tuple[int, int]]  # (absorbed, absorbing)
    flawed: list[int]  # the organisation code inside the unified code fails its check
    legacy_only: list[int]  # never exchanged the registration number for a unified code
    registered_count: int  # bodies from this position on stand in no register: strangers

    @property
    def strangers(self) -> list[int]:
        return list(range(self.registered_count, len(self.names)))

    def special(self) -> set[int]:
        """Bodies that ordinary rows are not about."""
        pairs = [*self.swapped, *self.namesakes, *self.mergers]
        return (
            {body for pair in pairs for body in pair}
            | set(np.flatnonzero(self.deregistered).tolist())
            | set(self.former)
            | set(self.flawed)
            | set(self.legacy_only)
            | set(self.strangers)
        )


def found(registered_count: int, as_of: date, seed: int) -> City:
    """So many bodies and a few strangers, the same for the same count, day and seed."""
    count = registered_count + max(12, registered_count // 50)
    draw = np.random.default_rng((seed, 1))
    places = draw.choice(len(KINDS), size=count, p=[kind.share for kind in KINDS])
    _each_kind_once(places)
    prefixes = [KINDS[i].prefix for i in places]
    divisions = [codes.DIVISIONS[i] for i in draw.integers(0, len(codes.DIVISIONS), count)]
    registered = _registered(draw, count, as_of, np.array(prefixes))
    serials = np.arange(1, count + 1, dtype=np.int64) + (seed % 1000) * 4_000_001
    organisation_codes = codes.organisation_codes(serials, registered >= MODERN_SINCE)
    trades = draw.integers(0, len(words.TRADES), count)
    legacy = (registered < MODERN_SINCE) & np.isin(prefixes, ("91", "92"))
    numbers = codes.registration_numbers(divisions, serials, [p == "92" for p in prefixes])
    city = City(
        names=_names(draw, places, trades, count),
        prefixes=prefixes,
        titles=[KINDS[i].title for i in places],
        party_kinds=[INDIVIDUAL_BUSINESS if p == "92" else ORGANISATION for p in prefixes],
        codes=codes.unified_codes(prefixes, divisions, organisation_codes),
        organisation_codes=organisation_codes,
        registration_numbers=[n if old else "" for n, old in zip(numbers, legacy, strict=True)],
        divisions=divisions,
        addresses=_addresses(draw, count),
        industries=[words.TRADES[i][1] for i in trades],
        scopes=[words.TRADES[i][2] for i in trades],
        capitals=[f"{10 * 2 ** int(i)}" for i in draw.integers(0, 9, count)],
        registered=registered,
        deregistered=np.zeros(count, dtype=np.int64),
        former={},
        swapped=[],
        namesakes=[],
        mergers=[],
        flawed=[],
        legacy_only=[],
        registered_count=registered_count,
    )
    _entangle(city, draw, as_of)
    return city


def _each_kind_once(places: NDArray[np.int64]) -> None:
    if len(places) >= 4 * len(KINDS):
        places[: len(KINDS)] = np.arange(len(KINDS))


def _registered(
    draw: np.random.Generator, count: int, as_of: date, prefixes: NDArray[np.str_]
) -> NDArray[np.int64]:
    """More young bodies than old; nobody younger than a year and a half, so that papers can be about them."""
    last = as_of.toordinal() - 540
    age = draw.power(0.5, count) * (last - FIRST_DAY)
    days = (last - age).astype(np.int64)
    # Rural collectives were registered with codes only from 2018 on.
    rural = np.char.startswith(prefixes, "N")
    return np.where(rural, np.maximum(days, date(2018, 6, 1).toordinal()), days).astype(np.int64)


def _names(
    draw: np.random.Generator,
    places: NDArray[np.int64],
    trades: NDArray[np.int64],
    count: int,
) -> list[str]:
    size = len(words.BRANDS)
    step = 7919 if (size**3) % 7919 else 7907
    offset = int(draw.integers(0, size**3))
    shapes = draw.random(count)
    suffixes = draw.choice(len(words.SUFFIXES), size=count, p=words.SUFFIX_WEIGHTS)
    names = []
    for i in range(count):
        # A walk through all three-character brands: no two bodies share one by accident.
        number = (offset + i * step) % size**3
        a, rest = divmod(number, size * size)
        b, c = divmod(rest, size)
        brand = words.BRANDS[a] + words.BRANDS[b] + words.BRANDS[c]
        names.append(
            _name(KINDS[places[i]].prefix, brand, int(trades[i]), int(suffixes[i]), shapes[i], i)
        )
    return names


def _name(prefix: str, brand: str, trade: int, suffix: int, shape: float, i: int) -> str:
    city, town = words.CITY, words.TOWNS[i % len(words.TOWNS)]
    work = words.TRADES[trade][0]
    if prefix == "91":
        ending = words.SUFFIXES[suffix]
        if shape < 0.06:
            return f"{city}{brand[:2]}·{brand[2]}{work}{ending}"
        if shape < 0.14:
            return f"{brand}（构造）{work}{ending}"
        if shape < 0.20:
            return f"{city}{town}{brand}{work}与样例综合开发利用{ending}"
        return f"{city}{brand}{work}{ending}"
    if prefix == "N2":
        return f"{city}{town}{brand}村股份经济合作联合社"
    forms = {
        "92": f"{city}{town}{brand}{words.SHOPS[trade % len(words.SHOPS)]}",
        "93": f"{city}{brand}{words.CROPS[trade % len(words.CROPS)]}种植专业合作社",
        "12": f"{city}{brand}{words.INSTITUTIONS[trade % len(words.INSTITUTIONS)]}",
        "51": f"{city}{brand}{words.ASSOCIATIONS[trade % len(words.ASSOCIATIONS)]}",
        "52": f"{city}{brand}{words.SERVICES[trade % len(words.SERVICES)]}",
        "53": f"{city}{brand}公益基金会",
        "31": f"构造{brand}律师事务所",
        "N1": f"{city}{town}{brand}村第{1 + trade % 9}股份经济合作社",
        "N3": f"{city}{brand}镇股份经济合作总社",
    }
    return forms[prefix]


def _addresses(draw: np.random.Generator, count: int) -> list[str]:
    towns = draw.integers(0, len(words.TOWNS), count)
    roads = draw.integers(0, len(words.ROADS), count)
    doors = draw.integers(1, 400, count)
    return [
        f"{words.CITY}{words.TOWNS[t]}{words.ROADS[r]}{d}号"
        for t, r, d in zip(towns, roads, doors, strict=True)
    ]


def _entangle(city: City, draw: np.random.Generator, as_of: date) -> None:
    """Namesakes, former names that are another's present name, mergers, and the dissolved."""
    companies = np.flatnonzero(np.array(city.prefixes) == "91")
    companies = companies[(companies >= len(KINDS)) & (companies < city.registered_count)]
    draw.shuffle(companies)
    each = max(1, city.registered_count // 400) if len(companies) >= 40 else 0
    groups = companies[: 8 * each].reshape(4, 2, each) if each else companies[:0].reshape(4, 2, 0)
    for a, b in groups[0].T.tolist():
        since, until = _former_range(city, a, as_of)
        city.former[a] = FormerName(city.names[b], since, until)
        # B took the name after A had left it: two bodies, one name, never on one day.
        city.registered[b] = max(int(city.registered[b]), until.toordinal())
        city.swapped.append((a, b))
    for a, b in groups[1].T.tolist():
        city.names[b] = city.names[a]
        city.namesakes.append((a, b))
    for absorbed, absorbing in groups[2].T.tolist():
        day = int(draw.integers(as_of.toordinal() - 420, as_of.toordinal() - 330))
        city.deregistered[absorbed] = day
        city.registered[absorbed] = min(int(city.registered[absorbed]), as_of.toordinal() - 1000)
        city.registered[absorbing] = day
        city.mergers.append((absorbed, absorbing))
    for gone in groups[3].ravel().tolist():
        city.deregistered[gone] = int(
            draw.integers(as_of.toordinal() - 700, as_of.toordinal() - 400)
        )
        city.registered[gone] = min(int(city.registered[gone]), as_of.toordinal() - 900)
    for renamed in companies[8 * each : 12 * each].tolist():
        since, until = _former_range(city, renamed, as_of)
        city.former[renamed] = FormerName(_older_name(city.names[renamed]), since, until)
    for flawed in companies[12 * each : 16 * each].tolist():
        city.codes[flawed] = codes.with_wrong_organisation_code(city.codes[flawed])
        city.flawed.append(flawed)
    for old in [b for b in companies[16 * each :].tolist() if city.registration_numbers[b]][
        : 2 * each
    ]:
        city.codes[old] = ""
        city.legacy_only.append(old)


def _older_name(name: str) -> str:
    return name.replace(words.CITY, f"{words.CITY}老", 1).replace("（构造）", "老（构造）")


def _former_range(city: City, body: int, as_of: date) -> tuple[date, date]:
    city.registered[body] = min(int(city.registered[body]), as_of.toordinal() - 2000)
    return date.fromordinal(int(city.registered[body])), date.fromordinal(as_of.toordinal() - 600)
