"""Makings whose rows are repeats, wait for a person, or are not taken. It states no fate."""

from datetime import date, timedelta

import numpy as np

from . import codes, words
from .canaries import POOL
from .hand import Hand, attach, day, decide, decided_too_early, fine, in_form, text
from .sheets import PENALTY, Sheet
from .spelling import FULL_WIDTH

# ---- sent before ----


def twice_in_file(hand: Hand, sheet: Sheet, i: int) -> bool:
    source = _clean_row_before(hand, sheet, i)
    if source is None:
        return False
    sheet.put(i, sheet.row(source))
    sheet.bodies[i], sheet.classes[i] = sheet.bodies[source], sheet.classes[source]
    return True


def other_content(hand: Hand, sheet: Sheet, i: int) -> bool:
    return twice_in_file(hand, sheet, i) and _reword(sheet, i)


def sent_again(hand: Hand, sheet: Sheet, i: int) -> bool:
    kept = hand.next_kept()
    if kept is None:
        return False
    row, sheet.bodies[i], sheet.classes[i] = kept
    sheet.put(i, row)
    form, columns = sheet.form, sheet.columns
    columns[form.decided][i] = in_form(day(sheet, form.decided, i), "{y}/{m}/{d}")
    columns[form.uscc][i] = text(sheet, form.uscc, i).translate(FULL_WIDTH)
    columns[form.document][i] = text(sheet, form.document, i).replace("〔", "[").replace("〕", "]")
    if form is PENALTY and columns["CF_NR_FK"][i]:
        columns["CF_NR_FK"][i] = f"{float(text(sheet, 'CF_NR_FK', i)):.6f}"
    return True


def other_content_later(hand: Hand, sheet: Sheet, i: int) -> bool:
    kept = hand.next_kept()
    if kept is None:
        return False
    row, sheet.bodies[i], sheet.classes[i] = kept
    sheet.put(i, row)
    return _reword(sheet, i)


def _reword(sheet: Sheet, i: int) -> bool:
    sheet.columns[sheet.form.content][i] = (
        f"{text(sheet, sheet.form.content, i)}当事人应当按期改正。"
    )
    return True


def _clean_row_before(hand: Hand, sheet: Sheet, i: int) -> int | None:
    for _ in range(40 if i else 0):
        source = hand.number(0, i)
        if source not in sheet.makings:
            return source
    return None


# ---- a person must look first ----


def placeholder_code(hand: Hand, sheet: Sheet, i: int) -> bool:
    sheet.columns[sheet.form.uscc][i] = codes.PLACEHOLDER
    return True


def unknown_subject(hand: Hand, sheet: Sheet, i: int) -> bool:
    return attach(hand, sheet, i, hand.one_of("stranger"))


def before_registration(hand: Hand, sheet: Sheet, i: int) -> bool:
    return decided_too_early(hand, sheet, i, "young")


def after_dissolution(hand: Hand, sheet: Sheet, i: int) -> bool:
    body = hand.one_of("dissolved")
    if body is None or not attach(hand, sheet, i, body):
        return False
    gone = date.fromordinal(int(hand.city.deregistered[body]))
    decide(sheet, i, gone + timedelta(days=hand.number(20, 90)))
    return True


def name_of_another(hand: Hand, sheet: Sheet, i: int) -> bool:
    other = hand.anybody()
    if hand.city.names[other] == text(sheet, sheet.form.party, i):
        return False
    sheet.columns[sheet.form.party][i] = hand.city.names[other]
    return True


def former_name_of_another(hand: Hand, sheet: Sheet, i: int) -> bool:
    other = hand.one_of("renamed")
    if other is None:
        return False
    sheet.columns[sheet.form.party][i] = hand.city.former[other].name
    return True


def name_left_to_another(hand: Hand, sheet: Sheet, i: int) -> bool:
    """The code is of the body that bore the name once, the name is of the one that bears it now."""
    body = hand.one_of("name_given_up")
    if body is None or not attach(hand, sheet, i, body):
        return False
    sheet.columns[sheet.form.party][i] = hand.city.former[body].name
    decide(sheet, i, hand.as_of - timedelta(days=hand.number(5, 400)))
    return True


def two_codes(hand: Hand, sheet: Sheet, i: int) -> bool:
    other = hand.anybody()
    sheet.columns[sheet.form.organisation_code][i] = hand.city.organisation_codes[other]
    return other != sheet.bodies[i]


def unknown_authority(hand: Hand, sheet: Sheet, i: int) -> bool:
    organisation = codes.organisation_codes(np.array([900_000_001]), np.array([True]))
    code = codes.unified_codes(["11"], [codes.DIVISIONS[0]], organisation)[0]
    sheet.columns[sheet.form.authority][i] = f"{words.CITY}样例事务局"
    sheet.columns[sheet.form.authority_code][i] = code
    return True


