// PATCH with JSON Patch (RFC 6902): opted in, on the row as it is, and never over what another has written.
// SPDX-License-Identifier: MIT
#include "http/memo.hpp"

#include "catch.hpp"

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace http_tests;
using crudite::errc;
namespace http = crudite::http;

namespace {

/// A row of no version.
struct counter {
    std::int64_t id{};
    std::int64_t count{};
};

/// A storage in which somebody else changes the row before each of the first updates.
struct busy_storage {
    crudite::memory::database& inner;
    int meddlings{};
    bool meddling{false};

    crudite::result<void> prepare(const crudite::table_view& t) { return inner.prepare(t); }
    crudite::result<bool> find(const crudite::table_view& t, const crudite::value& k, crudite::row_sink to) {
        return inner.find(t, k, to);
    }
    crudite::result<crudite::selected> select(
        const crudite::table_view& t, const crudite::selection& w, crudite::row_sink to) {
        return inner.select(t, w, to);
    }
    crudite::result<std::int64_t> count(const crudite::table_view& t, const crudite::condition& w) {
        return inner.count(t, w);
    }
    crudite::result<void> insert(
        const crudite::table_view& t, const crudite::insertion& i, crudite::row_sink to) {
        return inner.insert(t, i, to);
    }
    crudite::result<void> update(
        const crudite::table_view& t, const crudite::value& k, const crudite::changes& c,
        crudite::row_sink to) {
        if (meddlings-- > 0) {
            crudite::repository<memo> all{inner};
            const auto now = all.find("a");
            REQUIRE(all.update("a", crudite::patch<memo>{}.set<&memo::stars>((now->stars + 1) % 4)));
        }
        return inner.update(t, k, c, to);
    }
    crudite::result<void> remove(
        const crudite::table_view& t, const crudite::value& k, const crudite::requirement& w) {
        return inner.remove(t, k, w);
    }
    crudite::result<void> transaction(crudite::transaction_body body) { return inner.transaction(body); }
};

http::response patch(
    const http::api& api, std::string_view target, std::string_view operations, headers sent = {}) {
    sent.emplace_back("Content-Type", "application/json-patch+json");
    return send(api, "PATCH", target, operations, sent);
}

} // namespace

template <>
inline constexpr auto crudite::schema<counter> =
    table("counters", field<&counter::id>(primary_key), field<&counter::count>());

TEMPLATE_LIST_TEST_CASE("JSON Patch is read where it is asked for", "", every_backend) {
    memos<TestType> plain;
    REQUIRE(plain("POST", "/memos", R"({"slug":"a"})").status == 201);
    const auto refused = patch(plain.api, "/memos/a", R"([{"op":"replace","path":"/stars","value":1}])");
    CHECK(refused.status == 415);
    CHECK(refused.header("Accept-Patch") == "application/merge-patch+json, application/json");

    memos<TestType> send({.json_patch = true});
    CHECK(
        send("OPTIONS", "/memos/a").header("Accept-Patch") ==
        "application/merge-patch+json, application/json, application/json-patch+json");
    CHECK(
        send("PATCH", "/memos/a", "{}", {{"Content-Type", "text/plain"}}).header("Accept-Patch") ==
        "application/merge-patch+json, application/json, application/json-patch+json");
    REQUIRE(send("POST", "/memos", R"({"slug":"a"})").status == 201);
    const auto made = patch(
        send.api, "/memos/a",
        R"([{"op":"test","path":"/stars","value":0},{"op":"replace","path":"/stars","value":1}])");
    CHECK(made.status == 200);
    CHECK(made.body == R"({"slug":"a","owner":"ada","stars":1,"revision":2})");
    CHECK(made.header("ETag") == "\"2\"");
    CHECK(patch(send.api, "/memos/a", "[]").header("ETag") == "\"2\"");
    CHECK(patch(send.api, "/memos/a", "[]", {{"Prefer", "return=minimal"}}).status == 204);
    CHECK(send("PATCH", "/memos/a", R"({"stars":2})").status == 200); // merge patches as ever
    CHECK(send("PATCH", "/memos/a", "[]").status == 422);
}

TEMPLATE_LIST_TEST_CASE("what cannot be done says where, and nothing is", "", every_backend) {
    memos<TestType> send({.json_patch = true});
    REQUIRE(send("POST", "/memos", R"({"slug":"a","stars":1})").status == 201);
    REQUIRE(send("POST", "/memos", R"({"slug":"modest","stars":1})").status == 201);
    REQUIRE(send("POST", "/memos", R"({"slug":"b"})", {{"User", "bob"}}).status == 201);
    const auto before = send("GET", "/memos").body;
    struct row {
        std::string_view target, operations;
        int status;
        std::string_view errors;
    };
    const row rows[] = {
        {"/memos/a",
         R"([{"op":"replace","path":"/stars","value":2},{"op":"test","path":"/stars","value":1}])", 409,
         "[1] test_failed"},
        {"/memos/a", R"([{"op":"replace","path":"/strs","value":2}])", 422, "[0].path unknown"},
        {"/memos/a", R"([{"op":"replace","path":"/stars","value":6}])", 422, "stars range"},
        {"/memos/modest", R"([{"op":"replace","path":"/stars","value":5}])", 422, " modest"},
        {"/memos/a", R"([{"op":"replace","path":"/owner","value":"bob"}])", 422, "[0].path read_only"},
        {"/memos/a", R"([{"op":"replace","path":"/stars"}])", 422, "[0].value required"},
        {"/memos/a", "{}", 422, " type"},
        {"/memos/a", "[", 400, ""},
        {"/memos/none", R"([{"op":"replace","path":"/stars","value":2}])", 404, ""},
        {"/memos/none", "[", 404, ""},                                         // the row comes first
        {"/memos/b", R"([{"op":"test","path":"/stars","value":7}])", 404, ""}, // of somebody else
    };
    for (const row& r : rows) {
        CAPTURE(r.target, r.operations);
        const auto answer = patch(send.api, r.target, r.operations);
        CHECK(answer.status == r.status);
        CHECK(errors_of(answer) == r.errors);
        CHECK(send("GET", "/memos").body == before);
    }
    CHECK(
        patch(send.api, "/memos/a", R"([{"op":"test","path":"/stars","value":2}])").body ==
        problem(
            409, "Conflict", "[0]: does not hold: the value is another one", "/memos/a", "test_failed",
            R"([{"field":"[0]","code":"test_failed","message":"does not hold: the value is another one"}])"));
}

