// SQLSTATEs as errors: the code, the field, and never the server's words or a value in what clients are told.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#include <crudite/postgres/error.hpp>

#include "catch.hpp"

using namespace crudite;
using postgres::detail::complaint;
using postgres::detail::make_error;

namespace {

struct part {
    std::int64_t id{};
    std::string code{};
    std::string name{};
};

} // namespace

template <>
inline constexpr auto crudite::schema<part> = table(
    "parts", field<&part::id>(primary_key), field<&part::code>(unique, length(1, 9)), field<&part::name>());

namespace {

constexpr std::string_view words = "ERROR: \"secret\" at line 1";

std::string told(std::string_view state, std::string_view constraint = {}, std::string_view column = {}) {
    const error made = make_error({state, constraint, column, words}, &table_of<part>());
    std::string text(name(made.code));
    for (const violation& v : made.violations) text += " " + v.field + " " + std::string(v.code);
    CHECK(made.message.find("secret") == std::string::npos);
    CHECK(made.detail == "postgres " + std::string(state) + ": " + std::string(words));
    return text;
}

} // namespace

TEST_CASE("a broken constraint names its fields") {
    CHECK(told("23505", "parts_code_unique") == "unique_violation code unique");
    CHECK(told("23505", "parts_pkey") == "unique_violation id unique");
    CHECK(told("23502", "", "name") == "not_null_violation name required");
    CHECK(told("23503", "parts_owner_fkey") == "foreign_key_violation");
    CHECK(
        told("23514", sql::check_name(sql::postgres, table_of<part>(), table_of<part>().columns[1])) ==
        "check_violation code check");
    CHECK(told("23514", "somebody_elses") == "check_violation  check"); // of the row as a whole
    CHECK(told("23P01", "an_exclusion") == "check_violation  check");   // of the row as a whole
}

TEST_CASE("a failure of the server has its own code") {
    const std::pair<const char*, const char*> table[]{
        {"40001", "busy"},
        {"40P01", "busy"},
        {"55P03", "busy"},
        {"53300", "busy"},
        {"57014", "timeout"},
        {"40003", "commit_outcome_unknown"},
        {"08007", "commit_outcome_unknown"},
        {"25P03", "timeout"},
        {"25006", "readonly"},
        {"53100", "full"},
        {"53200", "unavailable"},
        {"22021", "invalid"},
        {"22003", "invalid"},
        {"54000", "invalid"},
        {"26000", "misuse"},
        {"42P05", "misuse"},
        {"42P01", "schema_mismatch"},
        {"42703", "schema_mismatch"},
        {"0A000", "schema_mismatch"},
        {"XX001", "corrupt"},
        {"08006", "unavailable"},
        {"28P01", "unavailable"},
        {"3D000", "unavailable"},
        {"57P01", "unavailable"},
        {"57P03", "unavailable"},
        {"58030", "unavailable"},
        {"42601", "internal"},
    };
    for (const auto& [state, code] : table) {
        INFO(state);
        CHECK(told(state) == code);
    }
}

TEST_CASE("a failure of libpq itself is a lost connection") {
    CHECK(make_error({}, nullptr).code == errc::unavailable);
}
