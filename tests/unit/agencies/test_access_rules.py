"""Names, passwords, codes, quarters and trainings: the rules of access, without a database."""

from datetime import UTC, date, datetime, timedelta

import pyotp
import pytest
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from hypothesis import given
from hypothesis import strategies as st

from gongxin.agencies import factors, passwords, policy, reviews, sealing, trainings
from gongxin.agencies.invitations import Half, fresh, normal_code
from gongxin.agencies.passwords import PasswordRefused
from gongxin.agencies.persons import AccountRefused, ensure_person, ensure_username, looks_personal
from gongxin.agencies.reviews import REVIEWED, SIGNERS, Circle, Quarter, Seen, due_date
from gongxin.agencies.roles import ADMINISTRATORS, AGENCY_ROLES, CENTRE_ROLES, Role, lendable
from gongxin.agencies.trainings import Course, Standing
from gongxin.workdays import Calendar

# -------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    "number",
    ["11010519491231002X", "11010519491231002x", "110105194912310021", "110105491231002", "13800138000",
     "110105-19491231-002X", "1101.0549.1231.002", "", "1", "工号12", "A" * 33, "a b"],
)  # fmt: skip
def test_a_resident_id_an_old_one_and_a_telephone_are_no_staff_number(number: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        ensure_person(number)
    assert not number or len(number) < 3 or number not in str(refused.value.as_document())


@given(st.from_regex(r"[0-9]{17}[0-9X]|[0-9]{15}", fullmatch=True), st.sampled_from("-./_"))
def test_no_way_of_writing_an_id_apart_gets_through(number: str, sign: str) -> None:
    assert looks_personal(sign.join([number[:6], number[6:]]))


def test_a_staff_number_is_written_one_way() -> None:
    assert ensure_person("sc-0012") == "SC-0012"


@pytest.mark.parametrize(
    "name", ["samr.clerk", "a", "ling-dao+1@x", "Wang_3"],
)  # fmt: skip
def test_names_that_the_journal_can_hold(name: str) -> None:
    assert ensure_username(name) == name


@pytest.mark.parametrize("name", ["", "王芳", "1clerk", "a b", "x" * 65, "u13800138000", "a'--"])
def test_names_that_it_cannot(name: str) -> None:
    with pytest.raises(AccountRefused):
        ensure_username(name)


# ---------------------------------------------------------------------------------- passwords


@pytest.mark.parametrize(
    "password",
    ["tin roof after rain", "雨后铁皮屋顶上的猫走得很慢", "lllIIIlll0O1", "            four spaces x"],
)  # fmt: skip
def test_a_long_password_is_taken_whatever_its_signs_are(password: str) -> None:
    passwords.ensure_fit(password, username="samr.clerk")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "short"),
        ("雨后铁皮屋顶上的猫", "short"),
        ("a" * 257, "long"),
        ("123456789012", "common"),
        ("qwertyuiop123", "common"),
        ("aaaaaaaaaaaaaaa", "one letter"),
        ("samr.clerk2026", "the name and a year"),
        ("gongxin12345", "the system and a row"),
    ],
)
def test_a_short_common_or_told_one_is_not(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused):
        passwords.ensure_fit(password, username="samr.clerk")


def test_passwords_are_kept_as_argon2id_at_its_full_price() -> None:
    hasher = get_hasher()
    assert (hasher.algorithm, type(hasher).__module__) == ("argon2", "django.contrib.auth.hashers")
    stored = passwords.hashed("tin roof after rain")
    assert stored.startswith("argon2$argon2id$")
    # OWASP's least: 19 MiB, two passes.
    memory, passes = (int(part.split("=")[1]) for part in stored.split("$")[3].split(",")[:2])
    assert memory >= 19_456
    assert passes >= 2
    assert check_password("tin roof after rain", stored)


def test_one_password_written_two_ways_is_one() -> None:
    stored = passwords.hashed("café after the rain")
    assert passwords.holds("café after the rain", stored)
    assert not passwords.holds("cafe after the rain", stored)
    assert not passwords.holds("anything at all", None)
    assert not passwords.holds("anything at all", make_password(None))


# -------------------------------------------------------------------------------------- codes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_a_code_holds_for_its_step_and_the_ones_beside_and_never_again(
    drift: int, used: int
) -> None:
    step = factors.step_of(NOON)
    code = pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=30 * drift))
    found = factors.accepted_step(SECRET, code, at=NOON, after=step + used)
    expected = step + drift if abs(drift) <= 1 and drift > used else None
    assert found == expected


