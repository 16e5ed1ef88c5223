// What every runner does with every storage: each call answers what the repository's own does.
// SPDX-License-Identifier: MIT
#pragma once

#include "async/awaiting.hpp"

namespace async_tests {

/// On an empty storage. Awaits nothing inside of Catch's macros, which name what they check more than once.
inline asio::awaitable<void> check_calls(async::runner& runner, storage_ref storage) {
    async::repository<note> notes(runner, storage);
    const auto prepared = co_await notes.prepare();
    CHECK(ending(prepared) == "ok");
    const note fresh = titled("one", 3);
    const auto made = co_await notes.create(fresh);
    REQUIRE(made);
    CHECK(made->title == "one");
    const auto found = co_await notes.find(made->id);
    CHECK(found.value() == *made);
    const auto there = co_await notes.exists(made->id);
    CHECK(there == true);
    const auto elsewhere = co_await notes.exists(made->id + 1);
    CHECK(elsewhere == false);
    const auto missing = co_await notes.find(made->id + 1);
    CHECK(ending(missing) == "not_found");
    const auto again = co_await notes.create(fresh);
    CHECK(ending(again) == "unique_violation");
    const note bad = titled("", 9);
    const auto refused = co_await notes.create(bad);
    CHECK(refused.error().violations.size() == 2);

    const std::vector<note> more{titled("two"), titled("three"), titled("four")};
    const auto many = co_await notes.create_many(more);
    CHECK(many.value().size() == 3);
    const auto first_page = co_await notes.list();
    CHECK(first_page.value().total == 4);
    const auto counted = co_await notes.count();
    CHECK(counted.value() == 4);
    query<note> few{.where = field<&note::title> != "two"};
    few.limit = 2;
    const auto some = co_await notes.list(few);
    CHECK(some.value().items.size() == 2);
    const auto matching = co_await notes.count(few);
    CHECK(matching.value() == 3);
    std::vector<std::string> titles;
    const auto visit = [&](const note& n) { titles.push_back(n.title); };
    query<note> all;
    all.order_by = {asc<&note::id>};
    const auto visited = co_await notes.each(all, visit);
    CHECK(ending(visited) == "ok");
    CHECK(titles == std::vector<std::string>{"one", "two", "three", "four"});
    for (const paging how : {paging::by_cursor, paging::by_offset}) {
        async::pages<note> pages(notes, few, how);
        std::size_t seen = 0, turned = 0;
        for (auto page = co_await pages.next(); page; page = co_await pages.next(), ++turned)
            seen += page->value().items.size();
        CHECK(seen == 3);
        CHECK(turned == 2);
    }

    const auto brighter = patch<note>{}.set<&note::stars>(5);
    const auto bright = co_await notes.update(made->id, brighter);
    CHECK(bright.value().stars == 5);
    const precondition<note> dull{.where = field<&note::stars> < 3};
    const auto not_dull = co_await notes.update(made->id, brighter, dull);
    CHECK(ending(not_dull) == "not_found");
    const note uno = titled("uno");
    const auto replaced = co_await notes.replace(made->id, uno);
    CHECK(replaced.value().title == "uno");
    const auto replaced_dull = co_await notes.replace(made->id, fresh, dull);
    CHECK(replaced_dull.value() == *made);
    const auto stored = co_await notes.upsert<&note::title>(fresh);
    CHECK(stored.value().id == made->id);
    const auto kept = co_await notes.remove(made->id, dull);
    CHECK(ending(kept) == "not_found");
    const auto removed = co_await notes.remove(made->id);
    CHECK(ending(removed) == "ok");

    const auto two_more = [](storage_ref inside) -> result<std::int64_t> {
        repository<note> rows(inside);
        for (const char* title : {"five", "six"})
            if (auto one = rows.create({.title = title}); !one) return std::unexpected(one.error());
        return rows.count();
    };
    const auto together = co_await async::in_transaction(runner, storage, two_more);
    CHECK(together.value() == 5);
    const auto twice = co_await async::in_transaction(runner, storage, two_more);
    CHECK(ending(twice) == "unique_violation");

    const auto throws = [](storage_ref inside) -> result<void> {
        repository<note>(inside).create({.title = "gone"}).value();
        throw std::runtime_error("changed my mind");
    };
    std::string thrown;
    try {
        (void)co_await async::in_transaction(runner, storage, throws);
    } catch (const std::runtime_error& e) { thrown = e.what(); }
    CHECK(thrown == "changed my mind");
    const auto left = co_await notes.count();
    CHECK(left.value() == 5);
}

} // namespace async_tests
