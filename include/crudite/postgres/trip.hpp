// link, trip: one PGconn with what both of its sides know, and what goes to the server together and comes
// back.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/attempt.hpp>
#include <crudite/postgres/error.hpp>
#include <crudite/postgres/options.hpp>
#include <crudite/postgres/position.hpp>
#include <crudite/postgres/statements.hpp>
#include <crudite/postgres/wire.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

/// What came back from a round trip: the results of its statements, without those of its commands.
struct answers {
    std::vector<result_ptr> of{};
    result_ptr command{}; ///< of the last command

    const PGresult* operator[](std::size_t i) const noexcept { return of[i].get(); }
};

/// What it holds, which it holds no more. (Of std::exchange g++ 12 says that it may not be initialized.)
inline std::optional<error> move_out(std::optional<error>& from) {
    std::optional<error> held;
    held.swap(from);
    return held;
}

/// One PGconn. Used by one thread at a time, those of several callers under the mutex of their pipeline.
struct link {
    explicit link(const options& chosen) noexcept : how(chosen) {}

    bool knows(const table_view& table) const noexcept {
        return std::ranges::find(tables, &table) != tables.end();
    }
    /// For more than one statement to a round trip; libpq does less for a single one, outside of this mode.
    void enter_pipeline() noexcept {
        if (!piped && PQenterPipelineMode(handle.get()) == 0) dead = true;
        piped = true;
    }
    /// Once all is answered.
    void leave_pipeline() noexcept {
        if (piped && !dead && PQexitPipelineMode(handle.get()) == 0) dead = true;
        piped = false;
    }

    const options& how;
    connection_ptr handle{};
    statement_cache cache{};
    std::vector<const table_view*> tables{}; ///< that are known to be there and as their schema says
    std::uint64_t batch{1};
    std::uint64_t cursors{0};
    bool piped{false};        ///< in pipeline mode
    bool has_to_write{false}; ///< connected to the primary of several servers
    bool demoted{false};      ///< which it is no more
    bool dead{false};         ///< lost, or in a state that nobody knows
    bool warned{false};       ///< a notice came that leaves a commit in doubt
};

/// What is queued up to a Sync, and what has come back of it.
struct trip {
    /// One thing that is queued.
    struct step {
        enum kind : std::uint8_t { command, prepare, deallocate, statement };
        kind what;
        detail::statement* of{};
        std::string name{};
        std::uint64_t named{0}; ///< the statement, when this was queued

        /// The server does not have the statement under the name that it was sent with.
        void forget_name() const {
            if (of && of->named == named) of->name.clear();
        }
    };

    /// What is queued goes out now.
    void begin() {
        got.of.clear();
        got.of.reserve(steps.size());
        got.command.reset();
        answered = 0;
    }
    /// Takes the next result; true if it was the last.
    bool take(link& on, result_ptr next) {
        if (PQresultStatus(next.get()) == PGRES_PIPELINE_SYNC) {
            const bool was_answered = std::exchange(answered, everything) == everything;
            heard = true;
            return !position_due || was_answered;
        }
        if (answered == everything) {
            if (PQresultStatus(next.get()) == PGRES_TUPLES_OK && PQntuples(next.get()) == 1) // else unknown
                at = read_position(PQgetvalue(next.get(), 0, 0));
        } else if (answered < steps.size()) {
            settle(on, steps[answered++], std::move(next));
        } else {
            take_failure(on, next.get(), nullptr); // of the commit
        }
        return false;
    }

    /// Afterwards: what was not answered was not done.
    void end(link& on) {
        for (std::size_t i = answered; i < steps.size(); ++i) {
            if (steps[i].what == step::prepare) steps[i].forget_name();
            if (steps[i].what == step::deallocate) on.cache.give_back(std::move(steps[i].name));
        }
        steps.clear();
        position_due = alone = false;
        about = nullptr;
    }

    static constexpr std::size_t everything = static_cast<std::size_t>(-1);

