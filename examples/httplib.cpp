// The same API on another server, cpp-httplib (Debian: libcpp-httplib-dev), by an adapter of a few lines. It
// starts on a free port, asks itself, and ends.
// SPDX-License-Identifier: MIT
#include "projects/project.hpp"

#include <crudite/http.hpp>
#include <crudite/memory.hpp>

#include <httplib.h>

#include <deque>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

// [adapter]
void mount(httplib::Server& server, const crudite::http::api& api) {
    const auto carry = [&api](const httplib::Request& in, httplib::Response& out) {
        std::deque<std::string> given; // lines of one name are joined, and live until the answer is made
        const auto header = [&](std::string_view name) -> std::optional<std::string_view> {
            const auto [from, to] = in.headers.equal_range(std::string(name));
            for (auto at = from; at != to; ++at)
                (at == from ? given.emplace_back() : given.back() += ", ") += at->second;
            return from == to ? std::nullopt : std::optional<std::string_view>(given.back());
        };
        const auto made = api.handle({in.method, in.target, in.body, header, in.remote_addr});
        out.status = made.status;
        out.body = made.body;
        for (const auto& [name, value] : made.headers()) out.set_header(name, value);
    };
    server.Get(".*", carry).Post(".*", carry).Put(".*", carry);
    server.Patch(".*", carry).Delete(".*", carry).Options(".*", carry);
}
// [/adapter]

namespace {

void tell(const httplib::Result& answer) {
    if (!answer) return void(std::cout << "no answer: " << httplib::to_string(answer.error()) << '\n');
    std::cout << answer->status << ' ' << answer->get_header_value("Content-Type") << ' ' << answer->body
              << '\n';
}

} // namespace

int main() {
    crudite::memory::database database;
    crudite::http::api api{{.access = crudite::http::allow_anonymous()}};
    api.mount(crudite::http::resource(crudite::repository<project>(database)));

    httplib::Server server;
    server.set_payload_max_length(1024 * 1024);
    mount(server, api);
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread serving([&] { server.listen_after_bind(); });

    httplib::Client client("127.0.0.1", port);
    const auto made = client.Post("/projects", R"({"name": "Roadmap"})", "application/json");
    if (made) std::cout << made->status << ' ' << made->get_header_value("Location") << '\n';
    tell(client.Get("/projects?fields=id,name&q=ROAD"));
    tell(client.Delete("/projects/1"));
    tell(client.Delete("/projects/1", httplib::Headers{{"X-Request-Id", "again"}}));
    server.stop();
    serving.join();
}
