// What a call came to, as text that says itself in a failed check; and other small words of the laws.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/entities.hpp"
#include "contract/law.hpp"

#include <span>
#include <string>
#include <vector>

namespace contract {

using namespace crudite; // the laws speak of nothing else

inline std::string outcome(const error& failed) {
    std::string text(crudite::name(failed.code));
    for (std::size_t i = 0; i < failed.violations.size(); ++i) {
        const violation& v = failed.violations[i];
        text += (i == 0 ? ": " : ", ") + v.field + " " + std::string(v.code);
    }
    if (failed.current) text += " " + std::to_string(*failed.current);
    return text;
}
/// "ok", or the failure with the fields and rules that it names: "unique_violation: name unique".
template <class T>
std::string outcome(const result<T>& r) {
    return r ? "ok" : outcome(r.error());
}

/// A specimen with this name, that collides with no other by anything else.
inline specimen named(std::string name) {
    specimen made;
    made.name = std::move(name);
    return made;
}

/// Stores a specimen of each name, in this order, and returns them.
inline std::vector<specimen> store(repository<specimen>& to, std::initializer_list<const char*> names) {
    std::vector<specimen> made;
    for (const char* name : names) made.push_back(to.create(named(name)).value());
    return made;
}

using texts = std::vector<std::string>;

inline texts names(std::span<const specimen> items) {
    texts all;
    for (const specimen& one : items) all.push_back(one.name);
    return all;
}
/// The names on a page; the failure in their place, if it is one.
inline texts names(const result<page<specimen>>& listed) {
    return listed ? names(listed->items) : texts{outcome(listed)};
}

/// Takes a row and does nothing with it.
inline constexpr auto ignore = [](row) -> result<bool> { return true; };

/// The values of an entity as a row, for calls below the repository. Views the entity.
template <class Entity>
std::vector<value> values_of(const Entity& entity) {
    scratch unused;
    std::vector<value> values;
    for (const column& c : table_of<Entity>().columns) values.push_back(c.load(&entity, unused));
    return values;
}

/// All columns but the generated key.
template <class Entity>
column_set all_but_key() {
    column_set all = column_set::first(table_of<Entity>().columns.size());
    all.erase(table_of<Entity>().key);
    return all;
}

} // namespace contract
