// validate: the exact words of every broken rule, all of them at once, checks last.
// SPDX-License-Identifier: MIT
#include <crudite/schema/schema.hpp>
#include <crudite/schema/validate.hpp>

#include "catch.hpp"

#include <limits>

namespace {

enum class known_mood : std::uint8_t { calm, wild, nameless };

constexpr crudite::timestamp year_2000{std::chrono::seconds{946'684'800}};
constexpr crudite::timestamp year_2100{std::chrono::seconds{4'102'444'800}};

/// Breaks no rule as it is made.
struct checked {
    std::int64_t id{};
    std::string title{"title"};
    std::optional<std::string> code{};
    std::string body{};
    std::string name{"name"};
    std::vector<std::byte> data{};
    std::int32_t stars{3};
    std::uint64_t huge{};
    double ratio{};
    crudite::timestamp due{year_2000};
    std::string state{"draft"};
    std::optional<int> size{};
    known_mood spirit{};
    std::optional<int> even{};
};

} // namespace

template <>
struct crudite::convert<known_mood> {
    static constexpr std::pair<known_mood, std::string_view> names[] = {
        {known_mood::calm, "calm"}, {known_mood::wild, "wild"}};
};

template <>
inline constexpr auto crudite::schema<checked> = table(
    "checked", field<&checked::id>(primary_key), field<&checked::title>(length(2, 5)),
    field<&checked::code>(min_length(3)), field<&checked::body>(max_length(1)),
    field<&checked::name>(not_blank), field<&checked::data>(length(0, 2)),
    field<&checked::stars>(range(1, 5)), field<&checked::huge>(), field<&checked::ratio>(range(-0.5, 1e300)),
    field<&checked::due>(range(year_2000, year_2100)), field<&checked::state>(one_of("draft", "final")),
    field<&checked::size>(one_of(1, 2)), field<&checked::spirit>(),
    field<&checked::even>(check(
        "even", [](int n) { return n % 2 == 0; }, "only even numbers")),
    check(
        "starred", [](const checked& c) { return c.title != "star" || c.stars == 5; }, "a star has five"),
    check("lucky", [](const checked& c) { return c.stars != 4; }));

using namespace crudite;

namespace {

constexpr const table_view& checkeds = table_of<checked>();
constexpr column_set everything = column_set::first(checkeds.columns.size());

/// "field code: message", with the parameters: "(min 2, actual 1)".
std::string text_of(const violation& v) {
    std::string parameters;
    for (const auto& [name, kept] : v.parameters)
        parameters += (parameters.empty() ? "" : ", ") + std::string(name) + " " +
                      detail::describe(kept.view(), column_type::integer);
    return v.field + " " + std::string(v.code) + ": " + v.message +
           (parameters.empty() ? "" : " (" + parameters + ")");
}

using texts = std::vector<std::string>;

texts broken(const checked& entity, column_set columns = everything, bool whole = true) {
    scratch temporaries;
    std::vector<value> values;
    for (const column& c : checkeds.columns) values.push_back(c.load(&entity, temporaries));
    texts all;
    for (const violation& v : validate(checkeds, &entity, values, columns, whole)) all.push_back(text_of(v));
    return all;
}

/// What one value breaks as the value of a column.
texts broken(std::string_view name, const value& v) {
    std::vector<violation> found;
    validate(checkeds.columns[checkeds.find(name)], v, found);
    texts all;
    for (const violation& one : found) all.push_back(text_of(one));
    return all;
}

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (; count > 0; --count) all += text;
    return all;
}

} // namespace

TEST_CASE("an entity that keeps its rules breaks none") {
    CHECK(broken(checked{}) == texts{});
}

TEST_CASE("each broken rule is told exactly") {
    const std::pair<checked, std::string> cases[]{
        {{.title = "x"}, "title length: 1 character; 2 to 5 are allowed (min 2, max 5, actual 1)"},
        {{.title = ""}, "title length: 0 characters; 2 to 5 are allowed (min 2, max 5, actual 0)"},
        {{.title = "123456"}, "title length: 6 characters; 2 to 5 are allowed (min 2, max 5, actual 6)"},
        {{.code = "12"}, "code length: 2 characters; at least 3 are allowed (min 3, actual 2)"},
        {{.body = "12"}, "body length: 2 characters; at most 1 are allowed (max 1, actual 2)"},
        {{.name = ""}, "name not_blank: must not be blank"},
        {{.name = " \t\u00a0\u3000"}, "name not_blank: must not be blank"},
        {{.data = std::vector<std::byte>(3)},
         "data length: 3 bytes; at most 2 are allowed (max 2, actual 3)"},
        {{.stars = 0}, "stars range: is out of range: 1 to 5 are allowed (min 1, max 5)"},
        {{.stars = 6}, "stars range: is out of range: 1 to 5 are allowed (min 1, max 5)"},
        {{.huge = std::uint64_t{1} << 63}, "huge type: must be a whole number within 64 bits"},
        {{.ratio = -0.75}, "ratio range: is out of range: -0.5 to 1e+300 are allowed (min -0.5, max 1e+300)"},
        {{.ratio = std::numeric_limits<double>::infinity()}, "ratio type: must be a finite number"},
        {{.ratio = std::numeric_limits<double>::quiet_NaN()}, "ratio type: must be a finite number"},
        {{.due = year_2000 - std::chrono::microseconds(1)},
         "due range: is out of range: 2000-01-01T00:00:00.000000Z to 2100-01-01T00:00:00.000000Z are allowed "
         "(min 946684800000000, max 4102444800000000)"},
        {{.state = "Draft"},
         "state one_of: is none of the allowed values: draft, final (allowed draft, final)"},
        {{.size = 3}, "size one_of: is none of the allowed values: 1, 2 (allowed 1, 2)"},
        {{.spirit = known_mood::nameless},
         "spirit one_of: is none of the allowed values: calm, wild (allowed calm, wild)"},
        {{.even = 3}, "even even: only even numbers"},
        {{.title = "star"}, " starred: a star has five"},
        {{.stars = 4}, " lucky: is not allowed"},
    };
    for (const auto& [entity, told] : cases) CHECK(broken(entity) == texts{told});
}

TEST_CASE("a bound is allowed itself") {
    for (const checked& one :
         {checked{.title = "12"}, checked{.title = "12345"}, checked{.code = "123"}, checked{.body = "1"},
          checked{.data = std::vector<std::byte>(2)}, checked{.stars = 1}, checked{.stars = 5},
          checked{.huge = (std::uint64_t{1} << 63) - 1}, checked{.ratio = -0.5}, checked{.ratio = 1e300},
          checked{.due = year_2100}})
        CHECK(broken(one) == texts{});
}

TEST_CASE("a length counts code points, however many bytes they have") {
    for (const std::string_view one : {"a", "\u00e4", "\u20ac", "\U0001f600", "\u0308"}) {
        CHECK(broken("title", times(5, one)) == texts{});
        CHECK(
            broken("title", times(6, one)) ==
            texts{"title length: 6 characters; 2 to 5 are allowed (min 2, max 5, actual 6)"});
    }
}

TEST_CASE("text that no storage keeps is told as that, and not measured") {
    for (const std::string& bad :
         {std::string("\0", 1), std::string(9, '\xff'), std::string("\xc3"), std::string("\xed\xa0\x80")})
        CHECK(
            broken(checked{.title = bad}) == texts{"title text: must be well-formed Unicode without U+0000"});
}

TEST_CASE("all broken rules are told at once, in the order of the fields, two of one field too") {
    CHECK(
        broken(checked{.title = "x", .code = "", .stars = 9, .state = "", .even = 3}) ==
        texts{
            "title length: 1 character; 2 to 5 are allowed (min 2, max 5, actual 1)",
            "code length: 0 characters; at least 3 are allowed (min 3, actual 0)",
            "stars range: is out of range: 1 to 5 are allowed (min 1, max 5)",
            "state one_of: is none of the allowed values: draft, final (allowed draft, final)"});
    column both = checkeds.columns[checkeds.find("title")];
    both.not_blank = true;
    std::vector<violation> found;
    validate(both, " ", found);
    REQUIRE(found.size() == 2);
    CHECK(found[0].code == "length");
    CHECK(found[1].code == "not_blank");
}

TEST_CASE("checks are asked only when the fields are in order, and then all of them") {
    CHECK(
        broken(checked{.title = "star", .stars = 4, .even = 3}) ==
        texts{"even even: only even numbers", " starred: a star has five", " lucky: is not allowed"});
    CHECK(broken(checked{.title = "star", .body = "12", .stars = 4, .even = 3}).size() == 1);
}

TEST_CASE("only the columns asked for are looked at, and the whole only when told") {
    const checked bad{.title = "x", .stars = 4, .even = 3};
    column_set stars;
    stars.insert(checkeds.find("stars"));
    CHECK(broken(bad, stars, false) == texts{});
    CHECK(broken(bad, stars, true) == texts{" lucky: is not allowed"});
    stars.insert(checkeds.find("even"));
    CHECK(broken(bad, stars, false) == texts{"even even: only even numbers"});
}

TEST_CASE("a null, and a value of another kind") {
    CHECK(broken("title", {}) == texts{"title required: must not be null"});
    CHECK(broken("code", {}) == texts{});
    for (const auto& [name, told] :
         {std::pair{"title", "must be text"},
          {"data", "must be bytes"},
          {"stars", "must be a whole number within 64 bits"},
          {"ratio", "must be a finite number"},
          {"due", "must be a date and time as in RFC 3339"}})
        CHECK(broken(name, true) == texts{std::string(name) + " type: " + told});
}

TEST_CASE("misfit has a sentence for everything that a member refuses") {
    const auto told = [](column_type type, fit how) {
        return text_of(misfit({.name = "it", .type = type}, how));
    };
    CHECK(told(column_type::boolean, fit::type) == "it type: must be true or false");
    CHECK(told(column_type::uuid, fit::type) == "it type: must be a UUID");
    CHECK(told(column_type::uuid, fit::form) == "it format: does not have the form of this field");
    CHECK(told(column_type::integer, fit::range) == "it range: is out of range");
    CHECK(told(column_type::text, fit::text) == "it text: must be well-formed Unicode without U+0000");
    CHECK(broken("due", max_timestamp.time_since_epoch().count() + 1).size() == 1);
}
