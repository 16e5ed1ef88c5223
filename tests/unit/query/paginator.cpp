// paginator: when it fetches, with which query, and where it ends.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/query/paginator.hpp>

#include "catch.hpp"

using namespace things;

namespace {

/// Hands out `count` pages of two and notes what it was asked for: "offset after".
struct source {
    int count;
    std::vector<std::string> asked{};
    int fails_at{-1}; ///< this call fails, the first being 0

    result<page<thing>> operator()(const query<thing>& wanted) {
        const int at = static_cast<int>(asked.size());
        asked.push_back(std::to_string(wanted.offset) + " " + wanted.after);
        if (at == fails_at) return fail(errc::busy, "try again");
        page<thing> made{.items = {thing{.id = at}}, .total = 2 * count, .limit = 2};
        if (at + 1 < count) made.next = "cursor " + std::to_string(at + 1);
        if (at > 0) made.previous = "back " + std::to_string(at);
        return made;
    }
};

using texts = std::vector<std::string>;

auto pages(source& from, paging how = paging::by_cursor, query<thing> first = {}) {
    const auto fetch = [&from](const query<thing>& wanted) { return from(wanted); };
    return paginator<thing, std::remove_const_t<decltype(fetch)>>(std::move(first), how, fetch);
}

} // namespace

TEST_CASE("pages are fetched one at a time, each when the loop gets there") {
    source from{.count = 4};
    auto all = pages(from);
    CHECK(from.asked.size() == 1);
    std::vector<std::int64_t> seen;
    for (const auto& page : all) {
        REQUIRE(page);
        CHECK(from.asked.size() == seen.size() + 1); // none ahead
        CHECK(page->total == 8);
        seen.push_back(page->items[0].id);
        if (seen.size() == 3) break;
    }
    CHECK(seen == std::vector<std::int64_t>{0, 1, 2});
    CHECK(from.asked.size() == 3);
}

TEST_CASE("by cursor the next page is asked for by the last one's cursor, without the offset") {
    source from{.count = 3};
    for (const auto& page : pages(from, paging::by_cursor, {.offset = 5, .after = "start"})) CHECK(page);
    CHECK(from.asked == texts{"5 start", "0 cursor 1", "0 cursor 2"});
}

TEST_CASE("by offset the next page is asked for by the rows of a page more") {
    source from{.count = 3};
    for (const auto& page : pages(from, paging::by_offset, {.offset = 5})) CHECK(page);
    CHECK(from.asked == texts{"5 ", "7 ", "9 "});
}

TEST_CASE("each page knows its neighbours and the total") {
    source from{.count = 3};
    texts neighbours;
    for (const auto& page : pages(from)) neighbours.push_back(page->previous + "|" + page->next);
    CHECK(neighbours == texts{"|cursor 1", "back 1|cursor 2", "back 2|"});
}

TEST_CASE("a list of one page, even an empty one, is one step") {
    source from{.count = 1};
    int steps = 0;
    for (const auto& page : pages(from)) steps += page.has_value();
    CHECK(steps == 1);
    CHECK(from.asked.size() == 1);
}

TEST_CASE("an error is the last element") {
    for (const int at : {0, 1}) {
        source from{.count = 4, .fails_at = at};
        texts seen;
        for (const auto& page : pages(from)) seen.emplace_back(page ? "page" : name(page.error().code));
        CHECK(seen.size() == static_cast<std::size_t>(at) + 1);
        CHECK(seen.back() == "busy");
        CHECK(from.asked.size() == seen.size());
    }
}

TEST_CASE("it is an input range: one pass, an end that is a sentinel") {
    source from{.count = 2};
    auto all = pages(from);
    auto at = all.begin();
    STATIC_REQUIRE(std::input_iterator<decltype(at)>);
    CHECK_FALSE(at == all.end());
    CHECK(at->has_value());
    ++at;
    CHECK((*at)->items[0].id == 1);
    at++;
    CHECK(at == all.end());
}
