// A round trip: what a connection has queued goes out, the answers come in, in their order, until the
// deadline.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connection.hpp>

namespace crudite::postgres::detail {

inline result<void> connection::run(answers& got) {
    const bool commits = std::exchange(commits_, false);
    if (steps_.empty()) {
        single_ = false;
        if (refused_) return fail(*std::exchange(refused_, {}));
        if (!dead_) return {};
    }
    got.of.reserve(steps_.size());
    warned_ = false;
    in_doubt_ = commits && !dead_;
    const auto begun = options_.observe ? steady::now() : steady::time_point{};
    std::size_t answered = 0;
    const auto most = std::exchange(hurry_, {});
    bool in_time = true;
    bool cancelled = false;
    if (dead_ || !send_end()) {
        dead_ = true;
    } else if (
        !receive(deadline_of(most.value_or(options_.statement_timeout)), got, answered) &&
        (answered == npos || most)) {
        dead_ = true; // all is done, but no position said; or nobody needs to be told to stop
        in_time = !most;
    } else if (answered != npos && !dead_) {
        cancelled = waiting::is_cancelled();
        const waiting::uncancelled patient; // until the server has heard of it
        const stop_request stop(handle_.get());
        in_time = receive(deadline_of(options_.cancel_timeout), got, answered);
        // A request that is still on its way would stop whatever this connection does next.
        if (!in_time || !stop.delivered(deadline_of(options_.cancel_timeout))) dead_ = true;
    }
    if (options_.observe) [[unlikely]]
        tell(got, begun);
    end_batch(answered);
    auto refused = std::exchange(refused_, {});
    auto failed = std::exchange(failed_, {});
    if (commits && (answered == npos ? warned_ && !failed : in_doubt_)) {
        heard_ = true; // it may be done, and so is not to be done again
        return unknown_outcome(failed ? std::move(failed->detail) : std::string());
    }
    if (cancelled && ((!in_time && answered != npos) || (failed && failed->code == errc::timeout)))
        return waiting::given_up(failed ? std::move(failed->detail) : std::string());
    if (!in_time && answered != npos)
        return fail(errc::timeout, "the statement ran past its deadline, and could not be stopped");
    if (failed) return fail(std::move(*failed));
    if (refused) return fail(std::move(*refused));
    if (answered == npos) return {};
    return fail(errc::unavailable, "the connection to the database is lost", PQerrorMessage(handle_.get()));
}

/// What to answer if a commit may or may not have happened: it has, but without the standby that should have
/// confirmed it, or the connection was lost meanwhile.
inline std::unexpected<error> connection::unknown_outcome(std::string detail) const {
    if (dead_)
        return fail(
            errc::commit_outcome_unknown, "the commit failed midway: look whether the write is there",
            std::move(detail));
    return fail(
        errc::commit_outcome_unknown, "the commit is on this server, but was not confirmed by its standby");
}

/// Ends what goes out: what is behind the first end runs after the commit of what is before it.
inline bool connection::send_end() {
    PGconn* const on = handle_.get();
    if (alone_) return true;
    if (PQpipelineSync(on) == 0) return false;
    if (!position_due_) return true;
    return PQsendQueryParams(on, written_sql, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 &&
           PQpipelineSync(on) == 1;
}

inline void connection::take_position(const PGresult* from) {
    if (PQresultStatus(from) == PGRES_TUPLES_OK && PQntuples(from) == 1) // else it does not know
        position_ = read_position(PQgetvalue(from, 0, 0));
}

/// Sends and receives until all is answered or the connection is lost (true), or the deadline passes (false).
/// `answered` counts the steps that have a result; npos: all, and the server is ready for the next.
inline bool connection::receive(steady::time_point deadline, answers& into, std::size_t& answered) {
    PGconn* const on = handle_.get();
    int nothing = 0;
    for (;;) {
        const int unsent = PQflush(on);
        while (PQisBusy(on) == 0) {
            result_ptr got(PQgetResult(on));
            if (!got && alone_ && !dead_ && PQstatus(on) == CONNECTION_OK) {
                answered = npos;
                heard_ = true;
                return true;
            }
            if (!got) {
                // Between two results comes a nothing; more of them mean that no more will come.
                if (++nothing < 3 && PQstatus(on) == CONNECTION_OK) continue;
                dead_ = true;
                return true;
            }
            nothing = 0;
            if (PQresultStatus(got.get()) == PGRES_PIPELINE_SYNC) {
                const bool was_answered = std::exchange(answered, npos) == npos;
                heard_ = true;
                if (!position_due_ || was_answered) return true;
            } else if (answered == npos)
                take_position(got.get());
            else if (answered < steps_.size())
                settle(steps_[answered++], std::move(got), into);
            else
                take_failure(got.get(), nullptr); // of the commit
        }
        const short events = static_cast<short>(POLLIN | (unsent == 1 ? POLLOUT : 0));
        if (!wait_for(PQsocket(on), events, deadline)) return false;
        if (PQconsumeInput(on) == 0 && PQisBusy(on) != 0) {
            dead_ = true;
            return true;
        }
    }
}

/// Takes what went wrong with a step, or (nullptr) with the commit after the last.
inline void connection::take_failure(const PGresult* got, const step* with) {
    const complaint said = complaint_of(got);
    conflicted_ = conflicted_ || is_conflict(said.state);
    if (has_to_write_ && said.state == "25006") dead_ = demoted_ = true;
    const char* const severity = PQresultErrorField(got, PG_DIAG_SEVERITY_NONLOCALIZED);
    const bool fatal = said.state.empty() || (severity && std::string_view(severity) != "ERROR");
    if (fatal)
        dead_ = true;
    else
        heard_ = true;
    // What the server itself gives up is undone; but the last it says may come in the middle of a commit.
    if (!said.state.empty() && (with || !fatal)) in_doubt_ = false;
    if (!failed_) failed_ = make_error(said, about_);
    if (!with || !with->of) return;
    // The statement is of the table as it was, or is not there.
    statement& of = *with->of;
    if (said.state == "0A000" && !of.name.empty()) cache_.give_back(of.name);
    if (said.state == "26000" || said.state == "0A000") of.name.clear();
}

/// Takes the result of one step.
inline void connection::settle(const step& what, result_ptr got, answers& into) {
    const ExecStatusType status = PQresultStatus(got.get());
    const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!done && status != PGRES_PIPELINE_ABORTED) take_failure(got.get(), &what);
    heard_ = heard_ || done;
    switch (what.what) {
    case step::prepare:
        if (!done) what.of->name.clear();
        break;
    case step::deallocate:
        if (!done) cache_.give_back(what.name);
        break;
    case step::command:
        if (done) into.command = std::move(got);
        break;
    case step::statement:
        if (done) into.of.push_back(std::move(got));
        break;
    }
}

/// Afterwards: what was not answered was not done, and what was for once is forgotten.
inline void connection::end_batch(std::size_t answered) {
    position_due_ = false;
    for (std::size_t i = answered; i < steps_.size(); ++i) {
        if (steps_[i].what == step::prepare) steps_[i].of->name.clear();
        if (steps_[i].what == step::deallocate) cache_.give_back(std::move(steps_[i].name));
    }
    cache_.forget_passing();
    steps_.clear();
    single_ = false;
    if (std::exchange(alone_, false) && !dead_ && PQenterPipelineMode(handle_.get()) == 0) dead_ = true;
    about_ = nullptr;
    ++batch_;
}

inline void connection::tell(const answers& got, steady::time_point begun) const {
    const auto duration = steady::now() - begun;
    std::size_t nth = 0;
    for (const step& one : steps_) {
        if (one.what == step::prepare || one.what == step::deallocate) continue;
        const bool rows = one.what != step::command && nth < got.of.size();
        options_.observe({.sql = one.of->text, .duration = duration, .rows = rows ? PQntuples(got[nth]) : 0});
        if (rows) ++nth;
    }
}

inline result<void> connection::commit() {
    if (!in_transaction()) {
        drop_later(); // a BEGIN that nothing followed
        position_ = position{};
        if (!dead_) return {};
    }
    if (dead_) return fail(errc::unavailable, "the connection to the database is lost: nothing was written");
    if (auto wanted = waiting::check_cancelled(); !wanted) return wanted; // the caller rolls back
    const waiting::uncancelled patient;
    position_due_ = asks_position_;
    queue("COMMIT");
    auto done = run();
    if (dead_ && (!done || warned_))
        return unknown_outcome(done ? std::string() : std::move(done.error().detail));
    if (!done) return fail(std::move(done.error()));
    // The COMMIT of a transaction that has failed succeeds, as a ROLLBACK.
    if (std::string_view(PQcmdStatus(done->command.get())) != "COMMIT")
        return fail(errc::unavailable, "the database has rolled the transaction back: nothing was written");
    if (warned_) return unknown_outcome({});
    return {};
}

} // namespace crudite::postgres::detail
