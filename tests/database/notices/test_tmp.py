import pytest
from django.utils import timezone
from gongxin.notices.composing import text_of
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event, Party
from tests.builders import city, cases, notices
pytestmark = pytest.mark.django_db

def show(serial, now):
    with acting_for(EVERY_AGENCY):
        for one in notices.to(serial, now=now):
            t = text_of(one.owed, now.date())
            print('\n#', one.key, one.due, one.is_overdue, one.named and one.named.document_number)
            print(t.title.zh, '|', t.title.en)
            for p in t.parts:
                print(' --', p.heading.zh)
                for a,b in p.facts: print('    ', a.zh, ':', b.zh, '|', b.en)
                for q in p.paragraphs: print('   ', q.zh)

def test_one():
    city.city_hall()
    record = city.published_penalty()
    now = timezone.now()
    from tests.builders import desk_notices
    print(desk_notices.in_every_state("samr"), desk_notices.a_run("samr"), desk_notices.in_every_state("emergency"))
    with acting_for("samr"):
        from gongxin.notices.queries import lists as L
        print(L.figures(timezone.now()))
    case = cases.objection(record, now=now)
    cases.rejected(case, now=now)
    cases.own_step(case, Event.APPEAL, now=now)
    cases.step(case, Event.UPHOLD, Party.REVIEWER, now=now)
    r2 = city.published_penalty(2)
    c2 = cases.repair(r2, serial=2, now=now) if False else None
    show(1, now)
    from gongxin.notices.queries import lists
    with acting_for(EVERY_AGENCY):
        print(lists.figures(now)); print(lists.states(now))
    assert 0
