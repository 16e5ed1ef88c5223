// Failures are values: every call returns a result, and its errc says what to do.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#include <crudite/memory.hpp>

#include <iostream>

struct member {
    std::int64_t id{};
    std::string name{};
    std::string mail{};
    int age{};
};

template <>
inline constexpr auto crudite::schema<member> = table(
    "members", field<&member::id>(primary_key), field<&member::name>(length(2, 40), not_blank),
    field<&member::mail>(length(3, 254), unique), field<&member::age>(range(0, 150)));

namespace {

using crudite::errc;

// [switch]
/// What a program does about a failure. The message and the violations may be shown; `detail` is for the log.
std::string advice(const crudite::error& e) {
    switch (e.code) {
    case errc::not_found:
        return "gone: tell the user";
    case errc::stale:
        return "changed meanwhile, now at version " + std::to_string(e.current.value_or(0)) +
               ": read it again";
    case errc::invalid:
    case errc::unique_violation:
        return "the input is wrong: " + e.message;
    case errc::commit_outcome_unknown:
        return "look whether the write is there before making it again";
    default:
        return crudite::retryable(e.code) ? "try again in a moment" : "log it: " + e.detail;
    }
}
// [/switch]

} // namespace

int main() {
    crudite::memory::database db;
    crudite::repository<member> members{db};

    // [result]
    // A result is a std::expected: look before you take.
    const auto made = members.create({.name = "Ada", .mail = "ada@example.org", .age = 36});
    if (!made) {
        std::cout << made.error().message << '\n';
        return 1;
    }
    std::cout << "member " << made->id << '\n';
    // [/result]

    // [violations]
    // All broken rules at once, each with field, code, sentence and parameters.
    const auto bad = members.create({.name = "B", .mail = "", .age = 200});
    for (const crudite::violation& v : bad.error().violations)
        std::cout << v.field << " (" << v.code << "): " << v.message << '\n';
    // [/violations]

    // [unique]
    // What only the database can know comes back in the same shape.
    const auto twin = members.create({.name = "Ada II", .mail = "ada@example.org"});
    const crudite::violation& taken = twin.error().violations.front(); // field "mail", code "unique"
    // [/unique]
    std::cout << taken.field << " (" << taken.code << "): " << taken.message << '\n';

    std::cout << advice(members.find(99).error()) << '\n';

    // [retry]
    // A busy database, twice; the third attempt gets through.
    db.script({.on = crudite::memory::op::write, .with = errc::busy, .times = 2});
    auto bob = members.create({.name = "Bob", .mail = "bob@example.org"});
    for (int tries = 1; !bob && crudite::retryable(bob.error().code) && tries < 3; ++tries)
        bob = members.create({.name = "Bob", .mail = "bob@example.org"});
    // [/retry]
    std::cout << "bob: " << (bob ? "in" : advice(bob.error())) << '\n';
}
