// Batches: all of it or nothing, in order, and every item that fails told by its place; on every backend.
// SPDX-License-Identifier: MIT
#include "http/memo.hpp"

#include "catch.hpp"

#include <chrono>
#include <string>
#include <string_view>

using namespace http_tests;

TEMPLATE_LIST_TEST_CASE("a batch creates rows, in its order", "", every_backend) {
    app<TestType> send;
    const auto made = send(
        "POST", "/projects:batchCreate", R"({"items":[{"name":"One"},{"name":"Two","description":"x"}]})");
    CHECK(made.status == 200);
    CHECK(
        made.body ==
        R"({"items":[)" + project_json(1, "One") + "," + project_json(2, "Two", R"("x")") + "]}");
    CHECK(made.header("Content-Type") == "application/json");
    CHECK_FALSE(made.header("Location"));
    CHECK_FALSE(made.header("ETag"));

    const auto silent = send(
        "POST", "/projects:batchCreate", R"({"items":[{"name":"Three"}]})", {{"Prefer", "return=minimal"}});
    CHECK(silent.status == 204);
    CHECK(silent.body.empty());
    CHECK(silent.header("Preference-Applied") == "return=minimal");
    CHECK(send("GET", "/projects/3").status == 200);
}

TEMPLATE_LIST_TEST_CASE("a batch changes rows, each as its item says", "", every_backend) {
    app<TestType> send;
    fill(send);
    send.clock.now += std::chrono::seconds{1};
    const auto made = send(
        "POST", "/projects:batchUpdate",
        R"({"items":[{"id":3,"name":"Third"},{"description":"x","id":1},{"id":2}]})");
    CHECK(made.status == 200);
    constexpr std::string_view later = "2024-03-01T12:00:01.000000Z";
    CHECK(
        made.body == R"({"items":[)" + project_json(3, "Third", "null", later) + "," +
                         project_json(1, "Roadmap", R"("x")", later) + "," + project_json(2, "100% sure") +
                         "]}");
    CHECK(send("GET", "/projects/3").body == project_json(3, "Third", "null", later));

    // Names change hands within a batch, step by step.
    CHECK(
        send(
            "POST", "/projects:batchUpdate",
            R"({"items":[{"id":1,"name":"Interim"},{"id":3,"name":"Roadmap"},{"id":1,"name":"Third"}]})")
            .status == 422); // but one row comes once
    CHECK(
        send(
            "POST", "/projects:batchUpdate",
            R"({"items":[{"id":1,"name":"Interim"},{"id":3,"name":"Roadmap"}]})")
            .status == 200);
}

TEMPLATE_LIST_TEST_CASE("a batch removes rows", "", every_backend) {
    app<TestType> send;
    fill(send);
    const auto made = send("POST", "/projects:batchDelete", R"({"items":[4,1,2]})");
    CHECK(made.status == 204);
    CHECK(made.body.empty());
    CHECK(
        send("GET", "/projects").body ==
        R"({"items":[)" + project_json(3, "snake_case") + R"(],"total":1,"limit":20,"offset":0})");
}

