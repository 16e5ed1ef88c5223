// Lengths and transfer codings that two servers on the way could read in two ways.
// SPDX-License-Identifier: MIT
#include "framing.hpp"

using namespace test;

namespace {

const std::vector<line>& lengths() {
    static const std::vector<line> all{
        {"a coding that ends in chunked", with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
        {"chunked not last", with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 501},
        {"another coding first", with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
        {"identity", with("Transfer-Encoding: identity\r\n"), 501},
        {"chunked with a parameter", with("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 501},
        {"two lines of codings", with("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), 501},
        {"two lines, chunked first", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n")},
        {"chunked twice", with("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")},
        {"chunked in two lines", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
        {"chunked and nothing", with("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n")},
        {"nothing and chunked", with("Transfer-Encoding: , chunked\r\n", "0\r\n\r\n")},
        {"no coding", with("Transfer-Encoding:\r\n", "0\r\n\r\n")},
        {"chunked in quotes", with("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
        {"a vertical tab before chunked", with(
                                              "Transfer-Encoding: \x0b"
                                              "chunked\r\n",
                                              "0\r\n\r\n")},
        {"a NUL behind chunked", with("Transfer-Encoding: chunked" + zero + "\r\n", "0\r\n\r\n")},
        {"a CR before chunked", with("Transfer-Encoding: \rchunked\r\n", "0\r\n\r\n")},
        {"obs-text in a coding", with("Transfer-Encoding: chunked\xa0\r\n", "0\r\n\r\n")},
        {"a coding on a folded line", with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
        {"a blank before the colon", with("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
        {"a blank within the name", with("Transfer Encoding: chunked\r\n", "0\r\n\r\n")},
        {"a control character in the name", with("Transfer-Encoding\x01: chunked\r\n", "0\r\n\r\n")},
        {"a coding and a length", with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n")},
        {"a length and a coding", with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        {"a length and no coding", with("Content-Length: 0\r\nTransfer-Encoding:\r\n")},
        {"a length and an unknown coding", with("Content-Length: 3\r\nTransfer-Encoding: gzip\r\n", "abc")},
        {"a coding in HTTP/1.0", "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"another coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
        {"two equal lengths", with("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")},
        {"two different lengths", with("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")},
        {"a list of equal lengths", with("Content-Length: 5, 5\r\n", "abcde")},
        {"a list of lengths", with("Content-Length: 5,6\r\n", "abcdef")},
        {"a list with nothing in it", with("Content-Length: 3,\r\n", "abc")},
        {"no length", with("Content-Length:\r\n")},
        {"a plus", with("Content-Length: +3\r\n", "abc")},
        {"a minus", with("Content-Length: -3\r\n", "abc")},
        {"minus zero", with("Content-Length: -0\r\n")},
        {"a length in hexadecimal", with("Content-Length: 0x3\r\n", "abc")},
        {"a length with letters", with("Content-Length: 3a\r\n", "abc")},
        {"a blank in a length", with("Content-Length: 1 0\r\n", "0123456789")},
        {"a fraction", with("Content-Length: 3.0\r\n", "abc")},
        {"a length in quotes", with("Content-Length: \"3\"\r\n", "abc")},
        {"a length beyond 64 bits", with("Content-Length: 18446744073709551619\r\n", "abc")},
        {"a vertical tab before a length", with(
                                               "Content-Length: \x0b"
                                               "3\r\n",
                                               "abc")},
        {"a length on a folded line", with("Content-Length: 3\r\n 0\r\n", "abc")},
        {"a length and a folded line", with("Content-Length: 3\r\n\t\r\n", "abc")},
    };
    return all;
}

} // namespace

TEST_CASE("a length that could be read otherwise is refused with all that follows") {
    are_refused(lengths());
}

TEST_CASE("what has been refused stays refused, however much comes behind it") {
    std::atomic<int> calls{0};
    running s{[&](const http::request& q) { return ++calls, say(q); }, {.linger_deadline = 200ms}};
    client c{s.port};
    c.send(with("Transfer-Encoding: xchunked\r\n", canary));
    CHECK(c.read().status == 501);
    for (int i = 0; i < 10; ++i) c.send(canary);
    c.half_close();
    CHECK(c.closed());
    CHECK(calls == 0);
}
