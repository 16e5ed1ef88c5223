// uuid: text there and back, order, and version 7 under threads, a standing clock and fork.
// SPDX-License-Identifier: MIT
#include <crudite/base/uuid.hpp>

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using crudite::make_uuid_v7;
using crudite::parse_uuid;
using crudite::timestamp;
using crudite::uuid;
using namespace std::chrono_literals;

unsigned byte(const uuid& id, std::size_t i) {
    return static_cast<unsigned>(id.bytes.at(i));
}

std::int64_t milliseconds_in(const uuid& id) {
    std::int64_t since_1970 = 0;
    for (std::size_t i = 0; i < 6; ++i) since_1970 = since_1970 * 256 + byte(id, i);
    return since_1970;
}

/// The generator keeps what it gave out: a time that is later than all that the tests before asked for.
timestamp later() {
    static timestamp last{std::chrono::sys_days{std::chrono::year{2100} / 1 / 1}};
    return last += 24h;
}

} // namespace

TEST_CASE("a uuid is written in small letters and read in either") {
    const std::string text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"; // RFC 9562, appendix A.6
    const auto id = parse_uuid(text);
    REQUIRE(id);
    CHECK(byte(*id, 0) == 0x01);
    CHECK(byte(*id, 6) == 0x7C);
    CHECK(byte(*id, 15) == 0x8F);
    CHECK(to_string(*id) == text);
    CHECK(parse_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") == id);
    CHECK(to_string(uuid{}) == "00000000-0000-0000-0000-000000000000");
    CHECK(parse_uuid("ffffffff-ffff-ffff-ffff-ffffffffffff")->bytes.back() == std::byte{0xFF});
}

TEST_CASE("each digit of a uuid has its own place") {
    const std::string zeros = to_string(uuid{});
    for (std::size_t i = 0; i < zeros.size(); ++i) {
        std::string text = zeros;
        text[i] = text[i] == '-' ? '0' : 'a';
        const auto id = parse_uuid(text);
        CHECK(id.has_value() == (zeros[i] == '0'));
        if (id) CHECK(to_string(*id) == text);
        for (const char wrong : {'g', 'G', '/', ':', '@', '`', ' ', '\0', '\xB2'}) {
            text[i] = wrong;
            CHECK_FALSE(parse_uuid(text));
        }
    }
}

TEST_CASE("any other form of a uuid is refused") {
    const auto text = GENERATE(
        as<std::string>{}, "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "urn:uuid:017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b07-cc3-98c4-dc0c0c07398f", "017f22e2_79b0_7cc3_98c4_dc0c0c07398f",
        " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4--c0c0c07398f");
    CHECK_FALSE(parse_uuid(text));
}

TEST_CASE("uuids are in the order of their bytes, unsigned") {
    const auto of = [](std::string_view text) { return parse_uuid(text).value(); };
    CHECK(of("00000000-0000-0000-0000-000000000001") < of("00000000-0000-0000-0000-000000000002"));
    CHECK(of("7f000000-0000-0000-0000-000000000000") < of("80000000-0000-0000-0000-000000000000"));
    CHECK(of("00ffffff-ffff-ffff-ffff-ffffffffffff") < of("01000000-0000-0000-0000-000000000000"));
    CHECK(uuid{} == of("00000000-0000-0000-0000-000000000000"));
    CHECK(uuid{} != of("00000000-0000-0000-0000-000000000001"));
}

TEST_CASE("the view is of the uuid's own 16 bytes") {
    const uuid id = parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value();
    CHECK(id.view().data() == id.bytes.data());
    CHECK(id.view().size() == 16);
    STATIC_REQUIRE(sizeof(uuid) == 16);
    STATIC_REQUIRE(parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").has_value());
}

TEST_CASE("version 7: the time in front, then version and variant") {
    const timestamp now = later() + 123ms;
    const uuid id = make_uuid_v7(now);
    CHECK(milliseconds_in(id) == now.time_since_epoch() / 1ms);
    CHECK(byte(id, 6) >> 4 == 7);
    CHECK(byte(id, 8) >> 6 == 2);
    CHECK(parse_uuid(to_string(id)) == id);
}

TEST_CASE("version 7: microseconds sort within one millisecond") {
    const timestamp now = later();
    const uuid first = make_uuid_v7(now);
    CHECK((byte(first, 6) & 0xF) * 256 + byte(first, 7) == 0);
    const uuid half = make_uuid_v7(now + 500us);
    CHECK((byte(half, 6) & 0xF) * 256 + byte(half, 7) == 2048);
    const uuid last = make_uuid_v7(now + 999us);
    CHECK((byte(last, 6) & 0xF) * 256 + byte(last, 7) == 4091);
    CHECK(milliseconds_in(last) == milliseconds_in(first));
}

TEST_CASE("version 7 grows though the clock stands still, beyond what one millisecond holds") {
    const timestamp now = later();
    std::vector<uuid> made;
    for (int i = 0; i < 10'000; ++i) made.push_back(make_uuid_v7(now));
    CHECK(std::ranges::adjacent_find(made, std::ranges::greater_equal{}) == made.end());
    CHECK(milliseconds_in(made.front()) == now.time_since_epoch() / 1ms);
    CHECK(milliseconds_in(made.back()) == now.time_since_epoch() / 1ms + 2); // 4096 each
    CHECK(std::ranges::all_of(
        made, [](const uuid& id) { return byte(id, 6) >> 4 == 7 && byte(id, 8) >> 6 == 2; }));
}

TEST_CASE("version 7 grows though the clock goes back, even before 1970") {
    const uuid first = make_uuid_v7(later());
    const uuid second = make_uuid_v7(timestamp{1s});
    const uuid third = make_uuid_v7(crudite::min_timestamp);
    CHECK(first < second);
    CHECK(second < third);
}

TEST_CASE("version 7: every thread sees its own grow, and no two are equal") {
    const timestamp now = later();
    std::array<std::vector<uuid>, 4> made;
    std::vector<std::thread> threads;
    for (auto& mine : made)
        threads.emplace_back([&mine, now] {
            for (int i = 0; i < 5'000; ++i)
                mine.push_back(make_uuid_v7(now + std::chrono::microseconds{i / 8}));
        });
    for (auto& thread : threads) thread.join();

    std::set<uuid> all;
    std::set<std::uint64_t> ticks; // the part in front of the random bits must do without them
    for (const auto& mine : made) {
        CHECK(std::ranges::adjacent_find(mine, std::ranges::greater_equal{}) == mine.end());
        for (const uuid& id : mine) {
            all.insert(id);
            std::uint64_t front = 0;
            for (std::size_t i = 0; i < 8; ++i) front = front * 256 + byte(id, i);
            ticks.insert(front);
        }
    }
    CHECK(all.size() == 20'000);
    CHECK(ticks.size() == 20'000);
}

TEST_CASE("version 7: each of the 62 random bits is about as often 1 as 0") {
    const timestamp now = later();
    std::array<int, 62> ones{};
    for (int i = 0; i < 2'000; ++i) {
        const uuid id = make_uuid_v7(now);
        for (std::size_t bit = 0; bit < ones.size(); ++bit)
            ones.at(bit) += static_cast<int>(byte(id, 15 - bit / 8) >> bit % 8 & 1);
    }
    // 1000 expected, standard deviation 22: 300 off is beyond chance
    CHECK(std::ranges::all_of(ones, [](int n) { return n > 700 && n < 1300; }));
}

TEST_CASE("version 7: a forked child does not repeat its parent's") {
    const timestamp now = later();
    make_uuid_v7(now);
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    const uuid mine = make_uuid_v7(now);
    if (child == 0) _exit(write(ends[1], mine.bytes.data(), 16) == 16 ? 0 : 1);
    uuid theirs;
    CHECK(read(ends[0], theirs.bytes.data(), 16) == 16);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    close(ends[0]);
    close(ends[1]);
    CHECK(milliseconds_in(mine) == milliseconds_in(theirs));
    CHECK(mine != theirs);
}
