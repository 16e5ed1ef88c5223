// JSON: entities and pages out, entities and patches in, and everything that is wrong with a body at once.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#include <crudite/json.hpp>

#include <iostream>

// clang-format off: one field a line
// [entity]
enum class state : std::uint8_t { draft, published };

template <>
struct crudite::convert<state> {
    static constexpr std::pair<state, std::string_view> names[] = {
        {state::draft, "draft"}, {state::published, "published"}};
};

struct article {
    std::int64_t id{};
    std::string title{};
    std::optional<std::string> summary{};
    state is{state::draft};
    double rating{};
    crudite::timestamp created_at{};
};

template <>
inline constexpr auto crudite::schema<article> = table("articles",
    field<&article::id>(primary_key),
    field<&article::title>(length(2, 80)),
    field<&article::summary>(max_length(500)),
    field<&article::is>("state", default_to(state::draft)),
    field<&article::rating>(range(0.0, 5.0), default_to(0.0)),
    field<&article::created_at>(set_on_create));
// [/entity]
// clang-format on

int main() {
    namespace json = crudite::json;
    using crudite::patch;

    // [entity_in]
    // What is absent takes its default_to, else null where that is allowed.
    const auto made = json::decode<article>(R"({"title": "Cursors", "rating": 4.5})");
    std::cout << json::encode(*made) << '\n';
    // [/entity_in]

    // [patch_in]
    // Absent is untouched, null is null.
    const auto edit = json::decode<patch<article>>(R"({"summary": null, "state": "published"})");
    std::cout << edit->has<&article::title>() << edit->has<&article::summary>() << '\n';
    // [/patch_in]

    // [violations]
    const auto bad = json::decode<article>(R"({"title": 7, "rating": 9, "state": "new", "autor": "Ada"})");
    std::cout << json::encode(bad.error()) << '\n';
    // [/violations]

    // [malformed]
    const auto torn = json::decode<article>(R"({"title": "Cur)");
    std::cout << crudite::name(torn.error().code) << ": " << torn.error().message << '\n';
    // [/malformed]
}
