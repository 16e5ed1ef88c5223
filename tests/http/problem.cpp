// Every errc has its status, and no client hears what a backend said.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <optional>
#include <string>
#include <string_view>

using namespace http_tests;
using crudite::errc;
namespace http = crudite::http;

TEST_CASE("each errc is one status") {
    struct row {
        errc code;
        int status;
        bool told; ///< the error's own message is
        std::optional<std::string_view> retry_after;
    };
    const row rows[] = {
        {errc::not_found, 404, true, {}},
        {errc::stale, 412, true, {}},
        {errc::test_failed, 409, true, {}},
        {errc::invalid, 422, true, {}},
        {errc::malformed, 400, true, {}},
        {errc::unauthenticated, 401, true, {}},
        {errc::forbidden, 403, true, {}},
        {errc::unique_violation, 409, true, {}},
        {errc::foreign_key_violation, 409, true, {}},
        {errc::not_null_violation, 422, true, {}},
        {errc::check_violation, 422, true, {}},
        {errc::busy, 503, false, "1"},
        {errc::timeout, 503, false, "1"},
        {errc::cancelled, 503, false, {}},
        {errc::full, 507, false, {}},
        {errc::readonly, 503, false, {}},
        {errc::corrupt, 500, false, {}},
        {errc::unavailable, 503, false, "5"},
        {errc::commit_outcome_unknown, 500, false, {}},
        {errc::schema_mismatch, 500, false, {}},
        {errc::transaction_closed, 500, false, {}},
        {errc::misuse, 500, false, {}},
        {errc::unsupported, 500, false, {}},
        {errc::internal, 500, false, {}},
    };
    CHECK(std::size(rows) == http::error_table.size());
    for (const row& r : rows) {
        CAPTURE(crudite::name(r.code));
        const auto made = http::to_response(
            crudite::error{.code = r.code, .message = "the message", .detail = "SQL logic error"},
            {.method = "GET", .target = "/projects?q=secret"});
        CHECK(made.status == r.status);
        CHECK(made.header("Retry-After") == r.retry_after);
        CHECK(made.header("Content-Type") == "application/problem+json");
        CHECK((made.body.find("the message") != made.body.npos) == r.told);
        CHECK(made.body.find("SQL") == made.body.npos);
        CHECK(made.body.find("secret") == made.body.npos);
        CHECK(made.body.find("\"code\":\"" + std::string(crudite::name(r.code)) + "\"") != made.body.npos);
        CHECK(made.body.find("\"instance\":\"/projects\"") != made.body.npos);
        CHECK(made.body.find("\"detail\":\"\"") == made.body.npos);
    }
}

TEST_CASE("violations are told with their parameters, and text is escaped") {
    const auto made = http::to_response(
        http::problem{
            .status = 422,
            .code = "invalid",
            .detail = "a \"quote\"\n",
            .errors = {{"name", "length", "short", {{"min", 2}}}}},
        {.method = "GET", .target = "nonsense"});
    CHECK(made.body.starts_with(
        R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"a \"quote\"\n","code":"invalid",)"
        R"("errors":[{"field":"name","code":"length","message":"short","min":2}],"request_id":")"));
}

TEST_CASE("a request id is taken over if logs can bear it, else made") {
    const auto answer = [](std::optional<std::string_view> id) {
        const auto header = [&](std::string_view name) { return name == "X-Request-Id" ? id : std::nullopt; };
        return http::to_response(crudite::error{}, {.method = "GET", .target = "/", .header = header});
    };
    const std::string longest(128, 'x');
    for (const std::string_view id : {"a", "7f.A-b_c:9", longest.c_str()}) {
        CHECK(answer(id).header("X-Request-Id") == id);
        CHECK(answer(id).body.ends_with("\"request_id\":\"" + std::string(id) + "\"}"));
    }
    const std::string too_long(129, 'x');
    for (const std::optional<std::string_view> id :
         {std::optional<std::string_view>{}, std::optional<std::string_view>{""},
          std::optional<std::string_view>{"a b"}, std::optional<std::string_view>{"a\"b"},
          std::optional<std::string_view>{"\xC3\xA4"}, std::optional<std::string_view>{too_long}}) {
        const auto first = answer(id), second = answer(id);
        REQUIRE(first.header("X-Request-Id"));
        CHECK(first.header("X-Request-Id")->size() == 36);
        CHECK(first.header("X-Request-Id") != second.header("X-Request-Id"));
    }
}
