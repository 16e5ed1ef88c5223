// statement_cache: the statements of one connection by their shape, the ones used last; what falls out is
// deallocated.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

/// A statement that a connection has had once.
struct statement {
    std::string shape; ///< the plan it is of
    std::string text;
    std::string name{};     ///< the server's name for it; empty: not prepared there
    std::uint64_t batch{0}; ///< the round trip that it was last part of
};

class statement_cache {
  public:
    /// The statement of this shape, or nullptr. What is used moves towards the front.
    statement* find(const std::string& shape) noexcept {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (all_[i]->shape != shape) continue;
            if (i > 0) std::swap(all_[i], all_[i - 1]);
            return all_[i > 0 ? i - 1 : 0].get();
        }
        return nullptr;
    }

    /// A new one, in place of the last that are not part of this batch, beyond `most`.
    statement* add(std::string shape, std::string text, std::uint64_t batch, std::size_t most) {
        all_.push_back(std::make_unique<statement>(std::move(shape), std::move(text)));
        statement* const made = all_.back().get();
        made->batch = batch;
        for (std::size_t i = all_.size() - 1; i-- > 0 && all_.size() > most;)
            if (all_[i]->batch != batch) drop(i);
        return made;
    }

    /// A name that no statement of this connection has had.
    std::string next_name() { return "crudite_" + std::to_string(++named_); }

    /// The server's names of what was dropped, for DEALLOCATE; they are the caller's now.
    std::vector<std::string> take_dropped() noexcept { return std::exchange(dropped_, {}); }
    void give_back(std::string name) { dropped_.push_back(std::move(name)); }

    /// The server does not have it, or not as it was.
    void forget(const statement* gone) noexcept {
        std::erase_if(all_, [&](const auto& one) { return one.get() == gone; });
    }
    /// The tables may have changed: all are prepared anew, when they are used.
    void forget_all() {
        while (!all_.empty()) drop(all_.size() - 1);
    }
    std::size_t size() const noexcept { return all_.size(); }

  private:
    void drop(std::size_t at) {
        if (!all_[at]->name.empty()) dropped_.push_back(std::move(all_[at]->name));
        all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(at));
    }

    std::vector<std::unique_ptr<statement>> all_{};
    std::vector<std::string> dropped_{};
    std::uint64_t named_{0};
};

} // namespace crudite::postgres::detail
