// Idempotency-Key: sent again, a POST gets the answer it had and writes nothing twice; on every backend.
// SPDX-License-Identifier: MIT
#include "http/keyed.hpp"

#include "catch.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace http_tests;
using namespace std::chrono_literals;
using crudite::errc;
using crudite::memory::op;
namespace http = crudite::http;

using counts = std::pair<std::int64_t, std::int64_t>;

TEST_CASE("a key is written bare or as a string in quotes") {
    struct row {
        std::string_view text, key;
    };
    const row rows[] = {
        {"8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324"},
        {"\"8e03978e\"", "8e03978e"},
        {"  a  ", "a"},
        {R"("a b, c")", "a b, c"},
        {R"("\"\\")", R"("\)"},
        {"!#$%&'()*+-./:;<=>?@[]^_`{|}~\\", "!#$%&'()*+-./:;<=>?@[]^_`{|}~\\"},
    };
    const auto read = [](std::string_view text) {
        const auto header = [&](std::string_view name) {
            return name == "Idempotency-Key" ? std::optional(text) : std::nullopt;
        };
        return http::read_idempotency_key({.method = "POST", .target = "/", .header = header});
    };
    for (const row& r : rows) {
        CAPTURE(r.text);
        const auto made = read(r.text);
        REQUIRE(made);
        CHECK(*made == std::string(r.key));
    }
    CHECK(read(std::string(255, 'k'))->value() == std::string(255, 'k'));
    CHECK_FALSE(http::read_idempotency_key({.method = "POST", .target = "/"})->has_value());
    const std::string long_one(256, 'k');
    for (const std::string_view text :
         {std::string_view(""), std::string_view(" "), std::string_view(R"("")"), std::string_view(R"("a)"),
          std::string_view(R"(a")"), std::string_view(R"("a"b)"), std::string_view(R"("a";q=1)"),
          std::string_view(R"("\a")"), std::string_view(R"("a\)"), std::string_view("a, b"),
          std::string_view("a b"), std::string_view(R"("a", "b")"), std::string_view("\"a\tb\""),
          std::string_view("ä"), std::string_view("a\x7F"), std::string_view(long_one)}) {
        CAPTURE(text);
        const auto made = read(text);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == errc::malformed);
    }
}

TEMPLATE_LIST_TEST_CASE("a repeat gets the answer that there was", "", every_backend) {
    keyed<TestType> send;
    const auto first = send.post("Roadmap", "k1");
    CHECK(first.status == 201);
    CHECK(first.body == project_json(1, "Roadmap"));
    CHECK(first.header("Location") == "/projects/1");
    send.clock.now += 1h;
    REQUIRE(send("PATCH", "/projects/1", R"({"name":"Atlas"})").status == 200);
    CHECK(is_replay_of(send.post("Roadmap", "k1"), first));
    CHECK(is_replay_of(send.post("Roadmap", "\"k1\""), first));
    CHECK(send.rows() == counts{1, 1});

    const auto second = send.post("Other", "k2");
    CHECK(second.header("Location") == "/projects/2");
    CHECK_FALSE(second.header("Idempotency-Replayed"));
    CHECK(send("POST", "/projects", R"({"name":"Keyless"})").status == 201);
    CHECK(send.rows() == counts{3, 2});
}

