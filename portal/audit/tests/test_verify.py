"""What an attacker with SQL may try, and what `verify` says to it."""

import random
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.audit import actions, chain
from portal.audit.actions import record, verify
from portal.audit.chain import Break
from portal.audit.enums import Reason
from portal.audit.models import Entry, Head

pytestmark = pytest.mark.django_db
Sql = Callable[..., int]


@pytest.fixture(autouse=True)
def _book(db: None) -> None:
    for number in range(1, 7):
        for scope in ("case:1", "case:2"):
            record(scope=scope, verb="noted", target=f"paper {number}", data={"amount": number * 100})


def delete(sql: Sql, number: int) -> None:
    sql("DELETE FROM audit_entry WHERE scope = 'case:1' AND sequence = %s", number)


def test_an_untouched_book_holds() -> None:
    assert verify() == []
    assert verify("case:1") == []
    assert verify("case:99") == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "paid"),
        ("target", "paper 9"),
        ("actor_label", "someone"),
        ("data", '{"amount": 301}'),
        ("at", "2020-01-01 00:00:00"),
        ("hash", "0" * 64),
    ],
)
def test_an_altered_column_is_found_at_its_entry(sql: Sql, column: str, value: str) -> None:
    assert sql(f"UPDATE audit_entry SET {column} = %s WHERE scope = 'case:1' AND sequence = 3", value) == 1
    assert Break("case:1", 3, Reason.ALTERED) in verify()
    assert {found.scope for found in verify()} == {"case:1"}
    assert verify("case:2") == []


def test_one_altered_entry_is_one_break(sql: Sql) -> None:
    sql("UPDATE audit_entry SET verb = 'paid' WHERE scope = 'case:1' AND sequence = 3")
    assert verify() == [Break("case:1", 3, Reason.ALTERED)]


def test_an_actor_put_in_or_taken_out_is_found(sql: Sql, official) -> None:
    sql("UPDATE audit_entry SET actor_id = %s WHERE scope = 'case:1' AND sequence = 2", official.pk)
    assert verify() == [Break("case:1", 2, Reason.ALTERED)]


def test_a_deleted_entry_is_found(sql: Sql) -> None:
    delete(sql, 1)
    delete(sql, 4)
    assert verify() == [Break("case:1", 1, Reason.MISSING), Break("case:1", 4, Reason.MISSING)]


def test_a_deleted_entry_whose_followers_moved_up_is_found(sql: Sql) -> None:
    delete(sql, 4)
    for number in (5, 6):
        sql("UPDATE audit_entry SET sequence = %s WHERE scope = 'case:1' AND sequence = %s", number - 1, number)
    assert verify() == [
        Break("case:1", 4, Reason.UNLINKED),
        Break("case:1", 4, Reason.ALTERED),
        Break("case:1", 5, Reason.ALTERED),
        Break("case:1", 6, Reason.TAIL_CUT),
    ]


def test_swapped_entries_are_found(sql: Sql) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE audit_entry SET sequence = %s WHERE scope = 'case:1' AND sequence = %s", new, old)
    assert {(found.sequence, found.reason) for found in verify()} >= {(2, Reason.ALTERED), (3, Reason.ALTERED)}


def test_an_entry_moved_to_another_chain_is_found(sql: Sql) -> None:
    sql("UPDATE audit_entry SET scope = 'case:3' WHERE scope = 'case:1' AND sequence = 6")
    assert {(found.scope, found.reason) for found in verify()} >= {
        ("case:1", Reason.TAIL_CUT), ("case:3", Reason.HEAD_MISSING), ("case:3", Reason.ALTERED),
    }  # fmt: skip


def test_a_cut_tail_is_found(sql: Sql) -> None:
    delete(sql, 6)
    delete(sql, 5)
    assert verify() == [Break("case:1", 6, Reason.TAIL_CUT)]


def test_the_chain_alone_does_not_show_a_cut_tail(sql: Sql) -> None:
    """Negative control: it is the head that the test above rests on."""
    delete(sql, 6)
    links = [entry.link() for entry in Entry.objects.of("case:1")]
    assert list(chain.find_breaks("case:1", links, (5, links[-1].hash))) == []


