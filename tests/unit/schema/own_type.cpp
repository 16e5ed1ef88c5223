// convert, specialised: enums by their names, types stored as another, and std::optional of everything.
// SPDX-License-Identifier: MIT
#include "unit/schema/box.hpp"

#include "catch.hpp"

namespace {

enum class mood : std::uint8_t { calm, wild, nameless };

/// Stored as text that it has: `to` hands out a view.
struct email {
    std::string text{};
    friend bool operator==(const email&, const email&) = default;
};
/// Stored as text that it makes: `to` hands out a std::string.
struct color {
    unsigned rgb{};
    friend bool operator==(const color&, const color&) = default;
};
/// Stored as a small number.
struct percent {
    int of_hundred{};
    friend bool operator==(const percent&, const percent&) = default;
};
/// Stored as an enum's name.
struct temper {
    bool is_wild{};
    friend bool operator==(const temper&, const temper&) = default;
};
/// Stored as bytes, as a uuid and as a time that `to` makes on the spot.
struct letters {
    std::string text{};
    friend bool operator==(const letters&, const letters&) = default;
};
struct ticket {
    unsigned char number{};
    friend bool operator==(const ticket&, const ticket&) = default;
};
struct day {
    int since_1970{};
    friend bool operator==(const day&, const day&) = default;
};

} // namespace

