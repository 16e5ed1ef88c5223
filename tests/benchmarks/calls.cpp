// One call, many times, by the repository or by hand: calls <crudite|hand> <find|list|create|update|remove>
// <times>. Prints what one call takes: nanoseconds, and allocations from the heap. Run by calls.sh, which
// counts its instructions from outside.
// SPDX-License-Identifier: MIT
#include "allocations.hpp"
#include "by_hand.hpp"

#include <crudite/sqlite.hpp>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>

namespace {

constexpr std::int64_t rows = 1000;

std::string name_of(std::int64_t n) {
    return "a project with a name of its own: " + std::to_string(n);
}
const std::string description = "Q2 features and milestones, as planned in the last quarter";

void fill(crudite::repository<project>& projects, std::int64_t count) {
    std::vector<project> fresh;
    for (std::int64_t i = 0; i < count; ++i)
        fresh.push_back({.name = name_of(i), .description = description});
    if (!projects.create_many(fresh)) std::abort();
}

/// Calls `once(n)` for n from 0, and says what one call took.
template <class Once>
[[gnu::noinline]] void measure(std::int64_t times, Once once) {
    for (std::int64_t n = 0; n < 3; ++n) once(n); // warm
    const std::size_t before = allocations();
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t n = 3; n < times + 3; ++n) once(n);
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    std::printf(
        "%.0f %.2f\n", took.count() / static_cast<double>(times),
        static_cast<double>(allocations() - before) / static_cast<double>(times));
}

void must(bool ok) {
    if (!ok) std::abort();
}

template <class Find, class List, class Create, class Update, class Remove>
void run(
    std::string_view what, std::int64_t times, Find find, List list, Create create, Update update,
    Remove remove) {
    const std::string changed[] = {"Updated: Q2 and Q3 planning, with all that it takes", description};
    if (what == "find") measure(times, [&](std::int64_t n) { must(find(n % rows + 1)); });
    if (what == "list") measure(times, [&](std::int64_t) { must(list()); });
    if (what == "create")
        measure(times, [&](std::int64_t n) {
            must(create({.name = name_of(n + 1'000'000), .description = description}));
        });
    if (what == "update")
        measure(times, [&](std::int64_t n) { must(update(n % rows + 1, changed[n / rows % 2])); });
    if (what == "remove") measure(times, [&](std::int64_t n) { must(remove(n + 1)); });
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: calls <crudite|hand> <find|list|create|update|remove> <times>\n");
        return 2;
    }
    const std::string_view side = argv[1], what = argv[2];
    const std::int64_t times = std::atoll(argv[3]);
    std::string folder = (std::filesystem::temp_directory_path() / "crudite-calls-XXXXXX").string();
    if (!mkdtemp(folder.data())) return 1;
    {
        const std::string file = folder + "/projects.db";
        auto db = crudite::sqlite::open(file).value();
        crudite::repository<project> projects{db};
        fill(projects, what == "remove" ? times + 10 : rows);
        if (side == "crudite") {
            run(
                what, times, [&](std::int64_t id) { return projects.find(id).has_value(); },
                [&] { return projects.list({.limit = 20})->total == rows; },
                [&](const project& p) { return projects.create(p).has_value(); },
                [&](std::int64_t id, const std::string& text) {
                    return projects.update(id, crudite::patch<project>{}.set<&project::description>(text))
                        .has_value();
                },
                [&](std::int64_t id) { return projects.remove(id).has_value(); });
        } else {
            by_hand::projects by_hand(file.c_str());
            run(
                what, times, [&](std::int64_t id) { return by_hand.find(id).has_value(); },
                [&] { return by_hand.list(20).total == rows; },
                [&](const project& p) { return by_hand.create(p).has_value(); },
                [&](std::int64_t id, const std::string& text) {
                    return by_hand.update(id, text).has_value();
                },
                [&](std::int64_t id) { return by_hand.remove(id); });
        }
    }
    std::filesystem::remove_all(folder);
}
