// Cursors as text: there and back, what is refused, and what they are bound to.
// SPDX-License-Identifier: MIT
#include "unit/query/thing.hpp"

#include <crudite/base/base64url.hpp>
#include <crudite/query/cursor.hpp>
#include <crudite/query/filter.hpp>

#include "catch.hpp"

#include <array>
#include <limits>
#include <random>

using namespace things;

namespace {

constexpr std::uint32_t print = 0x04030201;

constexpr ordering by(std::string_view name) {
    return {.column = thing_table.find(name)};
}

std::vector<value> views(const position& at) {
    std::vector<value> all;
    for (const owned_value& key : at.keys) all.push_back(key.view());
    return all;
}

/// "malformed: …" or what the cursor says.
std::string read(std::string_view text, std::span<const ordering> order, std::uint32_t bound_to = print) {
    const auto at = decode_cursor(text, bound_to, thing_table, order);
    if (!at) return std::string(name(at.error().code)) + ": " + at.error().message;
    std::string said = at->backwards ? "before" : "after";
    for (const value& v : views(*at)) said += " " + text_of(v);
    return said;
}

const std::string refused = "malformed: cursor: is not one of this list; start again without it";

/// The cursor of these bytes.
std::string raw(std::initializer_list<int> bytes) {
    std::string all;
    for (const int byte : bytes) all += static_cast<char>(byte);
    return to_base64url(all);
}

const thing full{
    .id = 7,
    .name = "\u00fcn\u00efc\u00f6d\u00e9 '%_",
    .note = "",
    .rank = -1,
    .ratio = -1.5,
    .data = {std::byte{0}, std::byte{0xFF}},
    .due = min_timestamp};

} // namespace

TEST_CASE("every kind of key, and NULL, comes back from a cursor") {
    for (const thing& one : {full, thing{}})
        for (const bool backwards : {false, true})
            for (std::size_t first = 0; first < thing_table.columns.size(); ++first) {
                const auto values = values_of(one);
                const std::array order{ordering{first}, ordering{(first + 5) % values.size()}, by("id")};
                const std::vector<value> keys{values[order[0].column], values[order[1].column], values[0]};
                const auto at =
                    decode_cursor(encode_cursor(print, backwards, keys), print, thing_table, order).value();
                CHECK(at.backwards == backwards);
                CHECK(views(at) == keys);
            }
}

