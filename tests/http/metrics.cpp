// What is counted of an api's answers, told as Prometheus reads it: exact under threads, bounded whatever
// clients send.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"
#include "http/scrape.hpp"

#include "catch.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace http_tests;
using namespace std::chrono_literals;
namespace http = crudite::http;

namespace {

/// The projects API with numbers.
struct counted_app {
    explicit counted_app(crudite::storage_ref storage) : rows(storage) {
        api.mount(http::resource(rows)).add(http::metrics_route(numbers));
        numbers.watch(api);
    }
    scrape read() const { return scrape(numbers.text()); }

    crudite::repository<project> rows;
    http::metrics numbers{};
    http::api api{http::api_options{.access = http::allow_anonymous(), .observe = numbers.observer()}};
};

/// An answer made by hand, to be recorded.
void record(
    http::metrics& into, std::string_view method, std::string_view route, int status,
    std::chrono::nanoseconds took) {
    const http::request message{.method = method, .target = "/"};
    http::response answer;
    answer.status = status;
    into.record({.message = message, .answer = answer, .route = route, .principal = {}, .took = took});
}

std::string total(std::string_view method, std::string_view route, std::string_view status) {
    return "crudite_http_requests_total{method=\"" + std::string(method) + "\",route=\"" +
           std::string(route) + "\",status=\"" + std::string(status) + "\"}";
}

} // namespace

TEST_CASE("answers are counted by method, route and status") {
    crudite::memory::database database;
    counted_app app(database);
    send(app.api, "POST", "/projects", R"({"name":"Roadmap"})");
    send(app.api, "GET", "/projects/1");
    send(app.api, "GET", "/projects/1?x");
    send(app.api, "HEAD", "/projects/1");
    send(app.api, "GET", "/projects/7");
    send(app.api, "GET", "/nothing");
    send(app.api, "TRACE", "/projects");
    send(app.api, "BREW", "/projects");
    const auto answer = send(app.api, "GET", "/metrics");
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(answer.header("Cache-Control") == "no-store");
    const scrape told(answer.body);
    CHECK(told.wrong == std::nullopt);
    CHECK(told.kinds.at("crudite_http_requests_total") == "counter");
    CHECK(told[total("POST", "/projects", "201")] == 1);
    CHECK(told[total("GET", "/projects/{id}", "200")] == 1);
    CHECK(told[total("GET", "/projects/{id}", "400")] == 1);
    CHECK(told[total("HEAD", "/projects/{id}", "200")] == 1);
    CHECK(told[total("GET", "/projects/{id}", "404")] == 1);
    CHECK(told[total("GET", "other", "404")] == 1);
    CHECK(told[total("other", "other", "405")] == 2);
    CHECK(told["crudite_http_requests_in_flight"] == 1); // the scrape itself
    CHECK(app.read()["crudite_http_requests_in_flight"] == 0);
    CHECK(app.read()[total("GET", "/metrics", "200")] == 1);
}

TEST_CASE("what clients make up makes no new series") {
    http::metrics numbers;
    http::api api;
    api.add({"GET", "/things/{id}", {}});
    numbers.watch(api);
    record(numbers, "GET", "/things/{id}", 200, 1ms);
    record(numbers, "GET", "", 404, 1ms);
    const auto before = scrape(numbers.text()).samples.size();
    for (int i = 0; i < 1000; ++i)
        record(numbers, "M" + std::to_string(i), "/made/up/" + std::to_string(i), 600 + i, 1ms);
    const scrape told(numbers.text());
    CHECK(told.samples.size() == before + 1);
    CHECK(told[total("other", "other", "other")] == 1000);
}

TEST_CASE("durations are buckets that add up, a sum and a count") {
    http::metrics numbers;
    http::api api;
    api.add({"GET", "/a", {}});
    numbers.watch(api);
    for (const auto took : {0ns, 500'000ns, 500'001ns, 3'000'000ns, 10'000'000'000ns, 11'000'000'000ns, -5ns})
        record(numbers, "GET", "/a", 200, took);
    const scrape told(numbers.text());
    REQUIRE(told.wrong == std::nullopt);
    const std::string name = "crudite_http_request_duration_seconds";
    CHECK(told.kinds.at(name) == "histogram");
    const auto bucket = [&](const std::string& le) {
        return told[name + "_bucket{route=\"/a\",le=\"" + le + "\"}"];
    };
    CHECK(bucket("0.0005") == 3);
    CHECK(bucket("0.001") == 4);
    CHECK(bucket("0.0025") == 4);
    CHECK(bucket("0.005") == 5);
    CHECK(bucket("5") == 5);
    CHECK(bucket("10") == 6);
    CHECK(bucket("+Inf") == 7);
    CHECK(told[name + "_count{route=\"/a\"}"] == 7);
    CHECK(told[name + "_sum{route=\"/a\"}"] == Approx(21.004000001));
}

