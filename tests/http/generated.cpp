// Ten thousand requests made of nothing but the api's OpenAPI document: each answer is as documented, what
// the document wants is not refused, what it does not want never works, and everything it tells is seen.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"
#include "http/device.hpp"
#include "http/memo.hpp"
#include "http/request_generator.hpp"

#include "catch.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace http_tests;
namespace http = crudite::http;

namespace {

/// Everything that a resource can have, in four of them.
template <class Backend>
struct fair {
    static http::access_policy tokens() {
        return http::bearer([](std::string_view token) -> crudite::result<http::principal> {
            if (token == "ada" || token == "bob")
                return http::principal{.id = std::string(token), .roles = {"member"}};
            if (token == "eve") return http::principal{.id = "eve"};
            return crudite::fail(crudite::errc::unauthenticated, "token: is none of ours");
        });
    }
    fair() {
        const crudite::repository_options few{
            .clock = clock, .limits = {.default_limit = 5, .max_limit = 10}};
        const crudite::repository<project> projects(backend.database, few);
        const crudite::repository<device> devices(backend.database, few);
        const crudite::repository<shelf> shelves(backend.database, few);
        auto memos = http::resource(
            crudite::repository<memo>(backend.database, few),
            {.access = http::require_role(tokens(), "member"),
             .require_if_match = true,
             .max_batch = 4,
             .idempotency = {.enabled = true},
             .json_patch = true});
        memos.scope([](const http::principal& who) {
            return crudite::field<&memo::owner> == who.id && crudite::field<&memo::stars> != 5;
        });
        memos.preset([](const http::principal& who, memo& fresh) { fresh.owner = who.id; });
        api.mount(http::resource(projects, {.idempotency = {.enabled = true}}))
            .mount(http::resource(
                       devices, {.max_batch = 4, .idempotency = {.enabled = true}, .json_patch = true})
                       .preset([](const http::principal&, device& d) { d.owner = "ada"; }))
            .mount(http::resource(shelves, {.path = "/v1/shelves", .json_patch = true}))
            .mount(memos);
    }

