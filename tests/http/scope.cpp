// The rows that there are for who asks: on every call of a resource, and what a write may not do.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <crudite/base/base64url.hpp>

#include <chrono>
#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

namespace http_tests {

struct letter {
    std::int64_t id{};
    std::string owner{};
    std::string text{};
    std::int64_t revision{};
};
struct slip {
    std::string slug{};
    std::string owner{};
};

} // namespace http_tests

template <>
inline constexpr auto crudite::schema<letter> = table(
    "letters", field<&letter::id>(primary_key),
    field<&letter::owner>(max_length(40), filterable, sortable, default_to("")),
    field<&letter::text>(unique, searchable), field<&letter::revision>(version));
template <>
inline constexpr auto crudite::schema<slip> =
    table("slips", field<&slip::slug>(primary_key), field<&slip::owner>(read_only));

namespace {

/// Whoever the header says.
const http::access_policy by_name{.admit = [](const http::request& r) -> crudite::result<http::principal> {
    return http::principal{.id = std::string(r.header("X-Name").value_or(""))};
}};

/// Memos of which each sees its own; a new one is its maker's unless the body says otherwise.
template <class Backend>
class letters {
  public:
    letters() {
        api.mount(
            http::resource(rows)
                .scope([](const http::principal& who) { return crudite::field<&letter::owner> == who.id; })
                .preset([](const http::principal& who, letter& fresh) {
                    if (fresh.owner.empty()) fresh.owner = who.id;
                }));
        api.mount(
            http::resource(crudite::repository<slip>(backend.database))
                .scope([](const http::principal& who) { return crudite::field<&slip::owner> == who.id; })
                .preset([](const http::principal& who, slip& fresh) { fresh.owner = who.id; }));
        for (const std::string text : {"one", "two", "three"})
            for (const std::string_view name : {"ada", "bob"})
                REQUIRE(
                    as(name, "POST", "/letters", R"({"text":")" + text + " of " + std::string(name) + "\"}")
                        .status == 201);
    }
    http::response as(
        std::string_view name, std::string_view method, std::string_view target, std::string_view body = {},
        headers sent = {}) const {
        sent.emplace_back("X-Name", name);
        return send(api, method, target, body, sent);
    }
    /// All that there is, past the API.
    std::string all() const {
        std::string text;
        const auto page = rows.list({.limit = 100}).value();
        for (const letter& m : page.items)
            text += m.owner + ":" + m.text + ":" + std::to_string(m.revision) + " ";
        return text;
    }

    Backend backend{};
    mutable crudite::repository<letter> rows{backend.database};
    http::api api{http::api_options{.access = by_name}};
};

std::string between(std::string_view text, std::string_view before) {
    const auto from = text.find(before);
    if (from == text.npos) return {};
    const auto start = from + before.size();
    return std::string(text.substr(start, text.find('"', start) - start));
}

} // namespace

// The ids: 1, 3, 5 are ada's, 2, 4, 6 are bob's.

TEMPLATE_LIST_TEST_CASE("a row out of scope is not there", "", every_backend) {
    const letters<TestType> app;
    const std::string before = app.all();
    struct row {
        std::string_view method, body;
        headers sent;
    };
    const row rows[] = {
        {"GET", "", {}},
        {"HEAD", "", {}},
        {"GET", "", {{"If-None-Match", "\"1\""}}},
        {"PATCH", R"({"text":"mine"})", {}},
        {"PATCH", R"({"text":"mine"})", {{"If-Match", "\"1\""}}},
        {"PATCH", R"({"text":"mine"})", {{"If-Match", "\"9\""}}},
        {"PATCH", R"({"text":"one of ada"})", {}},
        {"PATCH", "{}", {}},
        {"PATCH", R"({"text":7})", {}},
        {"PUT", R"({"text":"mine"})", {}},
        {"PUT", R"({"text":"mine"})", {{"If-Match", "*"}}},
        {"DELETE", "", {}},
        {"DELETE", "", {{"If-Match", "\"1\""}}},
        {"DELETE", "", {{"If-Match", "*"}}},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.body);
        const auto other = app.as("ada", r.method, "/letters/2", r.body, r.sent);
        const auto none = app.as("ada", r.method, "/letters/99", r.body, r.sent);
        CHECK(other.status == 404);
        CHECK(none.status == 404);
        // Nothing tells one that is somebody's from one that is nobody's.
        CHECK(
            other.body.substr(0, other.body.find("instance")) ==
            none.body.substr(0, none.body.find("instance")));
        CHECK_FALSE(other.header("ETag"));
    }
    CHECK(app.all() == before);
    CHECK(app.as("bob", "GET", "/letters/2").status == 200);
}

TEMPLATE_LIST_TEST_CASE("lists, totals, searches and filters keep to the scope", "", every_backend) {
    const letters<TestType> app;
    struct row {
        std::string_view target, total;
    };
    const row rows[] = {
        {"/letters", "3"},
        {"/letters?limit=1", "3"},
        {"/letters?q=of", "3"},
        {"/letters?q=bob", "0"},
        {"/letters?owner[eq]=ada", "3"},
        {"/letters?owner[eq]=bob", "0"},
        {"/letters?owner[eq]=ada&q=one", "1"},
        {"/letters?sort=-owner", "3"},
        {"/letters?offset=2&limit=1", "3"},
    };
    for (const row& r : rows) {
        CAPTURE(r.target);
        const auto page = app.as("ada", "GET", r.target);
        CHECK(page.status == 200);
        CHECK(page.body.find("\"total\":" + std::string(r.total) + ",") != std::string::npos);
        CHECK(page.body.find("of bob") == std::string::npos);
    }
    CHECK(app.as("", "GET", "/letters").body == R"({"items":[],"total":0,"limit":20,"offset":0})");
}

