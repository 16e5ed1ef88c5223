// The bodies of database.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/database.hpp>
#include <crudite/postgres/transaction_scope.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace crudite::postgres {

static_assert(storage<transaction_scope>, "a transaction of a PostgreSQL database is a storage");
static_assert(bulk_writable<transaction_scope>, "and takes many rows at once");

/// What an open database has.
struct detail::opened {
    state shared;
    std::mutex scopes_guard{};
    std::deque<transaction_scope> scopes{}; ///< never freed: a leftover reference finds its scope closed
    std::vector<transaction_scope*> free_scopes{};

    opened(std::string where, const options& how) : shared(std::move(where), how) {}

    /// A scope on loan for one transaction.
    class scope_loan {
      public:
        explicit scope_loan(opened& from) : from_(from) {
            const std::lock_guard guard(from_.scopes_guard);
            if (from_.free_scopes.empty()) {
                lent_ = &from_.scopes.emplace_back(from_.shared);
                from_.free_scopes.reserve(from_.scopes.size()); // so that giving it back cannot fail
            } else {
                lent_ = from_.free_scopes.back();
                from_.free_scopes.pop_back();
            }
        }
        scope_loan(const scope_loan&) = delete;
        ~scope_loan() {
            const std::lock_guard guard(from_.scopes_guard);
            from_.free_scopes.push_back(lent_);
        }
        transaction_scope* operator->() const noexcept { return lent_; }

      private:
        opened& from_;
        transaction_scope* lent_;
    };

    template <class Work>
    result<void> write(const table_view& table, bool sure, Work work) {
        if (shared.pool().is_inside())
            return fail(
                errc::misuse, "write: this thread is inside a transaction of the same database; use the "
                              "repository made from the transaction");
        return shared.on_connection(table, [&](connection& on) { return shared.committed(on, sure, work); });
    }

    std::string_view begin() const noexcept {
        return shared.how().level == isolation::serializable ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                                             : "BEGIN ISOLATION LEVEL REPEATABLE READ";
    }

    /// How one run of a transaction's body ended.
    enum class ending : std::uint8_t { final, conflict, lost };

    result<void> run_once(transaction_body body, ending& how) {
        how = ending::final;
        auto lent = shared.pool().borrow();
        if (!lent) return fail(std::move(lent.error()));
        connection& on = **lent;
        const connection_pool::inside marked(shared.pool());
        const scope_loan scope(*this);
        on.later(begin());
        const state::rolled_back undo{on};
        result<void> done = scope->run(on, body);
        if (done) done = on.commit();
        if (!done && done.error().code != errc::commit_outcome_unknown &&
            done.error().code != errc::timeout) {
            if (on.conflicted()) how = ending::conflict;
            if (on.lost_unheard()) how = ending::lost;
        }
        return done;
    }
};

database::~database() {
    delete opened_;
}

result<void> database::prepare(const table_view& table) {
    if (opened_->shared.forked()) return detail::state::refuse_fork();
    return opened_->shared.prepare(table);
}
result<bool> database::find(const table_view& table, const value& key, row_sink sink) {
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return detail::find(on, table, key, sink); });
}
result<selected> database::select(const table_view& table, const selection& wanted, row_sink sink) {
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return detail::select(on, table, wanted, sink); });
}
result<std::int64_t> database::count(const table_view& table, const condition& where) {
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return detail::count(on, table, where); });
}
result<void> database::insert(const table_view& table, const insertion& fresh, row_sink sink) {
    return opened_->write(
        table, fresh.sure, [&](detail::connection& on) { return detail::insert(on, table, fresh, sink); });
}
result<void> database::update(
    const table_view& table, const value& key, const changes& changed, row_sink sink) {
    return opened_->write(table, changed.sure, [&](detail::connection& on) {
        return detail::update(on, table, key, changed, sink);
    });
}
result<void> database::remove(const table_view& table, const value& key, const requirement& when) {
    return opened_->write(
        table, true, [&](detail::connection& on) { return detail::remove(on, table, key, when); });
}
result<void> database::transaction(transaction_body body) {
    detail::state& shared = opened_->shared;
    if (shared.forked()) return detail::state::refuse_fork();
    if (shared.pool().is_inside())
        return fail(
            errc::misuse, "transaction: this thread is inside one of the same database; use the storage that "
                          "it hands to its body");
    bool lost_once = false;
    for (int tries = 0;;) {
        auto how = detail::opened::ending::final;
        auto done = opened_->run_once(body, how);
        if (how == detail::opened::ending::conflict && tries < shared.how().retries) {
            shared.back_off(tries++);
            shared.retried();
        } else if (how == detail::opened::ending::lost && !lost_once) {
            lost_once = true;
            shared.pool().forget_idle();
        } else {
            return done;
        }
    }
}

pool_counters database::counters() const {
    return opened_->shared.counters();
}

std::vector<metric_family> database::metrics() const {
    const pool_counters now = counters();
    const auto number = [](auto n) { return static_cast<double>(n); };
    const auto counted = [&](const char* name, const char* help, std::uint64_t n) {
        return metric_family{
            .name = name, .help = help, .kind = metric_kind::counter, .samples = {{number(n)}}};
    };
    return {
        {.name = "crudite_postgres_connections",
         .help = "Connections: open now, of these idle, and how many there may be.",
         .samples =
             {{number(now.open), {{"state", "open"}}},
              {number(now.idle), {{"state", "idle"}}},
              {number(opened_->shared.how().connections), {{"state", "limit"}}}}},
        {.name = "crudite_postgres_waiting",
         .help = "Threads that wait for a connection.",
         .samples = {{number(now.waiting)}}},
        counted(
            "crudite_postgres_acquired_total", "Connections lent to a call or transaction.", now.acquired),
        counted("crudite_postgres_opened_total", "Connections opened.", now.opened),
        counted("crudite_postgres_failed_total", "Connections that could not be opened.", now.failed),
        counted("crudite_postgres_closed_total", "Connections closed: too old, or lost.", now.closed),
        counted(
            "crudite_postgres_timeouts_total", "Calls that waited for a connection in vain.", now.timeouts),
        counted(
            "crudite_postgres_retries_total", "Transactions run again because another came first.",
            now.retries),
    };
}

result<database> open(std::string_view where, const options& how) {
    std::string address(where);
    char* words = nullptr;
    PQconninfoOption* const parsed = PQconninfoParse(address.c_str(), &words);
    PQfreemem(words); // they may have a piece of the password
    PQconninfoFree(parsed);
    if (!parsed || address.find('\0') != address.npos)
        return fail(
            errc::unavailable, "postgres: this is no address of a database; give "
                               "postgresql://user:password@host:port/name");
    database made(new detail::opened(std::move(address), how));
    if (auto first = made.opened_->shared.start(); !first) return fail(std::move(first.error()));
    if (auto there = made.opened_->shared.attach(how.tables); !there) return fail(std::move(there.error()));
    return made;
}

} // namespace crudite::postgres
