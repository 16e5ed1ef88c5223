// The laws of transactions: all or nothing, savepoints, who sees what, and what a closed one answers.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <optional>
#include <stdexcept>
#include <thread>

namespace contract {

/// All names, in the order they were stored.
inline texts stored_names(storage_ref storage) {
    return names(repository<specimen>(storage).list({.order_by = asc<&specimen::id>, .limit = 100}));
}

/// Stores a specimen of this name, as the work of a transaction.
inline result<void> add(storage_ref to, const char* name) {
    auto made = repository<specimen>(to).create(named(name));
    if (!made) return fail(std::move(made.error()));
    return {};
}

inline constexpr law transaction_laws[]{
    {"what a transaction wrote is there once it succeeds",
     [](storage_ref storage) {
         const auto done = storage.transaction([](storage_ref tx) -> result<void> {
             if (auto a = add(tx, "a"); !a) return a;
             return add(tx, "b");
         });
         CHECK(outcome(done) == "ok");
         CHECK(stored_names(storage) == texts{"a", "b"});
     }},
    {"an error rolls everything back and becomes the transaction's own",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const specimen before = all.create(named("before")).value();
         const auto done = storage.transaction([&](storage_ref tx) -> result<void> {
             repository<specimen> inside(tx);
             REQUIRE(add(tx, "a"));
             REQUIRE(inside.update(before.id, patch<specimen>{}.set<&specimen::size>(9)));
             REQUIRE(inside.remove(before.id));
             return fail(errc::unsupported, "changed my mind", "words");
         });
         REQUIRE(outcome(done) == "unsupported");
         CHECK(done.error().message == "changed my mind");
         CHECK(done.error().detail == "words");
         CHECK(all.list().value().items == std::vector{before});
     }},
    {"an exception rolls everything back and goes through",
     [](storage_ref storage) {
         REQUIRE(add(storage, "before"));
         const auto body = [](storage_ref tx) -> result<void> {
             REQUIRE(add(tx, "a"));
             throw std::runtime_error("raised");
         };
         CHECK_THROWS_WITH(storage.transaction(body), "raised");
         CHECK(stored_names(storage) == texts{"before"});
         CHECK(outcome(storage.transaction([](storage_ref tx) { return add(tx, "b"); })) == "ok");
         CHECK(stored_names(storage) == texts{"before", "b"});
     }},
    {"a transaction sees its own writes, nobody else does before its end",
     [](storage_ref storage) {
         REQUIRE(add(storage, "before"));
         texts inside;
         texts through_the_database;
         texts on_another_thread;
         REQUIRE(storage.transaction([&](storage_ref tx) -> result<void> {
             auto added = add(tx, "a");
             inside = stored_names(tx);
             through_the_database = stored_names(storage);
             std::thread([&] { on_another_thread = stored_names(storage); }).join();
             return added;
         }));
         CHECK(inside == texts{"before", "a"});
         CHECK(through_the_database == texts{"before"});
         CHECK(on_another_thread == texts{"before"});
         CHECK(stored_names(storage) == texts{"before", "a"});
     }},
    {"a call that failed inside is undone alone; the rest can still be committed",
     [](storage_ref storage) {
         REQUIRE(add(storage, "a"));
         REQUIRE(storage.transaction([](storage_ref tx) -> result<void> {
             REQUIRE(add(tx, "b"));
             CHECK(outcome(add(tx, "a")) == "unique_violation: name unique");
             CHECK(outcome(repository<specimen>(tx).remove(999)) == "not_found");
             const std::vector<specimen> some{named("x"), named("b")};
             CHECK(
                 outcome(repository<specimen>(tx).create_many(some)) == "unique_violation: [1].name unique");
             return add(tx, "c");
         }));
         CHECK(stored_names(storage) == texts{"a", "b", "c"});
     }},
    {"an error of the sink inside undoes that write alone",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([](storage_ref tx) -> result<void> {
             REQUIRE(add(tx, "a"));
             const specimen one = named("b");
             const auto values = values_of(one);
             const insertion fresh{.columns = all_but_key<specimen>(), .values = values};
             const auto refuse = [](row) -> result<bool> { return fail(errc::unsupported, "no"); };
             CHECK(outcome(tx.insert(table_of<specimen>(), fresh, refuse)) == "unsupported");
             CHECK(stored_names(tx) == texts{"a"});
             return {};
         }));
         CHECK(stored_names(storage) == texts{"a"});
     }},
    {"a transaction inside another is a savepoint: it rolls back alone",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([](storage_ref outer) -> result<void> {
             REQUIRE(add(outer, "a"));
             CHECK(outcome(outer.transaction([](storage_ref inner) -> result<void> {
                       REQUIRE(add(inner, "b"));
                       CHECK(stored_names(inner) == texts{"a", "b"});
                       return fail(errc::unsupported, "no");
                   })) == "unsupported");
             CHECK(stored_names(outer) == texts{"a"});
             REQUIRE(outer.transaction([](storage_ref inner) { return add(inner, "c"); }));
             return add(outer, "d");
         }));
         CHECK(stored_names(storage) == texts{"a", "c", "d"});
     }},
    {"what a savepoint kept is gone with the transaction around it",
     [](storage_ref storage) {
         CHECK(outcome(storage.transaction([](storage_ref outer) -> result<void> {
                   REQUIRE(outer.transaction([](storage_ref inner) -> result<void> {
                       REQUIRE(add(inner, "a"));
                       return inner.transaction([](storage_ref innermost) { return add(innermost, "b"); });
                   }));
                   CHECK(stored_names(outer) == texts{"a", "b"});
                   return fail(errc::unsupported, "no");
               })) == "unsupported");
         CHECK(stored_names(storage).empty());
     }},
    {"an exception in a savepoint undoes it, and the transaction around it can go on",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([](storage_ref outer) -> result<void> {
             REQUIRE(add(outer, "a"));
             const auto body = [](storage_ref inner) -> result<void> {
                 REQUIRE(add(inner, "b"));
                 throw std::runtime_error("raised");
             };
             CHECK_THROWS_WITH(outer.transaction(body), "raised");
             return add(outer, "c");
         }));
         CHECK(stored_names(storage) == texts{"a", "c"});
     }},
    {"a storage kept beyond its transaction answers that it is closed",
     [](storage_ref storage) {
         std::optional<storage_ref> kept;
         REQUIRE(storage.transaction([&](storage_ref tx) -> result<void> {
             kept = tx;
             return add(tx, "a");
         }));
         const auto& table = table_of<specimen>();
         const auto closed = [&] {
             const specimen one = named("b");
             const auto values = values_of(one);
             const value key(1);
             const changes changed{.columns = all_but_key<specimen>(), .values = values};
             CHECK(outcome(kept->prepare(table)) == "transaction_closed");
             CHECK(outcome(kept->find(table, key, ignore)) == "transaction_closed");
             CHECK(outcome(kept->select(table, {}, ignore)) == "transaction_closed");
             CHECK(outcome(kept->count(table, {})) == "transaction_closed");
             CHECK(outcome(kept->insert(table, {.values = values}, ignore)) == "transaction_closed");
             CHECK(outcome(kept->update(table, key, changed, ignore)) == "transaction_closed");
             CHECK(outcome(kept->remove(table, key, {})) == "transaction_closed");
             CHECK(outcome(kept->transaction([](storage_ref) -> result<void> {
                       return {};
                   })) == "transaction_closed");
         };
         closed();
         REQUIRE(storage.transaction([&](storage_ref tx) -> result<void> {
             closed(); // also while another one is open
             return tx.transaction([&](storage_ref) -> result<void> {
                 closed();
                 return {};
             });
         }));
         CHECK(stored_names(storage) == texts{"a"});
     }},
    {"a savepoint's storage kept beyond it is closed, the transaction's is not",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([](storage_ref outer) -> result<void> {
             std::optional<storage_ref> kept;
             REQUIRE(outer.transaction([&](storage_ref inner) -> result<void> {
                 kept = inner;
                 return {};
             }));
             CHECK(outcome(add(*kept, "a")) == "transaction_closed");
             return add(outer, "b");
         }));
         CHECK(stored_names(storage) == texts{"b"});
     }},
    {"a write through the database inside one's own transaction is misuse, at once",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([&](storage_ref tx) -> result<void> {
             CHECK(outcome(add(storage, "a")) == "misuse");
             CHECK(outcome(repository<specimen>(storage).remove(1)) == "misuse");
             CHECK(outcome(storage.transaction([](storage_ref) -> result<void> { return {}; })) == "misuse");
             return add(tx, "b");
         }));
         CHECK(stored_names(storage) == texts{"b"});
     }},
    {"a transaction used by another thread is misuse",
     [](storage_ref storage) {
         REQUIRE(storage.transaction([](storage_ref tx) -> result<void> {
             result<void> wrote;
             result<std::int64_t> counted;
             std::thread([&] {
                 wrote = add(tx, "a");
                 counted = tx.count(table_of<specimen>(), {});
             }).join();
             CHECK(outcome(wrote) == "misuse");
             CHECK(outcome(counted) == "misuse");
             return add(tx, "b");
         }));
         CHECK(stored_names(storage) == texts{"b"});
     }},
    {"a transaction's rows may be changed while it walks over them",
     [](storage_ref storage) {
         for (const char* name : {"a", "b", "c"}) REQUIRE(add(storage, name));
         REQUIRE(storage.transaction([](storage_ref tx) -> result<void> {
             repository<specimen> inside(tx);
             texts seen;
             auto done =
                 inside.each({.order_by = asc<&specimen::id>}, [&](const specimen& one) -> result<void> {
                     seen.push_back(one.name);
                     if (auto gone = inside.remove(one.id); !gone) return gone;
                     return add(tx, (one.name + "+").c_str());
                 });
             CHECK(seen == texts{"a", "b", "c"});
             return done;
         }));
         CHECK(stored_names(storage) == texts{"a+", "b+", "c+"});
     }},
    {"a transaction spans tables, and its work may return a value",
     [](storage_ref storage) {
         const auto made = in_transaction(storage, [](storage_ref tx) -> result<std::string> {
             if (auto a = add(tx, "a"); !a) return fail(a.error());
             auto one = repository<tag>(tx).create({.slug = "s", .label = "l"});
             if (!one) return fail(one.error());
             return one->label;
         });
         CHECK(made.value() == "l");
         const auto failed = in_transaction(storage, [](storage_ref tx) -> result<int> {
             REQUIRE(repository<tag>(tx).remove("s"));
             if (auto a = add(tx, "a"); !a) return fail(a.error());
             return 1;
         });
         CHECK(outcome(failed) == "unique_violation: name unique");
         CHECK(repository<tag>(storage).count().value() == 1);
         CHECK(stored_names(storage) == texts{"a"});
     }},
    {"the first use of a table may be in a transaction that rolls back",
     [](storage_ref storage) {
         CHECK(outcome(storage.transaction([](storage_ref tx) -> result<void> {
                   REQUIRE(add(tx, "a"));
                   return fail(errc::unsupported, "no");
               })) == "unsupported");
         CHECK(stored_names(storage).empty());
         REQUIRE(add(storage, "b"));
         CHECK(stored_names(storage) == texts{"b"});
     }},
};

} // namespace contract