TEMPLATE_LIST_TEST_CASE("a cursor leads nobody out of its own scope", "", every_backend) {
    const letters<TestType> app;
    const auto first = app.as("bob", "GET", "/letters?limit=1").body;
    const std::string cursor = between(first, R"("next":")");
    REQUIRE_FALSE(cursor.empty());
    CHECK(
        app.as("bob", "GET", "/letters?limit=5&cursor=" + cursor).body.find("two of bob") !=
        std::string::npos);
    // It is bound to bob's scope.
    CHECK(app.as("ada", "GET", "/letters?limit=5&cursor=" + cursor).status == 400);

    // One that is forged from ada's own can start at any row, bob's too, and shows hers alone.
    const std::string own = between(app.as("ada", "GET", "/letters?limit=1").body, R"("next":")");
    std::string bytes = crudite::from_base64url(own).value();
    std::size_t shown = 0;
    for (char id = 0; id < 9; ++id) {
        bytes[bytes.size() - 8] = id; // the key, its lowest byte first
        const std::string forged = "&cursor=" + crudite::to_base64url(bytes);
        const auto page = app.as("ada", "GET", "/letters?limit=5" + forged);
        CHECK(page.status == 200);
        CHECK(page.body.find("of bob") == std::string::npos);
        if (page.body.find("of ada") != std::string::npos) ++shown;
        CHECK(
            app.as("ada", "GET", "/letters?limit=101" + forged).status == 422); // limits are looked at again
    }
    CHECK(shown > 3);
}

TEMPLATE_LIST_TEST_CASE("a write takes no row out of the scope, and none into another's", "", every_backend) {
    const letters<TestType> app;
    const std::string before = app.all();
    struct row {
        std::string_view method, target, body;
    };
    const row rows[] = {
        {"POST", "/letters", R"({"text":"for bob","owner":"bob"})"},
        {"PATCH", "/letters/1", R"({"owner":"bob"})"},
        {"PATCH", "/letters/1", R"({"owner":"bob","text":"changed"})"},
        {"PUT", "/letters/1", R"({"owner":"bob","text":"changed"})"},
        {"PUT", "/letters/1", R"({"text":"without an owner"})"},
    };
    for (const row& r : rows) {
        CAPTURE(r.method, r.body);
        const auto no = app.as("ada", r.method, r.target, r.body);
        CHECK(no.status == 403);
        CHECK(no.body.find(R"("code":"forbidden")") != std::string::npos);
    }
    CHECK(app.all() == before);
}

TEMPLATE_LIST_TEST_CASE("within the scope all goes as it does without", "", every_backend) {
    const letters<TestType> app;
    CHECK(
        app.as("ada", "GET", "/letters/1").body ==
        R"({"id":1,"owner":"ada","text":"one of ada","revision":1})");
    const auto changed = app.as("ada", "PATCH", "/letters/1", R"({"text":"new"})", {{"If-Match", "\"1\""}});
    CHECK(changed.body == R"({"id":1,"owner":"ada","text":"new","revision":2})");
    CHECK(app.as("ada", "PATCH", "/letters/1", R"({"text":"x"})", {{"If-Match", "\"1\""}}).status == 412);
    CHECK(app.as("ada", "PUT", "/letters/1", R"({"text":"put","owner":"ada"})").status == 200);
    CHECK(app.as("ada", "DELETE", "/letters/1", "", {{"If-Match", "\"1\""}}).status == 412);
    CHECK(app.as("ada", "DELETE", "/letters/1").status == 204);
    CHECK(app.as("ada", "GET", "/letters").body.find("\"total\":2,") != std::string::npos);
    CHECK(app.as("bob", "GET", "/letters").body.find("\"total\":3,") != std::string::npos);
}

TEMPLATE_LIST_TEST_CASE("what only the preset may set is set by it alone", "", every_backend) {
    const letters<TestType> app;
    CHECK(app.as("ada", "POST", "/slips", R"({"slug":"a"})").body == R"({"slug":"a","owner":"ada"})");
    CHECK(
        app.as("ada", "POST", "/slips", R"({"slug":"b","owner":"bob"})").body ==
        R"({"slug":"b","owner":"ada"})");
    CHECK(app.as("ada", "PATCH", "/slips/a", R"({"owner":"bob"})").status == 422);
    CHECK(app.as("bob", "GET", "/slips/a").status == 404);
    // PUT of a key that is somebody else's neither shows nor takes it.
    CHECK(app.as("bob", "PUT", "/slips/a", R"({"slug":"a"})").status == 409);
    CHECK(app.as("ada", "GET", "/slips/a").body == R"({"slug":"a","owner":"ada"})");
    CHECK(app.as("bob", "PUT", "/slips/c", R"({"slug":"c"})").body == R"({"slug":"c","owner":"bob"})");
}
