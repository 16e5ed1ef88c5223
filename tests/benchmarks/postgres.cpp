// Calls on PostgreSQL, by the repository and by hand in turns: postgres <url> calls <rounds>. Prints a line
// for each: its name, the median nanoseconds of a call by hand and by the repository, and likewise the
// client's CPU time. Or postgres <url> many <rounds>: what a row takes by create, and by create_many of 10
// 000. Run by postgres.sh.
// SPDX-License-Identifier: MIT
#include "by_hand_postgres.hpp"

#include <crudite/postgres.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace {

constexpr std::int64_t rows = 1000;
const std::string description = "Q2 features and milestones, as planned in the last quarter";
const std::string changed = "Updated: Q2 and Q3 planning, with all that it takes";

std::string name_of(std::int64_t n) {
    return "a project with a name of its own: " + std::to_string(n);
}

void must(bool ok) {
    if (!ok) std::abort();
}

double seconds(clockid_t clock) {
    timespec t{};
    clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

struct cost {
    std::vector<double> wall{}, cpu{};

    template <class Once>
    void add(int times, Once once) {
        const double wall_before = seconds(CLOCK_MONOTONIC);
        const double cpu_before = seconds(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < times; ++i) must(once());
        cpu.push_back((seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before) * 1e9 / times);
        wall.push_back((seconds(CLOCK_MONOTONIC) - wall_before) * 1e9 / times);
    }
};

double best(const std::vector<double>& all) {
    return *std::ranges::min_element(all);
}

double median(std::vector<double> all) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::ranges::nth_element(all, middle);
    return *middle;
}

/// Both in short turns, so that what else the machine does strikes both.
template <class Hand, class Ours>
void compare(std::string_view name, int rounds, int times, Hand by_hand, Ours ours) {
    cost hand;
    cost crudite;
    for (int i = 0; i < 20; ++i) must(by_hand() && ours()); // warm
    for (int round = 0; round < rounds; ++round) {
        hand.add(times, by_hand);
        crudite.add(times, ours);
    }
    std::printf(
        "%.*s %.0f %.0f %.0f %.0f\n", static_cast<int>(name.size()), name.data(), median(hand.wall),
        median(crudite.wall), median(hand.cpu), median(crudite.cpu));
}

void calls(crudite::storage_ref db, const char* url, int rounds) {
    crudite::repository<project> projects{db};
    std::vector<project> fresh;
    for (std::int64_t i = 0; i < rows; ++i) fresh.push_back({.name = name_of(i), .description = description});
    must(projects.create_many(fresh).has_value());
    must(by_hand::run_apart(url, "VACUUM ANALYZE")); // the server is to plan for both alike
    by_hand::postgres_projects hand(url);

    std::int64_t n = 0;
    const auto id = [&] { return n++ % rows + 1; };
    compare(
        "find", rounds, 50, [&] { return hand.find(id()).has_value(); },
        [&] { return projects.find(id()).has_value(); });
    compare(
        "list", rounds, 20, [&] { return hand.list(20).total == rows; },
        [&] { return projects.list({.limit = 20})->total == rows; });
    const auto text = [&]() -> const std::string& { return n / rows % 2 == 0 ? changed : description; };
    compare(
        "update", rounds, 30, [&] { return hand.update(id(), text()).has_value(); },
        [&] {
            return projects.update(id(), crudite::patch<project>{}.set<&project::description>(text()))
                .has_value();
        });
    const auto next = [&] { return project{.name = name_of(++n + rows), .description = description}; };
    compare(
        "create", rounds, 30, [&] { return hand.create(next()).has_value(); },
        [&] { return projects.create(next()).has_value(); });
}

void many(crudite::storage_ref db, int rounds) {
    constexpr int at_once = 10'000;
    crudite::repository<project> projects{db};
    std::int64_t n = 0;
    const auto next = [&] { return project{.name = name_of(n++), .description = description}; };
    cost one_by_one;
    cost together;
    for (int round = 0; round < rounds; ++round) {
        one_by_one.add(at_once, [&] { return projects.create(next()).has_value(); });
        std::vector<project> fresh;
        for (int i = 0; i < at_once; ++i) fresh.push_back(next());
        together.add(1, [&] { return projects.create_many(fresh).has_value(); });
    }
    std::printf("%.0f %.0f\n", best(one_by_one.wall), best(together.wall) / at_once);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: postgres <url> <calls|many> <rounds>\n");
        return 2;
    }
    auto db = crudite::postgres::open(argv[1], {.tables = crudite::tables<project>}).value();
    if (std::string_view(argv[2]) == "calls")
        calls(db, argv[1], std::atoi(argv[3]));
    else
        many(db, std::atoi(argv[3]));
}
