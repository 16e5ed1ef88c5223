// The statements of a connection: the ones used last are kept, and no two connections share a name.
// SPDX-License-Identifier: MIT
#include <crudite/postgres/statements.hpp>

#include "catch.hpp"

using crudite::postgres::detail::statement_cache;

TEST_CASE("the statement used longest ago goes first") {
    statement_cache cache;
    for (const char* shape : {"a", "b", "c"}) cache.add(shape, shape, 1, 3)->name = shape;
    REQUIRE(cache.find("a"));
    cache.add("d", "d", 2, 3);
    CHECK_FALSE(cache.find("b"));
    CHECK(cache.take_dropped() == std::vector<std::string>{"b"});
    CHECK(cache.find("a"));
    CHECK(cache.find("c"));
    CHECK(cache.find("d"));
    CHECK(cache.take_dropped().empty());
}

TEST_CASE("what is part of the round trip at hand is never dropped") {
    statement_cache cache;
    for (const char* shape : {"a", "b", "c"}) cache.add(shape, shape, 7, 2);
    CHECK(cache.size() == 3);
    cache.add("d", "d", 8, 2);
    CHECK(cache.size() == 2);
}

TEST_CASE("a statement that the server does not have needs no DEALLOCATE") {
    statement_cache cache;
    cache.add("a", "a", 1, 1);
    cache.add("b", "b", 2, 1);
    CHECK(cache.take_dropped().empty());
}

TEST_CASE("a statement for once drops no other") {
    statement_cache cache;
    cache.add("a", "a", 1, 1);
    CHECK(cache.add_passing("for once")->text == "for once");
    cache.forget_passing();
    CHECK(cache.find("a"));
}

TEST_CASE("no two connections give a statement the same name") {
    statement_cache one;
    statement_cache other;
    CHECK(one.next_name() != one.next_name());
    CHECK(one.next_name() != other.next_name());
    CHECK(one.next_name().size() < 64); // NAMEDATALEN
}
