// decode<Entity>: every type from its JSON form, what is absent, and what a body cannot set.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

using namespace crudite;
using namespace test;

namespace {

const uuid some_id = *parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

/// The patch of one member, applied to an empty sparse.
sparse with(std::string_view member) {
    sparse made{};
    const auto changes = json::decode<patch<sparse>>("{" + std::string(member) + "}");
    REQUIRE(changes);
    changes->apply_to(made);
    return made;
}

} // namespace

TEST_CASE("the body of the seed's workflow becomes a project") {
    const auto made =
        json::decode<project>(R"({"name":"Roadmap","description":"Q2 features and milestones"})");
    REQUIRE(made);
    CHECK(made->name == "Roadmap");
    CHECK(made->description == "Q2 features and milestones");
    CHECK(made->id == 0);
    CHECK(made->created_at == timestamp{});
}

TEST_CASE("white space and the order of members do not matter") {
    const auto made = json::decode<project>(" \r\n\t{ \"description\" : null ,\n \"name\"\t: \"ab\" } \n");
    REQUIRE(made);
    CHECK(made->name == "ab");
    CHECK(made->description == std::nullopt);
}

TEST_CASE("an entity comes back from its own JSON") {
    const sample made{
        .id = 0,
        .flag = true,
        .i8 = -128,
        .i16 = -32768,
        .i32 = -2147483648,
        .i64 = std::numeric_limits<std::int64_t>::min(),
        .u8 = 255,
        .u16 = 65535,
        .u32 = 4294967295,
        .u64 = 9223372036854775807,
        .single = 3.4028235e38F,
        .real = -0.1,
        .text = "\" \\ / \b\f\n\r\t \x01 \u00FC \U0001F600",
        .bytes = {std::byte{0}, std::byte{0xFF}},
        .at = noon,
        .ref = some_id,
        .paint = color::green,
        .mail = {"a@b"}};
    const auto back = json::decode<sample>(json::encode(made));
    REQUIRE(back);
    CHECK(json::encode(*back) == json::encode(made));
    CHECK(back->text == made.text);
    CHECK(back->single == made.single);
}

TEST_CASE("integers go to the bounds of their type and not beyond") {
    struct bound {
        std::string_view member, least, most, below, above;
    };
    for (const bound& b :
         {bound{"i8", "-128", "127", "-129", "128"}, bound{"i16", "-32768", "32767", "-32769", "32768"},
          bound{"i32", "-2147483648", "2147483647", "-2147483649", "2147483648"},
          bound{
              "i64", "-9223372036854775808", "9223372036854775807", "-9223372036854775809",
              "9223372036854775808"},
          bound{"u8", "0", "255", "-1", "256"}, bound{"u16", "0", "65535", "-1", "65536"},
          bound{"u32", "0", "4294967295", "-1", "4294967296"},
          // No database keeps more than int64 in a number.
          bound{"u64", "0", "9223372036854775807", "-1", "9223372036854775808"}}) {
        const auto decoded = [&](std::string_view number) {
            return refusal<patch<sample>>("{\"" + std::string(b.member) + "\":" + std::string(number) + "}");
        };
        CAPTURE(b.member);
        CHECK(decoded(b.least) == "ok");
        CHECK(decoded(b.most) == "ok");
        CHECK(decoded(b.below) == std::string(b.member) + ":range");
        CHECK(decoded(b.above) == std::string(b.member) + ":range");
    }
}

