// opened: what an open database has, for the database itself and for sessions.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/transaction_scope.hpp>

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::postgres {

static_assert(storage<transaction_scope>, "a transaction of a PostgreSQL database is a storage");
static_assert(bulk_writable<transaction_scope>, "and takes many rows at once");

namespace detail {

struct opened {
    state shared;
    std::mutex scopes_guard{};
    std::deque<transaction_scope> scopes{}; ///< never freed: a leftover reference finds its scope closed
    std::vector<transaction_scope*> free_scopes{};

    opened(address where, const options& how) : shared(std::move(where), how) {}

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

    result<void> prepare(const table_view& table) {
        if (shared.forked()) return state::refuse_fork();
        return shared.prepare(table);
    }

    /// `at`: to be told how far the log is afterwards, as far as the server can say.
    template <class Work>
    result<void> write(const table_view& table, bool sure, Work work, std::optional<position>* at = nullptr) {
        if (shared.pool().is_inside())
            return fail(
                errc::misuse, "write: this thread is inside a transaction of the same database; use the "
                              "repository made from the transaction");
        return shared.on_connection(table, [&](connection& on) {
            auto done = shared.committed(on, sure, at != nullptr, work);
            if (at) *at = on.last_position();
            return done;
        });
    }

    std::string_view begin() const noexcept {
        return shared.how().level == isolation::serializable ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                                             : "BEGIN ISOLATION LEVEL REPEATABLE READ";
    }

    /// How one run of a transaction's body ended.
    enum class ending : std::uint8_t { final, conflict, lost };

    result<void> run_once(transaction_body body, ending& how, std::optional<position>* at) {
        how = ending::final;
        auto lent = shared.pool().borrow();
        if (!lent) return fail(std::move(lent.error()));
        connection& on = **lent;
        const connection_pool::inside marked(shared.pool());
        const scope_loan scope(*this);
        on.later(begin());
        const state::rolled_back undo{&on};
        result<void> done = scope->run(on, body);
        if (at) on.ask_position();
        if (done) done = on.commit();
        if (at) *at = on.last_position();
        if (!done && done.error().code != errc::commit_outcome_unknown &&
            done.error().code != errc::timeout) {
            if (on.conflicted()) how = ending::conflict;
            if (on.lost_unheard()) how = ending::lost;
        }
        return done;
    }

    result<void> transaction(transaction_body body, std::optional<position>* at = nullptr) {
        if (shared.forked()) return state::refuse_fork();
        if (shared.pool().is_inside())
            return fail(
                errc::misuse, "transaction: this thread is inside one of the same database; use the storage "
                              "that it hands to its body");
        bool lost_once = false;
        for (int tries = 0;;) {
            ending how = ending::final;
            auto done = run_once(body, how, at);
            if (how == ending::conflict && tries < shared.how().retries) {
                shared.back_off(tries++);
            } else if (how == ending::lost && !lost_once) {
                lost_once = true;
                shared.pool().forget_idle();
            } else {
                return done;
            }
        }
    }
};

} // namespace detail

} // namespace crudite::postgres
