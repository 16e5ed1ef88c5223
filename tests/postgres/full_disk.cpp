// A tablespace on a disk that has no more room.
// SPDX-License-Identifier: MIT
#include "postgres/account.hpp"

#include <filesystem>

using namespace postgres_tests;

namespace {

/// A cluster whose tables are in a tablespace of their own, on a disk that can be full.
class small_disk {
  public:
    small_disk() {
        own_.stop();
        std::filesystem::copy_file(CRUDITE_FULL_DISK, own_.folder() + "/full_disk.so");
        own_.start(); // with it, see cluster.sh
        const client admin{own_.url()};
        run("mkdir " + disk_);
        admin("CREATE TABLESPACE small LOCATION '" + disk_ + "'");
        admin("ALTER DATABASE postgres SET default_tablespace = 'small'");
    }
    const std::string& url() const noexcept { return own_.url(); }
    void fill() const { run("touch " + disk_ + "/full"); }
    void make_room() const { run("rm " + disk_ + "/full"); }

  private:
    /// As the server's user, whose files these are.
    void run(const std::string& command) const {
        client{own_.url()}("COPY (SELECT 1) TO PROGRAM '" + command + "'");
    }

    cluster own_{};
    std::string disk_{own_.folder() + "/small"};
};

account named(std::size_t number) {
    return {.owner = std::string(90, 'x') + std::to_string(number)};
}

} // namespace

TEST_CASE("a disk that is full is told as such, and harms nothing that is there") {
    const small_disk disk;
    bank made({.connections = 2}, disk.url());
    std::size_t stored = 0;
    while (stored < 100) REQUIRE(made.accounts.create(named(++stored)));
    disk.fill();

    // What has room yet is taken, what has none is refused, each as a whole.
    result<account> last = made.accounts.find(1);
    while (last && stored < 10'000) {
        last = made.accounts.create(named(stored + 1));
        if (last) ++stored;
    }
    CHECK(outcome(last) == "full");
    CHECK(last.error().message == "there is no room left for the database");
    CHECK(made.accounts.count().value() == static_cast<std::int64_t>(stored));

    std::vector<account> many;
    for (std::size_t i = 0; i < 2000; ++i) many.push_back(named(20'000 + i));
    CHECK(outcome(made.accounts.create_many(many)) == "full");
    CHECK(made.accounts.count().value() == static_cast<std::int64_t>(stored));

    // A transaction outlives it, as any failure: what is written before is kept.
    const auto both = made.database.transaction([&](storage_ref inside) -> result<void> {
        repository<account> rows(inside);
        REQUIRE(rows.remove(1));
        CHECK(outcome(rows.create_many(many)) == "full");
        return {};
    });
    CHECK(outcome(both) == "ok");
    CHECK(outcome(made.accounts.find(1)) == "not_found");
    CHECK(made.accounts.count().value() == static_cast<std::int64_t>(stored - 1));

    disk.make_room();
    CHECK(outcome(made.accounts.create_many(many)) == "ok");
    CHECK(made.accounts.count().value() == static_cast<std::int64_t>(stored - 1 + many.size()));
    CHECK(made.database.counters().opened <= 2); // the connections are good throughout
}
