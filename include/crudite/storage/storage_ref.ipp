// The bodies of storage_ref.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/storage_ref.hpp>

namespace crudite {

template <auto Call, class... Arguments>
auto storage_ref::call(const Arguments&... arguments) {
    using answer = decltype((calls_->*Call)(object_, arguments...));
    if (calls_->epoch && calls_->epoch(object_) != epoch_)
        return answer(
            fail(errc::transaction_closed, "transaction: has ended; use the database's own repository"));
    return (calls_->*Call)(object_, arguments...);
}

result<void> storage_ref::prepare(const table_view& table) {
    return call<&table_of_calls::prepare>(table);
}
result<bool> storage_ref::find(const table_view& table, const value& key, row_sink sink) {
    return call<&table_of_calls::find>(table, key, sink);
}
result<selected> storage_ref::select(const table_view& table, const selection& wanted, row_sink sink) {
    return call<&table_of_calls::select>(table, wanted, sink);
}
result<std::int64_t> storage_ref::count(const table_view& table, const condition& where) {
    return call<&table_of_calls::count>(table, where);
}
result<void> storage_ref::insert(const table_view& table, const insertion& fresh, row_sink sink) {
    return call<&table_of_calls::insert>(table, fresh, sink);
}
result<void> storage_ref::update(
    const table_view& table, const value& key, const changes& changed, row_sink sink) {
    return call<&table_of_calls::update>(table, key, changed, sink);
}
result<void> storage_ref::remove(const table_view& table, const value& key, const requirement& when) {
    return call<&table_of_calls::remove>(table, key, when);
}
result<void> storage_ref::transaction(transaction_body body) {
    return call<&table_of_calls::transaction>(body);
}
result<void> storage_ref::insert_many(const table_view& table, const insertions& fresh, row_sink sink) {
    if (calls_->insert_many) return call<&table_of_calls::insert_many>(table, fresh, sink);
    for (std::size_t i = 0; i < fresh.count; ++i)
        if (auto done = insert(table, fresh.nth(i), sink); !done) return done;
    return {};
}

} // namespace crudite
