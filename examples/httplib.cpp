// The same API on another server, cpp-httplib (Debian: libcpp-httplib-dev), by an adapter of a few lines. It
// starts on a free port, asks itself with each method, and ends.
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
    const auto to = [&api](const httplib::Request& in, httplib::Response& out) {
        std::deque<std::string> all; // lines of one name are joined, and live until the answer is made
        const auto header = [&](std::string_view name) -> std::optional<std::string_view> {
            const auto [at, end] = in.headers.equal_range(std::string(name));
            for (auto i = at; i != end; ++i) (i == at ? all.emplace_back() : all.back() += ", ") += i->second;
            return at == end ? std::nullopt : std::optional<std::string_view>(all.back());
        };
        const auto made = api.handle({in.method, in.target, in.body, header, in.remote_addr});
        out.status = made.status;
        out.body = made.body;
        for (const auto& [name, value] : made.headers()) out.set_header(name, value);
    };
    server.Get(".*", to).Post(".*", to).Put(".*", to).Patch(".*", to).Delete(".*", to).Options(".*", to);
}
// [/adapter]

namespace {

/// Prints an answer: its status, the headers that tell something, its body.
void tell(const httplib::Result& answer) {
    if (!answer) return void(std::cout << "no answer: " << httplib::to_string(answer.error()) << '\n');
    std::cout << answer->status;
    for (const char* name : {"Content-Type", "Location", "Allow", "Preference-Applied"})
        if (answer->has_header(name)) std::cout << ", " << name << ": " << answer->get_header_value(name);
    std::cout << (answer->body.empty() ? "" : " ") << answer->body << '\n';
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

    const std::string json = "application/json";
    httplib::Client client("127.0.0.1", port);
    client.set_default_headers({{"X-Request-Id", "1"}});
    tell(client.Post(
        "/projects", httplib::Headers{{"Prefer", "return=minimal"}}, R"({"name": "Roadmap"})", json));
    tell(client.Get("/projects?fields=id,name&q=ROAD"));
    const auto found = client.Get("/projects/1");
    const auto head = client.Head("/projects/1");
    tell(head);
    if (found && head)
        std::cout << "the same length: "
                  << (head->get_header_value("Content-Length") == std::to_string(found->body.size())) << '\n';
    // Two lines of one header: the second tag is the row's.
    httplib::Headers tags{{"If-Match", "\"1\""}, {"Prefer", "handling=strict"}, {"Prefer", "return=minimal"}};
    if (found) tags.emplace("If-Match", found->get_header_value("ETag"));
    tell(client.Patch("/projects/1", tags, R"({"description": "Q2"})", json));
    tell(client.Patch("/projects/1", tags, R"({"description": "Q3"})", json)); // which has changed
    tell(client.Put(
        "/projects/1", httplib::Headers{{"Prefer", "return=minimal"}}, R"({"name": "Atlas"})", json));
    tell(client.Options("/projects/1"));
    tell(client.Put("/projects", "{}", json));
    tell(client.Delete("/projects/1"));
    tell(client.Delete("/projects/1"));
    server.stop();
    serving.join();
}
