// shared_connection: one connection of a pool, lent to several reads at once.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/connect.hpp>

#include <atomic>
#include <cstddef>
#include <memory>

namespace crudite::postgres::detail {

/// Goes back with the last of its callers.
class shared_connection {
  public:
    shared_connection(connection& of, std::size_t callers) : left_(callers), line_(of.raw()) {}
    shared_connection(const shared_connection&) = delete;
    /// False if it cannot be shared at this moment.
    bool is_usable() const noexcept { return line_.is_usable(); }
    /// The one that it was made of.
    void take(std::unique_ptr<connection> lent) noexcept { lent_ = std::move(lent); }

    /// For one of the callers.
    std::unique_ptr<connection> seat() { return std::make_unique<connection>(*lent_, line_); }
    /// One of them is done. The connection, if it was the last.
    std::unique_ptr<connection> leave() {
        if (left_.fetch_sub(1) != 1) return {};
        try {
            line_.finish();
        } catch (...) { lent_->give_up(); } // no memory
        return std::move(lent_);
    }

  private:
    std::unique_ptr<connection> lent_{};
    std::atomic<std::size_t> left_;
    pipeline line_;
};

} // namespace crudite::postgres::detail
