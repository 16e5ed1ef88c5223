// What the projects server is told: flags before the environment before .env, and URLs as SQLAlchemy reads
// them.
// SPDX-License-Identifier: MIT
#include "../../examples/projects/settings.hpp"

#include "catch.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace projects;

namespace {

crudite::result<settings> read(
    const std::vector<const char*>& arguments, std::optional<std::string> url = {},
    std::string_view dotenv = {}) {
    const auto variable = [&](std::string_view name) { return name == "DATABASE_URL" ? url : std::nullopt; };
    return read_settings(arguments, variable, dotenv);
}

} // namespace

TEST_CASE("a database URL names a file or memory") {
    struct row {
        std::string_view url;
        database_place expected;
    };
    using enum database_place::backend;
    const row rows[] = {
        {"sqlite:projects.db", {sqlite, "projects.db"}},
        {"sqlite:data/projects.db", {sqlite, "data/projects.db"}},
        {"sqlite:/srv/projects.db", {sqlite, "/srv/projects.db"}},
        {"sqlite:///projects.db", {sqlite, "projects.db"}},
        {"sqlite:///./projects.db", {sqlite, "./projects.db"}},
        {"sqlite:////srv/projects.db", {sqlite, "/srv/projects.db"}},
        {"sqlite+aiosqlite:///./projects.db", {sqlite, "./projects.db"}},
        {"sqlite:///:memory:", {sqlite, ":memory:"}},
        {"sqlite::memory:", {sqlite, ":memory:"}},
        {"sqlite:file:projects.db?mode=ro", {sqlite, "file:projects.db?mode=ro"}},
        {"memory:", {memory, ""}},
        {"memory://", {memory, ""}},
        {"postgresql://ada:sesame@db.example:5432/projects?sslmode=require",
         {postgres, "postgresql://ada:sesame@db.example:5432/projects?sslmode=require"}},
        {"postgres://db.example/projects", {postgres, "postgresql://db.example/projects"}},
        {"postgresql+asyncpg://db.example/projects", {postgres, "postgresql://db.example/projects"}},
        {"postgresql:///projects", {postgres, "postgresql:///projects"}},
    };
    for (const auto& [url, expected] : rows) {
        CAPTURE(url);
        const auto place = read_database_url(url);
        REQUIRE(place);
        CHECK(*place == expected);
    }
    for (const std::string_view url :
         {"", "projects.db", "sqlite", "sqlite:", "sqlite://", "sqlite:///", "sqlite://host/projects.db",
          "mysql://host/projects", "postgresql:projects", "SQLite:projects.db", ":memory:"}) {
        CAPTURE(url);
        CHECK_FALSE(read_database_url(url));
    }
}

TEST_CASE("a flag comes before the environment, and that before .env") {
    const std::string_view dotenv = "DATABASE_URL=sqlite:dotenv.db";
    CHECK(read({})->database.name == "projects.db");
    CHECK(read({}, {}, dotenv)->database.name == "dotenv.db");
    CHECK(read({}, "sqlite:environment.db", dotenv)->database.name == "environment.db");
    CHECK(read({}, "", dotenv)->database.name == "dotenv.db");
    CHECK(read({"--database", "flag.db"}, "sqlite:environment.db", dotenv)->database.name == "flag.db");
    CHECK(read({"--database", "flag.db"}, "mysql://unknown", dotenv)->database.name == "flag.db");
    CHECK(read({"--database=memory:"})->database.in == database_place::backend::memory);
    CHECK(read({"--database=sqlite:///flag.db"})->database.name == "flag.db");
    CHECK(read({"--database=a=b:c.db"})->database.name == "a=b:c.db");
    CHECK_FALSE(read({}, "mysql://unknown", dotenv));
    CHECK_FALSE(read({"--database=mysql://unknown"}));
}

TEST_CASE("flags are taken, or told why not") {
    const auto how = read({"--host", "::1", "--port=0", "--threads", "3", "--quiet"});
    REQUIRE(how);
    CHECK(how->what == settings::action::serve);
    CHECK(how->host == "::1");
    CHECK(how->port == 0);
    CHECK(how->threads == 3);
    CHECK(how->quiet);
    CHECK(read({})->host == "127.0.0.1");
    CHECK(read({})->port == 8000);
    CHECK(read({"--help", "--nonsense"})->what == settings::action::help);
    CHECK(read({"-h"})->what == settings::action::help);
    CHECK(read({"--version"})->what == settings::action::version);

    const std::map<std::vector<const char*>, std::string> refused{
        {{"--nonsense"}, "--nonsense: is no option"},
        {{"projects.db"}, "projects.db: is no option"},
        {{""}, ": is no option"},
        {{"--port"}, "--port: needs a value: 0 to 65535"},
        {{"--port", "65536"}, "--port: \"65536\"; allowed: 0 to 65535"},
        {{"--port", "-1"}, "--port: \"-1\"; allowed: 0 to 65535"},
        {{"--port", "+1"}, "--port: \"+1\"; allowed: 0 to 65535"},
        {{"--port", "80x"}, "--port: \"80x\"; allowed: 0 to 65535"},
        {{"--port="}, "--port: \"\"; allowed: 0 to 65535"},
        {{"--threads", "0"}, "--threads: \"0\"; allowed: 1 to 256"},
        {{"--host", ""}, "--host: \"\"; allowed: a name or an address"},
        {{"--database="}, "--database: \"\"; allowed: a file or a URL"},
        {{"--quiet=yes"}, "--quiet: takes no value"},
    };
    for (const auto& [arguments, message] : refused) {
        CAPTURE(message);
        const auto made = read(arguments);
        REQUIRE_FALSE(made);
        CHECK(made.error().message == message);
    }
}

TEST_CASE(".env is read as shells and other tools do") {
    struct row {
        std::string_view text;
        std::optional<std::string> expected;
    };
    const row rows[] = {
        {"", {}},
        {"URL=a", "a"},
        {"URL=a\n", "a"},
        {"URL=a\r\nOTHER=b\r\n", "a"},
        {"\xEF\xBB\xBFURL=a", "a"},
        {"  URL = a b \n", "a b"},
        {"export URL=a", "a"},
        {"URL=\"a # b\" # c", "a # b"},
        {"URL='a'", "a"},
        {"URL=a # b", "a"},
        {"URL=a#b", "a#b"},
        {"URL=# nothing", ""},
        {"URL=", ""},
        {"URL=\"\"", ""},
        {"URL=a=b", "a=b"},
        {"URL=a\nURL=b", "b"},
        {"# URL=a", {}},
        {"XURL=a\nURLX=b\nURL", {}},
        {"noise\n\n=x\nURL=a", "a"},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(text);
        CHECK(dotenv_value(text, "URL") == expected);
    }
}
