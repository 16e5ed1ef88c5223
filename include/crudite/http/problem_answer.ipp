// The bodies of problem_answer.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/json_object.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/http/problem_answer.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

struct usual_problem {
    int status;
    std::string_view why;
};

inline constexpr usual_problem usual_problems[] = {
    {400, "The target, a parameter, a header or the body is malformed; `code` is malformed."},
    {401,
     "The request does not say who asks, or not in a way that can be believed; `code` is unauthenticated."},
    {403, "Whoever asks may not do this; `code` is forbidden."},
    {404, "There is no such row; `code` is not_found."},
    {406, "Accept allows nothing that there is; `code` is not_acceptable."},
    {409, "Another row has one of these values; `errors` tells which, `code` is unique_violation."},
    {412, "The row is at another version than the request demands; `code` is stale."},
    {413, "The body is too large; `code` is body_too_large."},
    {415, "Content-Type is none that is read here; `code` is unsupported_media_type."},
    {422, "Values break rules; `errors` has all of them, `code` is invalid."},
    {428, "If-Match is needed; `code` is precondition_required."},
    {500, "The request could not be answered; `code` is internal, commit_outcome_unknown, …"},
    {503, "The database is busy or out of reach; `code` is busy, timeout, readonly or unavailable."},
    {507, "The database has no room left; `code` is full."},
};

inline constexpr std::string_view violation_schema =
    R"({"description":"A rule that a value breaks; with what the rule allows beside it, such as min and max.",)"
    R"("type":"object","properties":{)"
    R"("field":{"description":"The member or parameter; empty for the whole.","type":"string"},)"
    R"("code":{"description":"A word for programs: required, length, unique, …","type":"string"},)"
    R"("message":{"description":"A sentence for a person.","type":"string"}},)"
    R"("required":["field","code","message"],"additionalProperties":true})";

inline constexpr std::string_view problem_schema =
    R"({"description":"What went wrong (RFC 9457).","type":"object","properties":{)"
    R"("type":{"description":"about:blank; `code` tells the problems apart.","type":"string","format":"uri-reference"},)"
    R"("title":{"description":"The status in words.","type":"string"},)"
    R"("status":{"type":"integer","format":"int32","minimum":400,"maximum":599},)"
    R"("detail":{"description":"A sentence for a person.","type":"string"},)"
    R"("instance":{"description":"The path that was asked for.","type":"string","format":"uri-reference"},)"
    R"("code":{"description":"A word for programs: not_found, invalid, …","type":"string"},)"
    R"("errors":{"description":"What is wrong with which member or parameter.","type":"array",)"
    R"("items":{"$ref":"#/components/schemas/violation"}},)"
    R"("request_id":{"description":"Names the request in the server's log.","type":"string"}},)"
    R"("required":["type","title","status","detail","code","errors","request_id"],"additionalProperties":false})";

void add_component(operation& to, std::string_view name, std::string_view schema) {
    if (std::ranges::find(to.components, name, &std::pair<std::string, std::string>::first) ==
        to.components.end())
        to.components.emplace_back(name, schema);
}

} // namespace detail

answer_info problem_answer(int status, std::string why) {
    const auto usual = std::ranges::find(detail::usual_problems, status, &detail::usual_problem::status);
    if (why.empty()) why = usual == std::end(detail::usual_problems) ? title_of(status) : usual->why;
    answer_info made{
        .status = status,
        .description = std::move(why),
        .content = {{.type = std::string(problem_type), .schema = detail::schema_ref("problem")}}};
    if (status == 401) made.headers.emplace_back("WWW-Authenticate");
    if (status == 503) made.headers.emplace_back("Retry-After", false);
    return made;
}

void add_problem(operation& to, answer_info answer) {
    const auto at = std::ranges::lower_bound(to.answers, answer.status, {}, &answer_info::status);
    if (at == to.answers.end() || at->status != answer.status) to.answers.insert(at, std::move(answer));
    detail::add_component(to, "problem", detail::problem_schema);
    detail::add_component(to, "violation", detail::violation_schema);
}

} // namespace crudite::http
