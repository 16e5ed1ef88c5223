// A PostgreSQL database, at the address in DATABASE_URL: options, a transaction that others get in the way
// of, reads that a standby may answer, what the pool counts.
// SPDX-License-Identifier: MIT
#include <crudite/postgres.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <vector>

namespace shop {

struct item {
    std::int64_t id{};
    std::string name{};
    std::int64_t stock{};
};

} // namespace shop

template <>
inline constexpr auto crudite::schema<shop::item> = table(
    "shop_items", field<&shop::item::id>(primary_key), field<&shop::item::name>(unique, length(1, 40)),
    field<&shop::item::stock>(range(0, 1'000'000)));

namespace {

// [transaction]
/// Takes some out of the stock. If another program has changed the row meanwhile, all of it is run again.
crudite::result<shop::item> take(crudite::storage_ref db, std::int64_t id, std::int64_t some) {
    return crudite::in_transaction(db, [&](crudite::storage_ref inside) -> crudite::result<shop::item> {
        crudite::repository<shop::item> items{inside};
        const auto found = items.find(id);
        if (!found) return found;
        return items.update(id, crudite::patch<shop::item>{}.set<&shop::item::stock>(found->stock - some));
    });
}
// [/transaction]

// [session]
/// Renames an item and lists all, as one user sees them. `seen` is how far the log was after this user's
/// last change, whichever of our servers made it: in a cookie, say.
crudite::result<crudite::page<shop::item>> rename(
    crudite::postgres::database& db, std::int64_t id, std::string_view name, std::string& seen) {
    const auto before = crudite::postgres::to_position(seen);
    crudite::postgres::session mine(db, before.value_or(crudite::postgres::position{}));
    crudite::repository<shop::item> items{mine};
    const auto changed = items.update(id, crudite::patch<shop::item>{}.set<&shop::item::name>(name));
    if (!changed) return std::unexpected(changed.error());
    seen = to_string(mine.seen());
    return items.list(); // from a standby, if one has the change by now
}
// [/session]

} // namespace

int main() {
    using namespace std::chrono_literals;
    const char* const address = std::getenv("DATABASE_URL");
    if (!address) {
        std::cerr << "set DATABASE_URL to postgresql://user:password@host/database\n";
        return 2;
    }

    // [open]
    crudite::postgres::options how;
    how.tables = crudite::tables<shop::item>; // made if missing, compared if not: now, not at first use
    how.connections = 4;                      // at most; opened when needed
    how.acquire_timeout = 2s;                 // for a call to get one of them; then errc::busy
    how.statement_timeout = 10s;              // for the server to answer; then errc::timeout
    auto db = crudite::postgres::open(address, how);
    if (!db) {
        std::cerr << db.error().message << ": " << db.error().detail << '\n';
        return 1;
    }
    crudite::repository<shop::item> items{*db};
    // [/open]

    if (auto old = items.list({.limit = 100}))
        for (const shop::item& one : old->items) items.remove(one.id).value();

    // [many]
    // Many rows to a round trip, and all of them or none.
    const auto made =
        items.create_many(std::vector<shop::item>{{.name = "chair", .stock = 7}, {.name = "lamp"}});
    // [/many]
    std::cout << made->size() << " items\n";
    std::cout << "stock: " << take(*db, made->front().id, 2)->stock << '\n';
    std::cout << crudite::name(take(*db, made->front().id, 9).error().code) << '\n';

    std::string seen;
    std::cout << rename(*db, made->back().id, "lantern", seen)->items.front().name << '\n';

    // [counters]
    const auto now = db->counters(); // db->metrics() has the same for Prometheus
    std::cout << now.open << " open, " << now.timeouts << " waits in vain, " << now.retries << " run again\n";
    // [/counters]
}
