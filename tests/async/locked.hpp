// A table of accounts that somebody has locked, and what the server is at meanwhile.
// SPDX-License-Identifier: MIT
#pragma once

#include "async/awaiting.hpp"
#include "postgres/account.hpp"

#include <string>

namespace async_tests {

using postgres_tests::account;
using postgres_tests::bank;
using postgres_tests::client;

/// The table of accounts, locked against everybody else as long as the object lives.
class locked {
  public:
    explicit locked(const bank& of) : on_(of.schema.url()) {
        on_("BEGIN");
        on_("LOCK TABLE accounts");
    }
    void release() const { on_("COMMIT"); }

  private:
    client on_;
};

/// How many statements of this bank the server is at.
inline std::string active(const bank& of) {
    return client{of.shared()}(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = '" +
        of.schema.name() + "'");
}

} // namespace async_tests
