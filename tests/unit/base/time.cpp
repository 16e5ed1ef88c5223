// Times: the RFC 3339 form there and back, and the clocks.
// SPDX-License-Identifier: MIT
#include <crudite/base/time.hpp>

#include "catch.hpp"

#include <chrono>
#include <cstdint>
#include <latch>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using crudite::clock_ref;
using crudite::from_rfc3339;
using crudite::manual_clock;
using crudite::timestamp;
using crudite::to_rfc3339;
using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr timestamp at(std::int64_t microseconds) {
    return timestamp{std::chrono::microseconds{microseconds}};
}

timestamp noon() noexcept {
    return at(43'200'000'000);
}

/// The form of what a text means, or "refused".
std::string understood(std::string_view text) {
    const auto time = from_rfc3339(text);
    return time ? to_rfc3339(*time) : "refused";
}

} // namespace

TEST_CASE("a time is written with microseconds and Z, always 27 characters") {
    CHECK(to_rfc3339(at(0)) == "1970-01-01T00:00:00.000000Z");
    CHECK(to_rfc3339(at(-1)) == "1969-12-31T23:59:59.999999Z");
    CHECK(to_rfc3339(at(1'000'000'000'000'000)) == "2001-09-09T01:46:40.000000Z");
    CHECK(to_rfc3339(at(1'709'210'096'000'007)) == "2024-02-29T12:34:56.000007Z");
    CHECK(to_rfc3339(crudite::min_timestamp) == "0000-01-01T00:00:00.000000Z");
    CHECK(to_rfc3339(crudite::max_timestamp) == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("a time that the form cannot say is written as the nearest that it can") {
    CHECK(to_rfc3339(timestamp::min()) == "0000-01-01T00:00:00.000000Z");
    CHECK(to_rfc3339(crudite::min_timestamp - 1us) == "0000-01-01T00:00:00.000000Z");
    CHECK(to_rfc3339(crudite::max_timestamp + 1us) == "9999-12-31T23:59:59.999999Z");
    CHECK(to_rfc3339(timestamp::max()) == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("append_rfc3339 leaves what is there") {
    std::string text = "at ";
    crudite::append_rfc3339(text, at(0));
    CHECK(text == "at 1970-01-01T00:00:00.000000Z");
}

TEST_CASE("every time that is written is read back") {
    int wrong = 0;
    const auto check = [&](timestamp time) { wrong += from_rfc3339(to_rfc3339(time)) != time; };
    // a step of about eleven days, with a part in each unit below
    for (timestamp time = crudite::min_timestamp; time < crudite::max_timestamp; time += 1'000'003'777'111us)
        check(time);
    for (std::int64_t i = -2'000; i < 2'000; ++i) check(at(i * 999));
    check(crudite::min_timestamp);
    check(crudite::max_timestamp);
    CHECK(wrong == 0);
}

TEST_CASE("the date-times of RFC 3339 section 5.8") {
    CHECK(understood("1985-04-12T23:20:50.52Z") == "1985-04-12T23:20:50.520000Z");
    CHECK(understood("1996-12-19T16:39:57-08:00") == "1996-12-20T00:39:57.000000Z");
    CHECK(understood("1937-01-01T12:00:27.87+00:20") == "1937-01-01T11:40:27.870000Z");
    CHECK(understood("1990-12-31T23:59:60Z") == "refused"); // a leap second
    CHECK(understood("1990-12-31T15:59:60-08:00") == "refused");
}

TEST_CASE("small letters, offsets and any length of fraction up to nine digits") {
    CHECK(understood("2026-01-02t03:04:05z") == "2026-01-02T03:04:05.000000Z");
    CHECK(understood("2026-01-02T03:04:05+23:59") == "2026-01-01T03:05:05.000000Z");
    CHECK(understood("2026-01-02T03:04:05-23:59") == "2026-01-03T03:03:05.000000Z");
    CHECK(understood("2026-01-02T03:04:05-00:00") == "2026-01-02T03:04:05.000000Z");
    CHECK(understood("2026-01-02T03:04:05.1Z") == "2026-01-02T03:04:05.100000Z");
    CHECK(understood("2026-01-02T03:04:05.000001Z") == "2026-01-02T03:04:05.000001Z");
    CHECK(understood("2026-01-02T03:04:05.1234569Z") == "2026-01-02T03:04:05.123456Z");
    CHECK(understood("2026-01-02T03:04:05.999999999Z") == "2026-01-02T03:04:05.999999Z");
    CHECK(understood("1969-12-31T23:59:59.9999999Z") == "1969-12-31T23:59:59.999999Z");
    CHECK(understood("2026-01-02T03:04:05.0000000000Z") == "refused");
}

TEST_CASE("only dates of the calendar") {
    CHECK(understood("2024-02-29T00:00:00Z") == "2024-02-29T00:00:00.000000Z");
    CHECK(understood("2000-02-29T00:00:00Z") == "2000-02-29T00:00:00.000000Z");
    CHECK(understood("0000-02-29T00:00:00Z") == "0000-02-29T00:00:00.000000Z");
    const auto date = GENERATE(
        as<std::string>{}, "2023-02-29", "1900-02-29", "2026-02-30", "2026-04-31", "2026-00-01", "2026-13-01",
        "2026-01-00", "2026-01-32");
    CHECK(understood(date + "T00:00:00Z") == "refused");
}

TEST_CASE("what is no date-time of RFC 3339 is refused") {
    const auto text = GENERATE(
        as<std::string>{}, "", "2026", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z",
        "2026-01-02T03:04Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05,5Z", "2026-01-02T24:00:00Z",
        "2026-01-02T03:60:00Z", "2026-01-02T03:04:61Z", "2026-01-02T03:04:05+24:00",
        "2026-01-02T03:04:05+01:60", "2026-01-02T03:04:05+0100", "2026-01-02T03:04:05+01",
        "2026-01-02T03:04:05Z ", " 2026-01-02T03:04:05Z", "2026-01-02T03:04:05ZZ",
        "2026-01-02T03:04:05+01:00Z", "26-01-02T03:04:05Z", "+2026-01-02T03:04:05Z", "-026-01-02T03:04:05Z",
        "12026-01-02T03:04:05Z", "2026-1-02T03:04:05Z", "2026/01/02T03:04:05Z", "20260102T030405Z",
        "2026-01-02T03:04:05\u22121:00", "2026-01-02T0d:04:05Z", "dddd-dd-ddTdd:dd:ddZ",
        "2026-01-02T03:04:05Z\0"s, "2026-W01-1T03:04:05Z", "1767322800");
    CHECK(understood(text) == "refused");
}

TEST_CASE("every text that is cut short is refused") {
    const std::string whole = "2026-01-02T03:04:05.678901+01:00";
    REQUIRE(understood(whole) == "2026-01-02T02:04:05.678901Z");
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(understood(whole.substr(0, size)) == "refused");
}

TEST_CASE("an offset does not lead out of the years 0000 to 9999") {
    CHECK(understood("0000-01-01T00:30:00+00:30") == "0000-01-01T00:00:00.000000Z");
    CHECK(understood("0000-01-01T00:30:00+00:31") == "refused");
    CHECK(understood("9999-12-31T23:29:59.999999-00:30") == "9999-12-31T23:59:59.999999Z");
    CHECK(understood("9999-12-31T23:30:00-00:30") == "refused");
}

TEST_CASE("the system's clock is in this century and does not stand still behind itself") {
    const timestamp before = crudite::system_now();
    const timestamp now = clock_ref{}();
    CHECK(before > at(1'700'000'000'000'000));
    CHECK(now < at(4'102'444'800'000'000));
    CHECK(now - before < 1h);
}

TEST_CASE("a manual clock moves when it is told") {
    manual_clock clock;
    CHECK(to_rfc3339(clock()) == "2026-01-01T00:00:00.000000Z");
    CHECK(clock() == clock());
    clock.advance(1s + 5us);
    CHECK(to_rfc3339(clock()) == "2026-01-01T00:00:01.000005Z");
    clock.advance(-2s);
    CHECK(to_rfc3339(clock()) == "2025-12-31T23:59:59.000005Z");
    clock.set(at(7));
    CHECK(clock() == at(7));
    CHECK(manual_clock{at(42)}() == at(42));
}

TEST_CASE("a manual clock loses no step of any thread") {
    manual_clock clock{at(0)};
    std::latch all_ready{4};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            all_ready.arrive_and_wait();
            for (int step = 0; step < 100'000; ++step)
                if (clock() >= at(0)) clock.advance(1us);
        });
    for (auto& thread : threads) thread.join();
    CHECK(clock() == at(400'000));
}

TEST_CASE("clock_ref borrows any lvalue that can be called for a time") {
    manual_clock manual{at(1)};
    const clock_ref borrowed{manual};
    manual.advance(1us);
    CHECK(borrowed() == at(2));

    int calls = 0;
    const auto counting = [&] { return at(++calls); };
    const clock_ref counted = counting;
    CHECK(counted() == at(1));
    CHECK(counted() == at(2));

    auto changing = [n = 0]() mutable { return at(n += 10); };
    const clock_ref changed = changing;
    CHECK(changed() == at(10));
    CHECK(changed() == at(20));

    const clock_ref of_function = noon;
    CHECK(of_function() == noon());

    const clock_ref copy = counted;
    CHECK(copy() == at(3));
    STATIC_REQUIRE(sizeof(clock_ref) == 2 * sizeof(void*));
}

TEST_CASE("clock_ref takes no temporary and nothing that is no clock") {
    STATIC_REQUIRE(std::is_constructible_v<clock_ref, manual_clock&>);
    STATIC_REQUIRE(std::is_constructible_v<clock_ref, const manual_clock&>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<clock_ref, manual_clock>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<clock_ref, const manual_clock>);
    STATIC_REQUIRE(std::is_constructible_v<clock_ref, decltype(&noon)>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<clock_ref, int&>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<manual_clock>);
    STATIC_REQUIRE(std::is_nothrow_default_constructible_v<clock_ref>);
}
