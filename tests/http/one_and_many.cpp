// A batch is for whom its action on one row is for, and a PUT that makes a row for who may POST.
// SPDX-License-Identifier: MIT
#include "http/memo.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;
using http::action;

namespace {

/// For those who say this word in the header "Say".
http::access_policy word(std::string_view said) {
    return {
        .admit = [said](const http::request& r) -> crudite::result<http::principal> {
            if (r.header("Say") == said) return http::principal{.id = "ada"};
            return crudite::fail(crudite::errc::forbidden, "not for you");
        },
        .scheme = "word",
        .scheme_object = R"({"type":"apiKey","in":"header","name":"Say"})"};
}

constexpr std::string_view one_row = R"({"items":[{"slug":"a"}]})";

} // namespace

TEST_CASE("a batch is for whom its action on one row is for, unless it has its own policy") {
    const memos<on_memory> send{
        {.access = word("all"),
         .access_to = {
             {action::create, word("create")},
             {action::remove, word("remove")},
             {action::batch_remove, word("remove many")}}}};
    struct row {
        std::string_view target, body, needs;
        int status;
    };
    const row rows[] = {
        {"/memos:batchCreate", one_row, "create", 200},
        {"/memos:batchUpdate", one_row, "all", 200},
        {"/memos:batchDelete", R"({"items":["a"]})", "remove many", 204},
    };
    for (const row& r : rows) {
        CAPTURE(r.target);
        for (const std::string_view other : {"all", "create", "remove", "remove many"})
            if (other != r.needs) CHECK(send("POST", r.target, r.body, {{"Say", other}}).status == 403);
        CHECK(send("POST", r.target, r.body, {{"Say", r.needs}}).status == r.status);
    }
}

TEST_CASE("without an action on one row there is none on many") {
    const memos<on_memory> send{{.without = {action::create, action::update, action::batch_remove}}};
    CHECK(send("POST", "/memos:batchCreate", one_row).status == 404);
    CHECK(send("POST", "/memos:batchUpdate", one_row).status == 404);
    CHECK(send("POST", "/memos:batchDelete", R"({"items":["a"]})").status == 404);
    CHECK(send("DELETE", "/memos/a").status == 404); // there is still this, but no row
    CHECK(send("PATCH", "/memos/a", "{}").status == 405);
}

TEST_CASE("PUT makes a row only for who may POST") {
    const auto put = [](http::resource_options how, std::string_view says) {
        const memos<on_memory> send{std::move(how)};
        return send("PUT", "/memos/a", "{}", {{"Say", says}}).status;
    };
    CHECK(put({}, "") == 201);
    CHECK(put({.access = word("all")}, "all") == 201);
    CHECK(put({.without = {action::create}}, "") == 404);
    // PUT for some and POST for others; who is both makes it.
    CHECK(put({.access = word("all"), .access_to = {{action::create, word("create")}}}, "all") == 404);
    CHECK(put({.access_to = {{action::create, word("all")}, {action::replace, word("all")}}}, "all") == 201);
    // Who may POST is left to the api, which is not asked here.
    CHECK(put({.access_to = {{action::replace, word("all")}}}, "all") == 404);
}
