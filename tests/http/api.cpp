// The api around its resources: wrappers, exceptions, storages that fail, keys that are not integers.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace http_tests;
using crudite::errc;
namespace http = crudite::http;

namespace http_tests {

struct note {
    std::string slug{};
    std::string text{};
};
struct badge {
    crudite::uuid id{};
    std::int64_t points{};
    std::int64_t revision{};
};
struct lamp {
    std::uint8_t id{};
    bool lit{};
};

} // namespace http_tests

template <>
inline constexpr auto crudite::schema<note> =
    table("notes", field<&note::slug>(primary_key, min_length(1)), field<&note::text>());
template <>
inline constexpr auto crudite::schema<badge> = table(
    "badges", field<&badge::id>(primary_key), field<&badge::points>(range(0, 100)),
    field<&badge::revision>(version));
template <>
inline constexpr auto crudite::schema<lamp> =
    table("lamps", field<&lamp::id>(primary_key), field<&lamp::lit>());

TEST_CASE("wrappers stand around every route, the first outermost") {
    app<on_memory> send;
    std::string seen;
    for (const char name : {'a', 'b'})
        send.api.wrap([&seen, name](const http::request& r, http::next_handler next) {
            seen += name;
            auto made = next(r);
            seen += name;
            made.set(std::string("X-") + name, "1");
            return made;
        });
    const auto answer = send("GET", "/projects");
    CHECK(answer.status == 200);
    CHECK(seen == "abba");
    CHECK(answer.header("X-a") == "1");
    seen.clear();
    CHECK(send("GET", "/nothing").header("X-b") == "1");
    CHECK(send("PUT", "/projects").status == 405);
    CHECK(seen == "abbaabba");
}

TEST_CASE("what is thrown is a 500 that says nothing of it") {
    app<on_memory> send;
    send.api.add({"GET", "/throws", [](const http::exchange&) -> http::response {
                      throw std::runtime_error("the secret");
                  }});
    send.api.add({"GET", "/memory", [](const http::exchange&) -> http::response { throw std::bad_alloc(); }});
    send.api.add({"GET", "/number", [](const http::exchange&) -> http::response { throw 7; }});
    for (const std::string_view target : {"/throws", "/memory", "/number"}) {
        const auto answer = send("GET", target);
        CHECK(answer.status == 500);
        CHECK(
            answer.body ==
            problem(500, "Internal Server Error", "the request could not be answered", target, "internal"));
    }
}

TEST_CASE("a storage that fails is told as its errc") {
    app<on_memory> send;
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})").status == 201);
    using crudite::memory::op;
    send.backend.database.fail_next(op::write, errc::busy);
    const auto busy = send("PATCH", "/projects/1", R"({"name":"Atlas"})");
    CHECK(busy.status == 503);
    CHECK(busy.header("Retry-After") == "1");
    send.backend.database.fail_next(op::write, errc::commit_outcome_unknown);
    CHECK(send("POST", "/projects", R"({"name":"Other"})").status == 500);
    send.backend.database.fail_next(op::read, errc::unavailable);
    CHECK(send("GET", "/projects").status == 503);
    CHECK(send("GET", "/projects/1").status == 200);
}

TEMPLATE_LIST_TEST_CASE("keys are text, uuids or small integers too", "", every_backend) {
    TestType backend;
    const auto api =
        http::api{{.access = http::allow_anonymous()}}
            .mount(http::resource(crudite::repository<note>(backend.database)))
            .mount(http::resource(crudite::repository<badge>(backend.database), {.path = "/v1/badges"}))
            .mount(http::resource(crudite::repository<lamp>(backend.database)));

    const auto made = send(api, "POST", "/notes", R"({"slug":"a/b ä","text":"x"})");
    CHECK(made.status == 201);
    CHECK(made.header("Location") == "/notes/a%2Fb%20%C3%A4");
    CHECK_FALSE(made.header("ETag"));
    CHECK(send(api, "GET", *made.header("Location")).body == R"({"slug":"a/b ä","text":"x"})");
    CHECK(send(api, "POST", "/notes", R"({"slug":"a/b ä","text":"y"})").status == 409);
    CHECK(send(api, "GET", "/notes?q=x").status == 400); // nothing to search
    // Without a version only the star matches.
    CHECK(send(api, "DELETE", *made.header("Location"), "", {{"If-Match", "\"1\""}}).status == 412);
    CHECK(send(api, "PATCH", *made.header("Location"), R"({"text":"z"})", {{"If-Match", "*"}}).status == 200);

    const auto badge = send(api, "POST", "/v1/badges", R"({"points":7})");
    CHECK(badge.status == 201);
    CHECK(badge.header("ETag") == "\"1\"");
    const std::string at(badge.header("Location").value());
    CHECK(at.size() == std::string_view("/v1/badges/").size() + 36);
    CHECK(send(api, "PATCH", at, R"({"points":8})", {{"If-Match", "\"1\""}}).header("ETag") == "\"2\"");
    CHECK(send(api, "PATCH", at, R"({"points":9})", {{"If-Match", "\"1\""}}).status == 412);
    CHECK(send(api, "GET", "/v1/badges/7").status == 404);
    CHECK(send(api, "GET", "/badges").status == 404);

    CHECK(send(api, "POST", "/lamps", R"({"lit":true})").header("Location") == "/lamps/1");
    CHECK(send(api, "GET", "/lamps/1").status == 200);
    CHECK(send(api, "GET", "/lamps/257").status == 404);
    CHECK(send(api, "DELETE", "/lamps/-255").status == 404);
}

TEMPLATE_LIST_TEST_CASE("one api answers many threads", "[concurrency]", every_backend) {
    app<TestType> send;
    std::vector<std::thread> threads;
    std::atomic<int> made{0}, taken{0}, removed{0};
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                const auto answer =
                    send("POST", "/projects", R"({"name":"Project )" + std::to_string(i) + "\"}");
                made += answer.status == 201;
                taken += answer.status == 409;
                removed += send("DELETE", "/projects/" + std::to_string(i + 1)).status == 204;
                send("GET", "/projects");
            }
        });
    for (std::thread& one : threads) one.join();
    CHECK(made + taken == 160);
    CHECK(made >= 20);
    const auto left = send("GET", "/projects?limit=1").body;
    CHECK(left.find("\"total\":" + std::to_string(made - removed) + ",") != left.npos);
}