TEST_CASE("each type of an optional is read, and null empties it") {
    CHECK(with(R"("flag":true)").flag == true);
    CHECK(with(R"("i8":-1.0)").i8 == std::int8_t{-1});
    CHECK(with(R"("u64":7)").u64 == 7U);
    CHECK(with(R"("single":0.5)").single == 0.5F);
    CHECK(with(R"("real":3)").real == 3.0);
    CHECK(with(R"("text":"x")").text == "x");
    CHECK(with(R"("bytes":"AP8=")").bytes == std::vector{std::byte{0}, std::byte{0xFF}});
    CHECK(with(R"("at":"2026-07-28T14:00:00.5+02:00")").at == noon);
    CHECK(with(R"("ref":"017F22E2-79B0-7CC3-98C4-DC0C0C07398F")").ref == some_id);
    CHECK(with(R"("paint":"green")").paint == color::green);
    CHECK(with(R"("mail":"A@B")").mail == email{"a@b"});
    CHECK(
        refusal<sparse>(
            R"({"flag":null,"i8":null,"u64":null,"single":null,"real":null,"text":null,"bytes":null,)"
            R"("at":null,"ref":null,"paint":null,"mail":null})") == "ok");
}

TEST_CASE("every escape of JSON strings is undone") {
    CHECK(with(R"("text":"\" \\ \/ \b \f \n \r \t")").text == "\" \\ / \b \f \n \r \t");
    CHECK(with(R"("text":"\u0041\u00fc\u20AC\uD83D\ude00")").text == "A\u00FC\u20AC\U0001F600");
    CHECK(with(R"("t\u0065xt":"x")").text == "x");
}

TEST_CASE("a long string with escapes comes whole") {
    std::string body;
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        body += "a\\n\\u00fc\u00FC";
        text += "a\n\u00FC\u00FC";
    }
    CHECK(with("\"text\":\"" + body + "\"").text == text);
}

TEST_CASE("an absent member takes its default, else null, else it is required") {
    const auto made = json::decode<ticket>(R"({"code":"ab","even":2})");
    REQUIRE(made);
    CHECK(made->seats == 1);
    CHECK(made->paint == color::green);
    CHECK(made->note == std::nullopt);
    CHECK(refusal<ticket>("{}") == "code:required even:required");
    CHECK(refusal<ticket>(R"({"code":"ab","even":2,"seats":null})") == "seats:required");
}

TEST_CASE("what a body cannot set is ignored at creation, whatever it is") {
    const auto made = json::decode<ticket>(
        R"({"code":"ab","even":2,"owner":"me","version":[9],"created_at":"2026-07-28T12:00:00.5Z"})");
    REQUIRE(made);
    CHECK(made->owner.empty());
    CHECK(made->version == 0);
    CHECK(made->created_at == timestamp{});
    CHECK(json::decode<project>(R"({"id":5,"name":"ab"})")->id == 0);
}

TEST_CASE("a key that the client makes is read; a uuid may be left to the library, text may not") {
    CHECK(
        json::decode<ticket>(R"({"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","code":"ab","even":2})")->id ==
        some_id);
    CHECK(json::decode<ticket>(R"({"code":"ab","even":2})")->id == uuid{});
    CHECK(json::decode<country>(R"({"code":"de","name":"x"})")->code == "de");
    CHECK(refusal<country>(R"({"name":"x"})") == "code:required");
    CHECK(refusal<country>(R"({"name":"x","code":null})") == "code:required");
    CHECK(refusal<country>(R"({"name":"x","code":"deu"})") == "code:length");
}

TEST_CASE("a replacement may repeat what it cannot change, and keeps it where it does not") {
    const ticket now{.id = some_id, .code = "zz", .owner = "me", .version = 3, .created_at = noon};
    const auto made = json::decode<ticket>(
        R"({"code":"ab","even":2,"version":3.0,"created_at":"2026-07-28T14:00:00.500+02:00"})",
        {.current = &now});
    REQUIRE(made);
    CHECK(made->code == "ab");
    CHECK(made->id == some_id);
    CHECK(made->owner == "me");
    CHECK(made->version == 3);
    CHECK(made->created_at == noon);

    const auto refused = json::decode<ticket>(
        R"({"id":"00000000-0000-0000-0000-000000000000","code":"ab","even":2,"owner":null,"version":"3"})",
        {.current = &now});
    REQUIRE_FALSE(refused);
    CHECK(codes(refused.error()) == "id:read_only owner:read_only version:read_only");
}