    crudite::manual_clock clock{};
    Backend backend{};
    http::api api{{.access = http::allow_anonymous()}};
};

/// What is wrong with values that schemas take, for reasons that schemas cannot say: "member code".
const std::set<std::string> unsayable{
    "even even",      // a check of a member; told in words
    " whole",         // checks of the whole row
    " modest",        //
    "mail format",    // a type of the user's own
    "value format",   // likewise, in a JSON Patch
    "path unknown",   // of no member
    "path gone",      // by an operation before
    "sort repeated",  // "name,-name"
    "sort size",      // of all of them together
    "picture length", // base64 of one length is of several numbers of bytes
};

/// What is wrong with an item for what the rows are: the answer to its batch is 422 if another breaks a rule.
const std::set<std::string> of_rows{"duplicate", "not_found", "stale", "unique", "forbidden", "read_only"};

/// The answer to a request without a flaw may be this one.
bool is_fair(const generated_request& sent, const http::response& answer, request_generator& generator) {
    static const std::set<int> fine{200, 201, 204, 304, 403, 404, 409, 412};
    if (fine.contains(answer.status)) return answer.body.find(R"("code":"no_route")") == answer.body.npos;
    if (answer.status == 428) return !sent.header("If-Match"); // PUT needs it if the row is there
    if (answer.status != 422) return false;
    const dom::value problem = dom::parse(answer.body);
    const auto& errors = problem.at("errors").as_array();
    if (errors.empty()) return problem.at("code") == "idempotency_key_reused";
    return std::ranges::all_of(errors, [&](const dom::value& one) {
        std::string_view field = view(one.at("field").as_string());
        const std::string code(view(one.at("code").as_string()));
        if (field.starts_with('[')) field.remove_prefix(std::min(field.find(']') + 1, field.size()));
        if (field.starts_with('.')) field.remove_prefix(1);
        const std::string member(field.substr(0, field.find('[')));
        const bool picky = unsayable.contains(member + " " + code);
        if (picky) generator.call_picky(member);
        return picky || of_rows.contains(code);
    });
}

/// What one request after the other cannot bring about.
const std::set<std::string> never{
    "500", "503", "507",      // the storage fails
    "replace_v1_shelves 409", // two make the same row at once
};

/// How often each operation was answered with each status.
using tally = std::map<std::string, std::map<int, int>>;

std::string table_of(const tally& seen) {
    std::ostringstream table;
    for (const auto& [operation, statuses] : seen) {
        table << std::left << std::setw(24) << operation;
        for (const auto& [status, times] : statuses) table << ' ' << status << " ×" << times << ' ';
        table << '\n';
    }
    return table.str();
}

std::string told(const generated_request& sent, const http::response& answer) {
    std::ostringstream text;
    text << sent.operation << (sent.flaw.empty() ? ", without a flaw" : ", flaw: " + sent.flaw) << "\n  "
         << sent.method << ' ' << sent.target << '\n';
    for (const auto& [name, value] : sent.headers) text << "  " << name << ": " << value << '\n';
    text << "  " << sent.body.substr(0, 600) << "\n  answer: " << answer.status << ' '
         << answer.body.substr(0, 600) << '\n';
    return text.str();
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Requests and their answers over one backend.
template <class Backend>
class trial {
  public:
    explicit trial(std::uint64_t seed) : seed_(seed), generator_(document_, seed, credentials) {}

    void step(std::string_view operation = {}) {
        there_.clock.advance(std::chrono::milliseconds{1});
        const generated_request sent = generator_.next(operation);
        const auto header = [&](std::string_view name) -> std::optional<std::string_view> {
            const std::string* value = sent.header(name);
            return value ? std::optional<std::string_view>(*value) : std::nullopt;
        };
        const http::request message{
            .method = sent.method, .target = sent.target, .body = sent.body, .header = header};
        const http::response answer = there_.api.handle(message);
        std::string wrong;
        try {
            document_check(document_, message, answer).check();
        } catch (const std::exception& e) { wrong = e.what(); }
        if (answer.status >= 500) wrong += "\nthe server failed";
        if (sent.flaw.empty() && !is_fair(sent, answer, generator_)) wrong += "\nit should work";
        if (!sent.flaw.empty() && answer.status < 400) wrong += "\nit should not work";
        if (!wrong.empty())
            FAIL("seed " << seed_ << ", request " << count_ << ": " << told(sent, answer) << wrong);
        generator_.learn(sent, answer);
        ++(sent.flaw.empty() ? fair_ : flawed_)[sent.operation][answer.status];
        ++count_;
    }

    /// What the document tells of and nobody has seen, by operation: "409 413".
    std::map<std::string, std::string> unseen() {
        std::map<std::string, std::string> all;
        for (const told_operation& one : generator_.operations())
            for (const auto& [status, answer] : one.about.at("responses").as_object()) {
                const std::string text(status);
                const int number = std::stoi(text);
                if (fair_[one.id].contains(number) || flawed_[one.id].contains(number) ||
                    never.contains(text) || never.contains(one.id + " " + text))
                    continue;
                all[one.id] += text + " ";
            }
        return all;
    }
    /// Operations that hardly ever did what they are for.
    std::map<std::string, int> idle() {
        std::map<std::string, int> all;
        for (const told_operation& one : generator_.operations()) {
            int done = 0;
            for (const auto& [status, times] : fair_[one.id]) done += status < 300 ? times : 0;
            if (done < 20) all[one.id] = done;
        }
        return all;
    }
    std::string told_all() const {
        return "seed " + std::to_string(seed_) + "\n" + table_of(fair_) + "with a flaw:\n" +
               table_of(flawed_);
    }

  private:
    inline static const known_credentials credentials{
        .strong = {"Bearer ada", "Bearer bob"}, .weak = {"Bearer eve", "Bearer mallory", "Basic YQ==", ""}};
    std::uint64_t seed_;
    std::uint64_t count_{};
    fair<Backend> there_{};
    const dom::value document_ = dom::parse(http::openapi(there_.api));
    request_generator generator_;
    tally fair_{};
    tally flawed_{};
};

} // namespace

TEMPLATE_LIST_TEST_CASE("requests made of the OpenAPI document are answered as it says", "", every_backend) {
    const std::uint64_t count = number_from("CRUDITE_GENERATED_REQUESTS", 10'000);
    trial<TestType> all(number_from("CRUDITE_GENERATED_SEED", 1));
    for (std::uint64_t i = 0; i < count; ++i) all.step();
    if (count < 10'000) return; // too few to have seen everything
    // What is rare is given some more chances.
    for (int rounds = 0; rounds < 300 && !all.unseen().empty(); ++rounds)
        for (const auto& [operation, statuses] : all.unseen()) all.step(operation);
    INFO(all.told_all());
    CHECK(all.unseen() == std::map<std::string, std::string>{});
    CHECK(all.idle() == std::map<std::string, int>{});
}
