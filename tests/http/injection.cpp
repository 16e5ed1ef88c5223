// Nothing from outside becomes SQL: hostile texts in every place that the OpenAPI document tells of, and the
// statements that ran.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"
#include "http/hostile_texts.hpp"
#include "http/memo.hpp"
#include "http/spoiled_requests.hpp"

#include "catch.hpp"

#include <crudite/json/write.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

namespace {

/// The different texts of the statements that ran.
class statement_log {
  public:
    template <class Event>
    void operator()(const Event& e) {
        const std::lock_guard lock(mutex_);
        if (!texts_.contains(e.sql)) texts_.emplace(e.sql);
    }
    /// Each on one line.
    std::string lines() const {
        std::set<std::string> all;
        for (std::string line : texts_) {
            std::ranges::replace(line, '\n', ' ');
            const auto rest = std::ranges::unique(line, [](char a, char b) { return a == ' ' && b == ' '; });
            line.erase(rest.begin(), line.end());
            all.insert(line + '\n');
        }
        return std::accumulate(all.begin(), all.end(), std::string());
    }

  private:
    std::mutex mutex_{};
    std::set<std::string, std::less<>> texts_{};
};

/// The databases to attack, each fresh, whose statements are logged.
struct logged_sqlite {
    static constexpr std::string_view name = "sqlite";
    static constexpr bool is_quick = true;
    explicit logged_sqlite(statement_log& log)
        : database(crudite::sqlite::open(":memory:", {.observe = log}).value()) {}
    crudite::sqlite::database database;
};
#ifdef CRUDITE_POSTGRES_CLUSTER
struct logged_postgres {
    static constexpr std::string_view name = "postgres";
    static constexpr bool is_quick = false;
    explicit logged_postgres(statement_log& log)
        : database(crudite::postgres::open(schema.url(), {.observe = log}).value()) {}
    postgres_tests::empty_schema schema{};
    crudite::postgres::database database;
};
using logged_backends = std::tuple<logged_sqlite, logged_postgres>;
#else
using logged_backends = std::tuple<logged_sqlite>;
#endif

/// Whoever shows any token is the one it names.
crudite::result<http::principal> by_token(std::string_view token) {
    return http::principal{.id = std::string(token)};
}
/// Whoever shows anything: what would be refused as a token gets to the scope of the rows.
crudite::result<http::principal> by_anything(const http::request& r) {
    return http::principal{.id = std::string(r.header("Authorization").value_or("ada"))};
}

/// Projects, and memos that belong to somebody; with the rows that the document's examples speak of, and one
/// of each that nothing may touch.
template <class Place>
class shop {
  public:
    explicit shop(statement_log& log) : place_(log) {
        const http::resource_options all{.idempotency = {.enabled = true}, .json_patch = true};
        auto mine = http::resource(crudite::repository<memo>(place_.database), all);
        mine.scope([](const http::principal& who) { return crudite::field<&memo::owner> == who.id; });
        mine.preset([](const http::principal& who, memo& fresh) { fresh.owner = who.id; });
        auto how = all;
        how.access = http::bearer(by_token);
        api.mount(http::resource(crudite::repository<project>(place_.database), how)).mount(mine);
        REQUIRE(send("POST", "/projects", R"({"name":"Roadmap"})").status == 201);
        REQUIRE(send("POST", "/projects", R"({"name":"Canary"})").status == 201);
        REQUIRE(send("POST", "/memos", R"({"slug":"example"})").status == 201);
        REQUIRE(send("POST", "/memos", R"({"slug":"canary"})", "Bearer bob").status == 201);
        canaries_ = canaries();
    }

    /// Throws if the answer is not as the document says; that takes as long as to answer.
    http::response send(const generated_request& r, bool checked = true) const {
        const auto header = [&](std::string_view name) -> std::optional<std::string_view> {
            const std::string* value = r.header(name);
            return value ? std::optional<std::string_view>(*value) : std::nullopt;
        };
        const http::request message{.method = r.method, .target = r.target, .body = r.body, .header = header};
        http::response answer = api.handle(message);
        if (checked) document_check(document(), message, answer).check();
        return answer;
    }
    http::response send(
        std::string_view method, std::string_view target, std::string_view body = {},
        std::string_view who = "Bearer ada") const {
        generated_request made{.operation = {}, .method = std::string(method), .target = std::string(target)};
        made.body = body;
        made.set("Authorization", std::string(who));
        if (!body.empty()) made.set("Content-Type", "application/json");
        return send(made);
    }

    bool untouched() const { return canaries() == canaries_; }
    /// The same for all shops.
    const dom::value& document() const {
        static const dom::value made = dom::parse(http::openapi(api));
        return made;
    }

  private:
    std::string canaries() const {
        return send("GET", "/projects/2").body + send("GET", "/memos/canary", {}, "Bearer bob").body;
    }

