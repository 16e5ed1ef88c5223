// A storage that runs the body of each transaction twice, as one does when another transaction came first:
// the first time is undone.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/storage_ref.hpp>

class rerunning_storage {
  public:
    explicit rerunning_storage(crudite::storage_ref inner) : inner_(inner) {}

    crudite::result<void> prepare(const crudite::table_view& table) { return inner_.prepare(table); }
    crudite::result<bool> find(
        const crudite::table_view& table, const crudite::value& key, crudite::row_sink sink) {
        return inner_.find(table, key, sink);
    }
    crudite::result<crudite::selected> select(
        const crudite::table_view& table, const crudite::selection& wanted, crudite::row_sink sink) {
        return inner_.select(table, wanted, sink);
    }
    crudite::result<std::int64_t> count(const crudite::table_view& table, const crudite::condition& where) {
        return inner_.count(table, where);
    }
    crudite::result<void> insert(
        const crudite::table_view& table, const crudite::insertion& fresh, crudite::row_sink sink) {
        return inner_.insert(table, fresh, sink);
    }
    crudite::result<void> update(
        const crudite::table_view& table, const crudite::value& key, const crudite::changes& changed,
        crudite::row_sink sink) {
        return inner_.update(table, key, changed, sink);
    }
    crudite::result<void> remove(
        const crudite::table_view& table, const crudite::value& key, const crudite::requirement& when) {
        return inner_.remove(table, key, when);
    }
    crudite::result<void> transaction(crudite::transaction_body body) {
        (void)inner_.transaction([&](crudite::storage_ref inside) -> crudite::result<void> {
            (void)body(inside);
            return crudite::fail(crudite::errc::busy, "another transaction came first");
        });
        return inner_.transaction(body);
    }

  private:
    crudite::storage_ref inner_;
};