TEMPLATE_LIST_TEST_CASE("a key goes with one request only", "", every_backend) {
    keyed<TestType> send;
    REQUIRE(send.post("Roadmap", "k").status == 201);
    const auto reused = send.post("Roadmap!", "k");
    CHECK(reused.status == 422);
    CHECK(
        reused.body ==
        problem(
            422, "Unprocessable Content",
            "Idempotency-Key: was sent with another request before; each request needs its own", "/projects",
            "idempotency_key_reused"));
    CHECK(send.rows() == counts{1, 1});
    // To another path, or from somebody else, it is another key; nobody sees another's reply.
    CHECK(
        send("POST", "/projects:batchCreate", R"({"items":[{"name":"Batch"}]})", {{"Idempotency-Key", "k"}})
            .status == 200);
    const auto of_bob = send.post("Roadmap", "k", {{"User", "bob"}});
    CHECK(of_bob.status == 409);
    CHECK(send.post("Bob's", "k", {{"User", "bob"}}).status == 201);
    // Parts of a key do not run into each other.
    CHECK(send.post("Eve's", "k", {{"User", "bob/%2Fprojects"}}).status == 201);
    CHECK(send.rows() == counts{4, 4});
}

TEMPLATE_LIST_TEST_CASE("batches are answered once, too", "", every_backend) {
    keyed<TestType> send;
    struct row {
        std::string_view target, body;
        headers sent;
        int status;
    };
    const row rows[] = {
        {"/projects:batchCreate", R"({"items":[{"name":"One"},{"name":"Two"},{"name":"Three"}]})", {}, 200},
        {"/projects:batchUpdate",
         R"({"items":[{"id":1,"name":"First"}]})",
         {{"Prefer", "return=minimal"}},
         204},
        {"/projects:batchDelete", R"({"items":[2]})", {}, 204},
    };
    for (row r : rows) {
        CAPTURE(r.target);
        r.sent.emplace_back("Idempotency-Key", "k");
        const auto first = send("POST", r.target, r.body, r.sent);
        CHECK(first.status == r.status);
        CHECK(is_replay_of(send("POST", r.target, r.body, r.sent), first));
    }
    CHECK(send.rows() == counts{2, 3});
}

TEMPLATE_LIST_TEST_CASE("only what succeeded is kept: what failed is tried again", "", every_backend) {
    keyed<TestType> send;
    REQUIRE(send.post("Roadmap", "k").status == 201);
    CHECK(send.post("Roadmap", "k2").status == 409);
    CHECK(send.post("x", "k2").status == 422);
    CHECK(send("POST", "/projects", "{", {{"Idempotency-Key", "k2"}}).status == 400);
    CHECK(send.rows() == counts{1, 1});
    CHECK(send("PATCH", "/projects/1", R"({"name":"Atlas"})").status == 200);
    CHECK(send.post("Roadmap", "k2").status == 201);
    CHECK(send.rows() == counts{2, 2});
}

TEMPLATE_LIST_TEST_CASE(
    "a key that is none is refused, after what is wrong with the request's form", "", every_backend) {
    keyed<TestType> send;
    const auto answer = send.post("Roadmap", "a, b");
    CHECK(answer.status == 400);
    CHECK(
        answer.body ==
        problem(
            400, "Bad Request",
            "Idempotency-Key: is no key; one of 1 to 255 printable ASCII characters is allowed", "/projects",
            "malformed"));
    CHECK(send.post("Roadmap", "a, b", {{"Content-Type", "text/plain"}}).status == 415);
    CHECK(send.rows() == counts{0, 0});
    // Where keys are not read, they are nothing.
    app<TestType> other;
    CHECK(other("POST", "/projects", R"({"name":"Roadmap"})", {{"Idempotency-Key", "a, b"}}).status == 201);
}

TEMPLATE_LIST_TEST_CASE("a reply is kept for its lifetime, and goes then", "", every_backend) {
    keyed<TestType> send(60s);
    for (int i = 0; i < 12; ++i)
        REQUIRE(send.post("Project " + std::to_string(i), std::to_string(i)).status == 201);
    send.clock.now += 59s;
    REQUIRE(send.post("Later", "later").status == 201);
    CHECK(send.post("Project 0", "0").header("Idempotency-Replayed") == "true");
    CHECK(send.rows() == counts{13, 13});
    send.clock.now += 1s;
    CHECK(send.post("Project 0", "0").status == 409); // forgotten, so it is tried again
    CHECK(send.rows() == counts{13, 13});
    send.clock.now += 1s;
    CHECK(send.post("New", "0").status == 201); // in place of the one that has expired
    CHECK(send.rows() == counts{14, 3});        // ten more are gone, one is left; "later" and "0" are kept
    CHECK(send.post("Later", "later").header("Idempotency-Replayed") == "true");
    CHECK(send.post("Newer", "newer").status == 201);
    CHECK(send.rows() == counts{15, 3});
}