def factor_10000(hand: Hand, sheet: Sheet, i: int) -> bool:
    yuan = 100 * hand.number(10, 300)
    fine(sheet, i, yuan)
    sheet.columns["CF_NR_FK"][i] = str(yuan)
    return True


def resident_number_in_text(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _append(sheet, i, f"经办人身份证号{hand.canaries.numbers[hand.number(0, POOL)]}。")


def telephone_in_text(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _append(sheet, i, f"联系电话{hand.canaries.telephones[hand.number(0, POOL)]}。")


def bank_card_in_text(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _append(sheet, i, f"缴款账号{hand.canaries.cards[hand.number(0, POOL)]}。")


def _append(sheet: Sheet, i: int, words_: str) -> bool:
    sheet.columns[sheet.form.content][i] = f"{text(sheet, sheet.form.content, i)}{words_}"
    return True


# ---- not taken ----


def wrong_check(hand: Hand, sheet: Sheet, i: int) -> bool:
    code = text(sheet, sheet.form.uscc, i)
    sheet.columns[sheet.form.uscc][i] = codes.with_wrong_check(code)
    return True


def natural_person(hand: Hand, sheet: Sheet, i: int) -> bool:
    form, columns, person = sheet.form, sheet.columns, hand.number(0, POOL)
    columns[form.party][i] = hand.canaries.names[person]
    columns[form.party_kind][i] = "自然人"
    columns[form.uscc][i] = ""
    own = {form.person_paper: "居民身份证", form.person_number: hand.canaries.numbers[person]}
    left = (form.representative, form.representative_paper, form.representative_number)
    for code, value in {**dict.fromkeys(left, ""), **own}.items():
        if code:
            columns[code][i] = value
    return True


def without_code(hand: Hand, sheet: Sheet, i: int) -> bool:
    """Where bodies and persons stand in one file, a row without a body's code may be a person's."""
    sheet.columns[sheet.form.uscc][i] = ""
    return True


def persons_own_number(hand: Hand, sheet: Sheet, i: int) -> bool:
    """No code of a body, and the party's own resident number: the row says nothing of its kind, and is a person's."""
    person = hand.number(0, POOL)
    sheet.columns[sheet.form.party][i] = hand.canaries.names[person]
    sheet.columns[sheet.form.person_number][i] = hand.canaries.numbers[person]
    return without_code(hand, sheet, i)


def future_decision(hand: Hand, sheet: Sheet, i: int) -> bool:
    decide(sheet, i, hand.as_of + timedelta(days=hand.number(700, 800)))
    return True


def no_such_day(hand: Hand, sheet: Sheet, i: int) -> bool:
    year = day(sheet, sheet.form.decided, i).year
    sheet.columns[sheet.form.decided][i] = f"{year}-02-30"
    return True


def required_missing(hand: Hand, sheet: Sheet, i: int) -> bool:
    required = sheet.form.required
    sheet.columns[required[hand.number(0, len(required))]][i] = ""
    return True


def ends_before_it_begins(hand: Hand, sheet: Sheet, i: int) -> bool:
    form = sheet.form
    begun = form.valid_from is not None and sheet.columns[form.valid_from][i]
    begins = day(sheet, form.valid_from if form.valid_from and begun else form.decided, i)
    end = begins - timedelta(days=hand.number(10, 200))
    sheet.columns[form.valid_until][i] = end.isoformat()
    return True


def amount_missing(hand: Hand, sheet: Sheet, i: int) -> bool:
    fine(sheet, i, 100 * hand.number(10, 300))
    sheet.columns["CF_NR_FK"][i] = ""
    return True


def numeric_identifier(hand: Hand, sheet: Sheet, i: int) -> bool:
    body = hand.one_of("legacy")
    if body is None or not attach(hand, sheet, i, body):
        return False
    column = sheet.form.registration_number
    sheet.columns[column][i] = float(hand.city.registration_numbers[body])
    return True


MAKES = (
    twice_in_file,
    other_content,
    sent_again,
    other_content_later,
    placeholder_code,
    unknown_subject,
    before_registration,
    after_dissolution,
    name_of_another,
    former_name_of_another,
    name_left_to_another,
    two_codes,
    unknown_authority,
    factor_10000,
    resident_number_in_text,
    telephone_in_text,
    bank_card_in_text,
    wrong_check,
    natural_person,
    without_code,
    persons_own_number,
    future_decision,
    no_such_day,
    required_missing,
    ends_before_it_begins,
    amount_missing,
    numeric_identifier,
)
