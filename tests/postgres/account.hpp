// The entity of this folder's tests, and a database to maltreat.
// SPDX-License-Identifier: MIT
#pragma once

#include "catch.hpp"
#include "postgres/cluster.hpp"

#include <crudite/postgres.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace postgres_tests {

struct account {
    std::int64_t id{};
    std::string owner{};
    std::int64_t balance{};

    friend bool operator==(const account&, const account&) = default;
};

} // namespace postgres_tests

template <>
inline constexpr auto crudite::schema<postgres_tests::account> = table(
    "accounts", field<&postgres_tests::account::id>(primary_key),
    field<&postgres_tests::account::owner>(unique, length(1, 100)),
    field<&postgres_tests::account::balance>());

namespace postgres_tests {

using namespace crudite; // these tests speak of nothing else
using namespace std::chrono_literals;

/// "ok", or the failure and the fields it names: "unique_violation owner unique".
template <class T>
std::string outcome(const result<T>& r) {
    if (r) return "ok";
    std::string text(name(r.error().code));
    for (const violation& v : r.error().violations) text += " " + v.field + " " + std::string(v.code);
    return text;
}

/// A call's end without what it made.
template <class T>
result<void> end_of(result<T> made) {
    if (!made) return fail(std::move(made.error()));
    return {};
}

/// Accounts in a schema of their own.
struct bank {
    explicit bank(postgres::options how = {}, const std::string& cluster = shared_url())
        : schema(cluster), database(postgres::open(schema.url(), how).value()) {
        REQUIRE(accounts.prepare());
    }

    /// The first cell of what SQL answers, run behind the library's back in this schema.
    std::string ask(const std::string& sql) const { return client{schema.url()}(sql); }
    /// The server's processes for this database's connections.
    std::string processes(const std::string& what = "count(*)") const {
        return client{shared()}(
            "SELECT " + what + " FROM pg_stat_activity WHERE application_name = '" + schema.name() + "'");
    }
    std::string shared() const { return schema.cluster(); }

    empty_schema schema;
    postgres::database database;
    repository<account> accounts{database};
};

/// Waits until something is so, at most for ten seconds; false if it never was.
inline bool comes_true(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

/// How long a call took.
template <class Call>
std::chrono::milliseconds time_of(Call call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

} // namespace postgres_tests
