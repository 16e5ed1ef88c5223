// The projects API without a socket: the entity of the examples, a clock that stands still until told, and a
// client that says what it sends. For the tests of this folder.
// SPDX-License-Identifier: MIT
#pragma once

#include "../../examples/projects/project.hpp"
#include "catch.hpp"
#include "http/document.hpp"
#include "rerunning_storage.hpp"
#ifdef CRUDITE_POSTGRES_CLUSTER // is left out where there is no PostgreSQL
#include "postgres/in_a_schema.hpp"
#endif

#include <crudite/crudite.hpp>
#include <crudite/http.hpp>
#include <crudite/memory.hpp>
#include <crudite/sqlite.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace http_tests {

/// The backends to run on, each with a fresh database.
struct on_memory {
    crudite::memory::database database{};
};
struct on_sqlite {
    crudite::sqlite::database database = crudite::sqlite::open(":memory:").value();
};

#ifdef CRUDITE_POSTGRES_CLUSTER
using on_postgres = postgres_tests::in_a_schema;
using every_backend = std::tuple<on_memory, on_sqlite, on_postgres>;
#else
using every_backend = std::tuple<on_memory, on_sqlite>;
#endif
/// One that runs each transaction twice.
struct on_rerunning {
    crudite::memory::database inner{};
    rerunning_storage database{inner};
};

using headers = std::vector<std::pair<std::string_view, std::string_view>>;

/// Sends a request; every one has the X-Request-Id "id", so that problems can be compared whole. Throws if
/// the answer is not as the api's own OpenAPI document says.
inline crudite::http::response send(
    const crudite::http::api& api, std::string_view method, std::string_view target,
    std::string_view body = {}, const headers& sent = {}) {
    const auto header = [&](std::string_view name) -> std::optional<std::string_view> {
        for (const auto& [n, v] : sent)
            if (crudite::http::iequals(n, name)) return v;
        if (crudite::http::iequals(name, "X-Request-Id")) return "id";
        if (crudite::http::iequals(name, "Content-Type") && !body.empty()) return "application/json";
        return {};
    };
    const crudite::http::request r{.method = method, .target = target, .body = body, .header = header};
    crudite::http::response answer = api.handle(r);
    document_check(*document_of(api), r, answer).check();
    return answer;
}

/// One API over one database.
template <class Backend>
class app {
  public:
    crudite::http::response operator()(
        std::string_view method, std::string_view target, std::string_view body = {},
        const headers& sent = {}) const {
        return send(api, method, target, body, sent);
    }

    /// 2024-03-01T12:00:00Z, and later as the test says.
    struct standing_clock {
        crudite::timestamp now{
            std::chrono::sys_days{std::chrono::year{2024} / 3 / 1} + std::chrono::hours{12}};
        crudite::timestamp operator()() const { return now; }
    };

    standing_clock clock{};
    Backend backend{};
    crudite::repository<project> projects{backend.database, {.clock = clock}};
    crudite::http::api api = crudite::http::api{{.access = crudite::http::allow_anonymous()}}.mount(
        crudite::http::resource(projects));
};

/// The members of a problem document before "request_id":"id"}, which ends it.
inline std::string problem(
    int status, std::string_view title, std::string_view detail, std::string_view instance,
    std::string_view code, std::string_view errors = "[]") {
    return R"({"type":"about:blank","title":")" + std::string(title) + R"(","status":)" +
           std::to_string(status) + R"(,"detail":")" + std::string(detail) + R"(","instance":")" +
           std::string(instance) + R"(","code":")" + std::string(code) + R"(","errors":)" +
           std::string(errors) + R"(,"request_id":"id"})";
}

/// {"id":1,"name":"Roadmap",…} of a project made and last changed at the clock's first moment.
inline std::string project_json(
    std::int64_t id, std::string_view name, std::string_view description = "null",
    std::string_view updated_at = "2024-03-01T12:00:00.000000Z") {
    return R"({"id":)" + std::to_string(id) + R"(,"name":")" + std::string(name) + R"(","description":)" +
           std::string(description) + R"(,"created_at":"2024-03-01T12:00:00.000000Z","updated_at":")" +
           std::string(updated_at) + R"("})";
}

/// Before each table: projects 1 "Roadmap", 2 "100% sure", 3 "snake_case", 4 "ÄPFEL & Straße".
template <class App>
void fill(const App& send) {
    for (const std::string name : {"Roadmap", "100% sure", "snake_case", "ÄPFEL & Straße"})
        REQUIRE(send("POST", "/projects", R"({"name":")" + name + R"("})").status == 201);
}

} // namespace http_tests
