// Pages of a repository: fetched one at a time, with their neighbours and totals, until the end or an error.
// SPDX-License-Identifier: MIT
#include "unit/repository/spy.hpp"

#include "catch.hpp"

using namespace spied;

namespace {

/// A fixture with notes of the titles a, b, c, …
struct filled : fixture {
    explicit filled(int count) {
        for (int i = 0; i < count; ++i)
            REQUIRE(notes.create({.title = std::string(1, static_cast<char>('a' + i)), .stars = i % 2}));
        asked();
    }
};

std::string titles(const result<page<note>>& listed) {
    std::string all;
    for (const note& one : listed.value().items) all += one.title;
    return all;
}

const query<note> by_title{.order_by = asc<&note::title>, .limit = 2};

/// "ab total 5 next previous": what a page holds and has.
texts walked(filled& f, query<note> wanted, paging how) {
    texts all;
    for (const auto& page : f.notes.pages(std::move(wanted), how))
        all.push_back(
            titles(page) + (page->total ? " of " + std::to_string(*page->total) : "") +
            (page->next.empty() ? "" : " next") + (page->previous.empty() ? "" : " previous"));
    return all;
}

} // namespace

TEST_CASE("the storage is asked for a page when the loop gets there, and not before") {
    filled f(5);
    auto pages = f.notes.pages(by_title);
    CHECK(f.log.size() == 1);
    std::size_t seen = 0;
    for (const auto& page : pages) {
        REQUIRE(page);
        CHECK(f.log.size() == ++seen);
        if (seen == 2) break;
    }
    CHECK(f.log.size() == 2);
}

TEST_CASE("each page has its neighbours and the total, by cursor and by offset") {
    for (const paging how : {paging::by_cursor, paging::by_offset}) {
        filled f(5);
        CHECK(walked(f, by_title, how) == texts{"ab of 5 next", "cd of 5 next previous", "e of 5 previous"});
        CHECK(f.log.size() == 3);
    }
    filled f(4);
    CHECK(
        walked(f, by_title, paging::by_cursor) ==
        texts{"ab of 4 next", "cd of 4 previous"}); // no empty page after
    query<note> uncounted = by_title;
    uncounted.count = total::none;
    CHECK(walked(f, uncounted, paging::by_offset) == texts{"ab next", "cd previous"});
}

TEST_CASE("an empty list is one empty page") {
    filled f(0);
    for (const paging how : {paging::by_cursor, paging::by_offset})
        CHECK(walked(f, by_title, how) == texts{" of 0"});
    CHECK(f.log.size() == 2);
}

TEST_CASE("by cursor a page starts at the last row's keys; by offset it counts rows") {
    filled f(5);
    const texts log = (walked(f, by_title, paging::by_cursor), f.asked());
    const std::string rest = " ORDER BY title, id LIMIT ";
    CHECK(
        log == texts{
                   "select and count" + rest + "?1 [3]",
                   "select and count WHERE (title >= ?1 AND (title > ?2 OR (title = ?3 AND id > ?4)))" +
                       rest + "?5 [b b b 2 3]",
                   "select and count WHERE (title >= ?1 AND (title > ?2 OR (title = ?3 AND id > ?4)))" +
                       rest + "?5 [d d d 4 3]"});
    walked(f, by_title, paging::by_offset);
    CHECK(
        f.asked() == texts{
                         "select and count" + rest + "?1 [3]",
                         "select and count" + rest + "?1 OFFSET ?2 [3 2]",
                         "select and count" + rest + "?1 OFFSET ?2 [3 4]"});
}

TEST_CASE("a walk that begins at an offset goes on from there") {
    for (const paging how : {paging::by_cursor, paging::by_offset}) {
        filled f(6);
        query<note> wanted = by_title;
        wanted.offset = 1;
        CHECK(
            walked(f, wanted, how) ==
            texts{"bc of 6 next previous", "de of 6 next previous", "f of 6 previous"});
    }
}

TEST_CASE("previous leads back, in the list's own order, and says when it is at the start") {
    filled f(5);
    query<note> wanted = by_title;
    std::string last;
    for (const auto& page : f.notes.pages(by_title)) last = page->previous;
    wanted.after = last;
    const auto middle = f.notes.list(wanted).value();
    CHECK(titles(middle) == "cd");
    CHECK(f.log.back().find("ORDER BY title DESC, id DESC") != std::string::npos);
    CHECK_FALSE(middle.next.empty());
    wanted.after = middle.previous;
    const auto first = f.notes.list(wanted).value();
    CHECK(titles(first) == "ab");
    CHECK(first.previous.empty());
    wanted.after = first.next;
    CHECK(titles(f.notes.list(wanted)) == "cd");
}

TEST_CASE("a cursor is bound to filter, search and order, not to limit and count") {
    filled f(5);
    query<note> wanted = by_title;
    wanted.after = f.notes.list(by_title).value().next;
    wanted.limit = 3;
    wanted.count = total::none;
    CHECK(titles(f.notes.list(wanted)) == "cde");
    const auto refused = [&](query<note> other) {
        other.after = wanted.after;
        return outcome(f.notes.list(other));
    };
    CHECK(refused({.where = field<&note::stars> == 1, .order_by = asc<&note::title>}) == "malformed");
    CHECK(refused({.search = "a", .order_by = asc<&note::title>}) == "malformed");
    CHECK(refused({.order_by = desc<&note::title>}) == "malformed");
    CHECK(refused({}) == "malformed");
    CHECK(refused({.order_by = {asc<&note::title>, asc<&note::id>}}) == "ok"); // the same order, said in full
}

TEST_CASE("an error ends the walk, and is what the last step sees") {
    filled f(5);
    f.db.script({.after = 1, .on = memory::op::read, .with = errc::timeout});
    texts seen;
    for (const auto& page : f.notes.pages(by_title)) seen.push_back(page ? titles(page) : outcome(page));
    CHECK(seen == texts{"ab", "timeout"});
    CHECK(f.log.size() == 2);
    int steps = 0;
    for (const auto& page : f.notes.pages({.limit = 0}))
        steps += outcome(page).starts_with("invalid") ? 1 : 100;
    CHECK(steps == 1);
}

TEST_CASE("a walk by offset that runs into the repository's limit ends with it") {
    filled f(5);
    repository<note> shallow(f.storage, {.limits = {.max_offset = 3}});
    texts seen;
    for (const auto& page : shallow.pages(by_title, paging::by_offset))
        seen.push_back(page ? titles(page) : outcome(page));
    CHECK(seen == texts{"ab", "cd", "invalid offset range: 4; 0 to 3 are allowed"});
}
