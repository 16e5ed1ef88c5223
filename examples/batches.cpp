// HTTP without a socket: many rows in one request, requests that may be sent again, and JSON Patch.
// SPDX-License-Identifier: MIT
#include <crudite/http.hpp>
#include <crudite/memory.hpp>

#include <iostream>
#include <optional>
#include <string_view>

// clang-format off: one field a line
struct part {
    std::int64_t id{};
    std::string name{};
    std::int64_t stock{};
    std::int64_t revision{};
};

template <>
inline constexpr auto crudite::schema<part> = table("parts",
    field<&part::id>(primary_key),
    field<&part::name>(length(2, 40), unique),
    field<&part::stock>(range(0, 1'000'000), default_to(0)),
    field<&part::revision>(version));
// clang-format on

namespace {

namespace http = crudite::http;

// [resource]
http::api make_api(crudite::storage_ref storage) {
    http::api api{{.access = http::allow_anonymous()}};
    api.mount(http::resource(
        crudite::repository<part>{storage}, {.max_batch = 500, // items of a batch: 1000 unless said
                                             .idempotency = {.enabled = true},
                                             .json_patch = true}));
    return api;
}
// [/resource]

/// Sends a request, and shows what comes back. `header` is one header beside Content-Type.
void send(
    const http::api& api, std::string_view method, std::string_view target, std::string_view body,
    std::string_view type = "application/json", std::string_view header = {}, std::string_view sent = {}) {
    const auto headers = [&](std::string_view name) -> std::optional<std::string_view> {
        if (name == "Content-Type") return type;
        if (name == "X-Request-Id") return "id";
        return !header.empty() && name == header ? std::optional(sent) : std::nullopt;
    };
    const auto answer = api.handle({.method = method, .target = target, .body = body, .header = headers});
    std::cout << answer.status << ' ' << answer.body << '\n';
    if (const auto again = answer.header("Idempotency-Replayed")) std::cout << "replayed: " << *again << '\n';
}

} // namespace

int main() {
    crudite::memory::database db;
    const http::api api = make_api(db);

    // [batches]
    send(api, "POST", "/parts:batchCreate", R"({"items":[{"name":"Bolt"},{"name":"Nut","stock":7}]})");
    send(
        api, "POST", "/parts:batchUpdate",
        R"({"items":[{"id":1,"stock":5},{"id":2,"revision":1,"name":"Hex nut"}]})");
    send(api, "POST", "/parts:batchDelete", R"({"items":[2,9,1]})"); // nothing is removed
    // [/batches]

    // [once]
    for (int i = 0; i < 2; ++i)
        send(
            api, "POST", "/parts", R"({"name":"Washer"})", "application/json", "Idempotency-Key",
            "8e03978e-40d5-43e8-bc93-6894a57f9324");
    // [/once]

    // [patch]
    send(
        api, "PATCH", "/parts/1",
        R"([{"op":"test","path":"/stock","value":5},{"op":"replace","path":"/stock","value":4}])",
        "application/json-patch+json");
    // [/patch]
}