    std::vector<step> steps{};
    answers got{};
    std::size_t answered{0}; ///< how many steps; `everything`: and the server is ready for the next
    const table_view* about{};
    std::optional<error> failed{};
    std::optional<position> at{}; ///< of the log, after the commit
    bool position_due{false};     ///< it is asked for
    bool alone{false};            ///< sent outside of pipeline mode
    bool heard{false};            ///< the server has answered something
    bool conflicted{false};       ///< another came first
    bool in_doubt{false};         ///< a commit may have happened, though the connection was lost

  private:
    /// Takes the result of one step.
    void settle(link& on, const step& what, result_ptr next) {
        const ExecStatusType status = PQresultStatus(next.get());
        const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (!done && status != PGRES_PIPELINE_ABORTED) take_failure(on, next.get(), &what);
        heard = heard || done;
        switch (what.what) {
        case step::prepare:
            if (!done) what.forget_name();
            break;
        case step::deallocate:
            if (!done && !is_unknown_statement(next.get())) on.cache.give_back(what.name);
            break;
        case step::command:
            if (done) got.command = std::move(next);
            break;
        case step::statement:
            if (done) got.of.push_back(std::move(next));
            break;
        }
    }

    /// Takes what went wrong with a step, or (nullptr) with the commit after the last.
    void take_failure(link& on, const PGresult* failure, const step* with) {
        const complaint said = complaint_of(failure);
        conflicted = conflicted || is_conflict(said.state);
        if (on.has_to_write && said.state == "25006") on.dead = on.demoted = true;
        const char* severity = PQresultErrorField(failure, PG_DIAG_SEVERITY_NONLOCALIZED);
        // Else by a pooler that has lost it: they know no function of the server's, or say that it is lost.
        const bool by_server = severity && PQresultErrorField(failure, PG_DIAG_SOURCE_FUNCTION) &&
                               !said.state.starts_with("08") && !is_unknown_outcome(said.state);
        if (!severity) severity = PQresultErrorField(failure, PG_DIAG_SEVERITY);
        const bool fatal = said.state.empty() || (severity && std::string_view(severity) != "ERROR");
        on.dead = on.dead || fatal;
        heard = heard || !fatal || is_unknown_outcome(said.state);
        // What the server itself gives up is undone; but the last it says may come in the middle of a commit.
        if (!fatal || (with && by_server)) in_doubt = false;
        if (!failed) failed = make_error(said, about);
        if (!with || !with->of) return;
        // The statement is of the table as it was, or is not there.
        statement& of = *with->of;
        if (of.named != with->named) return; // it has another name by now
        if (said.state == "0A000" && !of.name.empty()) on.cache.give_back(of.name);
        if (said.state == "26000" || said.state == "0A000") of.name.clear();
    }
    static bool is_unknown_statement(const PGresult* failure) {
        return failure && complaint_of(failure).state == "26000";
    }
};

/// Reads what has come; false if the connection is lost and has left no result. With TLS once more: of a
/// record that is larger than libpq's room the rest is in OpenSSL, and the socket does not tell.
inline bool read_more(PGconn* from) {
    const bool there = PQconsumeInput(from) != 0 && (PQsslInUse(from) == 0 || PQconsumeInput(from) != 0);
    return there || PQisBusy(from) == 0;
}

/// Hands results to the trip while there are any; true once it has them all, or the link is lost.
inline bool take_available(link& on, trip& to) {
    PGconn* const from = on.handle.get();
    for (int nothing = 0; PQisBusy(from) == 0;) {
        result_ptr next(PQgetResult(from));
        if (next) {
            nothing = 0;
            if (to.take(on, std::move(next))) return true;
        } else if (to.alone && !on.dead && PQstatus(from) == CONNECTION_OK) {
            to.answered = trip::everything;
            return to.heard = true;
        } else if (++nothing == 3 || PQstatus(from) != CONNECTION_OK) {
            // Between two results comes a nothing; more of them mean that no more will come.
            return on.dead = true;
        }
    }
    return on.dead = on.dead || PQstatus(from) != CONNECTION_OK; // then there is no socket to wait for
}

} // namespace crudite::postgres::detail
