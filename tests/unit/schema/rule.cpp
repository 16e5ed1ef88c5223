// Rules: what each writes into its column, and what it leaves as it is.
// SPDX-License-Identifier: MIT
#include <crudite/schema/schema.hpp>

#include "catch.hpp"

#include <limits>

namespace {

enum class ruled_mood : std::uint8_t { calm, wild };

struct ruled {
    std::int64_t id{};
    std::string plain{};
    std::optional<std::string> both{};
    std::string least{};
    std::vector<std::byte> most{};
    std::string twice{};
    std::string again{};
    std::string flagged{};
    std::int16_t whole{};
    double real{};
    crudite::timestamp time{};
    std::string word{};
    std::optional<int> number{};
    float fraction{};
    std::optional<int> even{};
    ruled_mood spirit{};
    std::string made_by{};
    std::int32_t stars{};
    bool open{};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
    std::int64_t version{};
};

constexpr crudite::timestamp year_2000{std::chrono::seconds{946'684'800}};
constexpr crudite::timestamp year_2100{std::chrono::seconds{4'102'444'800}};

} // namespace

template <>
struct crudite::convert<ruled_mood> {
    static constexpr std::pair<ruled_mood, std::string_view> names[] = {
        {ruled_mood::calm, "calm"}, {ruled_mood::wild, "wild"}};
};

template <>
inline constexpr auto crudite::schema<ruled> = table(
    "ruled", field<&ruled::id>(primary_key), field<&ruled::plain>(), field<&ruled::both>(length(2, 120)),
    field<&ruled::least>(min_length(3)), field<&ruled::most>(max_length(9)),
    field<&ruled::twice>(length(1, 10), max_length(5)), field<&ruled::again>(length(1, 10), min_length(3)),
    field<&ruled::flagged>(unique, indexed, searchable, not_blank), field<&ruled::whole>(range(-5, 5)),
    field<&ruled::real>(range(0, 1.5)), field<&ruled::time>(range(year_2000, year_2100)),
    field<&ruled::word>(one_of("draft", "final"), default_to("draft")),
    field<&ruled::number>(one_of(1, 2, 3)), field<&ruled::fraction>(one_of(0.5, 1)),
    field<&ruled::even>(
        check(
            "even", [](int n) { return n % 2 == 0; }, "only even numbers"),
        check("small", [](int n) { return n < 10; })),
    field<&ruled::spirit>(default_to(ruled_mood::wild)), field<&ruled::made_by>(read_only),
    field<&ruled::stars>(default_to(-1)), field<&ruled::open>(default_to(true)),
    field<&ruled::created_at>(set_on_create), field<&ruled::updated_at>(set_on_update),
    field<&ruled::version>(crudite::version));

using namespace crudite;

namespace {

constexpr const table_view& ruleds = table_of<ruled>();

const column& of(std::string_view name) {
    return ruleds.columns[ruleds.find(name)];
}

std::vector<value> allowed(std::string_view name) {
    return {of(name).allowed.begin(), of(name).allowed.end()};
}

} // namespace

TEST_CASE("without a rule a column is plain and allows anything") {
    const column& c = of("plain");
    CHECK(c.role == column_role::plain);
    CHECK(c.writable());
    CHECK_FALSE((c.nullable || c.unique || c.indexed || c.searchable || c.read_only || c.not_blank));
    CHECK(c.min_length == 0);
    CHECK(c.max_length == npos);
    CHECK_FALSE((c.minimum || c.maximum || c.fallback));
    CHECK(c.allowed.empty());
}

TEST_CASE("lengths: one bound leaves the other open, a later rule narrows an earlier one") {
    const auto bounds = [](std::string_view name) {
        return std::pair(of(name).min_length, of(name).max_length);
    };
    CHECK(bounds("both") == std::pair<std::size_t, std::size_t>(2, 120));
    CHECK(bounds("least") == std::pair<std::size_t, std::size_t>(3, npos));
    CHECK(bounds("most") == std::pair<std::size_t, std::size_t>(0, 9));
    CHECK(bounds("twice") == std::pair<std::size_t, std::size_t>(1, 5));
    CHECK(bounds("again") == std::pair<std::size_t, std::size_t>(3, 10));
}

TEST_CASE("flags are set by their rules, together if you like") {
    const column& c = of("flagged");
    CHECK(c.unique);
    CHECK(c.indexed);
    CHECK(c.searchable);
    CHECK(c.not_blank);
    CHECK_FALSE(c.read_only);
}

TEST_CASE("a range is of the member's kind, however its bounds are written") {
    CHECK(of("whole").minimum == value(-5));
    CHECK(of("whole").maximum == value(5));
    CHECK(of("real").minimum == value(0.0)); // written as an integer
    CHECK(of("real").maximum == value(1.5));
    CHECK(of("time").minimum == value(946'684'800'000'000));
    CHECK(of("time").maximum == value(4'102'444'800'000'000));
}

TEST_CASE("one_of keeps its values in their order; an enum's are its names") {
    CHECK(allowed("word") == std::vector<value>{"draft", "final"});
    CHECK(allowed("number") == std::vector<value>{1, 2, 3});
    CHECK(allowed("fraction") == std::vector<value>{0.5, 1.0});
    CHECK(allowed("spirit") == std::vector<value>{"calm", "wild"});
}

TEST_CASE("default_to is a value of the member's kind") {
    CHECK(of("word").fallback == value("draft"));
    CHECK(of("spirit").fallback == value("wild"));
    CHECK(of("stars").fallback == value(-1));
    CHECK(of("open").fallback == value(true));
}

TEST_CASE("a check keeps its name, its sentence and its column, and asks an optional only when it holds "
          "something") {
    REQUIRE(ruleds.checks.size() == 2);
    const named_check& even = ruleds.checks[0];
    const named_check& small = ruleds.checks[1];
    CHECK(even.name == "even");
    CHECK(even.message == "only even numbers");
    CHECK(even.column == ruleds.find("even"));
    CHECK(small.name == "small");
    CHECK(small.message == "is not allowed");
    CHECK(small.column == ruleds.find("even"));
    const auto holds = [](const named_check& check, std::optional<int> n) {
        const ruled one{.even = n};
        return check.holds(&one);
    };
    CHECK(holds(even, 12));
    CHECK_FALSE(holds(small, 12));
    CHECK_FALSE(holds(even, 3));
    CHECK(holds(small, 3));
    CHECK(holds(even, std::nullopt));
}

TEST_CASE("roles say who writes a column") {
    struct {
        std::string_view name;
        column_role role;
        bool generated, writable;
    } const roles[]{
        {"id", column_role::key, true, false},
        {"plain", column_role::plain, false, true},
        {"made_by", column_role::plain, false, false},
        {"created_at", column_role::created, true, false},
        {"updated_at", column_role::updated, true, false},
        {"version", column_role::version, true, false}};
    for (const auto& [name, role, generated, writable] : roles) {
        INFO(name);
        CHECK(of(name).role == role);
        CHECK(of(name).generated() == generated);
        CHECK(of(name).writable() == writable);
    }
    CHECK(of("made_by").read_only);
}
