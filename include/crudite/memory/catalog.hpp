// catalog and snapshot: the committed rows of every table, and a reader's hold on those of one.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/memory/table_rows.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace crudite::memory {

/// One moment of a table, for as long as this lives. It is let go under the mutex under which it was taken,
/// so that a writer who finds itself alone with the rows really is.
class snapshot {
  public:
    snapshot(std::mutex& mutex, std::shared_ptr<const table_rows> rows)
        : mutex_(&mutex), rows_(std::move(rows)) {}
    snapshot(snapshot&&) = default;
    snapshot& operator=(snapshot&&) = delete;
    ~snapshot() {
        if (!rows_) return;
        std::shared_ptr<const table_rows> last; // a large table dies outside the mutex
        const std::lock_guard guard(*mutex_);
        if (rows_.use_count() == 1)
            last = std::move(rows_);
        else
            rows_.reset();
    }
    const table_rows* operator->() const noexcept { return rows_.get(); }

  private:
    std::mutex* mutex_;
    std::shared_ptr<const table_rows> rows_;
};

/// A table and its committed rows.
struct slot {
    const table_view* view;
    std::shared_ptr<table_rows> rows;
};

/// The rows of the tables that a transaction has written to.
using changed_rows = std::map<slot*, std::shared_ptr<table_rows>>;

/// errc::schema_mismatch if two descriptions of one table do not agree in its columns.
inline result<void> compare_columns(const table_view& known, const table_view& asked) {
    const auto refuse = [&](std::string_view column, std::string_view what) {
        return fail(
            errc::schema_mismatch,
            std::string(asked.name) + "." + std::string(column) + ": " + std::string(what));
    };
    for (const column& c : asked.columns) {
        const std::size_t at = known.find(c.name);
        if (at == npos) return refuse(c.name, "is in the schema and not in the table");
        const column& there = known.columns[at];
        if (there.type != c.type) return refuse(c.name, "is of another type in the table");
        if (there.nullable != c.nullable)
            return refuse(
                c.name, there.nullable ? "may be NULL in the table" : "may not be NULL in the table");
        if (&there - known.columns.data() != &c - asked.columns.data())
            return refuse(c.name, "is at another place in the table");
    }
    for (const column& c : known.columns)
        if (asked.find(c.name) == npos) return refuse(c.name, "is in the table and not in the schema");
    return {};
}

/// The tables that are there, by name. Slots stay where they are.
class catalog {
  public:
    /// The table's slot, made if it is new.
    result<slot*> find(const table_view& table) {
        const std::lock_guard guard(mutex_);
        auto at = slots_.find(table.name);
        if (at == slots_.end())
            at = slots_.emplace(table.name, slot{&table, std::make_shared<table_rows>(table)}).first;
        else if (at->second.view != &table)
            if (auto same = compare_columns(*at->second.view, table); !same)
                return fail(std::move(same.error()));
        return &at->second;
    }

    /// The committed rows as they are now.
    snapshot look(const slot& table) {
        const std::lock_guard guard(mutex_);
        return {mutex_, table.rows};
    }

    /// Commits one change; in place if nobody reads the rows. Only for the one writer.
    void apply(slot& table, const row_change& change) {
        if (change.goes == change.comes) return;
        {
            const std::lock_guard guard(mutex_);
            if (table.rows.use_count() == 1) return table.rows->apply(*table.view, change);
        }
        auto copy = std::make_shared<table_rows>(*table.rows);
        copy->apply(*table.view, change);
        const std::lock_guard guard(mutex_);
        table.rows.swap(copy);
    }

    /// Commits the rows of several tables at once; the old ones are in `changed` then. Only for the one
    /// writer.
    void exchange(changed_rows& changed) {
        const std::lock_guard guard(mutex_);
        for (auto& [table, rows] : changed) table->rows.swap(rows);
    }

    /// Takes part in holding a snapshot's rows.
    snapshot hold(std::shared_ptr<const table_rows> rows) { return {mutex_, std::move(rows)}; }

  private:
    std::mutex mutex_{};
    std::map<std::string_view, slot> slots_{}; ///< a table's name lives as long as its view
};

} // namespace crudite::memory
