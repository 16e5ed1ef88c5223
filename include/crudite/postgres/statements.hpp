// statement_cache: the statements of one connection by their shape, the ones used last; what falls out is
// deallocated.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

/// A statement that a connection has had once.
struct statement {
    std::string shape; ///< the plan it is of; empty: for once
    std::string text;
    std::string name{};     ///< the server's name for it; empty: not prepared there
    std::uint64_t named{0}; ///< how often it got one
    std::uint64_t batch{0}; ///< the round trip that it was last part of
};

class statement_cache {
  public:
    /// The statement of this shape, or nullptr. It is now the one used last.
    statement* find(const std::string& shape) noexcept {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (all_[i]->shape != shape) continue;
            const auto place = all_.begin() + static_cast<std::ptrdiff_t>(i);
            std::rotate(all_.begin(), place, place + 1);
            return all_.front().get();
        }
        return nullptr;
    }

    /// A new one, in place of those used longest ago that are not part of this batch, beyond `most`.
    statement* add(std::string shape, std::string text, std::uint64_t batch, std::size_t most) {
        all_.insert(all_.begin(), std::make_unique<statement>(std::move(shape), std::move(text)));
        all_.front()->batch = batch;
        for (std::size_t i = all_.size(); i-- > 1 && all_.size() > most;)
            if (all_[i]->batch != batch) drop(i);
        return all_.front().get();
    }
    /// A command without parameters: there are few, and they are kept for good.
    statement* command(std::string_view text) {
        for (const auto& one : commands_)
            if (one->text == text) return one.get();
        return commands_.emplace_back(std::make_unique<statement>(std::string(), std::string(text))).get();
    }
    /// One that is kept until `forget_passing`.
    statement* add_passing(std::string text) {
        return passing_.emplace_back(std::make_unique<statement>(std::string(), std::move(text))).get();
    }
    void forget_passing() noexcept { passing_.clear(); }

    /// A name that no statement of any connection has: behind a pooler a name that is not the connection's
    /// own must mean nothing, never another's statement.
    std::string next_name() { return prefix_ + std::to_string(++named_); }

    /// The server's names of what was dropped, for DEALLOCATE; they are the caller's now.
    bool has_dropped() const noexcept { return !dropped_.empty(); }
    std::vector<std::string> take_dropped() noexcept { return std::exchange(dropped_, {}); }
    void give_back(std::string name) { dropped_.push_back(std::move(name)); }

    std::size_t size() const noexcept { return all_.size(); }

  private:
    static std::string random_prefix() {
        std::random_device source;
        char digits[16];
        const std::uint64_t number = (std::uint64_t{source()} << 32) | source();
        return "crudite_" + std::string(digits, std::to_chars(digits, digits + 16, number, 16).ptr) + "_";
    }
    void drop(std::size_t at) {
        if (!all_[at]->name.empty()) dropped_.push_back(std::move(all_[at]->name));
        all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(at));
    }

    std::vector<std::unique_ptr<statement>> all_{}; ///< the one used last comes first
    std::vector<std::unique_ptr<statement>> passing_{};
    std::vector<std::unique_ptr<statement>> commands_{};
    std::vector<std::string> dropped_{};
    std::string prefix_{random_prefix()};
    std::uint64_t named_{0};
};

} // namespace crudite::postgres::detail