TEST_CASE("the reply is kept exactly if the write is") {
    struct row {
        crudite::memory::fault coming;
        int status;
        counts after;
        bool replayed;
    };
    const row rows[] = {
        {{.on = op::transaction, .with = errc::busy}, 503, {0, 0}, false},
        {{.on = op::read, .with = errc::unavailable}, 503, {0, 0}, false},
        {{.on = op::write, .with = errc::full}, 507, {0, 0}, false},             // the row's
        {{.after = 1, .on = op::write, .with = errc::full}, 507, {0, 0}, false}, // the reply's
        {{.on = op::commit, .with = errc::full}, 507, {0, 0}, false},
        {{.on = op::commit, .with = errc::commit_outcome_unknown}, 500, {0, 0}, false},
        // What only the caller does not know, a repeat finds out.
        {{.on = op::commit, .with = errc::commit_outcome_unknown, .kept = true}, 500, {1, 1}, true},
    };
    for (const row& r : rows) {
        CAPTURE(crudite::name(r.coming.with), static_cast<int>(r.coming.on), r.coming.kept);
        keyed<on_memory> send;
        send.backend.database.script(r.coming);
        const auto failed = send.post("Roadmap", "k");
        CHECK(failed.status == r.status);
        CHECK(send.backend.database.faults().pending() == 0);
        CHECK(send.rows() == r.after);
        const auto again = send.post("Roadmap", "k");
        CHECK(again.status == 201);
        CHECK(again.body == project_json(1, "Roadmap"));
        CHECK(again.header("Idempotency-Replayed").has_value() == r.replayed);
        CHECK(send.rows() == counts{1, 1});
    }
}

TEST_CASE("where another has kept its reply in between, one more try finds it") {
    keyed<on_memory> send;
    send.backend.database.script({.after = 1, .on = op::write, .with = errc::unique_violation});
    CHECK(send.post("Roadmap", "k").status == 201);
    CHECK(send.rows() == counts{1, 1});
    send.backend.database.script({.after = 1, .on = op::write, .with = errc::unique_violation});
    send.backend.database.script({.after = 2, .on = op::write, .with = errc::unique_violation});
    CHECK(send.post("Atlas", "k2").status == 503);
    CHECK(send.rows() == counts{1, 1});
}

TEMPLATE_LIST_TEST_CASE("many at once with one key: one row, one answer", "[concurrency]", every_backend) {
    keyed<TestType> send;
    std::vector<http::response> answers(16);
    std::vector<std::thread> threads;
    for (http::response& answer : answers) threads.emplace_back([&] { answer = send.post("Roadmap", "k"); });
    for (std::thread& one : threads) one.join();
    CHECK(send.rows() == counts{1, 1});
    const auto first = std::ranges::find_if(
        answers, [](const http::response& a) { return !a.header("Idempotency-Replayed"); });
    REQUIRE(first != answers.end());
    CHECK(first->status == 201);
    for (const http::response& answer : answers)
        if (&answer != &*first) CHECK(is_replay_of(answer, *first));
}

TEST_CASE("a failure of a transaction that is run again is not the answer of the one that succeeds") {
    keyed<on_rerunning> send;
    REQUIRE(send.post("Before", "a").status == 201); // makes the tables
    send.backend.inner.script({.on = op::write, .with = errc::busy});
    CHECK(send.post("Roadmap", "b").status == 201);
    CHECK(send.rows() == counts{2, 2});
}
