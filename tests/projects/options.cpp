// Every option of the projects server: by flag, by the environment and by .env, in that order, and in --help.
// SPDX-License-Identifier: MIT
#include "../../examples/projects/settings.hpp"

#include "catch.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace projects;
using namespace std::chrono_literals;

namespace {

using variables = std::map<std::string, std::string, std::less<>>;

crudite::result<settings> settings_of(
    const std::vector<const char*>& arguments, const variables& environment = {},
    std::string_view dotenv = {}) {
    const auto variable = [&](std::string_view name) -> std::optional<std::string> {
        const auto at = environment.find(name);
        return at == environment.end() ? std::nullopt : std::optional(at->second);
    };
    return read_settings(arguments, variable, dotenv);
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& one : all) text += one + ";";
    return text;
}

/// One member as text, to compare; "true" and "false" for a switch.
struct row {
    std::string_view name;
    std::string_view variable;
    std::vector<std::string> values; ///< three different ones
    std::function<std::string(const settings&)> member;
    std::vector<std::string> refused;
};

const std::string a64(64, 'a'), b64(64, 'b'), c64(64, '0');

template <auto Member>
std::string number(const settings& s) {
    return std::to_string(s.*Member);
}
template <auto Member>
std::string seconds_of(const settings& s) {
    return std::to_string((s.*Member).count());
}
template <auto Member>
std::string list_of(const settings& s) {
    return joined(s.*Member);
}

const std::vector<row> every_option{
    {"host", "PROJECTS_HOST", {"a", "b", "c"}, [](const settings& s) { return s.host; }, {}},
    {"port",
     "PROJECTS_PORT",
     {"1", "65535", "0"},
     number<&settings::port>,
     {"65536", "-1", "x", "tcp://10.0.0.1:80"}},
    {"database",
     "DATABASE_URL",
     {"a.db", "b.db", "c.db"},
     [](const settings& s) { return s.database.name; },
     {}},
    {"connections",
     "PROJECTS_CONNECTIONS",
     {"1", "2", "10000"},
     number<&settings::connections>,
     {"0", "10001", "many"}},
    {"threads", "PROJECTS_THREADS", {"1", "2", "256"}, number<&settings::threads>, {"0", "257"}},
    {"body-limit",
     "PROJECTS_BODY_LIMIT",
     {"1", "2", "1073741824"},
     number<&settings::body_limit>,
     {"0", "1073741825", "1k"}},
    {"max-requests", "PROJECTS_MAX_REQUESTS", {"1", "2", "0"}, number<&settings::max_requests>, {"65536"}},
    {"trusted-proxies",
     "PROJECTS_TRUSTED_PROXIES",
     {"a;", "b;c;", "d;"},
     list_of<&settings::trusted_proxies>,
     {",", "a,,b", "a,"}},
    {"cors-origins",
     "PROJECTS_CORS_ORIGINS",
     {"http://a;", "https://b:1;null;", "*;"},
     list_of<&settings::cors_origins>,
     {"a.example", "https://a/", "https://a/b", "https://a,"}},
    {"token-sha256",
     "PROJECTS_TOKEN_SHA256",
     {a64 + ";", b64 + ";" + a64 + ";", c64 + ";"},
     list_of<&settings::tokens>,
     {}},
    {"header-deadline",
     "PROJECTS_HEADER_DEADLINE",
     {"1", "2", "3600"},
     seconds_of<&settings::header_deadline>,
     {"0", "3601", "1s"}},
    {"request-deadline",
     "PROJECTS_REQUEST_DEADLINE",
     {"1", "2", "3"},
     seconds_of<&settings::request_deadline>,
     {"0"}},
    {"write-deadline",
     "PROJECTS_WRITE_DEADLINE",
     {"1", "2", "3"},
     seconds_of<&settings::write_deadline>,
     {"0"}},
    {"idle-deadline", "PROJECTS_IDLE_DEADLINE", {"1", "2", "3"}, seconds_of<&settings::idle_deadline>, {"0"}},
    {"drain-deadline",
     "PROJECTS_DRAIN_DEADLINE",
     {"1", "2", "3"},
     seconds_of<&settings::drain_deadline>,
     {"0"}},
};

const std::map<std::string_view, bool settings::*> switches{
    {"behind-pooler", &settings::behind_pooler},
    {"quiet", &settings::quiet},
    {"require-if-match", &settings::require_if_match},
    {"idempotency-keys", &settings::idempotency_keys},
    {"metrics", &settings::metrics},
    {"server-timing", &settings::server_timing},
};

/// "a;b;" as it is given: "a,b".
std::string given(std::string value) {
    if (value.ends_with(';')) value.pop_back();
    for (char& c : value)
        if (c == ';') c = ',';
    return value;
}

} // namespace

TEST_CASE("each option is a flag, before a variable, before .env") {
    for (const row& r : every_option) {
        CAPTURE(r.name);
        const std::string flag = "--" + std::string(r.name) + "=" + given(r.values[0]);
        const variables environment{{std::string(r.variable), given(r.values[1])}};
        const std::string dotenv = std::string(r.variable) + "='" + given(r.values[2]) + "'\n";
        CHECK(r.member(settings_of({flag.c_str()}, environment, dotenv).value()) == r.values[0]);
        CHECK(r.member(settings_of({}, environment, dotenv).value()) == r.values[1]);
        CHECK(r.member(settings_of({}, {}, dotenv).value()) == r.values[2]);
        CHECK(r.member(settings_of({}, {{std::string(r.variable), ""}}, dotenv).value()) == r.values[2]);
        CHECK(r.member(settings_of({}).value()) == r.member(settings{}));
    }
}

