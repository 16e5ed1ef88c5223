// decode<patch<Entity>>: absent, null and a value are three things; what no patch can set.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <optional>
#include <string>

using namespace crudite;
using namespace test;

namespace {

const project current{
    .id = 7,
    .name = "Roadmap",
    .description = "Q2",
    .created_at = *from_rfc3339("2026-07-28T12:00:00Z"),
    .updated_at = *from_rfc3339("2026-07-28T12:00:00.000001Z")};

std::string patched(std::string_view body) {
    const auto made = json::decode<patch<project>>(body, {.current = &current});
    return made ? "ok" : codes(made.error());
}

} // namespace

TEST_CASE("an absent member is untouched, null is null, a value is set") {
    const auto absent = json::decode<patch<project>>(R"({"name":"Atlas"})");
    REQUIRE(absent);
    CHECK(absent->has<&project::name>());
    CHECK(*absent->value<&project::name>() == "Atlas");
    CHECK_FALSE(absent->has<&project::description>());

    const auto null = json::decode<patch<project>>(R"({"description":null})");
    REQUIRE(null);
    CHECK_FALSE(null->has<&project::name>());
    REQUIRE(null->has<&project::description>());
    CHECK(*null->value<&project::description>() == std::nullopt);

    const auto given = json::decode<patch<project>>(R"({"description":""})");
    REQUIRE(given);
    CHECK(*given->value<&project::description>() == "");
}

TEST_CASE("an empty object is an empty patch, and no default is set by it") {
    const auto made = json::decode<patch<ticket>>("{}");
    REQUIRE(made);
    CHECK(made->empty());
}

TEST_CASE("null on a member that is never null is required") {
    CHECK(refusal<patch<project>>(R"({"name":null})") == "name:required");
    CHECK(refusal<patch<ticket>>(R"({"seats":null,"paint":null})") == "seats:required paint:required");
}

TEST_CASE("the rules of what is set are checked, and only those") {
    CHECK(refusal<patch<project>>(R"({"name":"x"})") == "name:length");
    CHECK(refusal<patch<ticket>>(R"({"even":4})") == "ok");
    CHECK(refusal<patch<ticket>>(R"({"even":3,"seats":10})") == "seats:range even:even");
}

TEST_CASE("a patch cannot set the key, generated and read-only members") {
    CHECK(
        refusal<patch<project>>(R"({"id":7,"created_at":null,"updated_at":"now","name":"ab"})") ==
        "id:read_only created_at:read_only updated_at:read_only");
    CHECK(
        refusal<patch<ticket>>(R"({"version":1,"owner":"me","id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f"})") ==
        "id:read_only owner:read_only version:read_only");
    CHECK(refusal<patch<country>>(R"({"code":"de"})") == "code:read_only");
}

TEST_CASE("sent back as they are, they are no part of the patch") {
    const auto made = json::decode<patch<project>>(json::encode(current), {.current = &current});
    REQUIRE(made);
    CHECK_FALSE(made->has<&project::id>());
    CHECK_FALSE(made->has<&project::created_at>());
    CHECK(made->has<&project::name>());
    CHECK(made->has<&project::description>());
}

TEST_CASE("sent back with another value, they are refused") {
    CHECK(patched(R"({"id":8})") == "id:read_only");
    CHECK(patched(R"({"id":"7"})") == "id:read_only");
    CHECK(patched(R"({"id":null})") == "id:read_only");
    CHECK(patched(R"({"id":{}})") == "id:read_only");
    CHECK(patched(R"({"updated_at":"2026-07-28T12:00:00Z"})") == "updated_at:read_only");
    CHECK(patched(R"({"updated_at":"2026-07-28T12:00:00.000001+00:00"})") == "ok");
}
