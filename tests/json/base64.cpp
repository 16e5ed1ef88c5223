// base64: the vectors of RFC 4648, and every form that is not the one form.
// SPDX-License-Identifier: MIT
#include <crudite/json/base64.hpp>

#include "catch.hpp"

#include <span>
#include <string>
#include <string_view>

using namespace crudite;

namespace {

std::string encoded(std::string_view bytes) {
    std::string out;
    json::append_base64(out, std::as_bytes(std::span(bytes)));
    return out;
}

} // namespace

TEST_CASE("the vectors of RFC 4648 section 10") {
    constexpr std::string_view forms[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (std::size_t size = 0; size <= 6; ++size) {
        const std::string_view bytes = std::string_view("foobar").substr(0, size);
        CHECK(encoded(bytes) == forms[size]);
        CHECK(json::from_base64(forms[size]) == std::string(bytes));
    }
}

TEST_CASE("every byte comes back") {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    for (std::size_t cut = 0; cut < 3; ++cut)
        CHECK(json::from_base64(encoded(all.substr(cut))) == all.substr(cut));
}

TEST_CASE("any other form is refused") {
    for (const std::string_view text :
         {"Z", "Zg", "Zg=", "Zm9v=", "Zg===", "====", "=", "Z===", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n",
          "-_8=", "Zg==Zg==", "Z=g=", "\xFF\xFF\xFF\xFF"})
        CHECK_FALSE(json::from_base64(text));
}
