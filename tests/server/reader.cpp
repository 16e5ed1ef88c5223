// The reader by itself, given bytes in pieces that no socket would cut so.
// SPDX-License-Identifier: MIT
#include "framing.hpp"

#include "../../examples/server/reader.hpp"

#include <algorithm>
#include <cstring>

using namespace test;
using reader = server::detail::reader;

namespace {

/// Gives the reader as much of the bytes as it has room for.
void fill(reader& in, std::string_view& bytes) {
    const std::size_t n = std::min(in.room(), bytes.size());
    std::memcpy(in.space(), bytes.data(), n);
    in.filled(n);
    bytes.remove_prefix(n);
}

} // namespace

TEST_CASE("a head that ends where the buffer does leaves room for its body") {
    const server::options how{.header_limit = 1024};
    const std::string last = with("Content-Length: 40000\r\n");
    const std::string body(40'000, 'x');
    for (std::size_t before = 0; before < 4; ++before) {
        INFO(before);
        reader in{how};
        std::string padded = to("GET / HTTP/1.1", "Host: x\r\nA: \r\n");
        std::string all;
        while (all.size() + 500 + padded.size() + last.size() < in.room()) all += padded;
        padded.insert(padded.size() - 4, in.room() - before - all.size() - padded.size() - last.size(), 'x');
        all += padded + last;
        REQUIRE(all.size() == in.room() - before);
        std::string_view left = all;
        fill(in, left);
        while (in.next() == reader::found::request) REQUIRE(in.method() == "GET");
        left = body;
        reader::found f = reader::found::part;
        while (f == reader::found::part) {
            REQUIRE(in.room() >= 1024);
            fill(in, left);
            f = in.next();
        }
        CHECK(f == reader::found::request);
        CHECK(in.body() == body);
    }
}

TEST_CASE("one empty line is forgiven, however the bytes come") {
    const server::options how{};
    reader in{how};
    std::string_view first = "\r\n", second = "\r\n";
    fill(in, first);
    CHECK(in.next() == reader::found::nothing);
    fill(in, second);
    CHECK(in.next() == reader::found::refusal);
}

TEST_CASE("after a refusal nothing is found any more") {
    const server::options how{};
    reader in{how};
    std::string_view bad = "GET / HTTP/1.1\n", good = canary;
    fill(in, bad);
    CHECK(in.next() == reader::found::refusal);
    in.clear();
    fill(in, good);
    CHECK(in.next() == reader::found::refusal);
}
