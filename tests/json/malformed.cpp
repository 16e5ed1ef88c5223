// What is no JSON text, or none to be relied on: refused as a whole, with the place.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace crudite;
using namespace test;

namespace {

/// The message of the errc::malformed that this body is.
std::string message(std::string_view body) {
    const auto made = json::decode<patch<sample>>(body);
    if (made) return "ok";
    if (made.error().code != errc::malformed) return std::string(name(made.error().code));
    return made.error().message;
}

std::string nested(std::size_t levels) {
    return R"({"x":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
}

} // namespace

TEST_CASE("an empty body and one of white space are malformed") {
    CHECK(message("") == "JSON: the body is empty");
    CHECK(message(" \r\n\t") == "JSON: the body is empty");
}

TEST_CASE("a byte order mark is refused") {
    CHECK(message("\xEF\xBB\xBF{}") == "JSON: a byte order mark, which JSON has not, at byte 0");
}

TEST_CASE("syntax errors are told with the byte") {
    CHECK(message("{") == "JSON: the text ends too early, at byte 1");
    CHECK(message(R"({"text")") == "JSON: the text ends too early, at byte 7");
    CHECK(message(R"({"text" "x"})") == "JSON: unexpected character at byte 8");
    CHECK(message("{text:1}") == "JSON: unexpected character at byte 1");
    CHECK(message("{'text':1}") == "JSON: unexpected character at byte 1");
    CHECK(message(R"({"u8":1,})") == "JSON: unexpected character at byte 8");
    CHECK(message(R"({"u8":01})") == "JSON: unexpected character at byte 7");
    CHECK(message(R"({"u8":+1})") == "JSON: unexpected character at byte 6");
    CHECK(message(R"({"u8":1.})") == "JSON: unexpected character at byte 8");
    CHECK(message(R"({"u8":0x10})") == "JSON: unexpected character at byte 7");
    CHECK(message(R"({"real":NaN})") == "JSON: unexpected character at byte 8");
    CHECK(message(R"({"real":Infinity})") == "JSON: unexpected character at byte 8");
    CHECK(message(R"({"u8":1 /* one */})") == "JSON: unexpected character at byte 8");
    CHECK(message("{\"text\":\"a\nb\"}") == "JSON: unexpected character at byte 10");
    CHECK(message(R"({"text":"\x"})") == "JSON: unexpected character at byte 10");
    CHECK(message(R"({"text":"\u12G4"})") == "JSON: an escape that is none at byte 13");
    CHECK(message(std::string_view("{\"text\":\"\0\"}", 12)) == "JSON: unexpected character at byte 9");
    CHECK(message(std::string_view("{}\0", 3)) == "JSON: more text after the end at byte 2");
}

TEST_CASE("nothing may follow the end") {
    CHECK(message("{}{}") == "JSON: more text after the end at byte 2");
    CHECK(message("{} x") == "JSON: more text after the end at byte 3");
    CHECK(message("{}}") == "JSON: more text after the end at byte 2");
    CHECK(message("{} \n") == "ok");
}

TEST_CASE("a name twice in the object is refused, known or not, however it is spelt") {
    CHECK(message(R"({"text":"a","text":"a"})") == R"(JSON: duplicate member "text" at byte 12)");
    CHECK(message(R"({"id":1,"id":1})") == R"(JSON: duplicate member "id" at byte 8)");
    CHECK(message(R"({"text":"a", "\u0074ext":"b"})") == R"(JSON: duplicate member "text" at byte 13)");
    CHECK(message(R"({"x":1,"y":2,"x":3})") == R"(JSON: duplicate member "x" at byte 13)");
    CHECK(message(R"({"a\"\\":1,"a\"\\":2})") == R"(JSON: duplicate member "a"\" at byte 11)");
    CHECK(message(R"({"\u0000":1,"\u0000":2})") == R"(JSON: duplicate member "" at byte 12)");
    CHECK_FALSE(json::decode<country>(R"({"x":1,"x":2})", {.ignore_unknown = true}));
}

TEST_CASE("bytes that are not UTF-8 are refused, wherever they stand") {
    CHECK(message("{\"text\":\"a\xFF\"}") == "JSON: not well-formed UTF-8 at byte 10");
    CHECK(message("{\"text\":\"\xC0\x80\"}") == "JSON: not well-formed UTF-8 at byte 9");
    CHECK(message("{\"text\":\"\xED\xA0\x80\"}") == "JSON: not well-formed UTF-8 at byte 9");
    CHECK(message("{\"text\":\"\xF4\x90\x80\x80\"}") == "JSON: not well-formed UTF-8 at byte 9");
    CHECK(message("{\"te\xE2\x82\":1}") == "JSON: not well-formed UTF-8 at byte 4");
    CHECK(message("{\"x\":[\"\x80\"]}") == "JSON: not well-formed UTF-8 at byte 7");
    CHECK(message("\xFE\xFF") == "JSON: not well-formed UTF-8 at byte 0");
    CHECK(message("{} \xFF") == "JSON: not well-formed UTF-8 at byte 3");
}

TEST_CASE("half of a surrogate pair is refused, wherever it stands") {
    for (const std::string_view half :
         {R"(\ud800)", R"(\uDFFF)", R"(\ude00\ud83d)", R"(\ud83d\u0041)", R"(\ud83dx)", R"(\ud83d\n)",
          R"(\uD83D\uD83D\uDE00)", R"(\ud83d\\ude00)"}) {
        const std::string text(half);
        CAPTURE(text);
        CHECK(message("{\"text\":\"" + text + "\"}") == "JSON: half of a surrogate pair at byte 9");
        CHECK(message("{\"x\":[\"" + text + "\"]}") == "JSON: half of a surrogate pair at byte 7");
        CHECK(message("{\"" + text + "\":1}") == "JSON: half of a surrogate pair at byte 2");
    }
    CHECK(message(R"({"text":"\\ud800"})") == "ok");
    CHECK(message(R"({"text":"\ud83d\ude00\ud83d\ude00"})") == "ok");
    CHECK(message(R"({"text":"\ud83d\ude00\ude00"})") == "JSON: half of a surrogate pair at byte 21");
}

TEST_CASE("32 levels are allowed, 33 are not") {
    CHECK(message(nested(31)) == "invalid"); // the object is the first level; x is unknown
    CHECK(message(nested(32)) == "JSON: nested more than 32 deep at byte 36");
    CHECK(message(std::string(100'000, '[')) == "JSON: nested more than 32 deep at byte 32");
}
