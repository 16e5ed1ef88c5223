// Batches as a resource's rows are: within a scope, at a version, under checks; and what ends one.
// SPDX-License-Identifier: MIT
#include "http/memo.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace http_tests;
using crudite::errc;
namespace http = crudite::http;

TEMPLATE_LIST_TEST_CASE("a batch keeps to the scope, and presets each new row", "", every_backend) {
    memos<TestType> send;
    const headers as_bob{{"User", "bob"}};
    CHECK(
        send("POST", "/memos:batchCreate", R"({"items":[{"slug":"b1"},{"slug":"b2"}]})", as_bob).body ==
        R"({"items":[{"slug":"b1","owner":"bob","stars":0,"revision":1},{"slug":"b2","owner":"bob","stars":0,"revision":1}]})");
    REQUIRE(send("POST", "/memos:batchCreate", R"({"items":[{"slug":"a1"},{"slug":"a2"}]})").status == 200);
    const auto of_bob = send("GET", "/memos", "", as_bob).body;
    const auto of_ada = send("GET", "/memos").body;

    const auto changed =
        send("POST", "/memos:batchUpdate", R"({"items":[{"slug":"a1","stars":1},{"slug":"b1","stars":1}]})");
    CHECK(changed.status == 404);
    CHECK(errors_of(changed) == "[1] not_found");
    // A member that cannot be changed tells nothing of a row out of reach either.
    CHECK(
        errors_of(send("POST", "/memos:batchUpdate", R"({"items":[{"slug":"b1","owner":"bob"}]})")) ==
        "[0] not_found");
    CHECK(errors_of(send("POST", "/memos:batchDelete", R"({"items":["b1","a1"]})")) == "[0] not_found");
    CHECK(errors_of(send("POST", "/memos:batchCreate", R"({"items":[{"slug":"b1"}]})")) == "[0].slug unique");
    CHECK(send("GET", "/memos", "", as_bob).body == of_bob);
    CHECK(send("GET", "/memos").body == of_ada);

    CHECK(send("POST", "/memos:batchUpdate", R"({"items":[{"slug":"b1","stars":1}]})", as_bob).status == 200);
    CHECK(send("POST", "/memos:batchDelete", R"({"items":["b1","b2"]})", as_bob).status == 204);
}

TEMPLATE_LIST_TEST_CASE("a batch's items are held to the checks of the whole entity", "", every_backend) {
    memos<TestType> send;
    const auto refused =
        send("POST", "/memos:batchCreate", R"({"items":[{"slug":"a"},{"slug":"modest","stars":3}]})");
    CHECK(refused.status == 422);
    CHECK(errors_of(refused) == "[1] modest");
    CHECK(
        send("POST", "/memos:batchCreate", R"({"items":[{"slug":"a"},{"slug":"modest","stars":2}]})")
            .status == 200);
    const auto changed = send(
        "POST", "/memos:batchUpdate", R"({"items":[{"slug":"a","stars":4},{"slug":"modest","stars":4}]})");
    CHECK(errors_of(changed) == "[1] modest");
    CHECK(send("GET", "/memos/a").body == R"({"slug":"a","owner":"ada","stars":0,"revision":1})");
}

TEMPLATE_LIST_TEST_CASE("an item's version is the one its row has to be at", "", every_backend) {
    memos<TestType> send;
    REQUIRE(send("POST", "/memos:batchCreate", R"({"items":[{"slug":"a"},{"slug":"b"}]})").status == 200);
    CHECK(
        send(
            "POST", "/memos:batchUpdate",
            R"({"items":[{"slug":"a","revision":1,"stars":1},{"slug":"b","stars":1}]})")
            .body ==
        R"({"items":[{"slug":"a","owner":"ada","stars":1,"revision":2},{"slug":"b","owner":"ada","stars":1,"revision":2}]})");
    const auto late = send(
        "POST", "/memos:batchUpdate",
        R"({"items":[{"slug":"b","stars":2},{"slug":"a","revision":1,"stars":2}]})");
    CHECK(late.status == 412);
    CHECK(errors_of(late) == "[1] stale");
    CHECK(
        errors_of(send("POST", "/memos:batchUpdate", R"({"items":[{"slug":"a","revision":1}]})")) ==
        "[0] stale");
    CHECK(send("GET", "/memos/b").body == R"({"slug":"b","owner":"ada","stars":1,"revision":2})");
}

