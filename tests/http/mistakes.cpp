// What a client gets wrong, and the reference answers wrongly (rows 1, 2, 5, 7): whole problems, on every
// backend.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace std::string_view_literals;
using namespace http_tests;

namespace {

std::string_view instance_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

constexpr auto no_row = "projects: no row has this key"sv;
constexpr auto no_integer =
    R"("code":"type","message":"must be a whole number within 64 bits, in digits 0 to 9")"sv;

} // namespace

TEMPLATE_LIST_TEST_CASE("mistakes in a body are told by field, all at once", "", every_backend) {
    app<TestType> send;
    fill(send);
    struct row {
        std::string_view method, target, body;
        int status;
        std::string_view code, detail, errors;
    };
    const std::string long_name(121, 'n');
    const std::string long_body = R"({"name":")" + long_name + R"("})";
    const row rows[] = {
        // 1: a null is no duplicate
        {"PATCH", "/projects/1", R"({"name":null})", 422, "invalid", "name: must not be null",
         R"([{"field":"name","code":"required","message":"must not be null"}])"},
        {"PATCH", "/projects/1", R"({"name":"100% sure"})", 409, "unique_violation", "name: is taken already",
         R"([{"field":"name","code":"unique","message":"is taken already"}])"},
        {"POST", "/projects", R"({"name":"Roadmap"})", 409, "unique_violation", "name: is taken already",
         R"([{"field":"name","code":"unique","message":"is taken already"}])"},
        // 2: no client mistake is a 500
        {"POST", "/projects", R"({"name":"ab\u0000c"})", 422, "invalid",
         "name: must be well-formed Unicode without U+0000",
         R"([{"field":"name","code":"text","message":"must be well-formed Unicode without U+0000"}])"},
        {"POST", "/projects", R"({"name":"ab\ud800c"})", 400, "malformed",
         "JSON: half of a surrogate pair at byte 11", "[]"},
        {"POST", "/projects", "{\"name\":\"ab\xFF\"}", 400, "malformed",
         "JSON: not well-formed UTF-8 at byte 11", "[]"},
        {"POST", "/projects", long_body, 422, "invalid", "name: 121 characters; 2 to 120 are allowed",
         R"([{"field":"name","code":"length","message":"121 characters; 2 to 120 are allowed","min":2,"max":120,"actual":121}])"},
        // 5: nothing is dropped in silence
        {"PATCH", "/projects/1", R"({"nmae":"x"})", 422, "invalid", "nmae: is not a member of this object",
         R"([{"field":"nmae","code":"unknown","message":"is not a member of this object"}])"},
        {"POST", "/projects", R"({"name":"   "})", 422, "invalid", "name: must not be blank",
         R"([{"field":"name","code":"not_blank","message":"must not be blank"}])"},
        {"POST", "/projects", R"({"name":5,"description":true,"x":1})", 422, "invalid",
         "name: must be text; description: must be text; x: is not a member of this object",
         R"([{"field":"name","code":"type","message":"must be text"},{"field":"description","code":"type","message":"must be text"},{"field":"x","code":"unknown","message":"is not a member of this object"}])"},
        {"POST", "/projects", "{}", 422, "invalid", "name: must be given",
         R"([{"field":"name","code":"required","message":"must be given"}])"},
        {"POST", "/projects", "[]", 422, "invalid", "must be a JSON object",
         R"([{"field":"","code":"type","message":"must be a JSON object"}])"},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.target, r.body);
        const auto answer = send(r.method, r.target, r.body);
        const auto title = r.status == 400   ? "Bad Request"
                           : r.status == 409 ? "Conflict"
                                             : "Unprocessable Content";
        CHECK(answer.status == r.status);
        CHECK(answer.header("Content-Type") == "application/problem+json");
        CHECK(answer.body == problem(r.status, title, r.detail, r.target, r.code, r.errors));
    }
    CHECK(send("GET", "/projects/1").body == project_json(1, "Roadmap"));
}

