// PostgreSQL over TLS, where what has come may be in OpenSSL already, and not on the socket any more.
// SPDX-License-Identifier: MIT
#include "async/awaiting.hpp"
#include "postgres/account.hpp"

using namespace async_tests;

namespace {

struct letter {
    std::int64_t id{};
    std::string text{};

    friend bool operator==(const letter&, const letter&) = default;
};

/// Not the same twice, so that a byte that is lost or of another is seen.
letter of_size(std::size_t size, int seed = 0) {
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>('a' + (i * 7 + i / 26 + static_cast<std::size_t>(seed)) % 26);
    return {.text = text};
}

/// Letters on a server of their own, which is spoken to over TLS.
struct post {
    postgres_tests::cluster own{};
    std::string url;
    explicit post() : url((own.encrypt(), own.url() + "?sslmode=require")) {
        REQUIRE(postgres_tests::comes_true([&] { return outcome_of_opening() == "ok"; })); // it is told to
    }
    std::string outcome_of_opening() const { return postgres_tests::outcome(postgres::open(url)); }
};

} // namespace

template <>
inline constexpr auto crudite::schema<letter> =
    table("letters", field<&letter::id>(primary_key), field<&letter::text>());

TEST_CASE("calls over TLS come back whole, whatever their size") {
    const post made;
    auto database = postgres::open(made.url, {.connections = 1, .statement_timeout = 5s}).value();
    repository<letter> letters(database);
    for (const std::size_t size : {0U, 10U, 8'150U, 8'192U, 12'000U, 16'384U, 16'400U, 40'000U, 1'000'000U}) {
        const auto stored = letters.create(of_size(size)).value();
        CHECK(stored.text == of_size(size).text);
        CHECK(letters.find(stored.id).value() == stored);
    }
    const std::vector<letter> many(300, of_size(3'000));
    CHECK(letters.create_many(many).value().size() == 300);
    int seen = 0;
    CHECK(letters.each([&](const letter& one) -> result<void> {
        seen += one.id > 9 && one.text == many[0].text;
        return {};
    }));
    CHECK(seen == 300);
    CHECK(database.transaction([&](storage_ref inside) {
        return postgres_tests::end_of(repository<letter>(inside).create(of_size(20'000)));
    }));
    CHECK(letters.list({.limit = 20}).value().total == 310);
    CHECK(postgres_tests::client{made.url}("SELECT count(*) FROM pg_stat_ssl WHERE NOT ssl") == "0");
    CHECK(database.counters().opened == 1);
}

TEST_CASE("a connection over TLS that is killed is lost at once") {
    const post made;
    auto database = postgres::open(made.url, {.connections = 1}).value();
    repository<letter> letters(database);
    REQUIRE(letters.create_many(std::vector<letter>(600, of_size(500)))); // more than are fetched at a time
    const postgres_tests::client plain(made.own.url() + "?sslmode=disable");
    const auto kill = [&] {
        plain("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_ssl WHERE ssl");
        REQUIRE(postgres_tests::comes_true(
            [&] { return plain("SELECT count(*) FROM pg_stat_ssl WHERE ssl") == "0"; }));
    };
    int seen = 0;
    std::string ended;
    const auto took = postgres_tests::time_of([&] {
        ended = ending(letters.each([&](const letter&) -> result<void> {
            if (++seen == 1) kill();
            return {};
        }));
    });
    CHECK(ended == "unavailable");
    CHECK(seen < 600);
    CHECK(took < 10s);
    kill();
    CHECK(ending(letters.count()) == "ok");
    CHECK(database.counters().closed == 1);
}

TEST_CASE("reads that go together over TLS are each answered with their own row") {
    const post made;
    auto database = postgres::open(made.url, {.connections = 1, .statement_timeout = 5s}).value();
    repository<letter> plain(database);
    for (int n = 1; n <= 20; ++n) plain.create(of_size(static_cast<std::size_t>(n) * 1'700, n)).value();
    asio::io_context io;
    async::fibers fibers(io.get_executor());
    async::repository<letter> letters(fibers, database);
    int right = 0;
    const auto one = [&](int n) -> asio::awaitable<void> {
        const auto found = co_await letters.find(n);
        right += found && found->text == of_size(static_cast<std::size_t>(n) * 1'700, n).text;
    };
    for (int n = 0; n < 100; ++n) asio::co_spawn(io, [&one, n] { return one(n % 20 + 1); }, asio::detached);
    run(io, [&] { return one(1); });
    CHECK(right == 101);
    CHECK(database.counters().shared > 50);
    CHECK(database.counters().opened == 1);
}
