// encode: golden texts for entities, pages and errors.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <array>
#include <limits>
#include <string>

using namespace crudite;
using namespace test;

namespace {

std::string quoted(std::string_view text) {
    std::string out;
    json::append_string(out, text);
    return out;
}

std::string number(double x) {
    std::string out;
    json::append_number(out, x);
    return out;
}

} // namespace

TEST_CASE("a project is encoded with its members in order, times with Z and microseconds") {
    const project made{
        .id = 1,
        .name = "Roadmap",
        .description = "Q2 features and milestones",
        .created_at = noon,
        .updated_at = noon + std::chrono::microseconds{1}};
    CHECK(
        json::encode(made) == R"({"id":1,"name":"Roadmap","description":"Q2 features and milestones",)"
                              R"("created_at":"2026-07-28T12:00:00.500000Z",)"
                              R"("updated_at":"2026-07-28T12:00:00.500001Z"})");
}

TEST_CASE("an empty optional is null") {
    CHECK(
        json::encode(project{.id = 2, .name = "x"}) ==
        R"({"id":2,"name":"x","description":null,"created_at":"1970-01-01T00:00:00.000000Z",)"
        R"("updated_at":"1970-01-01T00:00:00.000000Z"})");
}

TEST_CASE("every type has its form") {
    const sample made{
        .id = -1,
        .flag = true,
        .i8 = -128,
        .i64 = std::numeric_limits<std::int64_t>::min(),
        .u32 = 4294967295,
        .u64 = 9223372036854775807,
        .single = 0.1F,
        .real = 0.1,
        .text = "\"",
        .bytes = {std::byte{0xFB}, std::byte{0xFF}},
        .at = noon,
        .ref = *parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
        .paint = color::green,
        .mail = {"a@b"}};
    CHECK(
        json::encode(made) ==
        R"({"id":-1,"flag":true,"i8":-128,"i16":0,"i32":0,"i64":-9223372036854775808,"u8":0,"u16":0,)"
        R"("u32":4294967295,"u64":9223372036854775807,"single":0.10000000149011612,"real":0.1,)"
        R"("text":"\"","bytes":"+/8=","at":"2026-07-28T12:00:00.500000Z",)"
        R"("ref":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","paint":"green","mail":"a@b"})");
}

TEST_CASE("a row of values is written without an entity") {
    const std::array<value, 5> values{value(7), value("Atlas"), value(), value(0), value(1)};
    std::string out = "before ";
    json::append(out, table_of<project>(), row(values));
    CHECK(
        out == R"(before {"id":7,"name":"Atlas","description":null,)"
               R"("created_at":"1970-01-01T00:00:00.000000Z","updated_at":"1970-01-01T00:00:00.000001Z"})");
}

TEST_CASE("text is escaped where it must be and nowhere else") {
    CHECK(quoted("") == R"("")");
    CHECK(quoted("/ ' \x7F \u00FC \u2028 \U0001F600") == "\"/ ' \x7F \u00FC \u2028 \U0001F600\"");
    CHECK(quoted("\" \\ \b \f \n \r \t") == R"("\" \\ \b \f \n \r \t")");
    CHECK(quoted(std::string_view("\0\x01\x0B\x1F", 4)) == R"("\u0000\u0001\u000b\u001f")");
}

TEST_CASE("an escape is found at every place of a block and beside it") {
    for (std::size_t size = 1; size <= 40; ++size)
        for (std::size_t at = 0; at < size; ++at)
            for (const char special : {'"', '\\', '\x1F'}) {
                std::string text(size, '\xFF');
                text[at] = special;
                const std::string escape = special == '"' ? "\\\"" : special == '\\' ? "\\\\" : "\\u001f";
                REQUIRE(
                    quoted(text) ==
                    '"' + std::string(at, '\xFF') + escape + std::string(size - at - 1, '\xFF') + '"');
            }
}

TEST_CASE("numbers are JSON numbers") {
    CHECK(number(0.0) == "0");
    CHECK(number(-1.5) == "-1.5");
    CHECK(number(1e22) == "1e+22");
    CHECK(number(5e-324) == "5e-324");
    CHECK(number(1.7976931348623157e308) == "1.7976931348623157e+308");
    CHECK(number(std::numeric_limits<double>::infinity()) == "null");
    CHECK(number(std::numeric_limits<double>::quiet_NaN()) == "null");
}

TEST_CASE("a page has items, total, limit and offset, and cursors only where there are pages") {
    const country one{.code = "de", .name = "Germany"};
    page<country> made{.items = {one, one}, .total = 5, .limit = 2, .offset = 0};
    made.next = "abc";
    CHECK(
        json::encode(made) == R"({"items":[{"code":"de","name":"Germany"},{"code":"de","name":"Germany"}],)"
                              R"("total":5,"limit":2,"offset":0,"next":"abc"})");
    made.items.resize(1);
    made.previous = "xyz";
    CHECK(
        json::encode(made) ==
        R"({"items":[{"code":"de","name":"Germany"}],"total":5,"limit":2,"offset":0,"next":"abc","prev":"xyz"})");
}

TEST_CASE("the last page has no next, and without a count there is no total") {
    CHECK(
        json::encode(page<country>{.total = 0, .limit = 20}) ==
        R"({"items":[],"total":0,"limit":20,"offset":0})");
    CHECK(json::encode(page<country>{.limit = 20, .offset = 40}) == R"({"items":[],"limit":20,"offset":40})");
}

TEST_CASE("an error is its code, its message and its violations, never its detail") {
    error e{.code = errc::invalid, .message = "name: 1 character", .current = 3, .detail = "SQLITE_SECRET"};
    e.violations.push_back(
        {"name", "length", "1 character; 2 to 120 are allowed", {{"min", 2}, {"max", 120}, {"actual", 1}}});
    e.violations.push_back({"", "whole", "needs \"x\"", {{"allowed", "a, b"}}});
    CHECK(
        json::encode(e) ==
        R"({"code":"invalid","message":"name: 1 character","errors":[)"
        R"({"field":"name","code":"length","message":"1 character; 2 to 120 are allowed","min":2,"max":120,"actual":1},)"
        R"({"field":"","code":"whole","message":"needs \"x\"","allowed":"a, b"}]})");
    CHECK(
        json::encode(error{.code = errc::busy, .message = "wait"}) ==
        R"({"code":"busy","message":"wait","errors":[]})");
}
