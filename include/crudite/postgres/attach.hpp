// attach: makes a table from its schema, or compares the one that is there.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/catalog.hpp>

#include <string>
#include <vector>

namespace crudite::postgres::detail {

/// Ends the transaction of an attach that was left early.
struct attaching {
    connection& on;
    ~attaching() { on.roll_back(); }
};

inline result<void> create(connection& on, const table_view& table, bool temporary) {
    on.queue_text(sql::render_table(sql::postgres, table, temporary));
    if (auto made = on.run(); !made) return fail(std::move(made.error()));
    // PostgreSQL checks the oldest index first: the key's, then these in the schema's order.
    for (const sql::index_definition& index : sql::render_indexes(sql::postgres, table, temporary)) {
        on.queue_text(index.text);
        if (auto made = on.run(); !made) return fail(std::move(made.error()));
    }
    return {};
}

/// Compares the live table with one that is made of the schema for this, and gone with its transaction: the
/// server rewrites conditions and defaults, so that their texts can be compared only as it has them.
inline result<void> compare_with_fresh(connection& on, const table_view& table, const std::string& number) {
    auto found = parts_of(on, number);
    if (!found) return fail(std::move(found.error()));
    on.later("BEGIN");
    const attaching undo{on};
    if (auto made = create(on, table, true); !made) return made;
    auto fresh = number_of(on, "pg_temp.", table);
    if (!fresh) return fail(std::move(fresh.error()));
    auto wanted = parts_of(on, *fresh);
    if (!wanted) return fail(std::move(wanted.error()));
    return compare(table, *wanted, *found);
}

/// Makes sure of the table. It is created under a lock that all programs take for this, so that of two that
/// start together one creates it and the other finds it.
inline result<void> attach(connection& on, const table_view& table) {
    auto number = number_of(on, "", table);
    if (!number) return fail(std::move(number.error()));
    if (number->empty()) {
        on.later("BEGIN ISOLATION LEVEL READ COMMITTED");
        on.queue("SELECT pg_advisory_xact_lock(27991871215727717)"); // "crudite" in ASCII
        const attaching undo{on};
        if (auto locked = on.run(); !locked) return fail(std::move(locked.error()));
        number = number_of(on, "", table);
        if (!number) return fail(std::move(number.error()));
        if (number->empty()) {
            if (auto made = create(on, table, false); !made) {
                if (made.error().code != errc::readonly) return made;
                return mismatch(
                    table, ": is missing in the database, which cannot be written", made.error().detail);
            }
            return on.commit();
        }
    }
    return compare_with_fresh(on, table, *number);
}

} // namespace crudite::postgres::detail
