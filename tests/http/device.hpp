// device: an entity with a column of every type and rules of every kind. For the tests of the OpenAPI
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

enum class device_size : std::uint8_t { small, large };

/// A type of the user's own: text with an '@'.
struct device_address {
    std::string text{};
};

struct device {
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
    device_size fits{};
    std::optional<device_size> wish{};
    std::string grade{};
    std::vector<std::byte> picture{};
    std::optional<crudite::timestamp> due{};
    crudite::uuid maker{};
    device_address mail{};
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
struct crudite::convert<http_tests::device_size> {
    static constexpr std::pair<http_tests::device_size, std::string_view> names[] = {
        {http_tests::device_size::small, "small"}, {http_tests::device_size::large, "large"}};
};

template <>
struct crudite::convert<http_tests::device_address> {
    using as = std::string_view;
    static std::string_view to(const http_tests::device_address& a) { return a.text; }
    static std::optional<http_tests::device_address> from(std::string_view text) {
        if (text.find('@') == std::string_view::npos) return std::nullopt;
        return http_tests::device_address{std::string(text)};
    }
};

// clang-format off: one field a line
template <>
inline constexpr auto crudite::schema<http_tests::device> = table("devices",
    field<&http_tests::device::id>(primary_key),
    field<&http_tests::device::name>(length(2, 40), not_blank, unique, searchable),
    field<&http_tests::device::note>(max_length(10), not_blank),
    field<&http_tests::device::lit>(default_to(true), filterable),
    field<&http_tests::device::slots>(filterable, sortable),
    field<&http_tests::device::even>(check("even", [](std::int32_t n) { return n % 2 == 0; }, "only even numbers are allowed")),
    field<&http_tests::device::weight>(range(5, 900), filterable, sortable),
    field<&http_tests::device::serial>(),
    field<&http_tests::device::ratio>(),
    field<&http_tests::device::price>(range(0.5, 99.5), default_to(2.5), filterable),
    field<&http_tests::device::fits>(default_to(http_tests::device_size::large), filterable),
    field<&http_tests::device::wish>(filterable),
    field<&http_tests::device::grade>(one_of("a", "b")),
    field<&http_tests::device::picture>(length(2, 16)),
    field<&http_tests::device::due>(filterable, sortable),
    field<&http_tests::device::maker>(filterable),
    field<&http_tests::device::mail>(max_length(100), filterable),
    field<&http_tests::device::owner>(read_only),
    field<&http_tests::device::revision>(version),
    field<&http_tests::device::created_at>(set_on_create),
    field<&http_tests::device::updated_at>(set_on_update),
    check("whole", [](const http_tests::device& g) { return g.slots < 200; }, "too many slots"));

template <>
inline constexpr auto crudite::schema<http_tests::shelf> = table("shelves",
    field<&http_tests::shelf::code>(primary_key, length(2, 8)),
    field<&http_tests::shelf::place>());
// clang-format on
