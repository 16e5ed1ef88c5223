// pipeline: reads of several callers on one connection, each sent without waiting for the answers before it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/socket.hpp>
#include <crudite/postgres/trip.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <deque>
#include <memory>
#include <mutex>
#include <utility>

namespace crudite::postgres::detail {

/// One of the callers waits for the server, and hands the others what is theirs; they sleep. Thread-safe.
/// Only for reads, which can be asked again: a statement that is stopped, or that fails within a transaction,
/// may take those behind it along.
class pipeline {
  public:
    /// `on` is nobody else's until finish() is done.
    explicit pipeline(link& on) : on_(on), socket_(::fcntl(PQsocket(on.handle.get()), F_DUPFD_CLOEXEC, 0)) {
        if (is_usable()) on_.enter_pipeline();
    }
    pipeline(const pipeline&) = delete;
    ~pipeline() {
        if (socket_ >= 0) ::close(socket_);
    }

    /// False if there was no descriptor left: nothing has happened to the link.
    bool is_usable() const noexcept { return socket_ >= 0; }

    /// For who queues: what is queued until run() stays together.
    std::unique_lock<std::mutex> turn() { return std::unique_lock(mutex_); }

    /// For who has the turn: nobody can use the connection any more.
    void lose() {
        on_.dead = true;
        for (const request& one : under_way_)
            if (one.whose) one.whose->turn.call();
    }

    enum class ending : std::uint8_t {
        answered,
        lost,        ///< the connection is
        given_up,    ///< the caller was cancelled, or its own statement ran past the deadline
        passed_over, ///< others' statements did, before its own had its turn, or took of its time
    };

    /// Sends what the trip has queued, and waits for its answers.
    ending run(
        const std::shared_ptr<trip>& what, std::unique_lock<std::mutex> guard, steady::time_point deadline) {
        caller me;
        try {
            wait_for_answers(me, what, guard, deadline);
        } catch (...) { // no memory
            part(me);
            lose();
            throw;
        }
        const bool had_turn = !me.delayed && !under_way_.empty() && under_way_.front().whose == &me;
        part(me);
        if (me.answered) return ending::answered;
        if (on_.dead) return ending::lost;
        stop_abandoned(guard);
        return had_turn || waiting::is_cancelled() ? ending::given_up : ending::passed_over;
    }

    /// Once no caller is left: waits a little for answers that nobody waited for, so that the connection is
    /// good for others.
    void finish() {
        std::unique_lock guard(mutex_);
        if (!under_way_.empty() && !on_.dead) {
            const waiting::uncancelled patient;
            const auto deadline = deadline_of(on_.how.cancel_timeout);
            for (flush(); !under_way_.empty() && !on_.dead; flush()) {
                if (stop_abandoned(guard)) continue;
                if (!wait(guard, deadline)) lose();
            }
        }
        for (request& one : under_way_) one.what->end(on_);
        under_way_.clear();
        on_.cache.forget_passing();
        ++on_.batch;
        on_.leave_pipeline();
    }

  private:
    struct caller {
        waiting::wakeup turn{};
        bool answered{false};
        bool delayed{false}; ///< behind a statement that had to be stopped
    };
    struct request {
        std::shared_ptr<trip> what;
        caller* whose; ///< null: it has given up
        bool stopped{false};
    };

    // All of these are for who has the mutex.

    /// Until there are any, the link is lost, the deadline has passed or the caller was cancelled.
    void wait_for_answers(
        caller& me, const std::shared_ptr<trip>& to, std::unique_lock<std::mutex>& guard,
        steady::time_point deadline) {
        under_way_.push_back({to, &me});
        if (PQpipelineSync(on_.handle.get()) == 0) on_.dead = true;
        flush();
        if (unsent_ && driver_) driver_->turn.call(); // it has to wait for room to write as well
        for (bool in_time = true; !me.answered && !on_.dead && in_time;) {
            if (driver_ && driver_ != &me) {
                in_time =
                    me.turn.wait_until(guard, deadline, [&] { return me.answered || !driver_ || on_.dead; });
                continue;
            }
            driver_ = &me;
            if (stop_abandoned(guard)) continue;
            in_time = wait(guard, deadline);
            if (in_time) flush();
        }
    }
    /// The caller waits no longer; if it did for all, somebody else does now.
    void part(caller& me) {
        for (request& one : under_way_)
            if (one.whose == &me) one.whose = nullptr;
        if (!driver_ || driver_ == &me) hand_over();
    }
    /// Sends what can be sent, and hands out what has come, some of it while sending.
    void flush() {
        if (on_.dead) return lose();
        unsent_ = PQflush(on_.handle.get()) == 1;
        while (!under_way_.empty() && take_available(on_, *under_way_.front().what)) {
            if (on_.dead) break;
            const request done = std::move(under_way_.front());
            under_way_.pop_front();
            if (done.whose) {
                done.whose->answered = true;
                done.whose->turn.call();
            } else {
                done.what->end(on_);
                for (const request& behind : under_way_)
                    if (behind.whose) behind.whose->delayed = true;
            }
        }
        if (on_.dead) lose();
    }
    /// Waits for the server, the guard unlocked meanwhile, and reads what has come; false if that takes too
    /// long.
    bool wait(std::unique_lock<std::mutex>& guard, steady::time_point deadline) {
        const auto events = static_cast<short>(POLLIN | (unsent_ ? POLLOUT : 0));
        guard.unlock();
        const bool in_time = wait_for(socket_, events, deadline);
        guard.lock();
        if (in_time && !on_.dead && !read_more(on_.handle.get())) lose();
        return in_time;
    }
    /// Somebody else has to wait for the server now.
    void hand_over() {
        driver_ = nullptr;
        for (const request& one : under_way_)
            if (one.whose) return one.whose->turn.call();
    }
    /// Asks the server to stop what it does, if nobody waits for that, the guard unlocked meanwhile; false if
    /// somebody does. A request that is still on its way could stop anything.
    bool stop_abandoned(std::unique_lock<std::mutex>& guard) {
        if (on_.dead || under_way_.empty()) return false;
        request& now = under_way_.front();
        if (now.whose || std::exchange(now.stopped, true)) return false;
        const waiting::uncancelled patient;
        const stop_request stopping(on_.handle.get());
        guard.unlock();
        const bool delivered = stopping.delivered(deadline_of(on_.how.cancel_timeout));
        guard.lock();
        if (!delivered) lose();
        return true;
    }

    link& on_;
    int socket_; ///< another number of libpq's, which it may close while one of the callers waits for this
    std::mutex mutex_{};
    std::deque<request> under_way_{}; ///< in the order of sending
    caller* driver_{};                ///< waits for the server
    bool unsent_{false};
};

} // namespace crudite::postgres::detail