TEMPLATE_LIST_TEST_CASE("where If-Match is needed, a batch needs versions", "", every_backend) {
    memos<TestType> send({.require_if_match = true});
    REQUIRE(send("POST", "/memos:batchCreate", R"({"items":[{"slug":"a"},{"slug":"b"}]})").status == 200);
    const auto unsaid = send(
        "POST", "/memos:batchUpdate",
        R"({"items":[{"slug":"a","revision":1,"stars":1},{"slug":"b","stars":1}]})");
    CHECK(unsaid.status == 422);
    CHECK(errors_of(unsaid) == "[1].revision required");
    CHECK(
        send("POST", "/memos:batchUpdate", R"({"items":[{"slug":"a","revision":1,"stars":1}]})").status ==
        200);
    CHECK(send("POST", "/memos:batchDelete", R"({"items":["a"]})").status == 404);
}

TEST_CASE("a failure that is not about a row ends the batch") {
    app<on_memory> send;
    fill(send);
    const auto before = send("GET", "/projects").body;
    using crudite::memory::op;
    struct row {
        op on;
        errc with;
        int status;
    };
    for (const row& r :
         {row{op::write, errc::busy, 503}, row{op::write, errc::full, 507}, row{op::commit, errc::busy, 503},
          row{op::transaction, errc::unavailable, 503}, row{op::commit, errc::commit_outcome_unknown, 500}}) {
        CAPTURE(crudite::name(r.with));
        send.backend.database.script({.after = r.on == op::write ? 1 : 0, .on = r.on, .with = r.with});
        const auto answer = send("POST", "/projects:batchDelete", R"({"items":[9,1,2]})");
        // The write that would have been a failure of its row is not told: its batch has not come to its end.
        CHECK(answer.status == (r.on == op::commit ? 404 : r.status));
        send.backend.database.faults().clear();
        CHECK(send("GET", "/projects").body == before);
        send.backend.database.script({.after = r.on == op::write ? 1 : 0, .on = r.on, .with = r.with});
        CHECK(send("POST", "/projects:batchDelete", R"({"items":[1,2]})").status == r.status);
        CHECK(send("GET", "/projects").body == before);
    }
    CHECK(send("POST", "/projects:batchDelete", R"({"items":[1,2]})").status == 204);
}

TEST_CASE("a batch is a route of its own: method, media types, access, and without") {
    app<on_memory> send;
    fill(send);
    CHECK(send("GET", "/projects:batchCreate").status == 405);
    CHECK(send("OPTIONS", "/projects:batchCreate").header("Allow") == "POST, OPTIONS");
    CHECK(send("OPTIONS", "/projects:batchCreate").header("Accept-Post") == "application/json");
    CHECK(send("POST", "/projects:batch", R"({"items":[1]})").status == 404);
    CHECK(send("POST", "/projects:batchdelete", R"({"items":[1]})").status == 404);
    CHECK(send("POST", "/projects:batchDelete?x=1", R"({"items":[1]})").status == 400);
    CHECK(
        send("POST", "/projects:batchDelete", R"({"items":[1]})", {{"Content-Type", "text/plain"}}).status ==
        415);
    CHECK(send("POST", "/projects:batchDelete", R"({"items":[1]})", {{"Accept", "text/html"}}).status == 406);

    crudite::http::access_policy nobody_may{
        .admit = [](const http::request&) -> crudite::result<http::principal> {
            return crudite::fail(errc::forbidden, "not you");
        }};
    const auto api = http::api{{.access = http::allow_anonymous()}}.mount(http::resource(
        send.projects,
        {.access_to = {{http::action::batch_remove, nobody_may}}, .without = {http::action::batch_update}}));
    CHECK(http_tests::send(api, "POST", "/projects:batchDelete", R"({"items":[1]})").status == 403);
    CHECK(http_tests::send(api, "POST", "/projects:batchUpdate", R"({"items":[{"id":1}]})").status == 404);
    CHECK(
        http_tests::send(api, "POST", "/projects:batchCreate", R"({"items":[{"name":"Good"}]})").status ==
        200);
}

TEST_CASE("the document's examples of batches work, one after the other") {
    const memos<on_memory> send({.idempotency = {.enabled = true}, .json_patch = true});
    const boost::json::value document = boost::json::parse(http::openapi(send.api));
    const auto operation = [&](std::string_view path) -> const boost::json::object& {
        return document.at("paths").as_object().at(path).at("post").as_object();
    };
    struct row {
        std::string_view target;
        int status;
    };
    for (const row& r :
         {row{"/memos:batchCreate", 200}, row{"/memos:batchUpdate", 200}, row{"/memos:batchDelete", 204}}) {
        CAPTURE(r.target);
        const boost::json::value& body =
            operation(r.target).at("requestBody").at("content").at("application/json").at("example");
        CHECK(send("POST", r.target, boost::json::serialize(body)).status == r.status);
        CHECK(
            boost::json::serialize(operation(r.target).at("parameters")).find("Idempotency-Key") !=
            std::string::npos);
    }
    CHECK(
        boost::json::serialize(document.at("paths").at("/memos/{slug}").at("patch").at("requestBody"))
            .find("application/json-patch+json") != std::string::npos);
}
