// Fuzz target: any bytes as a cursor, as they are and with the right beginning. One that is taken is what the
// library itself would write.
// SPDX-License-Identifier: MIT
#include "fuzz/everything.hpp"
#include "fuzz/target.hpp"

#include <crudite/base/base64url.hpp>
#include <crudite/query/cursor.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

using fuzzed::everything;

namespace {

const crudite::table_view& table = crudite::table_of<everything>();

void take(std::string_view text, std::uint32_t print, std::span<const crudite::ordering> order) {
    const auto at = crudite::decode_cursor(text, print, table, order);
    if (!at) return test::must(at.error().code == crudite::errc::malformed, "another failure than malformed");
    std::vector<crudite::value> keys;
    for (const crudite::owned_value& key : at->keys) keys.push_back(key.view());
    test::must(crudite::encode_cursor(print, at->backwards, keys) == text, "a cursor with two spellings");
    test::must(!crudite::beyond(at->keys, order, table).always(), "a cursor that leads nowhere");
}

} // namespace

void test::fuzz(std::string_view bytes) {
    if (bytes.empty()) return;
    // The first byte says how the list is sorted.
    const auto first = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    const std::array order{
        crudite::ordering{.column = 1 + first % 11u, .descending = (first & 0x80) != 0}, crudite::ordering{}};
    const std::uint32_t print = crudite::query_fingerprint(table, {}, order);
    take(bytes, print, order);
    std::string begun = crudite::encode_cursor(print, (first & 0x40) != 0, {});
    std::string raw = crudite::from_base64url(begun).value();
    take(crudite::to_base64url(raw.append(bytes)), print, order);
}
