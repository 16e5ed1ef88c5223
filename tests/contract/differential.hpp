// Random histories of operations, run on a storage and on memory in step: everything must come out the same.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/random.hpp"
#include "contract/side.hpp"

#include <crudite/memory.hpp>

#include <exception>

namespace contract {

/// How many operations a history has. Sanitizers make each of them slow, and need fewer to find what they
/// find.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int history_length = 4'000;
#else
inline constexpr int history_length = 20'000;
#endif

/// A history under way.
class history {
  public:
    history(storage_ref tested, std::uint64_t seed)
        : seed_(seed), dice_(seed), here_(tested), there_(memory_) {}

    void run(int operations) {
        while (done_ < operations) {
            step({here_.root, there_.root});
            if (dice_.chance(50)) compare_all({here_.root, there_.root});
        }
        compare_all({here_.root, there_.root});
    }

  private:
    struct both {
        storage_ref here;
        storage_ref there;
        int depth{0}; ///< of the transaction that these are of
    };
    struct rolled_back : std::exception {};

    /// Does one thing to both and compares what it came to. `act` takes a repository and its side.
    template <class Act>
    void same(both at, const std::string& what, Act act) {
        repository<specimen> ours(at.here, {.clock = clock_});
        repository<specimen> theirs(at.there, {.clock = clock_});
        const std::string found = act(ours, here_);
        const std::string expected = act(theirs, there_);
        if (found != expected)
            FAIL(
                "seed " << seed_ << ", operation " << done_ << ": " << what << "\nhere:\n"
                        << found << "\nmemory:\n"
                        << expected);
    }

    void compare_all(both at) {
        same(at, "the whole table", [](repository<specimen>& all, side& of) {
            std::string text;
            const auto done = all.each(
                {.order_by = asc<&specimen::id>}, [&](const specimen& one) { text += of.text(one) + "\n"; });
            return text + side::text(done);
        });
    }

    void step(both at) {
        ++done_;
        clock_.advance(std::chrono::microseconds(dice_.one_of({0, 0, 1, 1'000'000, -1'000'000})));
        using h = history;
        static constexpr void (history::* acts[])(both) = {
            &h::create, &h::create, &h::create, &h::create,     &h::create_many, &h::upsert,
            &h::update, &h::update, &h::update, &h::update,     &h::replace,     &h::remove,
            &h::remove, &h::remove, &h::find,   &h::list,       &h::list,        &h::list,
            &h::turn,   &h::turn,   &h::count,  &h::transaction};
        (this->*dice_.one_of(acts))(at);
    }

    void create(both at) {
        const specimen one = dice_.entity();
        same(at, "create " + one.name, [&](repository<specimen>& all, side& of) {
            const auto made = all.create(one);
            if (made) of.add(*made);
            return of.text(made);
        });
    }
    void create_many(both at) {
        std::vector<specimen> several(dice_.roll(4));
        for (specimen& one : several) one = dice_.entity();
        same(at, "create_many " + std::to_string(several.size()), [&](repository<specimen>& all, side& of) {
            const auto made = all.create_many(several);
            if (!made) return side::failure(made.error());
            for (const specimen& one : *made) of.add(one);
            return of.text(*made);
        });
    }
    void upsert(both at) {
        const specimen one = dice_.entity();
        const bool by_name = dice_.chance(2);
        same(
            at, "upsert " + one.name + (by_name ? " by name" : " by code"),
            [&](repository<specimen>& all, side& of) {
                const auto made =
                    by_name ? all.upsert<&specimen::name>(one) : all.upsert<&specimen::code>(one);
                if (made) of.add(*made);
                return of.text(made);
            });
    }

    /// A row by the order of its making: mostly one that is there.
    std::size_t some_row(both at) {
        if (dice_.chance(5)) return dice_.roll(there_.made() + 1);
        repository<specimen> all(at.there, {.limits = {.max_limit = 1000}});
        const auto rows = all.list({.order_by = asc<&specimen::id>, .limit = 1000}).value().items;
        return rows.empty() ? 0 : there_.number(rows[dice_.roll(rows.size())].id);
    }
    /// Now and then a version, right or wrong, or a condition.
    precondition<specimen> when(both at, std::size_t nth) {
        if (dice_.chance(4)) return {.where = dice_.wanted().where};
        if (!dice_.chance(3)) return {};
        const auto seen = repository<specimen>(at.there).find(there_.key(nth));
        return {.expected = seen && !dice_.chance(3) ? seen->version : 1};
    }

