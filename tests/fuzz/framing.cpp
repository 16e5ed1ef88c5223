// Fuzz target: any bytes as what a client sends. What the reader finds in them must not depend on how they
// are cut, must be framed in one way only, and must end with the first refusal.
// SPDX-License-Identifier: MIT
#include "fuzz/target.hpp"

#include "../../examples/server/reader.hpp"

#include <crudite/server.hpp>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::string_view_literals;
using crudite::server::detail::reader;
namespace http = crudite::http;

// Small, so that short inputs reach them.
const crudite::server::options how{.header_limit = 512, .target_limit = 64, .body_limit = 40'000};

/// What one way of cutting has led to.
using transcript = std::vector<std::string>;

std::string tell(reader& in) {
    std::string told;
    for (const std::string_view part : {in.method(), in.raw_target(), in.target(), in.body()})
        told.append(part).append("\n");
    for (const auto name : {"Host"sv, "A"sv, "Content-Length"sv, "Transfer-Encoding"sv, "Connection"sv})
        told.append(name).append(":").append(in(name).value_or("none")).append("\n");
    return told + (in.keep_alive() ? "keep" : "close") + (in.http_1_0() ? "1.0" : "1.1");
}

/// Whatever is taken has one length, one host, and a target that a handler can route.
void is_framed(reader& in) {
    const auto length = in("Content-Length"), coding = in("Transfer-Encoding"), host = in("Host");
    test::must(!length || !coding, "a length and a coding");
    test::must(!coding || http::iequals(*coding, "chunked"), "another coding than chunked");
    test::must(!coding || !in.http_1_0(), "a coding in HTTP/1.0");
    if (length) {
        const auto zeros = std::min(length->find_first_not_of('0'), length->size() - 1);
        test::must(length->substr(zeros) == std::to_string(in.body().size()), "a body of another length");
    }
    test::must(length || coding || in.body().empty(), "a body without a length");
    test::must(host || in.http_1_0(), "no host");
    test::must(!host || host->find_first_of(", @/") == host->npos, "two hosts");
    test::must(in.target().starts_with('/') || in.target() == "*", "a target that is no path");
    test::must(in.raw_target().size() <= how.target_limit, "a target over the limit");
    test::must(in.body().size() <= how.body_limit, "a body over the limit");
}

/// Gives the reader bytes in pieces of the sizes that `next_size` tells.
template <class Sizes>
transcript feed(std::string_view bytes, Sizes next_size) {
    reader in{how};
    transcript all;
    while (true) {
        switch (in.next()) {
        case reader::found::request:
            is_framed(in);
            all.push_back(tell(in));
            continue;
        case reader::found::refusal:
            all.push_back(std::string{in.why().detail}.append(in.method()).append(in.raw_target()));
            in.clear();
            for (const char c : "GET / HTTP/1.1\r\nHost: x\r\n\r\n"sv) {
                *in.space() = c;
                in.filled(1);
                test::must(in.next() == reader::found::refusal, "a request after a refusal");
            }
            return all;
        case reader::found::part:
        case reader::found::nothing:
            break;
        }
        test::must(in.room() > 0, "no room for what is to come");
        if (bytes.empty()) break;
        const std::size_t n = std::min({next_size(), in.room(), bytes.size()});
        std::memcpy(in.space(), bytes.data(), n);
        in.filled(n);
        bytes.remove_prefix(n);
    }
    all.push_back(in.between() ? "between" : in.header_done() ? "in a body" : "in a head");
    return all;
}

} // namespace

void test::fuzz(std::string_view bytes) {
    const transcript whole = feed(bytes, [] { return std::size_t{1} << 20; });
    must(feed(bytes, [] { return std::size_t{1}; }) == whole, "byte by byte it reads otherwise");
    std::minstd_rand random{static_cast<unsigned>(std::hash<std::string_view>{}(bytes)) | 1U};
    for (const unsigned most : {8U, 64U, 1024U})
        must(
            feed(bytes, [&] { return std::size_t{1 + random() % most}; }) == whole,
            "in pieces it reads otherwise");
}
