// A round trip: what a connection has queued goes out, the answers come in, in their order, until the
// deadline.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connection.hpp>

namespace crudite::postgres::detail {

inline result<void> connection::round_trip() {
    if (with_) return round_trip_among_others();
    const bool commits = std::exchange(commits_, false);
    if (trip_->steps.empty()) {
        single_ = false;
        if (refused_) return fail(*move_out(refused_));
        if (!on_.dead) return {};
    }
    trip_->begin();
    on_.warned = false;
    trip_->in_doubt = commits && !on_.dead;
    const auto begun = on_.how.observe ? steady::now() : steady::time_point{};
    const auto most = std::exchange(hurry_, {});
    const auto answered = [this] { return trip_->answered == trip::everything; };
    bool in_time = true;
    bool cancelled = false;
    if (on_.dead || !send_end()) {
        on_.dead = true;
    } else if (!receive(deadline_of(most.value_or(on_.how.statement_timeout))) && (answered() || most)) {
        on_.dead = true; // all is done, but no position said; or nobody needs to be told to stop
        in_time = !most;
    } else if (!answered() && !on_.dead) {
        cancelled = waiting::is_cancelled();
        const waiting::uncancelled patient; // until the server has heard of it
        const stop_request stop(on_.handle.get());
        in_time = receive(deadline_of(on_.how.cancel_timeout));
        // A request that is still on its way would stop whatever this connection does next.
        if (!in_time || !stop.delivered(deadline_of(on_.how.cancel_timeout))) on_.dead = true;
    }
    if (on_.how.observe) [[unlikely]]
        tell(trip_->steps, trip_->got, begun);
    const bool complete = answered();
    end_batch();
    if (complete && !trip_->failed && !refused_ && !on_.warned) [[likely]]
        return {};
    auto refused = move_out(refused_);
    auto failed = move_out(trip_->failed);
    if (commits && (complete ? on_.warned && !failed : trip_->in_doubt)) {
        trip_->heard = true; // it may be done, and so is not to be done again
        return unknown_outcome(failed ? std::move(failed->detail) : std::string());
    }
    if (cancelled && ((!in_time && !complete) || (failed && failed->code == errc::timeout)))
        return waiting::given_up(failed ? std::move(failed->detail) : std::string());
    if (!in_time && !complete)
        return fail(errc::timeout, "the statement ran past its deadline, and could not be stopped");
    if (failed) return fail(std::move(*failed));
    if (refused) return fail(std::move(*refused));
    if (complete) return {};
    return fail(
        errc::unavailable, "the connection to the database is lost", PQerrorMessage(on_.handle.get()));
}

/// The same of a caller that shares the connection with others. Only for reads.
inline result<void> connection::round_trip_among_others() {
    take_turn();
    trip_->begin();
    const auto begun = on_.how.observe ? steady::now() : steady::time_point{};
    if (refused_ && trip_->steps.empty()) {
        turn_.unlock();
        return fail(*move_out(refused_));
    }
    const std::vector<step> asked = on_.how.observe ? trip_->steps : std::vector<step>();
    const auto how = with_->run(trip_, std::move(turn_), deadline_of(on_.how.statement_timeout));
    const bool left = how == pipeline::ending::given_up || how == pipeline::ending::passed_over;
    if (left) trip_ = std::make_shared<trip>(); // the other is still under way
    if (on_.how.observe) [[unlikely]]
        tell(asked, trip_->got, begun);
    if (left) {
        failed_among_others_ = how == pipeline::ending::passed_over;
        if (waiting::is_cancelled()) return waiting::given_up();
        return fail(errc::timeout, "the statement ran past its deadline, among those of others");
    }
    trip_->steps.clear();
    auto refused = move_out(refused_);
    auto failed = move_out(trip_->failed);
    failed_among_others_ = failed || how == pipeline::ending::lost;
    if (failed) return fail(std::move(*failed));
    if (failed_among_others_) return fail(errc::unavailable, "the connection to the database is lost");
    if (refused) return fail(std::move(*refused));
    return {};
}

/// What to answer if a commit may or may not have happened: it has, but without the standby that should have
/// confirmed it, or the connection was lost meanwhile.
inline std::unexpected<error> connection::unknown_outcome(std::string detail) const {
    if (on_.dead)
        return fail(
            errc::commit_outcome_unknown, "the commit failed midway: look whether the write is there",
            std::move(detail));
    return fail(
        errc::commit_outcome_unknown, "the commit is on this server, but was not confirmed by its standby");
}

/// Ends what goes out: what is behind the first end runs after the commit of what is before it.
inline bool connection::send_end() {
    PGconn* const on = on_.handle.get();
    if (trip_->alone) return true;
    if (PQpipelineSync(on) == 0) return false;
    if (!trip_->position_due) return true;
    return PQsendQueryParams(on, written_sql, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 &&
           PQpipelineSync(on) == 1;
}

/// Sends and receives until all is answered or the connection is lost (true), or the deadline passes (false).
inline bool connection::receive(steady::time_point deadline) {
    PGconn* const on = on_.handle.get();
    for (;;) {
        const int unsent = PQflush(on);
        if (take_available(on_, *trip_)) return true;
        const short events = static_cast<short>(POLLIN | (unsent == 1 ? POLLOUT : 0));
        if (!wait_for(PQsocket(on), events, deadline)) return false;
        if (!read_more(on)) return on_.dead = true;
    }
}

/// Afterwards what was for once is forgotten.
inline void connection::end_batch() {
    trip_->end(on_);
    on_.cache.forget_passing();
    ++on_.batch;
    single_ = false;
    on_.leave_pipeline();
}

inline void connection::tell(std::span<const step> what, const answers& got, steady::time_point begun) const {
    const auto duration = steady::now() - begun;
    std::size_t nth = 0;
    for (const step& one : what) {
        if (one.what == step::prepare || one.what == step::deallocate) continue;
        const bool rows = one.what != step::command && nth < got.of.size();
        on_.how.observe.tell(
            {.sql = one.of->text, .duration = duration, .rows = rows ? PQntuples(got[nth]) : 0});
        if (rows) ++nth;
    }
}

inline result<void> connection::commit() {
    if (!in_transaction()) {
        drop_later(); // a BEGIN that nothing followed
        trip_->at = position{};
        if (!on_.dead) return {};
    }
    if (on_.dead)
        return fail(errc::unavailable, "the connection to the database is lost: nothing was written");
    if (auto wanted = waiting::check_cancelled(); !wanted) return wanted; // the caller rolls back
    const waiting::uncancelled patient;
    trip_->position_due = asks_position_;
    queue("COMMIT");
    auto done = run();
    if (on_.dead && (!done || on_.warned))
        return unknown_outcome(done ? std::string() : std::move(done.error().detail));
    if (!done) return fail(std::move(done.error()));
    // The COMMIT of a transaction that has failed succeeds, as a ROLLBACK.
    if (std::string_view(PQcmdStatus(done->command.get())) != "COMMIT")
        return fail(errc::unavailable, "the database has rolled the transaction back: nothing was written");
    if (on_.warned) return unknown_outcome({});
    return {};
}

} // namespace crudite::postgres::detail
