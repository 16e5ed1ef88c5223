// Addresses taken apart into servers, and positions in the log as text.
// SPDX-License-Identifier: MIT
#include <crudite/postgres/position.hpp>
#include <crudite/postgres/servers.hpp>

#include "catch.hpp"

using namespace crudite;
using postgres::detail::address;
using postgres::detail::role;
using postgres::detail::server_list;

namespace {

/// "host/hostaddr:port …", or what is wrong.
std::string servers_of(std::string_view text) {
    const auto read = address::read(text);
    if (!read) return read.error().message;
    std::string all;
    for (const address::server& one : read->servers) {
        if (!all.empty()) all += ' ';
        all += one.host + '/' + one.hostaddr + ':' + one.port;
    }
    return all;
}
role wanted_by(std::string_view text) {
    return address::read(text).value().wanted;
}

} // namespace

TEST_CASE("an address of several servers is taken apart") {
    CHECK(servers_of("postgresql://me:secret@one,two:6000/db?sslmode=require") == "one/:5432 two/:6000");
    CHECK(servers_of("postgresql://one:1,two:2,three:3/db") == "one/:1 two/:2 three/:3");
    CHECK(servers_of("host=one,two port=6000") == "one/:6000 two/:6000");
    CHECK(servers_of("host=one,two port=6000,") == "one/:6000 two/:5432");
    CHECK(servers_of("hostaddr=10.0.0.1,10.0.0.2") == "/10.0.0.1: /10.0.0.2:");
    CHECK(servers_of("host=one,two hostaddr=10.0.0.1,10.0.0.2") == "one/10.0.0.1: two/10.0.0.2:");
}

TEST_CASE("an address of one server is libpq's own affair") {
    for (const char* text :
         {"", "host=one", "postgresql://me@one:6000/db", "dbname=x", "host=/run/postgresql"})
        CHECK(servers_of(text) == "");
    CHECK(servers_of("host=one,two target_session_attrs=standby") == "");
}

TEST_CASE("a password that is not encoded is not taken for something else") {
    const std::string encode =
        "postgres: this is no address of a database; write what is special in a user, a "
        "password or a name as %40 for @, %2F for /, …";
    for (const char* text :
         {"postgresql://me:se/cret@one/db", "postgresql://me:se@cret@one/db", "postgres://me:7/cret@one/db",
          "postgresql://me:se/cret@one,two/db", "host=one port=cret"})
        CHECK(servers_of(text) == encode);
    for (const char* text :
         {"postgresql://me:se%2Fcr%40et@one/db", "postgresql://me@one/db?application_name=a@b@c",
          "host=@abstract dbname=a@b password=se/cr@et", "postgresql://one/db", "postgresql:///db?host=/run"})
        CHECK(servers_of(text) == "");
}

TEST_CASE("an address that does not fit together is refused") {
    const std::string lists = "postgres: this is no address of a database; it does not have as many hosts as "
                              "host addresses or ports";
    CHECK(servers_of("host=one,two port=1,2,3") == lists);
    CHECK(servers_of("host=one,two hostaddr=10.0.0.1") == lists);
    CHECK(servers_of("host=one,two,three hostaddr=10.0.0.1,10.0.0.2") == lists);
    CHECK(
        servers_of("host=one,") ==
        "postgres: this is no address of a database; one of its hosts has no name");
    const std::string some = "postgres: this is no address of a database; give the names of all its hosts or "
                             "of none, and so their "
                             "addresses";
    CHECK(servers_of("host=one,two hostaddr=10.0.0.1,") == some);
    CHECK(servers_of("host=one, hostaddr=10.0.0.1,10.0.0.2") == some);
    const std::string form =
        "postgres: this is no address of a database; give postgresql://user:password@host:port/name";
    CHECK(servers_of("nonsense") == form);
    CHECK(servers_of(std::string_view("host=one\0", 9)) == form);
}

TEST_CASE("of several servers the one that takes writes is wanted, unless another is asked for") {
    CHECK(wanted_by("host=one") == role::any);
    CHECK(wanted_by("host=one,two") == role::primary);
    CHECK(wanted_by("host=one,two target_session_attrs=read-write") == role::primary);
    CHECK(wanted_by("host=one,two target_session_attrs=primary") == role::primary);
    CHECK(wanted_by("host=one,two target_session_attrs=any") == role::any);
}

TEST_CASE("the primary of last time is tried first, and last for a standby") {
    const server_list three(address::read("host=one,two,three").value());
    using places = std::vector<std::size_t>;
    CHECK(three.order(role::primary) == places{0, 1, 2});
    three.found_primary(2);
    CHECK(three.order(role::primary) == places{2, 0, 1});
    CHECK(three.order(role::standby) == places{0, 1, 2});
    CHECK(three.order(role::standby) == places{1, 0, 2});
    CHECK(three.order(role::standby) == places{0, 1, 2});
}

TEST_CASE("a position is written as PostgreSQL does, and read strictly") {
    using postgres::position;
    CHECK(to_string(position{}) == "0/0");
    CHECK(to_string(position{0x16'B374'D848}) == "16/B374D848");
    CHECK(to_string(position{~std::uint64_t{0}}) == "FFFFFFFF/FFFFFFFF");
    CHECK(postgres::to_position("16/B374D848").value() == position{0x16'B374'D848});
    CHECK(postgres::to_position("16/b374d848").value() == position{0x16'B374'D848});
    for (const char* bad :
         {"", "/", "1/", "/1", "1", "1/2/3", " 1/2", "1/2 ", "-1/2", "0x1/2", "100000000/0", "0/100000000",
          "g/0"})
        CHECK(postgres::to_position(bad).error().code == errc::malformed);
    CHECK(position{1} < position{2});
}
