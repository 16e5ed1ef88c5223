// session: a storage whose reads may be answered by standbys, but always see what was written through it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/database.hpp>
#include <crudite/postgres/position.hpp>

#include <atomic>
#include <cstdint>

namespace crudite::postgres {

/// A database as one user, say, goes on to see it. Writes and transactions go to the primary. Reads go to a
/// standby that has replayed the log up to the session's last write, or does within options::standby_wait;
/// else, and where there is no standby, to the primary. They may be behind what others have written. Cheap to
/// make; thread-safe; the database must outlive it and not be moved. Errors are the database's.
class session {
  public:
    /// `seen`: what its reads have to see besides, as another session has said.
    explicit session(database& of, position seen = {}) noexcept
        : opened_(of.opened_), seen_(seen == unknown ? position{} : seen),
          untracked_(seen == unknown ? 1 : 0) {}
    session(const session&) = delete;

    [[nodiscard]] CRUDITE_DECL result<void> prepare(const table_view& table);
    [[nodiscard]] CRUDITE_DECL result<bool> find(const table_view& table, const value& key, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<selected> select(
        const table_view& table, const selection& wanted, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<std::int64_t> count(const table_view& table, const condition& where);
    [[nodiscard]] CRUDITE_DECL result<void> insert(
        const table_view& table, const insertion& fresh, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<void> update(
        const table_view& table, const value& key, const changes& changed, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<void> remove(
        const table_view& table, const value& key, const requirement& when);
    [[nodiscard]] CRUDITE_DECL result<void> transaction(transaction_body body);

    /// What a session has to see that goes on from this one, in another process too. It is no secret and no
    /// authority: a forged one can only make reads wait a little and go to the primary.
    position seen() const noexcept { return is_tracked() ? seen_.load() : unknown; }

  private:
    template <class Answer, class Ask>
    result<Answer> read(const table_view& table, row_sink sink, Ask ask, bool shares = true);
    template <class Write>
    result<void> write(Write write);

    /// There is a write whose position nobody knows: only the primary has it for sure.
    static constexpr position unknown{~std::uint64_t{0}};
    bool is_tracked() const noexcept { return untracked_.load() == passed_.load(); }

    detail::opened* opened_;
    std::atomic<position> seen_;
    // How many writes there are whose position is not known, and how many of these were before one whose is.
    std::atomic<std::uint32_t> untracked_;
    std::atomic<std::uint32_t> passed_{0};
};

static_assert(storage<session>, "a session is a storage");

} // namespace crudite::postgres

#if CRUDITE_BODIES
#include <crudite/postgres/session.ipp>
#endif