def test_a_chain_that_was_emptied_is_found(sql: Sql) -> None:
    sql("DELETE FROM audit_entry WHERE scope = 'case:1'")
    assert verify() == [Break("case:1", 6, Reason.TAIL_CUT)]


def test_a_changed_or_missing_head_is_found() -> None:
    Head.objects.filter(pk="case:1").update(hash="0" * 64)
    Head.objects.filter(pk="case:2").delete()
    assert verify() == [Break("case:1", 6, Reason.HEAD_ALTERED), Break("case:2", 6, Reason.HEAD_MISSING)]


def test_an_entry_added_past_the_program_is_found() -> None:
    last = Entry.objects.of("case:1").last()
    forged = Entry(**{**last.link()._asdict(), "sequence": 7, "previous_hash": last.hash})
    forged.hash = forged.link().fingerprint()
    forged.save()
    assert verify() == [Break("case:1", 7, Reason.BEYOND_HEAD)]


def test_an_entry_whose_hash_was_made_to_fit_breaks_the_link_to_the_next(sql: Sql) -> None:
    forged = Entry.objects.get(scope="case:1", sequence=3).link()._replace(verb="paid")
    sql("UPDATE audit_entry SET verb = 'paid', hash = %s WHERE scope = 'case:1' AND sequence = 3", forged.fingerprint())
    assert verify() == [Break("case:1", 4, Reason.UNLINKED)]


def test_a_thousand_random_attacks_are_all_found() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    links = [entry.link() for entry in Entry.objects.of("case:1")]
    head = (6, links[-1].hash)
    for _attack in range(1000):
        assert list(chain.find_breaks("case:1", _attacked(chance, links), head)), f"seed {seed}"


def _attacked(chance: random.Random, links: list[chain.Link]) -> list[chain.Link]:
    """One attack of a kind: a byte flipped, an entry dropped, two exchanged, an entry repeated, the tail cut."""
    links, place = list(links), chance.randrange(len(links))
    match chance.randrange(5):
        case 0:
            column = chance.choice(["scope", "actor_label", "verb", "target", "previous_hash", "hash"])
            text = getattr(links[place], column)
            at = chance.randrange(len(text) + 1)
            links[place] = links[place]._replace(**{column: text[:at] + "\u4e00" + text[at + 1 :]})
        case 1:
            del links[place]
        case 2:
            other = (place + 1 + chance.randrange(len(links) - 1)) % len(links)
            first, second = links[place], links[other]
            links[place] = second._replace(sequence=first.sequence)
            links[other] = first._replace(sequence=second.sequence)
        case 3:
            links.append(links[place]._replace(sequence=len(links) + 1))
        case 4:
            del links[place:]
    return links


class WriteBetween:
    """Adds an entry after the heads were read and before the entries are: the worst moment for a look without
    a lock."""

    def __init__(self) -> None:
        self.written = False

    def __call__(self, execute, statement, params, many, context):
        if not self.written and 'FROM "audit_entry"' in statement:
            self.written = True
            record(scope="case:1", verb="noted")
        return execute(statement, params, many, context)


def test_an_entry_added_while_verify_reads_is_no_break() -> None:
    with connection.execute_wrapper(WriteBetween()):
        assert verify() == []
    assert Head.objects.get(pk="case:1").sequence == 7


def test_a_look_without_lock_alone_would_report_it() -> None:
    """Negative control: it is the second look that the test above rests on."""
    with connection.execute_wrapper(WriteBetween()):
        assert list(actions._examine(None)) == [Break("case:1", 7, Reason.BEYOND_HEAD)]


def test_the_command_says_that_the_book_holds() -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == "The audit book holds: 12 entries, no break.\n"


def test_the_command_fails_and_names_the_entry(sql: Sql) -> None:
    delete(sql, 4)
    with pytest.raises(CommandError, match="case:1 #4: ") as caught:
        call_command("verify_audit")
    assert caught.value.returncode == 1
    call_command("verify_audit", scope="case:2", stdout=StringIO())


def test_verifying_many_chains_takes_two_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        verify()
