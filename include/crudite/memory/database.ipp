// The bodies of database.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/memory/database.hpp>
#include <crudite/memory/state.hpp>

namespace crudite::memory {

database::database(const options& how) : state_(new detail::state(how)) {}
database::~database() {
    delete state_;
}

result<void> database::prepare(const table_view& table) {
    return state_->prepare(table);
}
result<bool> database::find(const table_view& table, const value& key, row_sink sink) {
    return state_->find(table, key, sink);
}
result<selected> database::select(const table_view& table, const selection& wanted, row_sink sink) {
    return state_->select(table, wanted, sink);
}
result<std::int64_t> database::count(const table_view& table, const condition& where) {
    return state_->count(table, where);
}
result<void> database::insert(const table_view& table, const insertion& fresh, row_sink sink) {
    return state_->insert(table, fresh, sink);
}
result<void> database::update(
    const table_view& table, const value& key, const changes& changed, row_sink sink) {
    return state_->update(table, key, changed, sink);
}
result<void> database::remove(const table_view& table, const value& key, const requirement& when) {
    return state_->remove(table, key, when);
}
result<void> database::transaction(transaction_body body) {
    return state_->transaction(body);
}

void database::script(const fault& coming) {
    state_->faults().add(coming);
}
void database::fail_next(op call, errc with) {
    state_->faults().add({.on = call, .with = with});
}
fault_script& database::faults() noexcept {
    return state_->faults();
}

} // namespace crudite::memory
