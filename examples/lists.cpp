// HTTP without a socket: lists that are filtered, sorted and walked through, and requests with a condition.
// SPDX-License-Identifier: MIT
#include <crudite/http.hpp>
#include <crudite/memory.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <string_view>

// clang-format off: one field a line
// [schema]
struct book {
    std::int64_t id{};
    std::string title{};
    std::string author{};
    std::optional<double> price{};
    std::int64_t revision{};
};

template <>
inline constexpr auto crudite::schema<book> = table("books",
    field<&book::id>(primary_key),
    field<&book::title>(length(1, 120), unique, searchable),
    field<&book::author>(max_length(80), filterable, sortable),
    field<&book::price>(range(0.0, 1000.0), filterable, sortable),
    field<&book::revision>(version));
// [/schema]
// clang-format on

namespace {

namespace http = crudite::http;

/// Sends a request with one header more, and shows what comes back.
http::response send(
    const http::api& api, std::string_view method, std::string_view target, std::string_view body = {},
    std::string_view header = {}, std::string_view sent = {}) {
    const auto headers = [&](std::string_view name) -> std::optional<std::string_view> {
        if (name == "Content-Type" && !body.empty()) return "application/json";
        if (name == "X-Request-Id") return "id";
        return !header.empty() && name == header ? std::optional(sent) : std::nullopt;
    };
    auto answer = api.handle({.method = method, .target = target, .body = body, .header = headers});
    std::cout << answer.status << ' ' << answer.body << '\n';
    for (const std::string_view name : {"ETag", "Link"})
        if (const auto value = answer.header(name)) std::cout << "    " << name << ": " << *value << '\n';
    return answer;
}

} // namespace

int main() {
    crudite::memory::database db;
    const auto api =
        http::api{{.access = http::allow_anonymous()}}.mount(http::resource(crudite::repository<book>{db}));
    for (const std::string_view fresh :
         {R"({"title":"Emma","author":"Austen","price":9.5})",
          R"({"title":"Persuasion","author":"Austen","price":8})",
          R"({"title":"Middlemarch","author":"Eliot"})"})
        send(api, "POST", "/books", fresh);

    // [lists]
    send(api, "GET", "/books?author[eq]=Austen&price[lt]=9&fields=id,title,price");
    send(api, "GET", "/books?sort=-price,title&limit=2&fields=title&count=none");
    send(api, "GET", "/books?color[eq]=red");
    // [/lists]

    // [conditions]
    const std::string tag(send(api, "GET", "/books/1").header("ETag").value());
    send(api, "GET", "/books/1", "", "If-None-Match", tag);             // as it was: 304
    send(api, "PATCH", "/books/1", R"({"price":7})", "If-Match", tag);  // nobody was faster
    send(api, "PATCH", "/books/1", R"({"price":99})", "If-Match", tag); // but now somebody was: 412
    // [/conditions]

    // [replace]
    send(api, "PUT", "/books/3", R"({"title":"Middlemarch","author":"George Eliot"})");
    send(api, "PATCH", "/books/3", R"({"price":12})", "Prefer", "return=minimal");
    // [/replace]
}
