// The bodies of encode.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/encode.hpp>

namespace crudite::json {

void open_page(std::string& out) {
    out += "{\"items\":[";
}

void close_page(std::string& out, const page_frame& page) {
    out += ']';
    if (page.total) {
        out += ",\"total\":";
        append_number(out, *page.total);
    }
    out += ",\"limit\":";
    append_number(out, page.limit);
    out += ",\"offset\":";
    append_number(out, page.offset);
    if (!page.next.empty()) {
        out += ",\"next\":";
        append_string(out, page.next);
    }
    if (!page.previous.empty()) {
        out += ",\"prev\":";
        append_string(out, page.previous);
    }
    out += '}';
}

void append_violations(std::string& out, std::span<const violation> violations) {
    out += '[';
    for (const violation& v : violations) {
        out += &v == violations.data() ? "{\"field\":" : ",{\"field\":";
        append_string(out, v.field);
        out += ",\"code\":";
        append_string(out, v.code);
        out += ",\"message\":";
        append_string(out, v.message);
        for (const violation::parameter& p : v.parameters) {
            out += ',';
            append_string(out, p.name);
            out += ':';
            append(out, column_type::bytes, p.value.view());
        }
        out += '}';
    }
    out += ']';
}

std::string encode(const error& e) {
    std::string out = "{\"code\":";
    append_string(out, name(e.code));
    out += ",\"message\":";
    append_string(out, e.message);
    out += ",\"errors\":";
    append_violations(out, e.violations);
    out += '}';
    return out;
}

} // namespace crudite::json
