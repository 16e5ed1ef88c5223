// The laws of concurrency: many threads on one storage. Assertions are made after the threads have ended.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"
#include "contract/transactions.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

namespace contract {

/// Runs `work(0)` … `work(count - 1)`, each in a thread of its own, all starting together.
template <class Work>
void in_threads(int count, Work work) {
    std::atomic<int> ready{0};
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            for (++ready; ready < count;) std::this_thread::yield();
            work(i);
        });
    for (std::thread& thread : threads) thread.join();
}

/// How often each text is there: {"ok": 1, "not_found": 49}.
inline std::map<std::string, int> tally(const texts& outcomes) {
    std::map<std::string, int> counts;
    for (const std::string& one : outcomes) ++counts[one];
    return counts;
}

inline constexpr law concurrency_laws[]{
    {"of fifty threads that create one name, exactly one wins",
     [](storage_ref storage) {
         texts outcomes(50);
         in_threads(50, [&](int i) {
             outcomes[static_cast<std::size_t>(i)] =
                 outcome(repository<specimen>(storage).create(named("one")));
         });
         CHECK(
             tally(outcomes) == std::map<std::string, int>{{"ok", 1}, {"unique_violation: name unique", 49}});
         CHECK(stored_names(storage) == texts{"one"});
     }},
    {"of two threads that remove one row, exactly one does",
     [](storage_ref storage) {
         for (int round = 0; round < 50; ++round) {
             const auto id = repository<specimen>(storage).create(named("x")).value().id;
             texts outcomes(2);
             in_threads(2, [&](int i) {
                 outcomes[static_cast<std::size_t>(i)] = outcome(repository<specimen>(storage).remove(id));
             });
             CHECK(tally(outcomes) == std::map<std::string, int>{{"ok", 1}, {"not_found", 1}});
         }
     }},
    {"eight threads of 500 increments under an expected version lose none",
     [](storage_ref storage) {
         const auto id = repository<specimen>(storage).create(named("counter")).value().id;
         texts failures(8);
         in_threads(8, [&](int t) {
             repository<specimen> all(storage);
             for (int done = 0; done < 500;) {
                 const auto seen = all.find(id);
                 auto changed = !seen ? result<specimen>(fail(seen.error()))
                                      : all.update(
                                            id, patch<specimen>{}.set<&specimen::size>(seen->size + 1),
                                            {.expected = seen->version});
                 if (changed)
                     ++done;
                 else if (changed.error().code != errc::stale) {
                     failures[static_cast<std::size_t>(t)] = outcome(changed);
                     return;
                 }
             }
         });
         CHECK(failures == texts(8));
         const specimen counter = repository<specimen>(storage).find(id).value();
         CHECK(counter.size == 4000);
         CHECK(counter.version == 4001);
     }},
    {"writers wait their turn: none is refused, every row is there",
     [](storage_ref storage) {
         texts failures(8);
         in_threads(8, [&](int t) {
             repository<specimen> all(storage);
             for (int i = 0; i < 40; ++i) {
                 const auto name = std::to_string(t) + "-" + std::to_string(i);
                 const auto made =
                     i % 2 == 0 ? all.create(named(name)) : in_transaction(storage, [&](storage_ref tx) {
                         return repository<specimen>(tx).create(named(name));
                     });
                 if (!made) failures[static_cast<std::size_t>(t)] = outcome(made);
             }
         });
         CHECK(failures == texts(8));
         CHECK(repository<specimen>(storage).count().value() == 8 * 40);
     }},
    {"readers see whole transactions, and items and total of one moment",
     [](storage_ref storage) {
         REQUIRE(repository<specimen>(storage).prepare());
         std::atomic<int> writers{2};
         texts failures(6);
         in_threads(6, [&](int t) {
             auto& failed = failures[static_cast<std::size_t>(t)];
             repository<specimen> all(storage);
             if (t < 2) {
                 // Each transaction adds two rows or takes two away.
                 for (int i = 0; i < 60 && failed.empty(); ++i) {
                     const auto done = storage.transaction([&](storage_ref tx) -> result<void> {
                         const std::string name = std::to_string(t) + "-" + std::to_string(i / 2);
                         repository<specimen> inside(tx);
                         for (const char* half : {"a", "b"}) {
                             if (i % 2 == 0) {
                                 if (auto made = inside.create(named(name + half)); !made)
                                     return fail(made.error());
                             } else {
                                 const auto found =
                                     inside.list({.where = field<&specimen::name> == name + half});
                                 if (!found) return fail(found.error());
                                 if (auto gone = inside.remove(found->items.at(0).id); !gone) return gone;
                             }
                         }
                         return {};
                     });
                     if (!done) failed = outcome(done);
                 }
                 --writers;
                 return;
             }
             while (writers > 0 && failed.empty()) {
                 const auto page = all.list({.limit = 100});
                 if (!page)
                     failed = outcome(page);
                 else if (page->items.size() % 2 != 0)
                     failed = "half a transaction was seen";
                 else if (std::cmp_not_equal(page->items.size(), *page->total))
                     failed = "the total is of another moment";
             }
         });
         CHECK(failures == texts(6));
         CHECK(repository<specimen>(storage).count().value() == 0);
     }},
    {"the first use of a table may be in many threads at once",
     [](storage_ref storage) {
         texts outcomes(16);
         in_threads(16, [&](int i) {
             repository<parcel> all(storage);
             outcomes[static_cast<std::size_t>(i)] =
                 i % 2 == 0 ? outcome(all.create({.content = "x"})) : outcome(all.list());
         });
         CHECK(outcomes == texts(16, "ok"));
         CHECK(repository<parcel>(storage).count().value() == 8);
     }},
};

} // namespace contract
