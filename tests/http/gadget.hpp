// gadget: an entity with a column of every type and rules of every kind. For the tests of the OpenAPI
// document.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_tests {

enum class size : std::uint8_t { small, large };

/// A type of the user's own: text with an '@'.
struct address {
    std::string text{};
};

struct gadget {
    crudite::uuid id{};
    std::string name{};
    std::optional<std::string> note{};
    bool lit{};
    std::uint8_t slots{};
    std::int32_t even{};
    std::optional<std::int64_t> weight{};
    std::uint64_t serial{};
    float ratio{};
    double price{};
    size fits{};
    std::optional<size> wish{};
    std::string grade{};
    std::vector<std::byte> picture{};
    std::optional<crudite::timestamp> due{};
    crudite::uuid maker{};
    address mail{};
    std::string owner{};
    std::int64_t revision{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

/// A key that the client makes, and nothing that counts changes.
struct shelf {
    std::string code{};
    std::string place{};
};

} // namespace http_tests

template <>
struct crudite::convert<http_tests::size> {
    static constexpr std::pair<http_tests::size, std::string_view> names[] = {
        {http_tests::size::small, "small"}, {http_tests::size::large, "large"}};
};

template <>
struct crudite::convert<http_tests::address> {
    using as = std::string_view;
    static std::string_view to(const http_tests::address& a) { return a.text; }
    static std::optional<http_tests::address> from(std::string_view text) {
        if (text.find('@') == std::string_view::npos) return std::nullopt;
        return http_tests::address{std::string(text)};
    }
};

// clang-format off: one field a line
template <>
inline constexpr auto crudite::schema<http_tests::gadget> = table("gadgets",
    field<&http_tests::gadget::id>(primary_key),
    field<&http_tests::gadget::name>(length(2, 40), not_blank, unique, searchable),
    field<&http_tests::gadget::note>(max_length(10), not_blank),
    field<&http_tests::gadget::lit>(default_to(true), filterable),
    field<&http_tests::gadget::slots>(filterable, sortable),
    field<&http_tests::gadget::even>(check("even", [](std::int32_t n) { return n % 2 == 0; }, "only even numbers are allowed")),
    field<&http_tests::gadget::weight>(range(5, 900), filterable, sortable),
    field<&http_tests::gadget::serial>(),
    field<&http_tests::gadget::ratio>(),
    field<&http_tests::gadget::price>(range(0.5, 99.5), default_to(2.5), filterable),
    field<&http_tests::gadget::fits>(default_to(http_tests::size::large), filterable),
    field<&http_tests::gadget::wish>(filterable),
    field<&http_tests::gadget::grade>(one_of("a", "b")),
    field<&http_tests::gadget::picture>(length(2, 16)),
    field<&http_tests::gadget::due>(filterable, sortable),
    field<&http_tests::gadget::maker>(filterable),
    field<&http_tests::gadget::mail>(max_length(100), filterable),
    field<&http_tests::gadget::owner>(read_only),
    field<&http_tests::gadget::revision>(version),
    field<&http_tests::gadget::created_at>(set_on_create),
    field<&http_tests::gadget::updated_at>(set_on_update),
    check("whole", [](const http_tests::gadget& g) { return g.slots < 200; }, "too many slots"));

template <>
inline constexpr auto crudite::schema<http_tests::shelf> = table("shelves",
    field<&http_tests::shelf::code>(primary_key, length(2, 8)),
    field<&http_tests::shelf::place>());
// clang-format on
