// Nothing from outside becomes SQL: hostile payloads in every place of a request, and the statements that
// ran.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <crudite/json/write.hpp>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
namespace http = crudite::http;

namespace {

/// Sixty hostile texts, each alone and in four disguises: 300.
std::vector<std::string> payloads() {
    static constexpr std::string_view plain[] = {
        "'",
        "\"",
        "`",
        "';--",
        "' OR '1'='1",
        "\" OR \"\"=\"",
        "') OR ('1'='1",
        "1 OR 1=1",
        "1; DROP TABLE projects",
        "'; DROP TABLE projects; --",
        "x'; DELETE FROM projects WHERE 'a'='a",
        "1 UNION SELECT name FROM sqlite_master",
        "' UNION SELECT 1,2,3,4,5 --",
        "1/**/OR/**/1",
        "/*",
        "*/",
        "--",
        "#",
        ";",
        "\\",
        "\\'",
        "\\\"",
        "%",
        "_",
        "%_%",
        "?",
        "?1",
        "?99",
        ":name",
        "@x",
        "$1",
        "$$x$$",
        "E'\\x27'",
        "CHAR(39)",
        "0x27",
        "|| (SELECT 1) ||",
        "(SELECT randomblob(1000000000))",
        "ATTACH DATABASE '/tmp/x' AS y",
        "PRAGMA writable_schema=1",
        "load_extension('x')",
        "id--x",
        "id;",
        "\"id\"",
        "name) VALUES ('x') --",
        "1e1",
        "NaN",
        "null",
        "NULL",
        "true",
        "[object Object]",
        "${7*7}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "\u2019 OR \u2019",
        "\u02bc; --",
        "\uff07 OR 1=1",
        "\u0130\u0131",
        "\u0085\u2028",
        "a\tb"};
    static_assert(std::size(plain) == 60);
    std::vector<std::string> made;
    for (const std::string_view p : plain)
        for (const std::string& one :
             {std::string(p), "Roadmap" + std::string(p), std::string(p) + "--", "5" + std::string(p),
              std::string(p) + std::string(p)})
            made.push_back(one);
    return made;
}

std::string in_json(std::string_view text) {
    std::string out;
    crudite::json::append_string(out, text);
    return out;
}

std::set<std::string> golden() {
    std::ifstream in(CRUDITE_SOURCE_DIR "/tests/http/injection.sql");
    std::set<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.insert(line);
    return lines;
}

} // namespace

TEST_CASE("three hundred hostile payloads, in every place of a request, become no SQL") {
    std::set<std::string> statements;
    std::mutex mutex;
    const auto note = [&](const crudite::sqlite::statement_event& e) {
        const std::lock_guard lock(mutex);
        std::string line(e.sql);
        std::ranges::replace(line, '\n', ' ');
        line.erase(
            std::ranges::unique(line, [](char a, char b) { return a == ' ' && b == ' '; }).begin(),
            line.end());
        statements.insert(line);
    };
    auto database = crudite::sqlite::open(":memory:", {.observe = note}).value();
    const crudite::repository<project> rows{database};
    const auto api = http::api{{.access = http::allow_anonymous()}}.mount(http::resource(rows));
    REQUIRE(send(api, "POST", "/projects", R"({"name":"Roadmap"})").status == 201);
    REQUIRE(send(api, "POST", "/projects", R"({"name":"Atlas"})").status == 201);
    const auto total = [&] {
        const auto body = send(api, "GET", "/projects?limit=1&fields=id").body;
        return body.substr(body.find("\"total\""), 9);
    };

    const auto all = payloads();
    REQUIRE(all.size() == 300);
    int answered = 0;
    for (const std::string& p : all) {
        CAPTURE(p);
        const std::string escaped = http::encode_segment(p);
        for (const std::string place :
             {"?q=", "?limit=", "?offset=", "?cursor=", "?count=", "?sort=", "?sort=-",
              "?fields=", "?name[eq]=", "?name[ne]=", "?name[lt]=", "?name[in]=", "?name[contains]=",
              "?name[starts]=", "?id[eq]=", "?id[in]=", "?name[eq]=Roadmap&q=", "/"}) {
            const auto answer = send(api, "GET", "/projects" + place + escaped);
            CHECK(answer.status < 500);
            ++answered;
        }
        for (const std::string& name :
             {escaped, "name[" + escaped + "]", escaped + "[eq]", "id%5B" + escaped})
            CHECK(send(api, "GET", "/projects?" + name + "=1").status == 400);
        const std::string text = in_json(p);
        const auto made = send(api, "POST", "/projects", R"({"name":)" + text + "}");
        CHECK((made.status == 201 || made.status == 409 || made.status == 422));
        CHECK(send(api, "PATCH", "/projects/1", R"({"description":)" + text + "}").status == 200);
        CHECK(send(api, "GET", "/projects/1").body.find("\"description\":" + text) != std::string::npos);
        CHECK(send(api, "PATCH", "/projects/1", "{" + text + ":1}").status == 422);
        CHECK(send(api, "DELETE", "/projects/x" + escaped).status == 404);
        for (const std::string_view header :
             {"If-Match", "If-None-Match", "Prefer", "Accept", "X-Request-Id"})
            CHECK(send(api, "GET", "/projects/1", "", {{header, p}}).status < 500);
        if (made.status == 201) {
            const std::string at(made.header("Location").value());
            // What went in comes out, and nothing else of it.
            CHECK(send(api, "GET", at).body.find("\"name\":" + text) != std::string::npos);
            CHECK(
                send(api, "GET", "/projects?name[eq]=" + escaped).body.find("\"total\":1,") !=
                std::string::npos);
            CHECK(send(api, "DELETE", at).status == 204);
        }
    }
    CHECK(answered == 300 * 18);
    CHECK(total() == "\"total\":2");
    std::string all_of_them;
    for (const std::string& one : statements) all_of_them += one + '\n';
    INFO("The statements that ran:\n" << all_of_them);
    CHECK(statements == golden());
}
