// Bodies that nobody should send: cut, damaged, huge. Decoding always answers, and what it accepts is sound.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace crudite;
using namespace test;

namespace {

constexpr std::string_view valid =
    R"({"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","code":"a\u00fc","seats":9.0,"note":"\ud83d\ude00\n/",)"
    R"("paint":"red","even":-12e1,"version":[1,{"a":null,"b":[true,false]}],)"
    "\"owner\":\"\u00FC\U0001F600\",\"created_at\":\"2026-07-28T12:00:00.5Z\"}";

/// Decodes a body in an exact allocation, so that a sanitizer sees a read behind its end.
template <class T>
result<T> decoded(std::string_view body) {
    const std::vector<char> copy(body.begin(), body.end());
    return json::decode<T>({copy.data(), copy.size()});
}

} // namespace

TEST_CASE("every prefix of a body is malformed") {
    REQUIRE(decoded<ticket>(valid));
    for (std::size_t size = 0; size < valid.size(); ++size) {
        const auto made = decoded<ticket>(valid.substr(0, size));
        CAPTURE(size);
        REQUIRE_FALSE(made);
        REQUIRE(made.error().code == errc::malformed);
    }
}

TEST_CASE("a damaged body is decoded or refused, and what is decoded can be encoded and decoded again") {
    std::mt19937 random(20260728);
    std::size_t accepted = 0;
    for (int round = 0; round < 50'000; ++round) {
        std::string body(valid);
        for (std::size_t damages = 1 + random() % 3; damages > 0; --damages) {
            const std::size_t at = random() % body.size();
            switch (random() % 4) {
            case 0:
                body[at] = static_cast<char>(random() % 256);
                break;
            case 1:
                body[at] = R"({}[]",:\u0019eE+-. )"[random() % 19];
                break;
            case 2:
                body.erase(at, 1 + random() % 4);
                break;
            default:
                body.insert(at, body, random() % body.size(), random() % 8);
                break;
            }
        }
        const auto made = decoded<ticket>(body);
        if (!made) {
            REQUIRE((made.error().code == errc::malformed || made.error().code == errc::invalid));
            REQUIRE(is_text(made.error().message));
            continue;
        }
        ++accepted;
        const std::string text = json::encode(*made);
        const auto again = json::decode<ticket>(text);
        REQUIRE(again);
        REQUIRE(json::encode(*again) == text);
    }
    CHECK(accepted > 1000);
}

TEST_CASE("whatever is valid UTF-8 comes back as it was") {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t left = random() % 60; left > 0; --left) {
            const auto c = static_cast<char32_t>(1 + random() % (random() % 2 ? 0x7F : 0x10FFFF));
            if (c < 0xD800 || c > 0xDFFF) append_utf8(text, c);
        }
        const sample made{.text = text, .mail = {"a@b"}};
        const auto back = json::decode<patch<sample>>(json::encode(made), {.current = &made});
        REQUIRE(back);
        REQUIRE(back->values().text == text);
    }
}

TEST_CASE("the time to refuse a body grows with its size only") {
    const auto time = [](int members) {
        std::string body = "{";
        for (int i = 0; i < members; ++i) body += "\"x" + std::to_string(i) + "\":0,";
        body += "\"last\":0}";
        const std::clock_t start = std::clock(); // the processor's time: others may keep it busy
        CHECK_FALSE(json::decode<patch<ticket>>(body));
        return static_cast<double>(std::clock() - start);
    };
    const double some = time(5000);
    CHECK(time(50'000) < 60 * some); // ten times the members: a hundred if it were quadratic
}

TEST_CASE("numbers, strings and names of a megabyte are nothing special") {
    const std::string much(1'000'000, '1');
    CHECK(refusal<patch<sample>>("{\"i64\":" + much + "}") == "i64:range");
    CHECK(refusal<patch<sample>>("{\"i64\":0." + much + "}") == "i64:type");
    CHECK(refusal<patch<sample>>("{\"real\":0." + much + "}") == "ok");
    CHECK(refusal<patch<sample>>("{\"text\":\"" + much + "\"}") == "ok");
    CHECK(refusal<patch<sample>>("{\"" + much + "\":1}") == std::string(64, '1') + "\u2026:unknown");
}