TEMPLATE_LIST_TEST_CASE("mistakes in a query are told by parameter", "", every_backend) {
    app<TestType> send;
    fill(send);
    struct row {
        std::string target;
        int status;
        std::string code, detail, errors;
    };
    const auto integer = [](std::string name) {
        return "[{\"field\":\"" + name + "\"," + std::string(no_integer) + "}]";
    };
    const std::string must = ": must be a whole number within 64 bits, in digits 0 to 9";
    const std::string allowed = "allowed: q, limit, offset, cursor, count, sort, fields, and field[op] of "
                                "id, name, created_at, updated_at";
    std::vector<row> rows{
        {"/projects?limit=0", 422, "invalid", "limit: 0; 1 to 100 are allowed",
         R"([{"field":"limit","code":"range","message":"0; 1 to 100 are allowed","min":1,"max":100,"actual":0}])"},
        {"/projects?limit=101", 422, "invalid", "limit: 101; 1 to 100 are allowed",
         R"([{"field":"limit","code":"range","message":"101; 1 to 100 are allowed","min":1,"max":100,"actual":101}])"},
        {"/projects?offset=-1", 422, "invalid", "offset: -1; 0 to 100000 are allowed",
         R"([{"field":"offset","code":"range","message":"-1; 0 to 100000 are allowed","min":0,"max":100000,"actual":-1}])"},
        {"/projects?offset=9223372036854775807", 422, "invalid",
         "offset: 9223372036854775807; 0 to 100000 are allowed",
         R"([{"field":"offset","code":"range","message":"9223372036854775807; 0 to 100000 are allowed","min":0,"max":100000,"actual":9223372036854775807}])"},
        {"/projects?q=" + std::string(201, 'q'), 422, "invalid", "q: 201 characters; at most 200 are allowed",
         R"([{"field":"q","code":"length","message":"201 characters; at most 200 are allowed","max":200,"actual":201}])"},
        {"/projects?nmae=x", 400, "malformed", "nmae: is no parameter here; " + allowed,
         R"([{"field":"nmae","code":"unknown","message":"is no parameter here; )" + allowed + "\"}]"},
        {"/projects?q=a&q=b", 400, "malformed", "q: is there twice; once is allowed",
         R"([{"field":"q","code":"repeated","message":"is there twice; once is allowed"}])"},
        {"/projects/1?q=a", 400, "malformed", "q: is no parameter here; allowed: fields",
         R"([{"field":"q","code":"unknown","message":"is no parameter here; allowed: fields"}])"},
        {"/projects?cursor=", 400, "malformed", "cursor: is empty; leave it out to start at the beginning",
         "[]"},
        {"/projects?cursor=AAAA", 400, "malformed", "cursor: is not one of this list; start again without it",
         "[]"},
        {"/projects?cursor=AAAA&offset=1", 422, "invalid",
         "offset: does not go with a cursor; leave one of them out",
         R"([{"field":"offset","code":"conflict","message":"does not go with a cursor; leave one of them out"}])"},
        {"/projects?limit=x&offset=y", 422, "invalid", "limit" + must + "; offset" + must,
         "[{\"field\":\"limit\"," + std::string(no_integer) + "},{\"field\":\"offset\"," +
             std::string(no_integer) + "}]"},
    };
    // 2 and 7: numbers beyond 64 bits, and whatever Python takes for a number
    for (const std::string text :
         {"9223372036854775808", "99999999999999999999999", "1_0", "%205", "+5", "%2B5", "5%20", "1.0", "1e1",
          "0x1", "%D9%A5", "%EF%BC%95", "", "-", "--1", "5%0A"})
        for (const std::string name : {"limit", "offset"})
            rows.push_back({"/projects?" + name + "=" + text, 422, "invalid", name + must, integer(name)});

    for (const row& r : rows) {
        CAPTURE(r.target);
        const auto answer = send("GET", r.target);
        const auto title = r.status == 400 ? "Bad Request" : "Unprocessable Content";
        CHECK(answer.status == r.status);
        CHECK(answer.body == problem(r.status, title, r.detail, instance_of(r.target), r.code, r.errors));
    }
}

TEMPLATE_LIST_TEST_CASE("2, 7: an id that is none is not found, whatever the method", "", every_backend) {
    app<TestType> send;
    fill(send);
    for (const std::string id :
         {"5",
          "0",
          "-1",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999",
          "abc",
          "1_0",
          "%201",
          "+1",
          "%2B1",
          "1.0",
          "1e0",
          "0x1",
          "%D9%A1",
          "1%2F2",
          "%2E",
          "1;x=y",
          "1,2"}) {
        for (const std::string_view method : {"GET", "HEAD", "PATCH", "DELETE"}) {
            CAPTURE(method, id);
            const std::string target = "/projects/" + id;
            const auto answer = send(method, target, method == "PATCH" ? R"({"name":"New"})" : "");
            CHECK(answer.status == 404);
            CHECK(answer.body == problem(404, "Not Found", no_row, target, "not_found"));
        }
    }
    // What cannot be decoded is no target at all.
    for (const std::string_view target :
         {"/projects/%", "/projects/%00", "/projects/%ED%A0%80", "/projects?q=%00", "/projects?q=%FF",
          "/projects?q=%ED%A0%80"}) {
        CAPTURE(target);
        CHECK(send("GET", target).status == 400);
    }
}
