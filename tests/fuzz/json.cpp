// Fuzz target: any bytes as a JSON body. What is taken reads the same when written again; what is not says
// why, in text.
// SPDX-License-Identifier: MIT
#include "fuzz/everything.hpp"
#include "fuzz/target.hpp"

#include <crudite/base/utf8.hpp>
#include <crudite/json.hpp>
#include <crudite/schema/validate.hpp>

#include <string>
#include <string_view>
#include <vector>

using fuzzed::everything;
namespace json = crudite::json;

namespace {

void is_explained(const crudite::error& e) {
    test::must(
        e.code == crudite::errc::malformed || e.code == crudite::errc::invalid,
        "another failure than malformed and invalid");
    test::must(e.code == crudite::errc::malformed || !e.violations.empty(), "nothing is violated");
    test::must(!e.message.empty() && crudite::is_text(e.message), "a message that is no text");
    for (const crudite::violation& v : e.violations)
        test::must(crudite::is_text(v.field) && crudite::is_text(v.message), "a violation that is no text");
}

bool keeps_its_rules(const everything& e) {
    const crudite::table_view& table = crudite::table_of<everything>();
    crudite::scratch temporaries;
    std::vector<crudite::value> values;
    crudite::column_set writable;
    for (const crudite::column& c : table.columns) {
        if (c.writable()) writable.insert(values.size());
        values.push_back(c.load(&e, temporaries));
    }
    return crudite::validate(table, &e, values, writable, false).empty();
}

} // namespace

void test::fuzz(std::string_view bytes) {
    const auto whole = json::decode<everything>(bytes);
    const auto part = json::decode<crudite::patch<everything>>(bytes);
    if (!part) is_explained(part.error());
    if (!whole) return is_explained(whole.error());
    must(keeps_its_rules(*whole), "an entity that breaks its rules");
    const std::string text = json::encode(*whole);
    const auto again = json::decode<everything>(text);
    must(again.has_value(), "an entity that cannot be read when written again");
    // The library makes nil keys and generated members anew; a body's are not taken.
    must(json::encode(*again) == text, "another entity when written again");
}
