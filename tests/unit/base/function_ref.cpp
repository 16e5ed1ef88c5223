// function_ref: it calls what it borrows, with what it is given.
// SPDX-License-Identifier: MIT
#include <crudite/base/function_ref.hpp>

#include "catch.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using crudite::function_ref;

int call_with_two(function_ref<int(int)> f) {
    return f(2);
}

} // namespace

TEST_CASE("function_ref calls lambdas, temporaries and functors, const or not") {
    CHECK(call_with_two([](int n) { return n + 1; }) == 3);
    int offset = 10;
    const auto adding = [&](int n) { return n + offset; };
    CHECK(call_with_two(adding) == 12);
    offset = 20;
    CHECK(call_with_two(adding) == 22);
    struct doubling {
        int operator()(int n) { return n * ++calls; }
        int calls = 0;
    } doubler;
    CHECK(call_with_two(doubler) == 2);
    CHECK(call_with_two(doubler) == 4);
    CHECK(doubler.calls == 2);
}

TEST_CASE("function_ref hands arguments and results on without a copy") {
    const auto take = [](std::unique_ptr<int> p) { return std::make_unique<int>(*p + 1); };
    const function_ref<std::unique_ptr<int>(std::unique_ptr<int>)> taking = take;
    CHECK(*taking(std::make_unique<int>(41)) == 42);

    std::string text = "a";
    const auto append = [](std::string& to) -> std::string& { return to += "b"; };
    const function_ref<std::string&(std::string&)> appending = append;
    CHECK(&appending(text) == &text);
    CHECK(text == "ab");
}

TEST_CASE("function_ref drops a result for void, and converts one that is asked for") {
    int calls = 0;
    const auto counted = [&] { return ++calls; };
    const function_ref<void()> quiet = counted;
    quiet();
    CHECK(calls == 1);
    const function_ref<long()> wide = counted;
    CHECK(wide() == 2);
}

TEST_CASE("a copy of a function_ref borrows the same callable") {
    int calls = 0;
    const auto counted = [&] { ++calls; };
    function_ref<void()> first = counted;
    const function_ref<void()> second = first;
    second();
    CHECK(calls == 1);
    const auto other = [&] { calls += 10; };
    first = function_ref<void()>(other);
    second();
    CHECK(calls == 2);
    first();
    CHECK(calls == 12);
}

TEST_CASE("who is told something by a borrowed callable cannot disturb the teller") {
    int told = 0;
    const auto throws = [&](int n) {
        told += n;
        throw std::runtime_error("no");
    };
    const crudite::borrowed<void(int)> observer = throws;
    CHECK_THROWS(observer(1));
    CHECK_NOTHROW(observer.tell(2));
    CHECK(told == 3);
}

TEST_CASE("function_ref is two words and takes only what can be called so") {
    STATIC_REQUIRE(sizeof(function_ref<void()>) == 2 * sizeof(void*));
    STATIC_REQUIRE(std::is_trivially_copyable_v<function_ref<void()>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<function_ref<int(int)>, int (&)(int)>); // objects only
    STATIC_REQUIRE_FALSE(std::is_constructible_v<function_ref<int(int)>, std::string (*)(int)>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<function_ref<void(int)>, void (*)(std::string)>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<function_ref<void()>, int>);
}
