// The program of docs/tutorial.md: tasks, from a struct to a server and its tests. `--serve` starts the
// server.
// SPDX-License-Identifier: MIT
#include <crudite/http.hpp>
#include <crudite/memory.hpp>
#include <crudite/server.hpp>
#include <crudite/sqlite.hpp>

#include <iostream>
#include <string_view>

// clang-format off: one field a line
// [task]
struct task {
    std::int64_t id{};
    std::string title{};
    std::optional<std::string> notes{};
    bool done{};
    int effort{1};
    crudite::timestamp created_at{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<task> = table("tasks",
    field<&task::id>(primary_key),
    field<&task::title>(length(1, 200), not_blank, unique, searchable),
    field<&task::notes>(max_length(5000), searchable),
    field<&task::done>(default_to(false)),
    field<&task::effort>(range(1, 100), default_to(1)),
    field<&task::created_at>(set_on_create),
    field<&task::updated_at>(set_on_update));
// [/task]
// clang-format on

namespace {

using crudite::field, crudite::patch, crudite::repository, crudite::result, crudite::storage_ref;

// [split]
/// Puts several tasks in the place of one. All of it happens, or nothing.
result<std::vector<task>> split(storage_ref storage, std::int64_t id, std::span<const task> parts) {
    return crudite::in_transaction(storage, [&](storage_ref inside) -> result<std::vector<task>> {
        repository<task> tasks{inside};
        if (auto gone = tasks.remove(id); !gone) return crudite::fail(gone.error());
        return tasks.create_many(parts);
    });
}
// [/split]

int embedded() {
    // [open]
    auto db = crudite::sqlite::open(":memory:"); // "tasks.db" for a file
    if (!db) {
        std::cerr << db.error().message << '\n';
        return 1;
    }
    repository<task> tasks{*db};
    // [/open]

    // [create]
    auto made = tasks.create({.title = "Write the report", .notes = "ask Ada for figures", .effort = 5});
    if (!made) {
        std::cerr << made.error().message << '\n';
        return 1;
    }
    // [/create]
    std::cout << "task " << made->id << ": " << made->title << '\n';

    // [refused]
    auto bad = tasks.create({.title = " ", .effort = 500});
    for (const crudite::violation& v : bad.error().violations)
        std::cout << v.field << ": " << v.message << '\n';
    // [/refused]

    // [list]
    tasks.create_many(std::vector<task>{{.title = "Book a room"}, {.title = "Invite Bob", .effort = 2}})
        .value();
    auto small = tasks.list(
        {.where = field<&task::effort> <= 2 && !(field<&task::done> == true),
         .order_by = crudite::asc<&task::title>,
         .limit = 10});
    for (const task& t : small->items) std::cout << "small: " << t.title << '\n';
    auto about_ada = tasks.list({.search = "ADA"});
    // [/list]
    std::cout << "about Ada: " << *about_ada->total << '\n';

    // [update]
    auto changed = tasks.update(made->id, patch<task>{}.set<&task::done>(true));
    auto late = tasks.update(made->id, patch<task>{}.set<&task::done>(false), {.expected = made->updated_at});
    // late.error().code == errc::stale: the row has been changed since `made` was read
    // [/update]
    std::cout << "done: " << changed->done << ", late: " << crudite::name(late.error().code) << '\n';

    // [use_split]
    auto parts = split(*db, made->id, std::vector<task>{{.title = "Draft"}, {.title = "Book a room"}});
    // "Book a room" is taken, so there is no "Draft" either, and the report is still there.
    // [/use_split]
    std::cout << "split: " << parts.error().message << "; " << tasks.count().value() << " tasks\n";
    return 0;
}

// [api]
crudite::http::api make_api(storage_ref storage) {
    crudite::http::api api{{.access = crudite::http::allow_anonymous()}};
    api.mount(crudite::http::resource(repository<task>{storage})); // under /tasks
    return api;
}
// [/api]

// [serve]
int serve() {
    auto db = crudite::sqlite::open("tasks.db", {.tables = crudite::tables<task>});
    if (!db) {
        std::cerr << db.error().message << '\n';
        return 1;
    }
    const auto served = crudite::server::run(make_api(*db), {.host = "127.0.0.1", .port = 8000});
    return served ? 0 : 1; // after SIGINT or SIGTERM, when all requests are answered
}
// [/serve]

// [test_split]
bool splitting_is_all_or_nothing() {
    crudite::memory::database db; // the semantics of SQLite, without a file
    repository<task> tasks{db};
    const auto big = tasks.create({.title = "Big"});
    tasks.create({.title = "Taken"}).value();

    const auto parts = split(db, big->id, std::vector<task>{{.title = "New"}, {.title = "Taken"}});

    return !parts && parts.error().code == crudite::errc::unique_violation && tasks.count() == 2;
}
// [/test_split]

// [test_api]
bool a_duplicate_is_a_conflict() {
    crudite::memory::database db;
    const auto api = make_api(db);
    const auto json = [](std::string_view name) -> std::optional<std::string_view> {
        if (name == "Content-Type") return "application/json";
        return std::nullopt;
    };
    const auto post = [&](std::string_view body) {
        return api.handle({.method = "POST", .target = "/tasks", .body = body, .header = json});
    };

    const auto made = post(R"({"title": "Draft"})");
    const auto twice = post(R"({"title": "Draft"})");

    return made.status == 201 && made.header("Location") == "/tasks/1" && twice.status == 409;
}
// [/test_api]

} // namespace

int main(int argc, char* argv[]) {
    if (argc > 1 && std::string_view(argv[1]) == "--serve") return serve();
    if (const int status = embedded()) return status;
    const bool passed = splitting_is_all_or_nothing() && a_duplicate_is_a_conflict();
    std::cout << (passed ? "tests passed\n" : "a test failed\n");
    return passed ? 0 : 1;
}
