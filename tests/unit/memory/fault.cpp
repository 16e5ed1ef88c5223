// fault_script: which call fails.
// SPDX-License-Identifier: MIT
#include <crudite/memory/fault.hpp>

#include "catch.hpp"

using namespace crudite;
using memory::fault_script;
using memory::op;

namespace {

/// "-" for a call that works, the failure's name for one that does not.
std::string calls(fault_script& script, op call, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        const auto struck = script.strike(call);
        all += struck ? std::string(name(struck->with)) + " " : "- ";
    }
    return all;
}

} // namespace

TEST_CASE("without a script every call works") {
    fault_script script;
    CHECK(calls(script, op::write, 3) == "- - - ");
    CHECK(script.pending() == 0);
}

TEST_CASE("the third write fails, and no other") {
    fault_script script;
    script.add({.after = 2, .on = op::write, .with = errc::full});
    CHECK(script.pending() == 1);
    CHECK(calls(script, op::read, 5) == "- - - - - ");
    CHECK(calls(script, op::write, 5) == "- - full - - ");
    CHECK(script.pending() == 0);
}

TEST_CASE("a fault lasts as many calls as it says") {
    fault_script script;
    script.add({.after = 1, .on = op::commit, .with = errc::busy, .times = 2});
    CHECK(script.pending() == 2);
    CHECK(calls(script, op::commit, 4) == "- busy busy - ");
}

TEST_CASE("faults of one kind come one after the other") {
    fault_script script;
    script.add({.with = errc::busy});
    script.add({.with = errc::full});
    CHECK(calls(script, op::write, 3) == "busy full - ");
}

TEST_CASE("faults can be called off") {
    fault_script script;
    script.add({.with = errc::busy, .times = 100});
    script.clear();
    CHECK(calls(script, op::write, 1) == "- ");
}

TEST_CASE("a struck call answers the error on order") {
    const memory::fault struck{.with = errc::readonly};
    CHECK(struck.failure().error().code == errc::readonly);
    CHECK(struck.failure().error().message == "memory: a fault on order: readonly");
}
