// Testing a domain service without a database: memory::database, a clock that is moved by hand, and failures
// on order. Here with plain checks; any test framework does.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#include <crudite/memory.hpp>

#include <chrono>
#include <iostream>

// clang-format off: one field a line
// [entity]
struct booking {
    std::int64_t id{};
    std::string room{};
    std::string day{};
    std::string guest{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<booking> = table("bookings",
    field<&booking::id>(primary_key),
    field<&booking::room>(length(1, 20)),
    field<&booking::day>(length(10, 10)),
    field<&booking::guest>(length(1, 80), not_blank),
    field<&booking::created_at>(set_on_create),
    field<&booking::updated_at>(set_on_update),
    unique_together<&booking::room, &booking::day>);
// [/entity]
// clang-format on

namespace {

// [service]
/// The domain: knows a storage and a clock, and not which.
class front_desk {
  public:
    front_desk(crudite::storage_ref storage, crudite::clock_ref clock)
        : bookings_(storage, {.clock = clock}), clock_(clock) {}

    /// Books a room; makes up to three attempts while the database is busy.
    crudite::result<booking> book(const booking& wanted) {
        auto made = bookings_.create(wanted);
        for (int tries = 1; tries < 3 && !made && crudite::retryable(made.error().code); ++tries)
            made = bookings_.create(wanted);
        return made;
    }

    /// Frees the room, within an hour of booking; after that nothing is changed.
    crudite::result<void> cancel(std::int64_t id) {
        const auto found = bookings_.find(id);
        if (!found) return crudite::fail(found.error());
        if (clock_() - found->created_at > std::chrono::hours{1})
            return crudite::fail(crudite::errc::invalid, "a booking can be cancelled within an hour");
        return bookings_.remove(id, {.expected = found->updated_at});
    }

  private:
    crudite::repository<booking> bookings_;
    crudite::clock_ref clock_;
};
// [/service]

int failures = 0;

void check(bool holds, const char* what) {
    std::cout << (holds ? "ok      " : "FAILED  ") << what << '\n';
    failures += !holds;
}

using crudite::errc;
namespace memory = crudite::memory;

// [plain]
void a_room_is_booked_once_a_day() {
    memory::database db;
    crudite::manual_clock clock; // stands at 2026-01-01T00:00:00Z
    front_desk desk{db, clock};

    const auto first = desk.book({.room = "blue", .day = "2026-05-01", .guest = "Ada"});
    const auto second = desk.book({.room = "blue", .day = "2026-05-01", .guest = "Bob"});

    check(first && first->created_at == clock(), "the first guest gets the room, at the clock's time");
    check(!second && second.error().code == errc::unique_violation, "the second does not");
    check(second.error().violations.size() == 2, "and is told both fields");
}
// [/plain]

// [clock]
void an_hour_later_it_is_too_late_to_cancel() {
    memory::database db;
    crudite::manual_clock clock;
    front_desk desk{db, clock};
    const auto made = desk.book({.room = "blue", .day = "2026-05-01", .guest = "Ada"});

    clock.advance(std::chrono::minutes{61});
    check(desk.cancel(made->id).error().code == errc::invalid, "61 minutes later it is too late");

    clock.set(made->created_at + std::chrono::minutes{59});
    check(desk.cancel(made->id).has_value(), "59 minutes later it is not");
}
// [/clock]

// [faults]
void a_busy_database_is_asked_again() {
    memory::database db;
    crudite::manual_clock clock;
    front_desk desk{db, clock};

    db.script({.on = memory::op::write, .with = errc::busy, .times = 2});
    check(desk.book({.room = "blue", .day = "2026-05-01", .guest = "Ada"}).has_value(), "busy twice: booked");

    db.script({.on = memory::op::write, .with = errc::busy, .times = 3});
    const auto given_up = desk.book({.room = "red", .day = "2026-05-01", .guest = "Bob"});
    check(!given_up && given_up.error().code == errc::busy, "busy three times: given up");
    check(db.faults().pending() == 0, "after three attempts, no more");
}
// [/faults]

// [commit]
void a_commit_of_unknown_outcome_is_not_repeated() {
    for (const bool kept : {false, true}) { // the two truths behind that error
        memory::database db;
        crudite::manual_clock clock;
        front_desk desk{db, clock};

        db.script({.on = memory::op::commit, .with = errc::commit_outcome_unknown, .kept = kept});
        const auto made = desk.book({.room = "blue", .day = "2026-05-01", .guest = "Ada"});

        check(!made && made.error().code == errc::commit_outcome_unknown, "the caller hears of it");
        check(crudite::repository<booking>{db}.count() == (kept ? 1 : 0), "one attempt was made");
    }
}
// [/commit]

} // namespace

int main() {
    a_room_is_booked_once_a_day();
    an_hour_later_it_is_too_late_to_cancel();
    a_busy_database_is_asked_again();
    a_commit_of_unknown_outcome_is_not_repeated();
    return failures == 0 ? 0 : 1;
}