TEST_CASE("counts are exact under threads, and read while they grow", "[concurrency]") {
    http::metrics numbers;
    http::api api{{.access = http::allow_anonymous(), .observe = numbers.observer()}};
    api.add({"GET", "/a", [](const http::exchange&) { return http::response{}; }});
    api.add({"GET", "/b/{id}", [](const http::exchange&) -> http::response { throw 7; }});
    numbers.watch(api);
    constexpr int threads = 8, each = 250;
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                send(api, "GET", "/a");
                send(api, "GET", "/b/1");
                send(api, "PUT", "/a");
            }
        });
    bool well_formed = true;
    for (int i = 0; i < 20; ++i) well_formed = well_formed && !scrape(numbers.text()).wrong;
    for (std::thread& one : running) one.join();
    const scrape told(numbers.text());
    CHECK(well_formed);
    CHECK(told[total("GET", "/a", "200")] == threads * each);
    CHECK(told[total("GET", "/b/{id}", "500")] == threads * each);
    CHECK(told[total("PUT", "other", "405")] == threads * each);
    CHECK(told["crudite_http_request_duration_seconds_count{route=\"/a\"}"] == threads * each);
    CHECK(told["crudite_http_requests_in_flight"] == 0);
}

TEST_CASE("the numbers are for nobody unless a policy says for whom") {
    http::metrics numbers;
    http::api api;
    api.add(http::metrics_route(numbers)).add(http::metrics_route(numbers, http::allow_anonymous(), "/open"));
    CHECK(send(api, "GET", "/metrics").status == 403);
    CHECK(send(api, "GET", "/open").status == 200);
}

TEST_CASE("sources add their numbers; labels are escaped, and one that throws is left out") {
    http::metrics numbers;
    numbers.add([] {
        return std::vector<crudite::metric_family>{
            {.name = "things",
             .help = "A \\ and\na line.",
             .samples = {{1.5, {{"name", "a\"b\\c\nd"}}}, {-2}}},
            {.name = "none_total", .help = "x", .kind = crudite::metric_kind::counter}};
    });
    numbers.add([]() -> std::vector<crudite::metric_family> { throw std::runtime_error("x"); });
    numbers.add([] {
        return std::vector<crudite::metric_family>{{.name = "last", .help = "x", .samples = {{1e300}}}};
    });
    const std::string text = numbers.text();
    CHECK(
        text.find("# HELP things A \\\\ and\\na line.\n# TYPE things gauge\n"
                  "things{name=\"a\\\"b\\\\c\\nd\"} 1.5\nthings -2\n") != text.npos);
    CHECK(text.find("none_total") == text.npos);
    const scrape told(text);
    CHECK(told.wrong == std::nullopt);
    CHECK(told["last"] == 1e300);
}

TEST_CASE("a database tells its connections and statements") {
    crudite::sqlite::statement_counts counts;
    auto database = crudite::sqlite::open(":memory:", {.readers = 3, .observe = counts}).value();
    counted_app app(database);
    app.numbers.add([&] { return database.metrics(); }).add([&] { return counts.metrics(); });
    send(app.api, "POST", "/projects", R"({"name":"Roadmap"})");
    const auto before = app.read();
    for (int i = 0; i < 5; ++i) send(app.api, "GET", "/projects/1");
    const auto told = app.read();
    CHECK(told.wrong == std::nullopt);
    const std::string selects = "crudite_sqlite_statements_total{verb=\"SELECT\"}";
    CHECK(told[selects] - std::max(before[selects], 0.0) == 5);
    CHECK(told["crudite_sqlite_statements_total{verb=\"INSERT\"}"] == 1);
    CHECK(told["crudite_sqlite_statements_total{verb=\"COMMIT\"}"] >= 1);
    CHECK(told["crudite_sqlite_rows_total{verb=\"INSERT\"}"] == 1);
    CHECK(told["crudite_sqlite_statement_seconds_total{verb=\"SELECT\"}"] > 0);
    CHECK(told["crudite_sqlite_connections{state=\"open\"}"] == 1);
    CHECK(told["crudite_sqlite_connections{state=\"idle\"}"] == 1);
    CHECK(told["crudite_sqlite_connections{state=\"limit\"}"] == 3);
    CHECK(told["crudite_sqlite_waits_total{for=\"read\"}"] == 0);
    CHECK(told["crudite_sqlite_waits_total{for=\"write\"}"] == 0);
}

TEST_CASE("a write that waits for its turn is counted", "[concurrency]") {
    auto database = crudite::sqlite::open(":memory:").value();
    crudite::repository<project> rows{database};
    REQUIRE(rows.prepare());
    const auto waits = [&] { return database.metrics().at(1).samples.at(1).value; };
    bool made = false;
    std::thread second;
    const auto done = database.transaction([&](crudite::storage_ref) -> crudite::result<void> {
        second = std::thread([&] { made = rows.create({.name = "Roadmap"}).has_value(); });
        while (waits() == 0) std::this_thread::yield();
        return {};
    });
    second.join();
    CHECK(done);
    CHECK(made);
    CHECK(waits() == 1);
}