TEMPLATE_LIST_TEST_CASE("whatever fails is told by its place, and nothing is written", "", every_backend) {
    app<TestType> send;
    fill(send);
    const auto before = send("GET", "/projects").body;
    struct row {
        std::string_view verb, items;
        int status;
        std::string_view code, errors;
    };
    const row rows[] = {
        // what can be seen without the database
        {"Create", R"([{"name":"Good"},{"name":"x"},{"nmae":1,"name":5}])", 422, "invalid",
         "[1].name length; [2].name type; [2].nmae unknown"},
        {"Create", R"([7,{"name":"Good"},null,[],"x",{}])", 422, "invalid",
         "[0] type; [2] type; [3] type; [4] type; [5].name required"},
        {"Create", R"([{"name":"Good","description":{"name":"x"}}])", 422, "invalid", "[0].description type"},
        {"Update", R"([{"name":"Good"},{"id":"1"},{"id":null},{"id":1,"name":null}])", 422, "invalid",
         "[0].id required; [1].id type; [2].id required; [3].name required"},
        {"Update", R"([{"id":1},{"id":2},{"id":1,"name":"One"},{"id":2.0}])", 422, "invalid",
         "[2].id duplicate; [3].id duplicate"},
        {"Delete", R"([1,"2",{"id":3},true,null,1.5,[4]])", 422, "invalid",
         "[1] type; [2] type; [3] type; [4] type; [5] type; [6] type"},
        {"Delete", "[1,2,1]", 422, "invalid", "[2] duplicate"},
        // what only the database knows: all are tried
        {"Create", R"([{"name":"Good"},{"name":"Roadmap"},{"name":"Better"},{"name":"Good"}])", 409,
         "unique_violation", "[1].name unique; [3].name unique"},
        {"Update", R"([{"id":9,"name":"Good"},{"id":1,"name":"Good"},{"id":2,"name":"snake_case"}])", 404,
         "not_found", "[0] not_found; [2].name unique"},
        {"Update", R"([{"id":2,"name":"snake_case"},{"id":9}])", 409, "unique_violation",
         "[0].name unique; [1] not_found"},
        {"Update", R"([{"id":9},{"id":1,"created_at":"2001-01-01T00:00:00Z","name":"Good"}])", 422, "invalid",
         "[0] not_found; [1].created_at read_only"},
        {"Update", R"([{"id":1,"name":"Good","updated_at":"2001-01-01T00:00:00Z"},{"id":9}])", 412, "stale",
         "[0] stale; [1] not_found"},
        {"Delete", "[1,7,2,8]", 404, "not_found", "[1] not_found; [3] not_found"},
        // what is no batch
        {"Create", "[]", 422, "invalid", "items length"},
        {"Create", "{}", 422, "invalid", "items type"},
        {"Delete", "1", 422, "invalid", "items type"},
    };
    for (const row& r : rows) {
        CAPTURE(r.verb, r.items);
        const auto answer = send(
            "POST", "/projects:batch" + std::string(r.verb), R"({"items":)" + std::string(r.items) + "}");
        CHECK(answer.status == r.status);
        CHECK(answer.header("Content-Type") == "application/problem+json");
        CHECK(answer.body.find("\"code\":\"" + std::string(r.code) + "\",\"errors\"") != answer.body.npos);
        CHECK(errors_of(answer) == r.errors);
        CHECK(send("GET", "/projects").body == before);
    }
    // The twins of those that failed by one item.
    CHECK(
        send("POST", "/projects:batchCreate", R"({"items":[{"name":"Good"},{"name":"Better"}]})").status ==
        200);
    CHECK(
        send(
            "POST", "/projects:batchUpdate",
            R"({"items":[{"id":1,"created_at":"2024-03-01T12:00:00Z","updated_at":"2024-03-01T12:00:00Z","name":"Best"}]})")
            .status == 200);
    CHECK(send("POST", "/projects:batchDelete", R"({"items":[1,2]})").status == 204);
}

TEMPLATE_LIST_TEST_CASE("a batch that failed says what a person has to know", "", every_backend) {
    app<TestType> send;
    fill(send);
    CHECK(
        send("POST", "/projects:batchDelete", R"({"items":[1,9]})").body ==
        problem(
            404, "Not Found", "items: 1 of 2 cannot be done, so nothing was", "/projects:batchDelete",
            "not_found",
            R"([{"field":"[1]","code":"not_found","message":"projects: no row has this key"}])"));
    CHECK(
        send("POST", "/projects:batchDelete", R"({"items":[5,6,5]})").body ==
        problem(
            422, "Unprocessable Content", "items: 1 of 3 cannot be done, so nothing was",
            "/projects:batchDelete", "invalid",
            R"([{"field":"[2]","code":"duplicate","message":"is the key of [0] too"}])"));
}

TEMPLATE_LIST_TEST_CASE("a body that is no batch is told as any other", "", every_backend) {
    app<TestType> send;
    struct row {
        std::string_view body;
        int status;
        std::string_view errors, detail;
    };
    const row rows[] = {
        {"[]", 422, " type", "must be a JSON object"},
        {"{}", 422, "items required", "items: must be given"},
        {R"({"item":[],"x":1})", 422, "item unknown; x unknown; items required", ""},
        {R"({"items":[{"name":"Good"}],"x":{"y":1,"y":2}})", 422, "x unknown", ""},
        {R"({"items":[],"items":[]})", 400, "", "JSON: duplicate member \\\"items\\\" at byte 12"},
        {R"({"items":[{"name":"a","name":"b"}]})", 400, "", "JSON: duplicate member \\\"name\\\" at byte 22"},
        {R"({"items":[{"name":"Good"})", 400, "", "JSON: the text ends too early, at byte 25"},
        {"{\"items\":[{\"name\":\"ab\xFF\"}]}", 400, "", "JSON: not well-formed UTF-8 at byte 21"},
    };
    for (const row& r : rows) {
        CAPTURE(r.body);
        const auto answer = send("POST", "/projects:batchCreate", r.body);
        CHECK(answer.status == r.status);
        CHECK(errors_of(answer) == r.errors);
        CHECK(answer.body.find(r.detail) != answer.body.npos);
    }
    // Member names are no business of what they stand in: these are one and the same name in two places.
    CHECK(
        send("POST", "/projects:batchCreate", R"({"items":[{"name":"Good","items":[{"name":1}]}]})").status ==
        422);
    CHECK(send("POST", "/projects:batchCreate", R"({"items":[{"name":"Good"}]})").status == 200);
}