template <>
struct crudite::convert<mood> {
    static constexpr std::pair<mood, std::string_view> names[] = {{mood::calm, "calm"}, {mood::wild, "wild"}};
};
template <>
struct crudite::convert<email> {
    using as = std::string_view;
    static std::string_view to(const email& e) { return e.text; }
    static std::optional<email> from(std::string_view text) {
        return text.find('@') != text.npos ? std::optional<email>{{std::string(text)}} : std::nullopt;
    }
};
template <>
struct crudite::convert<color> {
    using as = std::string;
    static std::string to(const color& c) { return "#" + std::to_string(c.rgb) + std::string(40, '.'); }
    static std::optional<color> from(std::string text) { return color{static_cast<unsigned>(text.size())}; }
};
template <>
struct crudite::convert<percent> {
    using as = std::uint8_t;
    static std::uint8_t to(const percent& p) { return static_cast<std::uint8_t>(p.of_hundred); }
    static std::optional<percent> from(std::uint8_t n) {
        return n <= 100 ? std::optional<percent>{{n}} : std::nullopt;
    }
};
template <>
struct crudite::convert<temper> {
    using as = mood;
    static mood to(const temper& t) { return t.is_wild ? mood::wild : mood::calm; }
    static std::optional<temper> from(mood m) { return temper{m == mood::wild}; }
};
template <>
struct crudite::convert<letters> {
    using as = std::vector<std::byte>;
    static std::vector<std::byte> to(const letters& l) {
        const auto bytes = std::as_bytes(std::span(l.text));
        return {bytes.begin(), bytes.end()};
    }
    static std::optional<letters> from(const std::vector<std::byte>& bytes) {
        return letters{std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
    }
};
template <>
struct crudite::convert<ticket> {
    using as = crudite::uuid;
    static crudite::uuid to(const ticket& t) {
        crudite::uuid made;
        made.bytes[15] = std::byte{t.number};
        return made;
    }
    static std::optional<ticket> from(const crudite::uuid& id) {
        return ticket{std::to_integer<unsigned char>(id.bytes[15])};
    }
};
template <>
struct crudite::convert<day> {
    using as = crudite::timestamp;
    static crudite::timestamp to(const day& d) { return crudite::timestamp{std::chrono::days{d.since_1970}}; }
    static std::optional<day> from(crudite::timestamp t) {
        return day{static_cast<int>(std::chrono::floor<std::chrono::days>(t).time_since_epoch().count())};
    }
};

using namespace boxes;
using namespace crudite;

namespace {

/// The value that a member holding t loads as, kept.
template <class T>
owned_value load(const T& t) {
    const box<T> from{.held = t};
    scratch temporaries;
    return column_of<T>.load(&from, temporaries);
}

/// Does t come back from the value that it loads as, of this type and kind?
template <class T>
bool comes_back(const T& t, column_type type) {
    const owned_value loaded = load(t);
    return column_of<T>.type == type && loaded.view().kind() == kind_of(type) &&
           store<T>(loaded.view()) == std::pair(fit::ok, t);
}

} // namespace

TEST_CASE("an enum is one of its names, letter by letter") {
    CHECK(column_of<mood>.allowed.size() == 2);
    CHECK(load(mood::wild) == "wild");
    CHECK(comes_back(mood::wild, column_type::text));
    for (const char* text : {"", "Wild", "wild ", "wil", "nameless", "1"})
        CHECK(store<mood>(text, mood::wild) == std::pair(fit::name, mood::wild));
    CHECK(store<mood>(1, mood::wild) == std::pair(fit::type, mood::wild));
    CHECK(load(mood::nameless) == ""); // which `allowed` does not have
}

TEST_CASE("a type of one's own is stored as another and comes back") {
    CHECK(comes_back(email{"ann@example.org"}, column_type::text));
    CHECK(load(color{7}) == "#7" + std::string(40, '.')); // made for the call, kept by the scratch
    CHECK(comes_back(color{43}, column_type::text));      // "#43" and 40 dots
    CHECK(comes_back(percent{100}, column_type::integer));
    CHECK(comes_back(temper{true}, column_type::text));
    CHECK(load(temper{true}) == "wild");
    CHECK(comes_back(letters{std::string("a\0b", 3)}, column_type::bytes));
    CHECK(comes_back(ticket{77}, column_type::uuid));
    CHECK(comes_back(day{-1}, column_type::timestamp));
    CHECK(load(day{1}) == 86'400'000'000);
}

TEST_CASE("text that a type has itself is viewed, not copied") {
    const box<email> from{.held = {"ann@example.org"}};
    scratch unused;
    CHECK(column_of<email>.load(&from, unused).text().data() == from.held.text.data());
}

TEST_CASE("what `from` refuses has not the form, and leaves the member alone") {
    CHECK(store<email>("ann", {"before@"}) == std::pair(fit::form, email{"before@"}));
    CHECK(store<email>(1, {"before@"}) == std::pair(fit::type, email{"before@"}));
    CHECK(store<percent>(101, {7}) == std::pair(fit::form, percent{7}));
    CHECK(store<percent>(256, {7}) == std::pair(fit::range, percent{7})); // no uint8 in the first place
    CHECK(store<percent>(-1, {7}) == std::pair(fit::range, percent{7}));
    CHECK(store<temper>("tame", {true}) == std::pair(fit::name, temper{true}));
    CHECK(store<ticket>(bytes_view{}, {7}) == std::pair(fit::form, ticket{7}));
}

TEST_CASE("an optional is NULL or what it holds") {
    CHECK(comes_back(std::optional<bool>(false), column_type::boolean));
    CHECK(comes_back(std::optional<std::int8_t>(std::int8_t{-128}), column_type::integer));
    CHECK(comes_back(std::optional<std::uint64_t>(7), column_type::integer));
    CHECK(comes_back(std::optional<float>(0.1F), column_type::real));
    CHECK(comes_back(std::optional<std::string>(""), column_type::text));
    CHECK(comes_back(std::optional<std::vector<std::byte>>(std::in_place), column_type::bytes));
    CHECK(comes_back(std::optional<timestamp>(max_timestamp), column_type::timestamp));
    CHECK(comes_back(std::optional<uuid>(std::in_place), column_type::uuid));
    CHECK(comes_back(std::optional<mood>(mood::wild), column_type::text));
    CHECK(comes_back(std::optional<email>(email{"ann@example.org"}), column_type::text));
    CHECK(load(std::optional<std::string>()).view().is_null());
    CHECK(store<std::optional<int>>({}, 7) == std::pair(fit::ok, std::optional<int>()));
    CHECK(store<int>({}, 7) == std::pair(fit::type, 7));
}

TEST_CASE("an optional that takes no value holds what it held") {
    using small = std::optional<std::int8_t>;
    CHECK(store<small>(128) == std::pair(fit::range, small()));
    CHECK(store<small>(128, std::int8_t{7}) == std::pair(fit::range, small(std::int8_t{7})));
    CHECK(store<small>("7", std::int8_t{7}) == std::pair(fit::type, small(std::int8_t{7})));
    CHECK(store<std::optional<mood>>("tame") == std::pair(fit::name, std::optional<mood>()));
    CHECK(store<std::optional<email>>("ann") == std::pair(fit::form, std::optional<email>()));
}
