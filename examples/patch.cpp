// Partial updates: absent is not null, a patch that changes nothing writes nothing, and two editors do not
// overwrite each other unseen.
// SPDX-License-Identifier: MIT
#include <crudite/sqlite.hpp>

#include <chrono>
#include <iostream>

struct note {
    std::int64_t id{};
    std::string title{};
    std::optional<std::string> body{};
    bool pinned{};
    crudite::timestamp updated_at{};
};

template <>
inline constexpr auto crudite::schema<note> = table(
    "notes", field<&note::id>(primary_key), field<&note::title>(length(1, 80)), field<&note::body>(),
    field<&note::pinned>(), field<&note::updated_at>(set_on_update));

namespace {

void print(const char* what, const note& n) {
    std::cout << what << ": " << n.title << ", " << n.body.value_or("(null)") << ", " << n.pinned << ", "
              << crudite::to_rfc3339(n.updated_at) << '\n';
}

} // namespace

int main() {
    using crudite::patch;
    using namespace std::chrono_literals;

    auto db = crudite::sqlite::open(":memory:").value();
    crudite::manual_clock clock;
    crudite::repository<note> notes{db, {.clock = clock}};

    const note first = notes.create({.title = "Milk", .body = "two litres"}).value();
    const auto id = first.id;
    print("created     ", first);

    // [set]
    // Only what is set is written. What is not set stays as it is in the row, whoever wrote it.
    clock.advance(1s);
    auto changed = notes.update(id, patch<note>{}.set<&note::title>("Oat milk").set<&note::pinned>(true));
    // [/set]
    print("set         ", changed.value());

    // [null]
    // std::nullopt is a value of its own: the column becomes NULL.
    clock.advance(1s);
    changed = notes.update(id, patch<note>{}.set<&note::body>(std::nullopt));
    // [/null]
    print("set to null ", changed.value());

    // [unchanged]
    // The values are there already: nothing is written, and updated_at stays.
    clock.advance(1s);
    changed = notes.update(id, patch<note>{}.set<&note::pinned>(true));
    // [/unchanged]
    print("changed none", changed.value());

    // [stale]
    // `first` is what this editor has seen. Somebody else has changed the row since.
    const auto late =
        notes.update(id, patch<note>{}.set<&note::title>("Milk, again"), {.expected = first.updated_at});
    if (!late && late.error().code == crudite::errc::stale) {
        const note now = notes.find(id).value();
        std::cout << "stale: the row says \"" << now.title << "\" by now\n";
    }
    // [/stale]

    // [expected]
    const note seen = notes.find(id).value();
    clock.advance(1s);
    changed = notes.update(id, patch<note>{}.set<&note::title>("Soy milk"), {.expected = seen.updated_at});
    // [/expected]
    print("expected    ", changed.value());

    // [ask]
    patch<note> edit;
    edit.set<&note::body>(std::nullopt);
    const bool touches_body = edit.has<&note::body>();   // true: set, to null
    const bool touches_title = edit.has<&note::title>(); // false: absent
    const auto* body = edit.value<&note::body>();        // not nullptr; *body is std::nullopt
    edit.unset<&note::body>();                           // absent again
    // [/ask]
    std::cout << "asked: " << touches_body << touches_title << (body != nullptr) << edit.empty() << '\n';

    // [difference]
    // A form that was filled in: only the fields that differ are written.
    note form = changed.value();
    form.body = "one litre";
    clock.advance(1s);
    changed = notes.update(id, patch<note>::difference(changed.value(), form));
    // [/difference]
    print("difference  ", changed.value());
}
