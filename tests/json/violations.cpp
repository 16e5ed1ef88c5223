// What a well-formed body can have wrong: types, rules, unknown members; all of it reported at once.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace crudite;
using namespace test;

TEST_CASE("everything that is wrong with a body is told at once, in the order of the schema") {
    const auto made = json::decode<ticket>(
        R"({"nmae":1,"even":3,"paint":"blue","note":"   ","seats":"one","code":"abcde","id":5,"more":{}})");
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::invalid);
    CHECK(
        codes(made.error()) ==
        "id:type code:length seats:type note:not_blank paint:one_of even:even nmae:unknown more:unknown");
    const auto& all = made.error().violations;
    CHECK(all[1].message == "5 characters; 2 to 4 are allowed");
    CHECK(all[2].message == "must be a whole number within 64 bits");
    CHECK(all[4].message == "is none of the allowed values: red, green");
    CHECK(all[5].message == "only even numbers are allowed");
    CHECK(all[6].message == "is not a member of this object");
}

TEST_CASE("one member can break two rules") {
    CHECK(refusal<ticket>(R"({"code":"ab","even":2,"note":"        "})") == "note:length note:not_blank");
}

TEST_CASE("each type says which values it takes") {
    constexpr std::string_view others[] = {"true", "1", "1.5", R"("x")", "{}", "[]", R"({"a":[1]})"};
    const auto wrong = [&](std::string_view member) {
        std::string all;
        for (const std::string_view other : others)
            all +=
                refusal<patch<sample>>("{\"" + std::string(member) + "\":" + std::string(other) + "}") + " ";
        return all;
    };
    CHECK(wrong("flag") == "ok flag:type flag:type flag:type flag:type flag:type flag:type ");
    CHECK(wrong("i32") == "i32:type ok i32:type i32:type i32:type i32:type i32:type ");
    CHECK(wrong("real") == "real:type ok ok real:type real:type real:type real:type ");
    CHECK(wrong("text") == "text:type text:type text:type ok text:type text:type text:type ");
    CHECK(
        wrong("bytes") == "bytes:type bytes:type bytes:type bytes:format bytes:type bytes:type bytes:type ");
    CHECK(wrong("at") == "at:type at:type at:type at:format at:type at:type at:type ");
    CHECK(wrong("ref") == "ref:type ref:type ref:type ref:format ref:type ref:type ref:type ");
    CHECK(
        wrong("paint") == "paint:type paint:type paint:type paint:one_of paint:type paint:type paint:type ");
    CHECK(wrong("mail") == "mail:type mail:type mail:type mail:format mail:type mail:type mail:type ");
}

TEST_CASE("a value of the wrong form is told what form is right") {
    const auto made = json::decode<patch<sample>>(R"({"at":"2026-02-30T00:00:00Z","ref":"1","bytes":"Zg"})");
    REQUIRE_FALSE(made);
    CHECK(codes(made.error()) == "bytes:format at:format ref:format");
    CHECK(made.error().violations[1].message == "must be a date and time as in RFC 3339");
    CHECK(made.error().violations[2].message == "must be a UUID");
}

TEST_CASE("U+0000 is a broken rule of text, raw or escaped member names and values alike") {
    CHECK(refusal<patch<sample>>(R"({"text":"a\u0000b"})") == "text:text");
    CHECK(refusal<patch<sample>>(R"({"paint":"red\u0000"})") == "paint:text");
    CHECK(refusal<patch<sample>>(R"({"mail":"a@b\u0000"})") == "mail:text");
    CHECK(refusal<patch<sample>>(R"({"text\u0000":"x"})") == ":unknown");
}

TEST_CASE("what is nested in a scalar is skipped, and the members after it are read") {
    CHECK(
        refusal<ticket>(R"({"code":{"code":"ab","code":1,"even":[]},"even":[2,{"even":2}],"seats":0})") ==
        "code:type seats:range even:type");
}

TEST_CASE("a body that is no object is refused as a whole") {
    for (const std::string_view body :
         {"[]", "1", "true", "null", R"("x")", R"([{"code":"ab","even":2}])", R"([[{"name":"ab"}]])",
          "-1e5"}) {
        CAPTURE(body);
        const auto made = json::decode<ticket>(body);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == errc::invalid);
        REQUIRE(made.error().violations.size() == 1);
        CHECK(made.error().violations[0] == violation{"", "type", "must be a JSON object", {}});
    }
}

TEST_CASE("unknown members can be ignored") {
    const auto made = json::decode<country>(
        R"({"x":{"y":[]},"code":"de","name":"x","z":"\u0000"})", {.ignore_unknown = true});
    REQUIRE(made);
    CHECK(made->name == "x");
}

TEST_CASE("an unknown member is named, but for what is too long or not fit to print") {
    const auto named = [](std::string_view name) {
        const auto made = json::decode<patch<country>>("{\"" + std::string(name) + "\":1}");
        return made ? "ok" : made.error().violations.at(0).field;
    };
    CHECK(named("nmae") == "nmae");
    CHECK(named("Name") == "Name");
    CHECK(named("") == "");
    CHECK(named("n\u00FCm") == "n\u00FCm");
    CHECK(named(R"(a\nb)") == "");
    CHECK(named(R"(\u0085)") == "");
    CHECK(named(std::string(64, 'x')) == std::string(64, 'x'));
    CHECK(named(std::string(65, 'x')) == std::string(64, 'x') + "\u2026");
    std::string umlauts;
    for (int i = 0; i < 100; ++i) umlauts += "\u00FC";
    CHECK(named(umlauts) == umlauts.substr(0, 128) + "\u2026");
}

TEST_CASE("at most a hundred violations are told") {
    std::string body = "{";
    for (int i = 0; i < 5000; ++i) body += "\"x" + std::to_string(i) + "\":1,";
    const auto made = json::decode<ticket>(body + R"("code":1,"even":1})");
    REQUIRE_FALSE(made);
    REQUIRE(made.error().violations.size() == 100);
    CHECK(made.error().violations[0].field == "code");
    CHECK(made.error().violations[99].field == "x97");
}

TEST_CASE("checks of the whole entity are left to the repository, which knows all its fields") {
    CHECK(refusal<ticket>(R"({"code":"ab","even":2})") == "ok");
}
