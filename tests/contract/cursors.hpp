// The laws of cursors: every row once, forward and backward, whatever comes and goes meanwhile.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <algorithm>

namespace contract {

/// Forty specimens with many equal values and many NULLs.
inline void store_many(repository<specimen>& to) {
    for (int i = 0; i < 40; ++i) {
        specimen one = named("n" + std::to_string(100 + i * 7 % 40));
        one.size = i % 3;
        if (i % 4 != 0) one.rank = i % 5 - 2;
        if (i % 3 != 0) one.weight = i % 2 * 0.5;
        if (i % 5 != 0) one.note = std::string(1, static_cast<char>('a' + i % 2));
        one.marked = i % 2 == 0;
        if (i % 7 != 0) one.due = timestamp{std::chrono::microseconds(i % 3)};
        one.mood = i % 6 == 0 ? mood::wild : mood::calm;
        REQUIRE(to.create(one));
    }
}

/// The orders that cursors are tried on: one key and several, nullable and not, up and down.
inline std::vector<orders<specimen>> tried_orders() {
    return {
        {},
        asc<&specimen::id>,
        asc<&specimen::name>,
        desc<&specimen::name>,
        asc<&specimen::rank>,
        desc<&specimen::rank>,
        {asc<&specimen::rank>, desc<&specimen::weight>},
        {desc<&specimen::weight>, asc<&specimen::note>, desc<&specimen::size>},
        {desc<&specimen::note>, desc<&specimen::due>, asc<&specimen::rank>, asc<&specimen::marked>},
        {asc<&specimen::mood>, desc<&specimen::size>, asc<&specimen::id>},
    };
}

inline constexpr law cursor_laws[]{
    {"pages by cursor make up the list, in every order, forward and backward",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store_many(all);
         for (const auto& order : tried_orders())
             for (const std::int64_t limit : {1, 7, 39, 40}) {
                 const texts whole = names(all.list({.order_by = order, .limit = 100}));
                 REQUIRE(whole.size() == 40);
                 query<specimen> wanted{.order_by = order, .limit = limit};
                 texts forward;
                 std::vector<texts> pages;
                 page<specimen> at;
                 do {
                     at = all.list(wanted).value();
                     CHECK(at.total == 40);
                     CHECK(at.previous.empty() == pages.empty());
                     pages.push_back(names(at.items));
                     forward.insert(forward.end(), pages.back().begin(), pages.back().end());
                     wanted.after = at.next;
                 } while (!at.next.empty() && pages.size() < 100);
                 CHECK(forward == whole);
                 for (std::size_t i = pages.size() - 1; i > 0; --i) {
                     wanted.after = at.previous;
                     at = all.list(wanted).value();
                     CHECK(names(at.items) == pages[i - 1]);
                     CHECK(at.previous.empty() == (i == 1));
                     CHECK_FALSE(at.next.empty());
                 }
             }
     }},
    {"a walk by cursor sees every row that stays exactly once, whatever comes and goes",
     [](storage_ref storage) {
         for (const auto& order : tried_orders()) {
             repository<specimen> all(storage);
             REQUIRE(storage.transaction([&](storage_ref tx) -> result<void> {
                 repository<specimen> inside(tx);
                 const auto old = inside.list({.limit = 100}).value();
                 for (const specimen& one : old.items)
                     if (auto gone = inside.remove(one.id); !gone) return gone;
                 store_many(inside);
                 return {};
             }));
             texts seen;
             int round = 0;
             for (const auto& page : all.pages({.order_by = order, .limit = 5})) {
                 REQUIRE(page.has_value());
                 REQUIRE_FALSE(page->items.empty());
                 for (const specimen& one : page->items)
                     if (one.name.starts_with('n')) seen.push_back(one.name);
                 // The row that the cursor stands on goes, others come.
                 REQUIRE(all.remove(page->items.back().id));
                 specimen fresh = page->items[page->items.size() / 2];
                 fresh.name = "a" + std::to_string(round);
                 REQUIRE(all.create(fresh));
                 fresh.name = "z" + std::to_string(round);
                 fresh.rank = std::nullopt;
                 REQUIRE(all.create(fresh));
                 if (++round == 60) break;
             }
             std::ranges::sort(seen);
             CHECK(std::ranges::adjacent_find(seen) == seen.end());
             CHECK(seen.size() == 40);
         }
     }},
    {"a walk backward sees the rows before, also those that came since",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"b", "d", "f", "h"});
         query<specimen> wanted{.order_by = asc<&specimen::name>, .limit = 2};
         wanted.after = all.list(wanted).value().next;
         const auto second = all.list(wanted).value();
         REQUIRE(names(second.items) == texts{"f", "h"});
         store(all, {"a", "e", "g"});
         REQUIRE(all.remove(second.items[0].id));
         wanted.after = second.previous;
         const auto first = all.list(wanted).value();
         CHECK(names(first.items) == texts{"d", "e"});
         wanted.after = first.previous;
         CHECK(names(all.list(wanted)) == texts{"a", "b"});
         wanted.after = first.next;
         CHECK(names(all.list(wanted)) == texts{"g", "h"});
     }},
    {"a cursor goes on where its filter and search go on",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store_many(all);
         query<specimen> wanted{
             .where = field<&specimen::size> != 1,
             .search = "N1",
             .order_by = desc<&specimen::rank>,
             .limit = 100};
         const auto whole = all.list(wanted).value();
         wanted.limit = 4;
         texts walked;
         for (const auto& page : all.pages(wanted)) {
             CHECK(page.value().total == whole.total);
             for (const specimen& one : page->items) walked.push_back(one.name);
         }
         CHECK(walked == names(whole.items));
         CHECK(walked.size() == 27);
     }},
    {"a cursor of another query, or a damaged one, is malformed",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "b", "c"});
         const std::string next = all.list({.order_by = asc<&specimen::name>, .limit = 1}).value().next;
         const auto after = [&](std::string cursor, orders<specimen> by = asc<&specimen::name>) {
             return outcome(all.list({.order_by = by, .limit = 2, .after = std::move(cursor)}));
         };
         CHECK(after(next) == "ok");
         CHECK(after(next, desc<&specimen::name>) == "malformed");
         CHECK(after(next, asc<&specimen::rank>) == "malformed");
         CHECK(after(next + "A") == "malformed");
         CHECK(after(next.substr(1)) == "malformed");
         CHECK(after(next.substr(0, next.size() - 2)) == "malformed");
         CHECK(after("x") == "malformed");
         CHECK(after("%%%") == "malformed");
         query<specimen> other{
             .where = field<&specimen::size> == 0, .order_by = asc<&specimen::name>, .after = next};
         CHECK(outcome(all.list(other)) == "malformed");
     }},
    {"pages by offset count rows, with the same total on each",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "b", "c", "d", "e"});
         std::vector<texts> pages;
         for (const auto& page :
              all.pages({.order_by = asc<&specimen::name>, .limit = 2}, paging::by_offset)) {
             CHECK(page.value().total == 5);
             pages.push_back(names(page->items));
         }
         CHECK(pages == std::vector<texts>{{"a", "b"}, {"c", "d"}, {"e"}});
     }},
};

} // namespace contract