TEST_CASE("what an option does not take is refused by the name it was given under") {
    for (const row& r : every_option)
        for (const std::string& value : r.refused) {
            CAPTURE(r.name, value);
            const std::string flag = "--" + std::string(r.name) + "=" + value;
            const std::string said = ": \"" + value + "\"; allowed: ";
            const auto by_flag = settings_of({flag.c_str()});
            REQUIRE_FALSE(by_flag);
            CHECK(by_flag.error().message.starts_with("--" + std::string(r.name) + said));
            const auto by_variable = settings_of({}, {{std::string(r.variable), value}});
            REQUIRE_FALSE(by_variable);
            CHECK(by_variable.error().message.starts_with(std::string(r.variable) + said));
            // A flag makes it unread.
            const std::string good = "--" + std::string(r.name) + "=" + given(r.values[0]);
            CHECK(settings_of({good.c_str()}, {{std::string(r.variable), value}}));
        }
}

TEST_CASE("a switch is a flag alone, or a variable that says true or false") {
    for (const auto& [name, member] : switches) {
        CAPTURE(name);
        std::string variable = "PROJECTS_";
        for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(c - 32);
        const std::string flag = "--" + std::string(name);
        CHECK_FALSE((*settings_of({})).*member);
        CHECK((*settings_of({flag.c_str()})).*member);
        CHECK((*settings_of({}, {{variable, "true"}})).*member);
        CHECK((*settings_of({flag.c_str()}, {{variable, "false"}})).*member);
        CHECK_FALSE((*settings_of({}, {{variable, "false"}}, variable + "=true")).*member);
        CHECK_FALSE(settings_of({}, {{variable, "yes"}}));
        CHECK_FALSE(settings_of({(flag + "=true").c_str()}));
    }
}

TEST_CASE("a rate is requests in seconds") {
    const auto how = settings_of({"--rate-limit", "100/60"}).value();
    CHECK(how.rate_limit == 100);
    CHECK(how.rate_period == 60s);
    CHECK(settings_of({"--rate-limit=0"})->rate_limit == 0);
    CHECK(settings_of({}, {{"PROJECTS_RATE_LIMIT", "5/1"}})->rate_limit == 5);
    for (const char* value : {"100", "100/", "/60", "0/60", "100/0", "100/60s", "1/2/3", "-1/2"}) {
        CAPTURE(value);
        CHECK_FALSE(settings_of({"--rate-limit", value}));
    }
}

TEST_CASE("a certificate and its key go together") {
    const auto how = settings_of({"--tls-cert", "c.pem"}, {{"PROJECTS_TLS_KEY", "k.pem"}}).value();
    CHECK(how.tls_cert == "c.pem");
    CHECK(how.tls_key == "k.pem");
    CHECK(settings_of({}, {}, "PROJECTS_TLS_CERT=c.pem\nPROJECTS_TLS_KEY=k.pem")->tls_cert == "c.pem");
    for (const char* alone : {"--tls-cert=c.pem", "--tls-key=k.pem"}) {
        const auto no = settings_of({alone});
        REQUIRE_FALSE(no);
        CHECK(no.error().message == "tls: --tls-cert and --tls-key go together");
    }
}

TEST_CASE("a token that was given in place of its digest is not told") {
    for (const std::string& value :
         {std::string("the secret"), std::string(63, 'a'), std::string(64, 'A'), a64 + ",x"}) {
        CAPTURE(value);
        const auto no = settings_of({}, {{"PROJECTS_TOKEN_SHA256", value}});
        REQUIRE_FALSE(no);
        CHECK(
            no.error().message ==
            "PROJECTS_TOKEN_SHA256: is not as it has to be; allowed: 64 hexadecimal digits "
            "each, with commas between");
    }
}

TEST_CASE("a variable that is no option is a mistake in .env, and none of ours in the environment") {
    const auto no = settings_of({}, {}, "# PROJECTS_OLD=1\nOTHER=1\nPROJECTS_PROT=1\n");
    REQUIRE_FALSE(no);
    CHECK(no.error().message == ".env: PROJECTS_PROT: is no option");
    CHECK(settings_of({}, {{"PROJECTS_SERVICE_HOST", "10.0.0.1"}}));
}

TEST_CASE("the help has a line for each option") {
    const std::string help = usage();
    for (const row& r : every_option) CHECK(help.find("\n  --" + std::string(r.name) + " ") != help.npos);
    for (const auto& [name, member] : switches)
        CHECK(help.find("\n  --" + std::string(name) + " ") != help.npos);
    for (const std::string_view other : {"rate-limit N/S", "tls-cert FILE", "tls-key FILE"})
        CHECK(help.find("\n  --" + std::string(other) + " ") != help.npos);
    CHECK(every_option.size() + switches.size() + 3 == std::size(options));
    for (std::string_view rest = help; !rest.empty();) {
        const auto end = rest.find('\n');
        CHECK(end <= 110);
        rest.remove_prefix(end + 1);
    }
}
