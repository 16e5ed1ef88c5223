// Fuzz target: any bytes as a request-target. What is read of it must be text, and read the same when written
// again.
// SPDX-License-Identifier: MIT
#include "fuzz/target.hpp"

#include <crudite/base/utf8.hpp>
#include <crudite/http.hpp>

#include <string>
#include <string_view>

namespace http = crudite::http;

void test::fuzz(std::string_view bytes) {
    const auto read = http::parse_target(bytes);
    if (!read) {
        must(read.error().code == crudite::errc::malformed, "another failure than malformed");
        return;
    }
    if (read->path == "*") return;
    must(read->path.starts_with('/'), "a path that begins with something else");
    std::string again;
    for (const std::string& segment : read->segments) {
        must(crudite::is_text(segment), "a segment that is no text");
        again += '/' + http::encode_segment(segment);
    }
    if (again.empty()) again = "/";
    char before = '?';
    for (const http::parameter& one : read->parameters) {
        must(crudite::is_text(one.name) && crudite::is_text(one.value), "a parameter that is no text");
        again += before + http::encode_segment(one.name) + '=' + http::encode_segment(one.value);
        before = '&';
    }
    const auto same = http::parse_target(again);
    must(same.has_value(), "a target that cannot be read when written again");
    must(same->segments == read->segments, "other segments when written again");
    must(same->parameters == read->parameters, "other parameters when written again");
}
