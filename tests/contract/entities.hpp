// The entities of the contract: one with every type, and small ones for other keys and versions.
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

namespace contract {

enum class mood : std::uint8_t { calm, wild };

/// A field of every type, nullable and not, every kind of constraint, both kinds of version.
struct specimen {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> note{};
    bool marked{};
    std::int32_t size{};
    std::optional<std::int64_t> rank{};
    double ratio{};
    std::optional<double> weight{};
    contract::mood mood{};
    std::vector<std::byte> data{};
    std::optional<crudite::timestamp> due{};
    crudite::uuid token{};
    std::optional<std::string> code{};
    std::string room{};
    std::optional<std::int64_t> slot{};
    std::string origin{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
    std::int64_t version{};

    friend bool operator==(const specimen&, const specimen&) = default;
};

/// The client makes the key; no times, no version.
struct tag {
    std::string slug{};
    std::string label{};

    friend bool operator==(const tag&, const tag&) = default;
};

/// The library makes the key; `set_on_update` is the version.
struct parcel {
    crudite::uuid id{};
    std::string content{};
    crudite::timestamp updated_at{};

    friend bool operator==(const parcel&, const parcel&) = default;
};

/// A rule between two fields, which a patch of one of them can break.
struct span_of_days {
    std::int64_t id{};
    std::int64_t first{};
    std::int64_t last{};

    friend bool operator==(const span_of_days&, const span_of_days&) = default;
};

} // namespace contract

template <>
struct crudite::convert<contract::mood> {
    static constexpr std::pair<contract::mood, std::string_view> names[] = {
        {contract::mood::calm, "calm"}, {contract::mood::wild, "wild"}};
};

template <>
inline constexpr auto crudite::schema<contract::specimen> = table(
    "specimens", field<&contract::specimen::id>(primary_key),
    field<&contract::specimen::name>(length(1, 200), unique, searchable),
    field<&contract::specimen::note>(searchable), field<&contract::specimen::marked>(),
    field<&contract::specimen::size>(range(-1'000'000, 1'000'000)), field<&contract::specimen::rank>(indexed),
    field<&contract::specimen::ratio>(), field<&contract::specimen::weight>(),
    field<&contract::specimen::mood>(), field<&contract::specimen::data>(max_length(1000)),
    field<&contract::specimen::due>(), field<&contract::specimen::token>(),
    field<&contract::specimen::code>(unique), field<&contract::specimen::room>(default_to("hall")),
    field<&contract::specimen::slot>(), field<&contract::specimen::origin>(read_only),
    field<&contract::specimen::created_at>(set_on_create),
    field<&contract::specimen::updated_at>(set_on_update),
    field<&contract::specimen::version>(crudite::version),
    unique_together<&contract::specimen::room, &contract::specimen::slot>,
    index<&contract::specimen::mood, &contract::specimen::size>);

template <>
inline constexpr auto crudite::schema<contract::tag> = table(
    "tags", field<&contract::tag::slug>(primary_key, length(1, 50)), field<&contract::tag::label>(unique));

template <>
inline constexpr auto crudite::schema<contract::parcel> = table(
    "parcels", field<&contract::parcel::id>(primary_key), field<&contract::parcel::content>(),
    field<&contract::parcel::updated_at>(set_on_update));

template <>
inline constexpr auto crudite::schema<contract::span_of_days> = table(
    "spans", field<&contract::span_of_days::id>(primary_key), field<&contract::span_of_days::first>(),
    field<&contract::span_of_days::last>(),
    check(
        "ordered", [](const contract::span_of_days& s) { return s.first <= s.last; },
        "the first day comes before the last"));
