// convert: every type that converts by itself, there and back, up to its bounds and one step beyond.
// SPDX-License-Identifier: MIT
#include "unit/schema/box.hpp"

#include "catch.hpp"

#include <array>
#include <cmath>
#include <limits>

using namespace boxes;
using namespace crudite;

namespace {

/// The value that a member holding t loads as, while the box lives.
template <class T>
value load(const box<T>& from) {
    scratch unused;
    return column_of<T>.load(&from, unused);
}

template <class T>
constexpr auto least = std::numeric_limits<T>::lowest();
template <class T>
constexpr auto most = std::numeric_limits<T>::max();

constexpr std::array<std::byte, 17> some_bytes{std::byte{1}, std::byte{0}, std::byte{0xFF}};

/// A value of every kind but this one.
std::vector<value> other_kinds(value_kind own) {
    const value all[]{{}, true, 1, 0.5, "text", bytes_view(some_bytes)};
    std::vector<value> others;
    for (const value& v : all)
        if (v.kind() != own) others.push_back(v);
    return others;
}

} // namespace

TEMPLATE_TEST_CASE(
    "an integer goes as far as its type, and not one further", "", std::int8_t, std::int16_t, std::int32_t,
    std::uint8_t, std::uint16_t, std::uint32_t) {
    CHECK(column_of<TestType>.type == column_type::integer);
    for (const TestType n : {least<TestType>, TestType{7}, most<TestType>}) {
        CHECK(load<TestType>({.held = n}) == value(n));
        CHECK(store<TestType>(value(n)) == std::pair(fit::ok, n));
    }
    const std::int64_t below = std::int64_t{least<TestType>} - 1;
    const std::int64_t above = std::int64_t{most<TestType>} + 1;
    for (const std::int64_t n : {below, above, least<std::int64_t>, most<std::int64_t>})
        CHECK(store<TestType>(n, 7) == std::pair(fit::range, TestType{7}));
    for (const value& v : other_kinds(value_kind::integer))
        CHECK(store<TestType>(v, 7) == std::pair(fit::type, TestType{7}));
}

TEMPLATE_TEST_CASE("64 bits are all that there is", "", std::int64_t, long, long long) {
    for (const TestType n : {least<TestType>, TestType{-1}, most<TestType>}) {
        CHECK(load<TestType>({.held = n}).integer() == n);
        CHECK(store<TestType>(value(n)) == std::pair(fit::ok, n));
    }
}

TEMPLATE_TEST_CASE("what no database holds is no integer", "", std::uint64_t, unsigned long long) {
    const auto top = static_cast<TestType>(most<std::int64_t>);
    CHECK(load<TestType>({.held = top}) == value(most<std::int64_t>));
    CHECK(store<TestType>(value(most<std::int64_t>)) == std::pair(fit::ok, top));
    CHECK(store<TestType>(-1, 7) == std::pair(fit::range, TestType{7}));
    CHECK(load<TestType>({.held = top + 1}).kind() == value_kind::real);
    CHECK(load<TestType>({.held = most<TestType>}).kind() == value_kind::real);
}

TEMPLATE_TEST_CASE("a real goes as far as its type", "", float, double) {
    CHECK(column_of<TestType>.type == column_type::real);
    const auto tiny = std::numeric_limits<TestType>::denorm_min();
    for (const TestType x : {least<TestType>, -tiny, TestType{0}, TestType{0.1F}, tiny, most<TestType>}) {
        CHECK(load<TestType>({.held = x}).real() == double{x});
        CHECK(store<TestType>(double{x}) == std::pair(fit::ok, x));
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double x : {infinity, -infinity, std::nan("")})
        CHECK(store<TestType>(x, TestType{7}) == std::pair(fit::range, TestType{7}));
    CHECK_FALSE(std::signbit(load<TestType>({.held = TestType{-0.0F}}).real()));
    CHECK(store<TestType>(-3) == std::pair(fit::ok, TestType{-3}));
    for (const value& v : other_kinds(value_kind::real))
        if (v.kind() != value_kind::integer)
            CHECK(store<TestType>(v, TestType{7}) == std::pair(fit::type, TestType{7}));
}