TEST_CASE("the ends of numbers come back too") {
    const std::array order{by("rank"), by("weight")};
    for (const std::int64_t n :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
        for (const double x :
             {std::numeric_limits<double>::denorm_min(), -std::numeric_limits<double>::max()}) {
            const auto at = decode_cursor(
                encode_cursor(print, false, std::array<value, 2>{n, x}), print, thing_table, order);
            CHECK(views(at.value()) == std::vector<value>{n, x});
        }
}

TEST_CASE("the form of version 1 stays what it is") {
    CHECK(encode_cursor(print, false, std::array<value, 1>{7}) == "AQABAgMEAgcAAAAAAAAA");
    CHECK(read("AQABAgMEAgcAAAAAAAAA", std::array{by("id")}) == "after 7");
    CHECK(encode_cursor(0, true, std::array<value, 1>{"\u00e9"}) == "AQEAAAAABAIAAADDqQ");
}

TEST_CASE("a cursor that is cut or longer than its keys is refused") {
    const std::array order{by("name"), by("id")};
    const std::string whole = encode_cursor(print, false, std::array<value, 2>{"some name", 7});
    REQUIRE(read(whole, order) == "after 'some name' 7");
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(read(whole.substr(0, size), order) == refused);
    for (const char* more : {"A", "AA", "AAA", "AAAA", "=", " ", "\n"})
        CHECK(read(whole + more, order) == refused);
    CHECK(read(whole + whole, order) == refused);
    CHECK(read(whole, std::array{by("name")}) == refused);
    CHECK(read(whole, std::array{by("name"), by("id"), by("rank")}) == refused);
}

TEST_CASE("a cursor of another version, direction, query or order is refused") {
    const std::array order{by("id")};
    CHECK(read(raw({1, 0, 1, 2, 3, 4, 2, 7, 0, 0, 0, 0, 0, 0, 0}), order) == "after 7");
    CHECK(read(raw({1, 1, 1, 2, 3, 4, 2, 7, 0, 0, 0, 0, 0, 0, 0}), order) == "before 7");
    for (const int first : {0, 2, 255})
        CHECK(read(raw({first, 0, 1, 2, 3, 4, 2, 7, 0, 0, 0, 0, 0, 0, 0}), order) == refused);
    for (const int second : {2, 3, 255})
        CHECK(read(raw({1, second, 1, 2, 3, 4, 2, 7, 0, 0, 0, 0, 0, 0, 0}), order) == refused);
    for (std::uint32_t bit = 0; bit < 32; ++bit)
        CHECK(read(raw({1, 0, 1, 2, 3, 4, 2, 7, 0, 0, 0, 0, 0, 0, 0}), order, print ^ 1U << bit) == refused);
    CHECK(read(raw({1, 0, 1, 2, 3, 4, 2, 7, 0, 0, 0, 0, 0, 0, 0}), std::array{by("name")}) == refused);
}

TEST_CASE("a key that its column cannot hold is refused") {
    const auto one = [](std::initializer_list<int> key, std::string_view column) {
        std::string bytes{1, 0, 1, 2, 3, 4};
        for (const int byte : key) bytes += static_cast<char>(byte);
        return read(to_base64url(bytes), std::array{by(column)});
    };
    CHECK(one({0}, "rank") == "after NULL");
    CHECK(one({0}, "id") == refused); // never NULL
    CHECK(one({1, 1}, "marked") == "after true");
    CHECK(one({1, 2}, "marked") == refused);
    CHECK(one({1}, "marked") == refused);
    CHECK(one({3, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F}, "ratio") == "after 1.000000");
    CHECK(one({3, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F}, "ratio") == refused); // infinity
    CHECK(one({3, 1, 0, 0, 0, 0, 0, 0xF0, 0x7F}, "ratio") == refused); // not a number
    CHECK(one({4, 1, 0, 0, 0, 'a'}, "name") == "after 'a'");
    CHECK(one({4, 1, 0, 0, 0, 0}, "name") == refused);
    CHECK(one({4, 1, 0, 0, 0, 0xFF}, "name") == refused);
    CHECK(one({4, 0xFF, 0xFF, 0xFF, 0xFF, 'a'}, "name") == refused); // says that it is longer than it is
    CHECK(one({5, 1, 0, 0, 0, 'a'}, "data") == "after 1 bytes");
    CHECK(one({5, 1, 0, 0, 0, 'a'}, "token") == refused); // a uuid has 16
    CHECK(one({4, 1, 0, 0, 0, 'a'}, "data") == refused);
    CHECK(one({6}, "rank") == refused); // no kind
    CHECK(one({255}, "rank") == refused);
}

TEST_CASE("a cursor is bound to table, filter and order") {
    std::vector<std::uint32_t> prints;
    const auto add = [&](const filter<thing>& where, std::vector<ordering> order,
                         const table_view& table = thing_table) {
        prints.push_back(query_fingerprint(table, where.plain(), order));
    };
    table_view elsewhere = thing_table;
    elsewhere.name = "others";
    add({}, {by("id")}, elsewhere);
    add({}, {by("id")});
    add({}, {by("id").reversed()});
    add({}, {by("rank"), by("id")});
    add({}, {by("id"), by("rank")});
    add(field<&thing::rank> == 1, {by("id")});
    add(field<&thing::rank> == 2, {by("id")});
    add(field<&thing::rank> == -1, {by("id")});
    add(field<&thing::rank> == std::nullopt, {by("id")});
    add(field<&thing::rank> != 1, {by("id")});
    add(field<&thing::id> == 1, {by("id")});
    add(!(field<&thing::rank> == 1), {by("id")});
    add(field<&thing::name> == "1", {by("id")});
    add(field<&thing::name> == "", {by("id")});
    add(contains<&thing::name>("1"), {by("id")});
    add(field<&thing::ratio> == 1, {by("id")});
    add(field<&thing::marked> == true, {by("id")});
    add(in<&thing::rank>({1, 2}), {by("id")});
    add(in<&thing::rank>({2, 1}), {by("id")});
    add(in<&thing::name>({"a\x04", "z"}), {by("id")}); // 4 is also the kind of text
    add(in<&thing::name>({"a", "\x04z"}), {by("id")});
    for (std::size_t i = 0; i < prints.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            INFO(j << " and " << i);
            CHECK(prints[i] != prints[j]);
        }
    CHECK(
        query_fingerprint(thing_table, (field<&thing::rank> == 2).plain(), std::array{by("id")}) ==
        prints[6]);
}

TEST_CASE("whatever text comes, decoding is strict: what it takes is exactly what encoding makes") {
    const std::array order{by("name"), by("rank"), by("weight"), by("flag"), by("id")};
    std::mt19937 dice(7);
    const std::string valid =
        from_base64url(encode_cursor(print, true, std::array<value, 5>{"abc", value(), 0.5, true, 7}))
            .value();
    int taken = 0;
    int wrong = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::string bytes = valid;
        if (i % 4 == 0) {
            bytes.resize(dice() % 64);
            for (char& byte : bytes) byte = static_cast<char>(dice());
            if (i % 8 == 0) bytes.replace(0, std::min<std::size_t>(6, bytes.size()), valid, 0, 6);
        }
        for (auto changes = dice() % 3; changes > 0 && !bytes.empty(); --changes) {
            const std::size_t at = dice() % bytes.size();
            switch (dice() % 3) {
            case 0:
                bytes[at] = static_cast<char>(dice());
                break;
            case 1:
                bytes.erase(at, dice() % 4);
                break;
            default:
                bytes.insert(at, dice() % 4, static_cast<char>(dice() % 8));
            }
        }
        std::string text = to_base64url(bytes);
        if (i % 16 == 1 && !text.empty()) text[dice() % text.size()] = static_cast<char>(dice());
        const auto at = decode_cursor(text, print, thing_table, order);
        if (!at) {
            wrong += at.error().code != errc::malformed;
            continue;
        }
        ++taken;
        wrong += at->keys.size() != order.size() || encode_cursor(print, at->backwards, views(*at)) != text;
    }
    CHECK(wrong == 0);
    CHECK(taken > 10'000);
    CHECK(taken < 90'000);
}
