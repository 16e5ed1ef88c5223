// All or nothing: a transaction, a savepoint in it, and one that has an answer.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <iostream>

struct purse {
    std::int64_t id{};
    std::string owner{};
    std::int64_t coins{};
};

struct transfer {
    std::int64_t id{};
    std::int64_t from{};
    std::int64_t to{};
    std::int64_t coins{};
};

template <>
inline constexpr auto crudite::schema<purse> = table(
    "purses", field<&purse::id>(primary_key), field<&purse::owner>(length(1, 40), unique),
    field<&purse::coins>(range(0, 1'000'000)));

template <>
inline constexpr auto crudite::schema<transfer> = table(
    "transfers", field<&transfer::id>(primary_key), field<&transfer::from>("from_purse", read_only, indexed),
    field<&transfer::to>("to_purse", read_only, indexed),
    field<&transfer::coins>(read_only, range(1, 1'000'000)));

namespace {

using crudite::fail, crudite::patch, crudite::repository, crudite::result, crudite::storage_ref;

// [body]
/// Moves coins, and writes down that it did. Works in whatever storage it is given: inside a transaction.
result<transfer> move_coins(storage_ref inside, const transfer& wanted) {
    repository<purse> purses{inside};
    const auto add = [&](std::int64_t id, std::int64_t coins) -> result<purse> {
        const auto now = purses.find(id);
        if (!now) return now;
        return purses.update(id, patch<purse>{}.set<&purse::coins>(now->coins + coins));
    };
    if (auto taken = add(wanted.from, -wanted.coins); !taken) return fail(taken.error());
    if (auto given = add(wanted.to, wanted.coins); !given) return fail(given.error());
    return repository<transfer>{inside}.create(wanted);
}
// [/body]

void print(repository<purse> purses) {
    std::cout << " ";
    auto done = purses.each({.order_by = crudite::asc<&purse::id>}, [](const purse& p) {
        std::cout << ' ' << p.owner << ' ' << p.coins;
    });
    std::cout << (done ? "\n" : " ?\n");
}

} // namespace

int main() {
    auto db = crudite::sqlite::open(":memory:").value();
    repository<purse> purses{db};
    repository<transfer> transfers{db};
    const auto ada = purses.create({.owner = "ada", .coins = 10})->id;
    const auto bob = purses.create({.owner = "bob"})->id;

    // [answer]
    // in_transaction returns what the work returned: a result<transfer>.
    auto made = crudite::in_transaction(
        db, [&](storage_ref inside) { return move_coins(inside, {.from = ada, .to = bob, .coins = 3}); });
    // [/answer]
    std::cout << "transfer " << made->id << " of " << made->coins << '\n';
    print(purses);

    // [rollback]
    // There is no purse 99. Ada's coins, written before that came out, are as they were.
    made = crudite::in_transaction(
        db, [&](storage_ref inside) { return move_coins(inside, {.from = ada, .to = 99, .coins = 3}); });
    // [/rollback]
    std::cout << "to nobody: " << crudite::name(made.error().code) << '\n';
    print(purses);

    // [savepoint]
    // A transaction in a transaction is a savepoint: what fails in it is undone alone.
    std::int64_t skipped = 0;
    auto done = db.transaction([&](storage_ref inside) -> result<void> {
        for (const std::int64_t coins : {5, 50, 1}) {
            auto one = crudite::in_transaction(inside, [&](storage_ref nested) {
                return move_coins(nested, {.from = ada, .to = bob, .coins = coins});
            });
            if (one) continue;
            if (one.error().code != crudite::errc::invalid) return fail(one.error()); // not ours: undo all
            ++skipped;
        }
        return {};
    });
    // [/savepoint]
    std::cout << "three transfers, " << skipped << " skipped: " << (done ? "kept" : "undone") << '\n';
    print(purses);

    // [closed]
    // A repository made from a transaction works inside it and only there.
    std::optional<repository<purse>> leaked;
    done = db.transaction([&](storage_ref inside) -> result<void> {
        leaked.emplace(inside);
        return {};
    });
    const auto after = leaked->find(ada); // errc::transaction_closed
    // [/closed]
    std::cout << "afterwards: " << crudite::name(after.error().code) << ", " << transfers.count().value()
              << " transfers\n";

    // [itself]
    // The database's own repository inside of one: it would wait for itself, so it is refused.
    done = db.transaction([&](storage_ref) -> result<void> {
        auto own = purses.create({.owner = "eve"}); // errc::misuse
        if (!own) return fail(own.error());
        return {};
    });
    // [/itself]
    std::cout << "past the transaction: " << crudite::name(done.error().code) << '\n';
}
