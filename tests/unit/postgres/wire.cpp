// Values in PostgreSQL's binary form: times at the ends of what it can hold, empty texts, too many values.
// SPDX-License-Identifier: MIT
#include <crudite/postgres/wire.hpp>

#include "catch.hpp"

using namespace crudite;
using postgres::detail::from_server_time;
using postgres::detail::parameters;
using postgres::detail::to_server_time;

namespace {

constexpr auto type = [](column_type t) { return sql::type_of(t); };
using limits = std::numeric_limits<std::int64_t>;

} // namespace

TEST_CASE("a time counts from 2000, and beyond the server's are its infinities") {
    CHECK(to_server_time(0) == -946'684'800'000'000);
    CHECK(from_server_time(to_server_time(0)) == 0);
    CHECK(to_server_time(limits::max()) == limits::max());
    CHECK(to_server_time(limits::min()) == limits::min());
    CHECK(from_server_time(limits::min()) == limits::min());
    CHECK(from_server_time(limits::max()) == limits::max());
    CHECK(from_server_time(limits::max() - 1) == limits::max());
    CHECK(to_server_time(-400'000'000'000'000'000) == limits::min());
}

TEST_CASE("a parameter is big-endian, with the number of its type") {
    parameters all;
    REQUIRE(all.set(
        {value(std::int64_t{258}), value(true), value(1.0), value(std::string_view("ä"))},
        {type(column_type::integer), type(column_type::boolean), type(column_type::real),
         type(column_type::text)}));
    CHECK(all.count() == 4);
    CHECK(std::vector<Oid>(all.oids(), all.oids() + 4) == std::vector<Oid>{20, 16, 701, 25});
    CHECK(std::string(all.data()[0], 8) == std::string("\0\0\0\0\0\0\1\2", 8));
    CHECK(std::string(all.data()[1], 1) == "\1");
    CHECK(std::string(all.data()[2], 8) == std::string("\x3f\xf0\0\0\0\0\0\0", 8));
    CHECK(std::string(all.data()[3], 2) == "ä");
    CHECK(all.bytes() == 8 + 1 + 8 + 2);
}

TEST_CASE("an empty text is not NULL") {
    parameters all;
    REQUIRE(all.set(
        {value(std::string_view()), value(), value(bytes_view())},
        {type(column_type::text), type(column_type::text), type(column_type::bytes)}));
    CHECK(all.data()[0] != nullptr);
    CHECK(all.data()[1] == nullptr);
    CHECK(all.data()[2] != nullptr);
    CHECK(all.sizes()[0] == 0);
}

TEST_CASE("a value of another type than its column's is refused, not sent") {
    parameters all;
    CHECK(
        all.set({value(std::string_view("1"))}, {type(column_type::integer)}).error().code == errc::invalid);
    CHECK(all.set({value(std::int64_t{1})}, {type(column_type::text)}).error().code == errc::invalid);
}

TEST_CASE("more values than the protocol counts are refused") {
    parameters all;
    const std::vector<value> values(65536, value(std::int64_t{1}));
    CHECK(
        all.set(values, std::vector(values.size(), type(column_type::integer))).error().code ==
        errc::invalid);
}
