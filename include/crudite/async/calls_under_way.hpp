// calls_under_way: the calls that fibers are making, counted, and cancelled all together.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/fiber_task.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace crudite::async::detail {

/// Thread-safe.
class calls_under_way {
    using handles = std::list<std::shared_ptr<fiber_handle>>;

  public:
    explicit calls_under_way(std::size_t most) noexcept : most_(most) {}
    calls_under_way(const calls_under_way&) = delete;

    /// One of the calls, until it is gone.
    class place {
      public:
        place(std::shared_ptr<calls_under_way> of, handles::iterator at) noexcept
            : of_(std::move(of)), at_(at) {}
        place(place&&) noexcept = default;
        ~place() { leave(); }

        void leave() noexcept {
            if (const auto of = std::exchange(of_, {})) of->remove(at_);
        }

      private:
        std::shared_ptr<calls_under_way> of_;
        handles::iterator at_;
    };

    /// errc::busy if there are as many as may be; errc::cancelled after cancel_all().
    static result<place> enter(
        const std::shared_ptr<calls_under_way>& in, std::shared_ptr<fiber_handle> who) {
        handles one{std::move(who)};
        const auto at = one.begin();
        const std::lock_guard guard(in->mutex_);
        if (in->closed_) return waiting::given_up();
        if (in->all_.size() >= in->most_) return fail(errc::busy, "too many calls are under way: try again");
        in->all_.splice(in->all_.end(), one);
        return place(in, at);
    }
    /// Those under way, and those to come.
    void cancel_all() noexcept {
        const std::lock_guard guard(mutex_);
        closed_ = true;
        for (const auto& one : all_) fiber_handle::cancel(one);
    }
    std::size_t size() const noexcept {
        const std::lock_guard guard(mutex_);
        return all_.size();
    }

  private:
    void remove(handles::iterator at) noexcept {
        handles gone; // freed without the lock
        const std::lock_guard guard(mutex_);
        gone.splice(gone.end(), all_, at);
    }

    const std::size_t most_;
    mutable std::mutex mutex_{};
    handles all_{};
    bool closed_{false};
};

} // namespace crudite::async::detail
