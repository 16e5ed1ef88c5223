// Chunked bodies that two servers on the way could read in two ways, or that have no end.
// SPDX-License-Identifier: MIT
#include "framing.hpp"

using namespace test;

namespace {

const std::vector<line>& chunks() {
    static const std::vector<line> all{
        {"a size beyond 64 bits", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n")},
        {"a size of 17 digits", chunked("00000000000000003\r\nabc\r\n0\r\n\r\n")},
        {"a negative size", chunked("-3\r\nabc\r\n0\r\n\r\n")},
        {"a size with a plus", chunked("+3\r\nabc\r\n0\r\n\r\n")},
        {"a size with 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n")},
        {"a size with an h", chunked("3h\r\nabc\r\n0\r\n\r\n")},
        {"no size", chunked("\r\nabc\r\n0\r\n\r\n")},
        {"only an extension", chunked(";a=b\r\nabc\r\n0\r\n\r\n")},
        {"a blank before the size", chunked(" 3\r\nabc\r\n0\r\n\r\n")},
        {"a blank behind the size", chunked("3 \r\nabc\r\n0\r\n\r\n")},
        {"a tab behind the size", chunked("3\t\r\nabc\r\n0\r\n\r\n")},
        {"a size and an LF", chunked("3\nabc\r\n0\r\n\r\n")},
        {"a size and a CR", chunked("3\rabc\r\n0\r\n\r\n")},
        {"data longer than its size", chunked("3\r\nabcd\r\n0\r\n\r\n")},
        {"data shorter than its size", chunked("4\r\nabc\r\n0\r\n\r\n")},
        {"data without an end", chunked("3\r\nabc0\r\n\r\n")},
        {"data and an LF", chunked("3\r\nabc\n0\r\n\r\n")},
        {"data and a CR", chunked("3\r\nabc\r0\r\n\r\n")},
        {"an LF in an extension", chunked("3;a=b\nabc\r\n0\r\n\r\n")},
        {"an LF in a quoted extension", chunked("3;a=\"\n\"\r\nabc\r\n0\r\n\r\n")},
        {"a line end in a quoted extension", chunked("3;a=\"\r\n0\r\n\r\n\"\r\nabc\r\n0\r\n\r\n")},
        {"a CR in an extension", chunked("3;a\rb\r\nabc\r\n0\r\n\r\n")},
        {"a NUL in an extension", chunked("3;a" + zero + "\r\nabc\r\n0\r\n\r\n")},
        {"an extension of the last chunk with an LF", chunked("3\r\nabc\r\n0;a\n\r\n\r\n")},
        {"an extension without end", chunked("3;" + std::string(100'000, 'a')), 431},
        {"many extensions", chunked(times(200, "1;" + std::string(100, 'a') + "\r\nx\r\n") + "0\r\n\r\n"),
         431},
        {"a last chunk and an LF", chunked("0\n\n")},
        {"a last chunk and one LF", chunked("0\r\n\n")},
        {"no end of the trailers", chunked("0\r\nA: b\r\n" + std::string{canary})},
        {"a trailer without a colon", chunked("0\r\nA b\r\n\r\n")},
        {"a trailer without a name", chunked("0\r\n: b\r\n\r\n")},
        {"a trailer with a blank before its colon", chunked("0\r\nA : b\r\n\r\n")},
        {"a folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n")},
        {"a trailer and an LF", chunked("0\r\nA: b\n\r\n")},
        {"a CR in a trailer", chunked("0\r\nA: b\rc\r\n\r\n")},
        {"a trailer without end", chunked("0\r\nA: " + std::string(100'000, 'a')), 431},
        {"many trailers", chunked("0\r\n" + times(4000, "A: b\r\n") + "\r\n"), 431},
        {"a size beyond the limit", chunked("200000\r\n"), 413},
        {"a size that would wrap around", chunked("3\r\nabc\r\nffffffffffffffff\r\n"), 413},
    };
    return all;
}

} // namespace

TEST_CASE("chunks that could be read otherwise are refused with all that follows") {
    are_refused(chunks());
}