TEST_CASE("a batch has at most a thousand items, unless told otherwise") {
    memos<on_memory> send;
    std::string items;
    for (int i = 0; i < 1001; ++i) items += (i > 0 ? ",\"" : "\"") + std::to_string(i) + '"';
    const auto refused = send("POST", "/memos:batchDelete", R"({"items":[)" + items + "]}");
    CHECK(refused.status == 422);
    CHECK(refused.body.find("1001 items; 1 to 1000 are allowed") != refused.body.npos);
}

TEMPLATE_LIST_TEST_CASE("a batch has at most max_batch items", "", every_backend) {
    memos<TestType> send({.max_batch = 3});
    const auto create = [&](int count) {
        std::string items;
        for (int i = 0; i < count; ++i)
            items += (i > 0 ? ",{\"slug\":\"" : "{\"slug\":\"") + std::to_string(i) + "\"}";
        return send("POST", "/memos:batchCreate", R"({"items":[)" + items + "]}");
    };
    const auto refused = create(4);
    CHECK(refused.status == 422);
    CHECK(
        refused.body ==
        problem(
            422, "Unprocessable Content", "items: 4 items; 1 to 3 are allowed", "/memos:batchCreate",
            "invalid",
            R"([{"field":"items","code":"length","message":"4 items; 1 to 3 are allowed","min":1,"max":3,"actual":4}])"));
    CHECK(create(3).status == 200);
    CHECK(errors_of(send("POST", "/memos:batchDelete", R"({"items":["0","1","2","3"]})")) == "items length");
    CHECK(send("POST", "/memos:batchDelete", R"({"items":["0","1","2"]})").status == 204);
}

TEMPLATE_LIST_TEST_CASE(
    "a thousand items at once: each failure is there, and not too many of one", "", every_backend) {
    app<TestType> send;
    std::string good, bad;
    for (int i = 0; i < 1000; ++i) {
        good += (i > 0 ? ",{\"name\":\"Project " : "{\"name\":\"Project ") + std::to_string(i) + "\"}";
        bad += i > 0 ? R"(,{"name":5,"description":5})" : R"({"name":5,"description":5})";
    }
    const auto refused = send("POST", "/projects:batchCreate", R"({"items":[)" + bad + "]}");
    CHECK(refused.status == 422);
    std::string expected; // 50 items have both of their violations, the others their first
    for (int i = 0; i < 1000; ++i) {
        const std::string at = "[" + std::to_string(i) + "]";
        expected += (i > 0 ? "; " : "") + at + ".name type";
        if (i < 50) expected += "; " + at + ".description type";
    }
    CHECK(errors_of(refused) == expected);
    CHECK(send("POST", "/projects:batchCreate", R"({"items":[)" + good + "]}").status == 200);
    const auto taken = send("POST", "/projects:batchCreate", R"({"items":[)" + good + "]}");
    CHECK(taken.status == 409);
    CHECK(errors_of(taken).ends_with("; [999].name unique"));
    CHECK(send("GET", "/projects?limit=1").body.find("\"total\":1000,") != std::string::npos);
}

TEST_CASE("a transaction that is run again answers each row once") {
    app<on_rerunning> send;
    const auto made = send("POST", "/projects:batchCreate", R"({"items":[{"name":"One"},{"name":"Two"}]})");
    CHECK(made.status == 200);
    const auto names = [&](std::string_view text) {
        std::size_t found = 0;
        for (auto at = text.find("\"name\""); at != text.npos; at = text.find("\"name\"", at + 1)) ++found;
        return found;
    };
    CHECK(names(made.body) == 2);
    CHECK(made.body.starts_with(R"({"items":[{"id":)"));
}
