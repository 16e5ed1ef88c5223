// Numbers: exact from text, in every spelling that JSON has.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include <crudite/json/number.hpp>

#include "catch.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

using namespace crudite;
using namespace test;

namespace {

struct whole {
    fit how;
    std::int64_t number;
    friend bool operator==(const whole&, const whole&) = default;
};
whole integer(std::string_view text) {
    whole read{fit::ok, 0};
    read.how = json::detail::read_integer(text, read.number);
    if (read.how != fit::ok) read.number = 0;
    return read;
}

/// The double that a body's member decodes to; NaN if it is refused.
double real(std::string_view text) {
    const auto made = json::decode<patch<sample>>("{\"real\":" + std::string(text) + "}");
    return made ? made->values().real : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

TEST_CASE("whole numbers in any spelling are one number") {
    CHECK(integer("0") == whole{fit::ok, 0});
    CHECK(integer("-0") == whole{fit::ok, 0});
    CHECK(integer("-0.000e5") == whole{fit::ok, 0});
    CHECK(integer("0e999999999") == whole{fit::ok, 0});
    CHECK(integer("1.0") == whole{fit::ok, 1});
    CHECK(integer("1e2") == whole{fit::ok, 100});
    CHECK(integer("-1.5E+1") == whole{fit::ok, -15});
    CHECK(integer("1200e-2") == whole{fit::ok, 12});
    CHECK(integer("0.001e3") == whole{fit::ok, 1});
    CHECK(integer("123.4500e2") == whole{fit::ok, 12345});
    CHECK(integer("10000000000000000000000000000e-27") == whole{fit::ok, 10});
    CHECK(integer("9223372036854775807") == whole{fit::ok, 9223372036854775807});
    CHECK(integer("9223372036854775807.0") == whole{fit::ok, 9223372036854775807});
    CHECK(integer("-9.223372036854775808e18") == whole{fit::ok, std::numeric_limits<std::int64_t>::min()});
}

TEST_CASE("fractions are no whole numbers, and nothing is cut off silently") {
    for (const std::string_view text :
         {"1.5", "0.1", "-1e-1", "1e-400", "9007199254740993.5", "1.0000000000000000000001"})
        CHECK(integer(text) == whole{fit::type, 0});
    for (const std::string_view text :
         {"9223372036854775808", "-9223372036854775809", "9223372036854775808.0", "1e19", "1e400",
          "1e2147483647", "18446744073709551615", "99999999999999999999999999"})
        CHECK(integer(text) == whole{fit::range, 0});
}

TEST_CASE("ten thousand random doubles come back to the bit") {
    std::mt19937_64 random(20260728);
    for (int i = 0; i < 10'000;) {
        const auto x = std::bit_cast<double>(random());
        if (!std::isfinite(x)) continue;
        ++i;
        std::string text;
        json::append_number(text, x);
        REQUIRE(std::bit_cast<std::uint64_t>(real(text)) == std::bit_cast<std::uint64_t>(x));
    }
}

TEST_CASE("doubles are the nearest to their text") {
    CHECK(real("0.1") == 0.1);
    CHECK(real("1") == 1.0);
    CHECK(real("18446744073709551617") == 18446744073709551616.0);
    CHECK(real("1.7976931348623157e308") == std::numeric_limits<double>::max());
    CHECK(real("5e-324") == std::numeric_limits<double>::denorm_min());
    CHECK(real("2.2250738585072011e-308") == 2.2250738585072011e-308);
    CHECK(real("1" + std::string(300, '0') + ".0e-300") == 1.0);
    CHECK(real("1e-400") == 0.0);
    CHECK((real("-1e-400") == 0.0 && std::signbit(real("-1e-400"))));
    CHECK(real("0." + std::string(400, '0') + "1") == 0.0);
}

TEST_CASE("what is beyond the largest double is out of range, not infinity") {
    CHECK(refusal<patch<sample>>(R"({"real":1e400})") == "real:range");
    CHECK(refusal<patch<sample>>(R"({"real":-1.8e308})") == "real:range");
    CHECK(refusal<patch<sample>>(R"({"real":1)" + std::string(400, '0') + "}") == "real:range");
    CHECK(refusal<patch<sample>>(R"({"single":1e39})") == "single:range");
    CHECK(refusal<patch<sample>>(R"({"single":3.4028234663852886e38})") == "ok");
}

TEST_CASE("an exponent beyond int is refused as malformed, wherever it stands") {
    CHECK(refusal<patch<sample>>(R"({"real":1e99999999999})") == "malformed");
    CHECK(refusal<patch<sample>>(R"({"x":[1e-99999999999]})") == "malformed");
}
