// The projects server: the projects API on SQLite or PostgreSQL, ready to be called with curl.
// SPDX-License-Identifier: MIT
#include "around.hpp"
#include "database.hpp"
#include "project.hpp"
#include "settings.hpp"

#include <crudite/http.hpp>
#include <crudite/server.hpp>
#include <crudite/version.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#ifndef CRUDITE_SWAGGER_UI // a folder that the build found, see examples/CMakeLists.txt
#define CRUDITE_SWAGGER_UI ""
#endif

namespace {

constexpr auto variable = [](std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
};

std::string text_of(const char* file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Tells what went wrong, the backend's own words included: this is the operator's terminal.
int failed(const crudite::error& e) {
    std::cerr << "projects: " << e.message;
    if (!e.detail.empty()) std::cerr << " (" << e.detail << ')';
    std::cerr << '\n';
    return 1;
}

// [about]
const crudite::http::api_info about{
    .title = "Projects",
    .version = std::string(crudite::version_string),
    .description = "Create, list, read, change and remove projects.",
    .license = {.name = "MIT", .identifier = "MIT"}};
// [/about]

// [serve]
int serve(crudite::storage_ref database, const projects::settings& how, projects::around& around) {
    crudite::repository<project> rows{database};
    if (auto ready = rows.prepare(); !ready) return failed(ready.error());

    crudite::http::api api{around.options()};
    api.mount(crudite::http::resource(
        rows, {.require_if_match = how.require_if_match, .idempotency = {.enabled = how.idempotency_keys}}));
    crudite::http::add_docs(
        api, about, {.swagger_ui_folder = variable("CRUDITE_SWAGGER_UI").value_or(CRUDITE_SWAGGER_UI)});

    if (auto wrapped = around.wrap(api, rows); !wrapped) return failed(wrapped.error());
    crudite::server::server server{api, around.listening()};
    around.watch(server);
    const auto served = server.run();
    return served ? 0 : failed(served.error());
}
// [/serve]

} // namespace

int main(int argc, char* argv[]) {
    const auto how = projects::read_settings(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0), variable, text_of(".env"));
    if (!how) {
        std::cerr << "projects: " << how.error().message << "\n\n" << projects::usage();
        return 2;
    }
    switch (how->what) {
    case projects::settings::action::help:
        std::cout << projects::usage();
        return 0;
    case projects::settings::action::version:
        std::cout << "projects " << crudite::version_string << '\n';
        return 0;
    case projects::settings::action::serve:
        break;
    }
    if (!how->tokens.empty() && !projects::has_digests) return failed(projects::digest_of("").error());
    projects::around around{*how};
    projects::database database;
    if (auto opened = database.open(*how); !opened) return failed(opened.error());
    around.watch(database);
    return serve(database.storage(), *how, around);
}