    Place place_;
    http::api api{{.access = {.admit = by_anything}}};
    std::string canaries_{};
};

std::string in_json(std::string_view text) {
    std::string out;
    crudite::json::append_string(out, text);
    return out;
}

bool contains(const http::response& answer, std::string_view part) {
    return answer.body.find(part) != answer.body.npos;
}

/// What went in comes out, and nothing else of it: as a name, as a description, as a key, out of a cursor.
template <class Place>
void check_kept(const shop<Place>& in, const std::string& text) {
    const std::string json = in_json(text);
    const std::string escaped = http::encode_segment(text);
    CHECK(in.send("PATCH", "/projects/1", R"({"description":)" + json + "}").status == 200);
    CHECK(contains(in.send("GET", "/projects/1"), "\"description\":" + json));
    const auto made = in.send("POST", "/projects", R"({"name":)" + json + "}");
    CHECK((made.status == 201 || made.status == 422));
    if (made.status == 201) {
        CHECK(contains(in.send("GET", std::string(made.header("Location").value())), "\"name\":" + json));
        CHECK(contains(in.send("GET", "/projects?name[eq]=" + escaped), "\"total\":1,"));
    }
    CHECK(in.send("POST", "/memos", R"({"slug":)" + json + "}").status == 201);
    CHECK(contains(in.send("GET", "/memos/" + escaped), "\"slug\":" + json));
    std::string walked;
    std::string target = "/memos?limit=1";
    for (int pages = 0; pages < 3 && !target.empty(); ++pages) {
        const auto page = dom::parse(in.send("GET", target).body);
        for (const dom::value& row : page.at("items").as_array())
            walked += std::string(view(row.at("slug").as_string())) + '\n';
        const auto* next = page.as_object().if_contains("next");
        target = next && next->is_string()
                     ? "/memos?limit=1&cursor=" + http::encode_segment(view(next->as_string()))
                     : "";
    }
    CHECK((walked == text + "\nexample\n" || walked == "example\n" + text + '\n'));
}

std::string golden(std::string_view place) {
    std::ifstream in(CRUDITE_SOURCE_DIR "/tests/http/injection." + std::string(place) + ".sql");
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEMPLATE_LIST_TEST_CASE(
    "what is spoiled would work, and is every parameter and body of the document", "", logged_backends) {
    statement_log log;
    const shop<TestType> one(log);
    const spoiled_requests all(one.document());
    CHECK(all.names().size() == 52);
    for (const std::string name :
         {"q", "cursor", "sort", "id", "slug", "name[eq]", "updated_at[in]", "If-Match", "If-None-Match",
          "Prefer", "Idempotency-Key"})
        CHECK(all.names().contains(name));
    std::map<std::string, int> told;
    for (const generated_request& r : all.plain()) told[r.operation] = shop<TestType>(log).send(r).status;
    const std::map<std::string, int> expected{
        {"create_projects", 201},
        {"list_projects", 200},
        {"find_projects", 200},
        {"update_projects", 200},
        {"replace_projects", 200},
        {"remove_projects", 204},
        {"batch_create_projects", 200},
        {"batch_update_projects", 200},
        {"batch_remove_projects", 204},
        {"create_memos", 409}, // it is there
        {"list_memos", 200},
        {"find_memos", 200},
        {"update_memos", 200},
        {"replace_memos", 200},
        {"remove_memos", 204},
        {"batch_create_memos", 409},
        {"batch_update_memos", 200},
        {"batch_remove_memos", 204}};
    CHECK(told == expected);
}

TEMPLATE_LIST_TEST_CASE("hostile texts, in every place of a request, become no SQL", "", logged_backends) {
    statement_log log;
    const shop<TestType> first(log);
    const spoiled_requests all(first.document());
    std::size_t sent = 0;
    const auto attack = [&](const std::string& text, bool disguise) {
        CAPTURE(text);
        const shop<TestType> one(log);
        check_kept(one, text);
        auto requests = all.in_parameters(text);
        CHECK(requests.size() == 148);
        // The reader of JSON gives out the same text, whatever is around it.
        if (!disguise) {
            const auto more = all.in_bodies(text);
            CHECK(more.size() == 125);
            requests.insert(requests.end(), more.begin(), more.end());
        }
        for (const generated_request& r : requests) {
            const auto answer = one.send(r, !disguise);
            if (answer.status >= 500 || contains(answer, "canary"))
                FAIL_CHECK(r.method << ' ' << r.target << ' ' << r.body << " -> " << answer.body);
        }
        const std::string escaped = http::encode_segment(text);
        for (const std::string& name :
             {escaped, "name[" + escaped + "]", escaped + "[eq]", "id%5B" + escaped})
            CHECK(one.send("GET", "/projects?" + name + "=1").status == 400);
        CHECK(one.untouched());
        sent += requests.size();
    };
    for (const std::string& text : hostile_texts()) {
        attack(text, false);
        if (!TestType::is_quick) continue; // disguises are seen through before a storage is asked
        for (const std::string& one : disguised(text)) attack(one, true);
    }
    CHECK(sent == (TestType::is_quick ? 300 : 60) * 148 + 60 * 125);
    CHECK(log.lines() == golden(TestType::name));
}