TEMPLATE_LIST_TEST_CASE("If-Match is a condition of JSON Patch, too", "", every_backend) {
    memos<TestType> send({.require_if_match = true, .json_patch = true});
    REQUIRE(send("POST", "/memos", R"({"slug":"a"})").status == 201);
    constexpr std::string_view one = R"([{"op":"replace","path":"/stars","value":1}])";
    CHECK(patch(send.api, "/memos/a", one).status == 428);
    CHECK(patch(send.api, "/memos/a", one, {{"If-Match", "\"7\""}}).status == 412);
    CHECK(patch(send.api, "/memos/a", one, {{"If-Match", "\"1\""}}).header("ETag") == "\"2\"");
    const auto late = patch(send.api, "/memos/a", one, {{"If-Match", "\"1\""}});
    CHECK(late.status == 412);
    CHECK(late.header("ETag") == "\"2\"");
    CHECK(patch(send.api, "/memos/a", one, {{"If-Match", "*"}}).header("ETag") == "\"2\"");
}

TEST_CASE("a patch is applied anew to a row that has changed meanwhile, some times") {
    constexpr std::string_view raise =
        R"([{"op":"test","path":"/owner","value":"ada"},{"op":"replace","path":"/owner","value":"ada"},{"op":"add","path":"/stars","value":4}])";
    for (const int meddlings : {0, 1, 4, 5}) {
        CAPTURE(meddlings);
        crudite::memory::database database;
        busy_storage storage{database};
        crudite::repository<memo> all{storage};
        REQUIRE(all.create({.slug = "a", .owner = "ada"}));
        const auto api =
            http::api{{.access = http::allow_anonymous()}}.mount(http::resource(all, {.json_patch = true}));
        storage.meddlings = meddlings;
        const auto answer = patch(api, "/memos/a", raise);
        CHECK(answer.status == (meddlings < 5 ? 200 : 503));
        CHECK(all.find("a")->stars == (meddlings < 5 ? 4 : 1));
        CHECK(all.find("a")->revision == (meddlings < 5 ? 2 : 1) + meddlings);
    }
    // With If-Match it is for that one version.
    crudite::memory::database database;
    busy_storage storage{database};
    crudite::repository<memo> all{storage};
    REQUIRE(all.create({.slug = "a", .owner = "ada"}));
    const auto api =
        http::api{{.access = http::allow_anonymous()}}.mount(http::resource(all, {.json_patch = true}));
    storage.meddlings = 1;
    CHECK(patch(api, "/memos/a", raise, {{"If-Match", "\"1\""}}).status == 412);
}

TEMPLATE_LIST_TEST_CASE("no update is lost among many", "[concurrency]", every_backend) {
    TestType backend;
    crudite::repository<counter> counters(backend.database);
    crudite::repository<memo> all(backend.database);
    REQUIRE(counters.create({}));
    REQUIRE(all.create({.slug = "a"}));
    const auto api = http::api{{.access = http::allow_anonymous()}}
                         .mount(http::resource(counters, {.json_patch = true}))
                         .mount(http::resource(all, {.json_patch = true}));
    // One more, from what each of them has seen: a test that fails is told, and no one else's step is undone.
    std::atomic<std::int64_t> steps{0}, flips{0}, others{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                const auto seen = counters.find(1)->count;
                const std::string operations =
                    R"([{"op":"test","path":"/count","value":)" + std::to_string(seen) +
                    R"(},{"op":"replace","path":"/count","value":)" + std::to_string(seen + 1) + "}]";
                const int status = patch(api, "/counters/1", operations).status;
                steps += status == 200;
                others += status != 200 && status != 409;
                // With a version each flip is a revision of its own.
                const std::string from = std::to_string(i % 2), to = std::to_string(1 - i % 2);
                const int flip = patch(
                                     api, "/memos/a",
                                     R"([{"op":"test","path":"/stars","value":)" + from +
                                         R"(},{"op":"replace","path":"/stars","value":)" + to + "}]")
                                     .status;
                flips += flip == 200;
                others += flip != 200 && flip != 409 && flip != 503;
            }
        });
    for (std::thread& one : threads) one.join();
    CHECK(steps > 0);
    CHECK(counters.find(1)->count == steps);
    CHECK(flips > 0);
    CHECK(all.find("a")->revision == 1 + flips);
    CHECK(others == 0);
}