TEST_CASE("a float is the nearest to what is stored, and refuses what lies beyond") {
    CHECK(store<float>(0.1) == std::pair(fit::ok, 0.1F));
    CHECK(store<float>(1e-300) == std::pair(fit::ok, 0.0F));
    const double beyond = std::nextafter(double{most<float>}, most<double>);
    CHECK(store<float>(beyond, 7.0F) == std::pair(fit::range, 7.0F));
    CHECK(store<float>(-beyond, 7.0F) == std::pair(fit::range, 7.0F));
}

TEST_CASE("a bool is no number") {
    CHECK(column_of<bool>.type == column_type::boolean);
    for (const bool b : {false, true}) {
        CHECK(load<bool>({.held = b}) == value(b));
        CHECK(store<bool>(b, !b) == std::pair(fit::ok, b));
        for (const value& v : other_kinds(value_kind::boolean))
            CHECK(store<bool>(v, b) == std::pair(fit::type, b));
    }
}

TEST_CASE("text is viewed when it is loaded and copied when it is stored") {
    CHECK(column_of<std::string>.type == column_type::text);
    const box<std::string> from{.held = "a text that is too long to be kept in place"};
    CHECK(load(from).text().data() == from.held.data());
    CHECK(load(from).text() == from.held);
    CHECK(store<std::string>(load(from)) == std::pair(fit::ok, from.held));
    CHECK(store<std::string>("", "before") == std::pair(fit::ok, std::string()));
    for (const value& v : other_kinds(value_kind::text))
        CHECK(store<std::string>(v, "before") == std::pair(fit::type, std::string("before")));
}

TEST_CASE("bytes are any, also none") {
    using type = std::vector<std::byte>;
    CHECK(column_of<type>.type == column_type::bytes);
    for (const type& bytes : {type{}, type(some_bytes.begin(), some_bytes.end())}) {
        const box<type> from{.held = bytes};
        CHECK(load(from).kind() == value_kind::bytes);
        CHECK(store<type>(load(from), {std::byte{9}}) == std::pair(fit::ok, bytes));
    }
    for (const value& v : other_kinds(value_kind::bytes))
        CHECK(store<type>(v, {std::byte{9}}) == std::pair(fit::type, type{std::byte{9}}));
}

TEST_CASE("a timestamp is the microseconds of the years 0000 to 9999") {
    CHECK(column_of<timestamp>.type == column_type::timestamp);
    constexpr std::int64_t first = -62'167'219'200'000'000;
    constexpr std::int64_t last = 253'402'300'799'999'999;
    for (const std::int64_t n : {first, std::int64_t{-1}, last}) {
        const timestamp t{std::chrono::microseconds(n)};
        CHECK(load<timestamp>({.held = t}) == value(n));
        CHECK((store<timestamp>(n) == std::pair(fit::ok, t)));
    }
    for (const std::int64_t n : {first - 1, last + 1, least<std::int64_t>, most<std::int64_t>})
        CHECK((store<timestamp>(n) == std::pair(fit::range, timestamp{})));
    CHECK(store<timestamp>("2026-01-01T00:00:00Z").first == fit::type);
}

TEST_CASE("a uuid is 16 bytes") {
    CHECK(column_of<uuid>.type == column_type::uuid);
    const uuid id = parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value();
    const box<uuid> from{.held = id};
    CHECK(load(from) == value(id.view()));
    CHECK((store<uuid>(id.view()) == std::pair(fit::ok, id)));
    for (const std::size_t size : {0U, 15U, 17U})
        CHECK((store<uuid>(bytes_view(some_bytes).first(size), id) == std::pair(fit::form, id)));
    CHECK((store<uuid>("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", id) == std::pair(fit::type, id)));
}
