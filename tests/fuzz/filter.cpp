// Fuzz target: any bytes as the query of a list, asked of two backends: neither fails, and both answer alike.
// SPDX-License-Identifier: MIT
#include "fuzz/everything.hpp"
#include "fuzz/target.hpp"

#include <crudite/http.hpp>
#include <crudite/memory.hpp>
#include <crudite/sqlite.hpp>

#include <chrono>
#include <string>
#include <string_view>

using fuzzed::everything;
namespace http = crudite::http;

namespace {

struct standing_clock {
    crudite::timestamp operator()() const { return crudite::timestamp{std::chrono::seconds{1'700'000'000}}; }
};
const standing_clock now{};

/// A list of a dozen rows on a backend.
class list {
  public:
    explicit list(crudite::storage_ref storage) {
        crudite::repository<everything> rows{storage, {.clock = now}};
        for (int i = 0; i < 12; ++i)
            (void)
                rows.create({.name = std::string(1, static_cast<char>('a' + i)) + (i % 2 ? "\u00c4" : "x"),
                             .note = i % 3 ? std::optional(std::to_string(i % 4)) : std::nullopt,
                             .count = i % 5,
                             .ratio = i % 4 ? std::optional(i / 2.0) : std::nullopt,
                             .done = i % 2 == 0,
                             .now = i % 3 ? fuzzed::state::open : fuzzed::state::closed,
                             .tag = {{static_cast<std::byte>(i + 1)}},
                             .at = crudite::timestamp{std::chrono::hours{i % 6}}})
                    .value();
        api_.mount(http::resource(rows));
    }
    http::response get(const std::string& query) const {
        const auto header = [](std::string_view name) -> std::optional<std::string_view> {
            return name == "X-Request-Id" ? std::optional<std::string_view>("id") : std::nullopt;
        };
        return api_.handle({.method = "GET", .target = query, .header = header});
    }

  private:
    http::api api_{{.access = http::allow_anonymous()}};
};

} // namespace

void test::fuzz(std::string_view bytes) {
    static crudite::memory::database memory;
    static crudite::sqlite::database sqlite = crudite::sqlite::open(":memory:").value();
    static const list here{memory};
    static const list there{sqlite};
    const std::string query = "/everything?" + std::string(bytes);
    const auto a = here.get(query);
    const auto b = there.get(query);
    must(a.status < 500 && b.status < 500, "a failure of the server's own");
    must(a.status == b.status, "another status");
    must(a.body == b.body, "another body");
    must(a.header("Link") == b.header("Link"), "other links");
    if (a.status != 200) return;
    // The way to the next page is one that is taken.
    const std::string links(a.header("Link").value_or(""));
    if (!links.starts_with('<')) return;
    const auto next = there.get(links.substr(1, links.find('>') - 1));
    must(next.status == 200, "a link that leads nowhere");
}