    void update(both at) {
        const std::size_t nth = some_row(at);
        const auto changes = dice_.changes();
        const auto only = when(at, nth);
        same(at, "update #" + std::to_string(nth), [&](repository<specimen>& all, side& of) {
            return of.text(all.update(of.key(nth), changes, only));
        });
    }
    void replace(both at) {
        const std::size_t nth = some_row(at);
        const specimen one = dice_.entity();
        const auto only = when(at, nth);
        same(at, "replace #" + std::to_string(nth), [&](repository<specimen>& all, side& of) {
            return of.text(all.replace(of.key(nth), one, only));
        });
    }
    void remove(both at) {
        const std::size_t nth = some_row(at);
        const auto only = when(at, nth);
        same(at, "remove #" + std::to_string(nth), [&](repository<specimen>& all, side& of) {
            return side::text(all.remove(of.key(nth), only));
        });
    }
    void find(both at) {
        const std::size_t nth = some_row(at);
        same(at, "find #" + std::to_string(nth), [&](repository<specimen>& all, side& of) {
            return of.text(all.find(of.key(nth))) + side::text(all.exists(of.key(nth)));
        });
    }
    void count(both at) {
        const auto wanted = dice_.wanted();
        same(at, "count", [&](repository<specimen>& all, side&) { return side::text(all.count(wanted)); });
        if (at.depth > 0) // what is committed, from inside a transaction
            same({here_.root, there_.root}, "count outside", [&](repository<specimen>& all, side&) {
                return side::text(all.count());
            });
    }

    void list(both at) {
        wanted_ = dice_.wanted();
        show(at, "list", [](side&) { return std::string(); });
    }
    /// Turns to the page after or before the one last seen.
    void turn(both at) {
        if (dice_.chance(3))
            show(at, "previous page", [](side& of) { return of.previous; });
        else
            show(at, "next page", [](side& of) { return of.next; });
    }
    template <class Cursor>
    void show(both at, const std::string& what, Cursor cursor) {
        same(at, what, [&](repository<specimen>& all, side& of) {
            auto wanted = wanted_;
            wanted.after = cursor(of);
            if (!wanted.after.empty()) wanted.offset = 0;
            const auto page = all.list(wanted);
            if (!page) return side::failure(page.error());
            of.next = page->next;
            of.previous = page->previous;
            return of.text(page->items) + "total " + std::to_string(page->total.value_or(-1)) +
                   (page->next.empty() ? "" : " next") + (page->previous.empty() ? "" : " previous");
        });
    }

    void transaction(both at) {
        if (at.depth == 3) return;
        const std::size_t before_here = here_.made();
        const std::size_t before_there = there_.made();
        const auto steps = 1 + dice_.roll(8);
        const auto end = dice_.roll(4);
        bool kept = false;
        try {
            kept = at.here
                       .transaction([&](storage_ref here) -> result<void> {
                           return at.there.transaction([&](storage_ref there) -> result<void> {
                               for (std::size_t i = 0; i < steps; ++i) step({here, there, at.depth + 1});
                               compare_all({here, there});
                               if (end == 0) return fail(errc::unsupported, "rolled back");
                               if (end == 1) throw rolled_back();
                               return {};
                           });
                       })
                       .has_value();
        } catch (const rolled_back&) {}
        if (kept != (end > 1)) FAIL("seed " << seed_ << ", operation " << done_ << ": the transaction's end");
        if (!kept) {
            here_.forget(before_here);
            there_.forget(before_there);
        }
    }

    std::uint64_t seed_;
    dice dice_;
    manual_clock clock_{};
    memory::database memory_{};
    side here_;
    side there_;
    query<specimen> wanted_{};
    int done_{0};
};

template <int Length>
inline constexpr law histories_of[]{
    {"of seed 1", [](storage_ref storage) { history(storage, 1).run(Length); }},
    {"of seed 2", [](storage_ref storage) { history(storage, 2).run(Length); }},
    {"of seed 3", [](storage_ref storage) { history(storage, 3).run(Length); }},
    {"of seed 4", [](storage_ref storage) { history(storage, 4).run(Length); }},
};
inline constexpr std::span<const law> history_laws = histories_of<history_length>;
/// For storages whose calls wait for another process.
inline constexpr std::span<const law> short_history_laws = histories_of<history_length / 2>;

/// For tests that may take long.
template <int Length>
inline constexpr law long_history_of[]{
    {"of seed 5, long", [](storage_ref storage) { history(storage, 5).run(Length); }},
};
inline constexpr std::span<const law> long_history_laws = long_history_of<15 * history_length>;
inline constexpr std::span<const law> short_long_history_laws = long_history_of<5 * history_length>;

} // namespace contract
