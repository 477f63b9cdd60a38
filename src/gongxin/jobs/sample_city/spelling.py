"""Makings whose rows mean what a clean row means, or nearly, and are taken. It states no fate."""

from datetime import date, timedelta

from . import codes, words
from .hand import Hand, attach, day, decide, decided_too_early, fine, in_form, text
from .sheets import Sheet

FULL_WIDTH = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in codes.ALPHABET})
DATE_FORMS = (
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y}-{m}-{d}",
    "{y}/{m:02d}/{d:02d}",
    "{y}{m:02d}{d:02d}",
    "{y}年{m}月{d}日",
)
BRACKETS = (("[", "]"), ("(", ")"), ("（", "）"), ("［", "］"))
OPEN_ENDS = ("2099-12-31", "9999-12-31", "2099-01-31", "长期")


# ---- other spelling, same meaning ----


def full_width(hand: Hand, sheet: Sheet, i: int) -> bool:
    sheet.columns[sheet.form.uscc][i] = text(sheet, sheet.form.uscc, i).translate(FULL_WIDTH)
    return True


def lower_case_code(hand: Hand, sheet: Sheet, i: int) -> bool:
    lower = text(sheet, sheet.form.uscc, i).lower()
    changed = lower != sheet.columns[sheet.form.uscc][i]
    sheet.columns[sheet.form.uscc][i] = lower
    return changed


def spaces(hand: Hand, sheet: Sheet, i: int) -> bool:
    code = text(sheet, sheet.form.uscc, i)
    sheet.columns[sheet.form.uscc][i] = f" {code[:8]} {code[8:]}"
    sheet.columns[sheet.form.party][i] = f"{text(sheet, sheet.form.party, i)}　"
    return True


def date_forms(hand: Hand, sheet: Sheet, i: int) -> bool:
    form = DATE_FORMS[hand.number(0, len(DATE_FORMS))]
    decided = day(sheet, sheet.form.decided, i)
    sheet.columns[sheet.form.decided][i] = in_form(decided, form)
    return in_form(decided, form) != decided.isoformat()


def document_brackets(hand: Hand, sheet: Sheet, i: int) -> bool:
    left, right = BRACKETS[hand.number(0, len(BRACKETS))]
    number = text(sheet, sheet.form.document, i)
    sheet.columns[sheet.form.document][i] = number.replace("〔", left).replace("〕", right)
    return "〔" in number


def name_brackets(hand: Hand, sheet: Sheet, i: int) -> bool:
    if not attach(hand, sheet, i, hand.one_of("bracketed")):
        return False
    name = text(sheet, sheet.form.party, i)
    sheet.columns[sheet.form.party][i] = name.replace("（", "(").replace("）", ")")
    return True


def name_traditional(hand: Hand, sheet: Sheet, i: int) -> bool:
    name = text(sheet, sheet.form.party, i)
    sheet.columns[sheet.form.party][i] = name.translate(words.TRADITIONAL)
    return True


def open_end(hand: Hand, sheet: Sheet, i: int) -> bool:
    sheet.columns[sheet.form.valid_until][i] = OPEN_ENDS[hand.number(0, len(OPEN_ENDS))]
    return True


def date_cell(hand: Hand, sheet: Sheet, i: int) -> bool:
    sheet.columns[sheet.form.decided][i] = day(sheet, sheet.form.decided, i)
    return True


def number_cell(hand: Hand, sheet: Sheet, i: int) -> bool:
    fine(sheet, i, 100 * hand.number(10, 300))
    sheet.columns["CF_NR_FK"][i] = float(text(sheet, "CF_NR_FK", i))
    return True


# ---- taken, with something to look at ----


def organisation_code_wrong(hand: Hand, sheet: Sheet, i: int) -> bool:
    return attach(hand, sheet, i, hand.one_of("flawed"))


def kind_misfit(hand: Hand, sheet: Sheet, i: int) -> bool:
    if not attach(hand, sheet, i, hand.one_of("individual")):
        return False
    sheet.columns[sheet.form.party_kind][i] = "法人及非法人组织"
    return True


def valid_long_before(hand: Hand, sheet: Sheet, i: int) -> bool:
    decided = day(sheet, "XK_JDRQ", i)
    sheet.columns["XK_YXQZ"][i] = date(decided.year - 22, decided.month, 1).isoformat()
    return True


def registration_number_only(hand: Hand, sheet: Sheet, i: int) -> bool:
    body = hand.one_of("legacy")
    if body is None or not attach(hand, sheet, i, body):
        return False
    sheet.columns[sheet.form.uscc][i] = ""
    sheet.columns[sheet.form.registration_number][i] = hand.city.registration_numbers[body]
    return True


def former_name_in_its_time(hand: Hand, sheet: Sheet, i: int) -> bool:
    body = hand.one_of("renamed")
    if body is None or not attach(hand, sheet, i, body):
        return False
    former = hand.city.former[body]
    decide(sheet, i, former.until - timedelta(days=hand.number(5, 80)))
    sheet.columns[sheet.form.party][i] = former.name
    return True


def name_once_anothers(hand: Hand, sheet: Sheet, i: int) -> bool:
    """The name is this body's own today and was another's before: the code says whose row it is."""
    return attach(hand, sheet, i, hand.one_of("name_taken_over"))


def namesake(hand: Hand, sheet: Sheet, i: int) -> bool:
    """Two bodies bear the name: the code says whose row it is."""
    return attach(hand, sheet, i, hand.one_of("namesake"))


def before_registration_explained(hand: Hand, sheet: Sheet, i: int) -> bool:
    """Decided against a body that was absorbed before the reporting body was registered."""
    return decided_too_early(hand, sheet, i, "absorbing")


def amount_not_in_text(hand: Hand, sheet: Sheet, i: int) -> bool:
    fine(sheet, i, 100 * hand.number(10, 300))
    sheet.columns["CF_NR"][i] = f"罚款{100 * hand.number(301, 480)}元。"
    return True


MAKES = (
    full_width,
    lower_case_code,
    spaces,
    date_forms,
    document_brackets,
    name_brackets,
    name_traditional,
    open_end,
    date_cell,
    number_cell,
    organisation_code_wrong,
    kind_misfit,
    valid_long_before,
    registration_number_only,
    name_once_anothers,
    namesake,
    before_registration_explained,
    former_name_in_its_time,
    amount_not_in_text,
)
