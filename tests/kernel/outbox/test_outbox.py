"""Events reach everybody who wants them, in order, and not before they have happened."""

import asyncio
from collections.abc import AsyncIterator, Collection
from typing import ClassVar

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.db.counters import bump_counter, read_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import NotFound
from leadline.kernel.events import Event
from leadline.kernel.outbox.publish import publish
from leadline.kernel.outbox.relay import ATTEMPTS, Delivery, Relay
from leadline.kernel.outbox.shelves import drop_old_events, list_dead_letters
from leadline.kernel.outbox.tables import dead_letters, outbox_events, outbox_subscribers


class Said(Event):
    name: ClassVar[str] = "test.said"
    word: str


class Shouted(Said):
    name: ClassVar[str] = "test.shouted"


class Ear:
    """Hears words, and refuses those that it was told to."""

    def __init__(self, name: str = "ear", events: Collection[str] | None = None) -> None:
        self.name = name
        self.events = events
        self.heard: list[str] = []
        self.refuses: set[str] = set()

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:
        word = Said.model_validate(delivery.payload).word
        await bump_counter(connection, "calls")
        if word in self.refuses:
            raise NotFound
        self.heard.append(word)


class Post:
    """An outbox and its relay."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def say(self, *words: str) -> None:
        async with self.database.transaction() as connection:
            for word in words:
                await publish(connection, Said(word=word))

    async def effects(self) -> int:
        async with self.database.reading() as connection:
            return await read_counter(connection, "calls")

    async def relay(self, *ears: Ear) -> Relay:
        made = Relay(self.database, ears)
        await made.deliver_due()
        return made

    async def due_again(self) -> None:
        async with self.database.transaction() as connection:
            await connection.execute(update(outbox_subscribers).values(retry_at=None))

    async def dead(self) -> int:
        async with self.database.reading() as connection:
            return (await list_dead_letters(connection, 1, 10, waiting=True))[1]


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    database = Database(database_url)
    yield Post(database)
    await database.close()


async def all_delivered(relay: Relay) -> None:
    while await relay.deliver_due() == 0:
        pass


async def test_events_are_delivered_in_order_once_to_each_subscriber(post: Post) -> None:
    first, second = Ear("first"), Ear("second")
    relay = await post.relay(first, second)
    await post.say("a", "b")
    await post.say("c")
    await all_delivered(relay)
    await all_delivered(relay)
    assert first.heard == second.heard == ["a", "b", "c"]


async def test_an_event_of_a_transaction_that_is_undone_never_happened(post: Post) -> None:
    ear = Ear()
    relay = await post.relay(ear)

    async def undone() -> None:
        async with post.database.transaction() as connection:
            await publish(connection, Said(word="never"))
            raise NotFound

    with pytest.raises(NotFound):
        await undone()
    await all_delivered(relay)
    assert ear.heard == []


async def test_a_subscriber_hears_only_what_it_wants_and_from_when_it_came(post: Post) -> None:
    await post.say("before")
    ear = Ear(events=("test.shouted",))
    relay = await post.relay(ear)
    await post.say("quiet")
    async with post.database.transaction() as connection:
        await publish(connection, Shouted(word="loud"))
    await all_delivered(relay)
    assert ear.heard == ["loud"]


async def test_an_effect_and_its_delivery_are_one_transaction(post: Post) -> None:
    ear = Ear()
    relay = await post.relay(ear)
    ear.refuses = {"b"}
    await post.say("a", "b", "c")
    await all_delivered(relay)
    assert (ear.heard, await post.effects()) == (["a"], 1)
    ear.refuses.clear()
    await post.due_again()
    await all_delivered(relay)
    assert (ear.heard, await post.effects()) == (["a", "b", "c"], 3)


async def test_one_that_fails_holds_up_nobody_else(post: Post) -> None:
    deaf, ear = Ear("deaf"), Ear("ear")
    relay = await post.relay(deaf, ear)
    deaf.refuses = {"a"}
    await post.say("a", "b")
    await all_delivered(relay)
    assert (deaf.heard, ear.heard) == ([], ["a", "b"])


async def test_what_fails_again_and_again_is_a_dead_letter_that_can_be_replayed(post: Post) -> None:
    ear = Ear()
    relay = await post.relay(ear)
    ear.refuses = {"a"}
    await post.say("a", "b")
    for _ in range(ATTEMPTS):
        await all_delivered(relay)
        await post.due_again()
    await all_delivered(relay)
    assert (ear.heard, await post.dead()) == (["b"], 1)
    async with post.database.transaction() as connection:
        letter = (await connection.execute(select(dead_letters))).one()
    assert (letter.attempts, letter.error_zh, letter.payload) == (ATTEMPTS, "没有找到。", {"word": "a"})
    ear.refuses.clear()
    async with post.database.transaction() as connection:
        assert await relay.replay(connection, letter.id)
    async with post.database.transaction() as connection:
        assert not await relay.replay(connection, letter.id)
    assert (ear.heard, await post.dead()) == (["b", "a"], 0)


async def test_several_relays_deliver_each_event_once(post: Post) -> None:
    ears = [Ear() for _ in range(3)]
    others = [Database(post.database.url.render_as_string(hide_password=False)) for _ in ears]
    relays = [await Post(other).relay(ear) for other, ear in zip(others, ears, strict=True)]
    for number in range(30):
        await post.say(str(number))
        await asyncio.gather(*(relay.deliver_due() for relay in relays))
    for relay in relays:
        await all_delivered(relay)
    assert sorted(int(word) for ear in ears for word in ear.heard) == list(range(30))
    assert await post.effects() == 30
    for other in others:
        await other.close()


async def test_an_event_whose_transaction_ends_late_is_not_passed_over(postgres_url: str) -> None:
    post = Post(Database(postgres_url))
    ear = Ear()
    relay = await post.relay(ear)
    async with post.database.transaction() as slow:
        await publish(slow, Said(word="slow"))
        await post.say("quick")
        await all_delivered(relay)
        assert ear.heard == []
    await all_delivered(relay)
    assert ear.heard == ["slow", "quick"]
    await post.database.close()


async def test_old_events_go_once_everybody_has_had_them(post: Post) -> None:
    ear = Ear()
    relay = await post.relay(ear)
    await post.say("had")
    await all_delivered(relay)
    await post.say("not yet")
    async with post.database.transaction() as connection:
        past = update(outbox_events).values(created_at=now().replace(year=2020))
        await connection.execute(past)
        assert await drop_old_events(connection, 7) == 1
    async with post.database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(outbox_events))).scalar() == 1