def test_codes_agree_with_the_vectors_of_rfc_6238() -> None:
    """Appendix B, SHA-1; our codes are its last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890
    for at, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        moment = datetime.fromtimestamp(at, UTC)
        assert factors.accepted_step(secret, code, at=moment, after=0) == at // 30


def test_the_picture_says_what_a_code_generator_reads() -> None:
    address = factors.address(SECRET, username="samr.clerk", issuer="公信 Gongxin")
    read = pyotp.parse_uri(address)
    assert (read.secret, read.name, read.issuer) == (SECRET, "samr.clerk", "公信 Gongxin")


def test_what_is_sealed_opens_for_its_own_account_alone() -> None:
    content = sealing.sealed(SECRET, bound_to="7")
    assert SECRET not in content
    assert sealing.opened(content, bound_to="7") == SECRET
    assert sealing.opened(content, bound_to="8") is None
    assert sealing.opened(f"f0:{content.partition(':')[2]}", bound_to="7") is None
    assert sealing.sealed(SECRET, bound_to="7") != content


def test_an_opening_code_is_read_however_it_is_typed() -> None:
    code = fresh(Half.CODE)
    assert normal_code(f" {code[:5].lower()}-{code[5:]} ") == code
    assert len({fresh(Half.LINK) for _ in range(50)}) == 50


# ---------------------------------------------------------------------------------- the circles


def test_every_role_is_reviewed_once_and_by_another() -> None:
    everybody = [role for circle in Circle for role in REVIEWED[circle]]
    assert sorted(everybody) == sorted(Role)
    assert all(SIGNERS[circle] not in REVIEWED[circle] for circle in Circle)


def test_no_role_is_lent_across_houses_and_the_administrators_neither_lend_nor_borrow() -> None:
    for role in Role:
        lent = lendable(role)
        assert not lent & ADMINISTRATORS
        assert not lent or role not in ADMINISTRATORS
        assert lent <= AGENCY_ROLES or role not in AGENCY_ROLES
        assert lent <= CENTRE_ROLES or role not in CENTRE_ROLES


def test_whoever_proposes_an_account_neither_approves_it_nor_takes_out_both_halves() -> None:
    rules = policy.RULES
    assert not rules["account.link"].roles & rules["account.code"].roles
    assert rules["account.propose"].roles == {Role.SYSTEM_ADMINISTRATOR}


@pytest.mark.parametrize(
    ("today", "name"),
    [("2026-11-25", "2026-Q3"), ("2026-10-01", "2026-Q3"), ("2026-09-30", "2026-Q2"), ("2026-01-01", "2025-Q4"),
     ("2026-03-31", "2025-Q4"), ("2026-04-01", "2026-Q1")],
)  # fmt: skip
def test_the_quarter_that_is_over(today: str, name: str) -> None:
    assert str(Quarter.ended_before(date.fromisoformat(today))) == name


def test_a_review_is_due_twenty_working_days_after_the_quarter() -> None:
    """Counted by hand: October 2026 has holidays 1–7 and works on Saturday 10; day 20 is 3 November."""
    holidays = [date(2026, 10, day) for day in range(1, 8)]
    calendar = Calendar.of([(2026, holidays, [date(2026, 10, 10)])])
    # 8 9 10 | 12 13 14 15 16 | 19 20 21 22 23 | 26 27 28 29 30 | 2 3
    assert due_date(Quarter(date(2026, 7, 1)), calendar) == date(2026, 11, 3)
    assert due_date(Quarter(date(2026, 10, 1)), calendar) is None, "2027 is not proclaimed"


def test_the_digest_is_over_all_that_was_seen_in_no_order() -> None:
    one = Seen("a", "agency_clerk", "samr", ())
    two = Seen("b", "agency_clerk", "samr", ())
    known = {
        reviews.digest([one, two]),
        reviews.digest([one]),
        reviews.digest([Seen("a", "agency_reviewer", "samr", ()), two]),
        reviews.digest([Seen("a", "agency_clerk", "samr", ("agency_reviewer",)), two]),
        reviews.digest([Seen("a", "agency_clerk", "emergency", ()), two]),
    }
    assert len(known) == 5
    assert reviews.digest([two, one]) == reviews.digest([one, two])


# ----------------------------------------------------------------------------------- trainings


def test_a_course_never_attended_is_due_thirty_days_after_the_account_was_opened() -> None:
    for state in trainings.states(date(2026, 11, 1), []):
        assert (state.attended, state.due_date) == (False, date(2026, 12, 1))
        assert state.standing(date(2026, 11, 17)) is Standing.VALID
        assert state.standing(date(2026, 11, 18)) is Standing.SOON
        assert state.standing(date(2026, 12, 1)) is Standing.SOON
        assert state.standing(date(2026, 12, 2)) is Standing.OVER


def test_the_latest_attendance_counts() -> None:
    found = trainings.states(
        date(2024, 1, 1),
        [
            ("security", date(2026, 3, 1)),
            ("security", date(2027, 3, 1)),
            ("data", date(2026, 3, 1)),
        ],
    )
    standing = {state.course: state.standing(date(2026, 11, 25)) for state in found}
    assert standing == {Course.SECURITY: Standing.VALID, Course.DATA: Standing.OVER}
