// The entities that the JSON tests encode and decode.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

struct project {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> description{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

enum class color { red, green };

/// A type of the user's own: text with an '@', in lower case.
struct email {
    std::string text{};
    friend bool operator==(const email&, const email&) = default;
};

/// One member of each type.
struct sample {
    std::int64_t id{};
    bool flag{};
    std::int8_t i8{};
    std::int16_t i16{};
    std::int32_t i32{};
    std::int64_t i64{};
    std::uint8_t u8{};
    std::uint16_t u16{};
    std::uint32_t u32{};
    std::uint64_t u64{};
    float single{};
    double real{};
    std::string text{};
    std::vector<std::byte> bytes{};
    crudite::timestamp at{};
    crudite::uuid ref{};
    color paint{};
    email mail{};
};

/// The same, each optional.
struct sparse {
    std::int64_t id{};
    std::optional<bool> flag{};
    std::optional<std::int8_t> i8{};
    std::optional<std::uint64_t> u64{};
    std::optional<float> single{};
    std::optional<double> real{};
    std::optional<std::string> text{};
    std::optional<std::vector<std::byte>> bytes{};
    std::optional<crudite::timestamp> at{};
    std::optional<crudite::uuid> ref{};
    std::optional<color> paint{};
    std::optional<email> mail{};
};

/// Rules of every kind, and members that no body sets.
struct ticket {
    crudite::uuid id{};
    std::string code{};
    std::int32_t seats{};
    std::optional<std::string> note{};
    color paint{};
    std::int32_t even{};
    std::string owner{};
    std::int64_t version{};
    crudite::timestamp created_at{};
};

/// A key that the client makes.
struct country {
    std::string code{};
    std::string name{};
};

} // namespace test

template <>
struct crudite::convert<test::color> {
    static constexpr std::pair<test::color, std::string_view> names[] = {
        {test::color::red, "red"}, {test::color::green, "green"}};
};

template <>
struct crudite::convert<test::email> {
    using as = std::string_view;
    static std::string_view to(const test::email& e) { return e.text; }
    static std::optional<test::email> from(std::string_view text) {
        if (text.find('@') == std::string_view::npos) return std::nullopt;
        test::email made{std::string(text)};
        for (char& c : made.text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        return made;
    }
};

template <>
inline constexpr auto crudite::schema<test::project> = table(
    "projects", field<&test::project::id>(primary_key),
    field<&test::project::name>(length(2, 120), unique, searchable),
    field<&test::project::description>(max_length(5000)), field<&test::project::created_at>(set_on_create),
    field<&test::project::updated_at>(set_on_update));

template <>
inline constexpr auto crudite::schema<test::sample> = table(
    "samples", field<&test::sample::id>(primary_key), field<&test::sample::flag>(),
    field<&test::sample::i8>(), field<&test::sample::i16>(), field<&test::sample::i32>(),
    field<&test::sample::i64>(), field<&test::sample::u8>(), field<&test::sample::u16>(),
    field<&test::sample::u32>(), field<&test::sample::u64>(), field<&test::sample::single>(),
    field<&test::sample::real>(), field<&test::sample::text>(), field<&test::sample::bytes>(),
    field<&test::sample::at>(), field<&test::sample::ref>(), field<&test::sample::paint>(),
    field<&test::sample::mail>());

template <>
inline constexpr auto crudite::schema<test::sparse> = table(
    "sparse", field<&test::sparse::id>(primary_key), field<&test::sparse::flag>(), field<&test::sparse::i8>(),
    field<&test::sparse::u64>(), field<&test::sparse::single>(), field<&test::sparse::real>(),
    field<&test::sparse::text>(), field<&test::sparse::bytes>(), field<&test::sparse::at>(),
    field<&test::sparse::ref>(), field<&test::sparse::paint>(), field<&test::sparse::mail>());

template <>
inline constexpr auto crudite::schema<test::ticket> = table(
    "tickets", field<&test::ticket::id>(primary_key), field<&test::ticket::code>(length(2, 4)),
    field<&test::ticket::seats>(range(1, 9), default_to(1)),
    field<&test::ticket::note>(max_length(5), not_blank),
    field<&test::ticket::paint>(default_to(test::color::green)),
    field<&test::ticket::even>(check(
        "even", [](std::int32_t n) { return n % 2 == 0; }, "only even numbers are allowed")),
    field<&test::ticket::owner>(read_only), field<&test::ticket::version>(version),
    field<&test::ticket::created_at>(set_on_create),
    check("whole", [](const test::ticket& t) { return !t.owner.empty(); }, "needs an owner"));

template <>
inline constexpr auto crudite::schema<test::country> = table(
    "countries", field<&test::country::code>(primary_key, length(2, 2)),
    field<&test::country::name>(min_length(1)));

namespace test {

inline const crudite::timestamp noon = *crudite::from_rfc3339("2026-07-28T12:00:00.5Z");

/// "name:length seats:type": what is wrong, for short.
inline std::string codes(const crudite::error& e) {
    std::string all;
    for (const crudite::violation& v : e.violations) {
        if (!all.empty()) all += ' ';
        all += v.field + ":" + std::string(v.code);
    }
    return all;
}

/// What decoding this body as a T answers: "ok", the codes, or the errc's name.
template <class T>
std::string refusal(std::string_view body) {
    const auto made = crudite::json::decode<T>(body);
    if (made) return "ok";
    return made.error().code == crudite::errc::invalid ? codes(made.error())
                                                       : std::string(name(made.error().code));
}

} // namespace test
