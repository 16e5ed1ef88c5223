// fault: a failure on order, for tests of what a program does when its database fails.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace crudite::memory {

/// The calls a fault can strike.
enum class op : std::uint8_t {
    read,        ///< find, select, count
    write,       ///< insert, update, remove; nothing is written
    transaction, ///< the start of a transaction or of a savepoint; its body is not run
    commit,      ///< the end of an outermost transaction, and of each write that is in none
};

/// A failure on order: `{.after = 2, .on = op::write, .with = errc::busy}` fails the third write.
struct fault {
    std::int64_t after{0}; ///< calls of this kind that still work before
    op on{op::write};
    errc with{errc::busy};
    std::int64_t times{1}; ///< calls of this kind that then fail, one after the other
    /// For op::commit: the transaction is kept all the same, and only its caller does not know. Together with
    /// errc::commit_outcome_unknown it is one of that error's two truths; `false` is the other.
    bool kept{false};

    /// What the struck call answers.
    std::unexpected<error> failure() const {
        return fail(with, "memory: a fault on order: " + std::string(name(with)));
    }
};

/// The faults still to come. Thread-safe.
class fault_script {
  public:
    void add(const fault& coming) {
        const std::lock_guard guard(mutex_);
        if (coming.times > 0) coming_.push_back(coming);
    }
    void clear() {
        const std::lock_guard guard(mutex_);
        coming_.clear();
    }
    /// How many calls are still going to fail.
    std::int64_t pending() const {
        const std::lock_guard guard(mutex_);
        std::int64_t calls = 0;
        for (const fault& one : coming_) calls += one.times;
        return calls;
    }

    /// Counts a call; the fault that strikes it, if one does. Of two that would, the one added first.
    std::optional<fault> strike(op call) {
        const std::lock_guard guard(mutex_);
        for (std::size_t i = 0; i < coming_.size(); ++i) {
            fault& one = coming_[i];
            if (one.on != call || one.after-- > 0) continue;
            one.after = 0;
            const fault struck = one;
            if (--one.times == 0) coming_.erase(coming_.begin() + static_cast<std::ptrdiff_t>(i));
            return struck;
        }
        return std::nullopt;
    }

  private:
    mutable std::mutex mutex_{};
    std::vector<fault> coming_{};
};

} // namespace crudite::memory
