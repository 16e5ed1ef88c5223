// The workflow a newcomer tries, on every backend: create, list, change, remove, with whole bodies and
// headers.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <chrono>
#include <string>
#include <string_view>

using namespace http_tests;

TEMPLATE_LIST_TEST_CASE("the seed's workflow", "", every_backend) {
    app<TestType> send;
    const std::string etag = "\"1709294400000000\"";

    const auto made =
        send("POST", "/projects", R"({"name":"Roadmap","description":"Q2 features and milestones"})");
    CHECK(made.status == 201);
    CHECK(made.body == project_json(1, "Roadmap", R"("Q2 features and milestones")"));
    CHECK(made.header("Location") == "/projects/1");
    CHECK(made.header("ETag") == etag);
    CHECK(made.header("Content-Type") == "application/json");
    CHECK(made.header("X-Content-Type-Options") == "nosniff");

    const auto found = send("GET", "/projects/1");
    CHECK(found.status == 200);
    CHECK(found.body == made.body);
    CHECK(found.header("ETag") == etag);

    const auto page = send("GET", "/projects?limit=10&offset=0&q=road");
    CHECK(page.status == 200);
    CHECK(page.body == R"({"items":[)" + made.body + R"(],"total":1,"limit":10,"offset":0})");
    CHECK(page.header("Content-Type") == "application/json");

    send.clock.now += std::chrono::seconds{1};
    const auto changed = send("PATCH", "/projects/1", R"({"description":"Updated: Q2 + Q3 planning"})");
    CHECK(changed.status == 200);
    CHECK(
        changed.body ==
        project_json(1, "Roadmap", R"("Updated: Q2 + Q3 planning")", "2024-03-01T12:00:01.000000Z"));
    CHECK(changed.header("ETag") == "\"1709294401000000\"");

    const auto gone = send("DELETE", "/projects/1");
    CHECK(gone.status == 204);
    CHECK(gone.body.empty());
    CHECK_FALSE(gone.header("Content-Type"));

    CHECK(send("GET", "/projects/1").status == 404);
    CHECK(send("DELETE", "/projects/1").status == 404);
    CHECK(send("GET", "/projects").body == R"({"items":[],"total":0,"limit":20,"offset":0})");
}

TEMPLATE_LIST_TEST_CASE("a patch tells absent from null", "", every_backend) {
    app<TestType> send;
    REQUIRE(send("POST", "/projects", R"({"name":"Roadmap","description":"text"})").status == 201);
    CHECK(send("PATCH", "/projects/1", "{}").body == project_json(1, "Roadmap", R"("text")"));
    send.clock.now += std::chrono::seconds{1};
    CHECK(
        send("PATCH", "/projects/1", R"({"description":null})").body ==
        project_json(1, "Roadmap", "null", "2024-03-01T12:00:01.000000Z"));
    send.clock.now += std::chrono::seconds{1};
    CHECK(
        send("PATCH", "/projects/1", R"({"description":null,"name":"Roadmap"})").body ==
        project_json(1, "Roadmap", "null", "2024-03-01T12:00:01.000000Z"));
}

TEMPLATE_LIST_TEST_CASE("a page leads to its neighbours by cursor and by offset", "", every_backend) {
    app<TestType> send;
    for (const std::string name : {"One", "Two", "Three", "Four", "Five"})
        REQUIRE(send("POST", "/projects", R"({"name":")" + name + R"("})").status == 201);
    const auto between = [](std::string_view text, std::string_view before) {
        const auto from = text.find(before) + before.size();
        return std::string(text.substr(from, text.find('"', from) - from));
    };

    const auto first = send("GET", "/projects?limit=2").body;
    CHECK(first.starts_with(
        R"({"items":[)" + project_json(5, "Five") + "," + project_json(4, "Four") +
        R"(],"total":5,"limit":2,"offset":0,"next":")"));
    CHECK(first.find("prev") == first.npos);

    REQUIRE(send("POST", "/projects", R"({"name":"Six"})").status == 201);
    const auto second = send("GET", "/projects?limit=2&cursor=" + between(first, R"("next":")")).body;
    CHECK(second.starts_with(
        R"({"items":[)" + project_json(3, "Three") + "," + project_json(2, "Two") +
        R"(],"total":6,"limit":2,)"));
    const auto back = send("GET", "/projects?limit=2&cursor=" + between(second, R"("prev":")")).body;
    CHECK(back.starts_with(R"({"items":[)" + project_json(5, "Five") + "," + project_json(4, "Four") + "]"));

    CHECK(send("GET", "/projects?limit=2&offset=5")
              .body.starts_with(
                  R"({"items":[)" + project_json(1, "One") + R"(],"total":6,"limit":2,"offset":5,"prev":")"));
    CHECK(send("GET", "/projects?offset=100000").body.starts_with(R"({"items":[],"total":6,)"));
}

TEMPLATE_LIST_TEST_CASE("what is sent back as it was is no mistake", "", every_backend) {
    app<TestType> send;
    const auto made =
        send("POST", "/projects", R"({"id":77,"name":"Roadmap","created_at":"2001-01-01T00:00:00Z"})");
    CHECK(made.body == project_json(1, "Roadmap"));
    const auto same = send("PATCH", "/projects/1", made.body);
    CHECK(same.status == 200);
    CHECK(same.body == made.body);
    const auto other = send("PATCH", "/projects/1", R"({"id":2,"created_at":"2001-01-01T00:00:00Z"})");
    CHECK(other.status == 422);
    CHECK(
        other.body == problem(
                          422, "Unprocessable Content",
                          "id: cannot be changed; created_at: cannot be changed", "/projects/1", "invalid",
                          R"([{"field":"id","code":"read_only","message":"cannot be changed"},)"
                          R"({"field":"created_at","code":"read_only","message":"cannot be changed"}])"));
    // Together with other mistakes, in the order of the schema.
    const auto both =
        send("PATCH", "/projects/1", R"({"x":1,"updated_at":"2001-01-01T00:00:00Z","name":5,"id":1})");
    CHECK(both.status == 422);
    CHECK(
        both.body ==
        problem(
            422, "Unprocessable Content",
            "name: must be text; updated_at: cannot be changed; x: is not a member of this object",
            "/projects/1", "invalid",
            R"([{"field":"name","code":"type","message":"must be text"},)"
            R"({"field":"updated_at","code":"read_only","message":"cannot be changed"},)"
            R"({"field":"x","code":"unknown","message":"is not a member of this object"}])"));
}
