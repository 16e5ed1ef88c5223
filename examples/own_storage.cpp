// A storage of your own: one that wraps another, here to log every call and how it ended.
// SPDX-License-Identifier: MIT
#include <crudite/crudite.hpp>
#include <crudite/memory.hpp>

#include <iostream>

// [storage]
/// Hands every call on to another storage, and says on a stream what it was and how it ended.
class logged_storage {
  public:
    logged_storage(crudite::storage_ref inner, std::ostream& log) : inner_(inner), log_(log) {}

    crudite::result<void> prepare(const crudite::table_view& table) {
        return said("prepare", table.name, inner_.prepare(table));
    }
    crudite::result<bool> find(
        const crudite::table_view& table, const crudite::value& key, crudite::row_sink sink) {
        return said("find", table.name, inner_.find(table, key, sink));
    }
    crudite::result<crudite::selected> select(
        const crudite::table_view& table, const crudite::selection& wanted, crudite::row_sink sink) {
        return said("select", table.name, inner_.select(table, wanted, sink));
    }
    crudite::result<std::int64_t> count(const crudite::table_view& table, const crudite::condition& where) {
        return said("count", table.name, inner_.count(table, where));
    }
    crudite::result<void> insert(
        const crudite::table_view& table, const crudite::insertion& fresh, crudite::row_sink sink) {
        return said("insert", table.name, inner_.insert(table, fresh, sink));
    }
    crudite::result<void> update(
        const crudite::table_view& table, const crudite::value& key, const crudite::changes& changed,
        crudite::row_sink sink) {
        return said("update", table.name, inner_.update(table, key, changed, sink));
    }
    crudite::result<void> remove(
        const crudite::table_view& table, const crudite::value& key, const crudite::requirement& when) {
        return said("remove", table.name, inner_.remove(table, key, when));
    }
    // [transaction]
    crudite::result<void> transaction(crudite::transaction_body body) {
        const auto inside_too = [&](crudite::storage_ref inside) {
            logged_storage wrapped(inside, log_);
            return body(wrapped);
        };
        return said("transaction", "", inner_.transaction(inside_too));
    }
    // [/transaction]

  private:
    template <class Result>
    Result said(std::string_view call, std::string_view table, Result answer) {
        log_ << call << (table.empty() ? "" : " ") << table << ": "
             << (answer ? "ok" : crudite::name(answer.error().code)) << '\n';
        return answer;
    }

    crudite::storage_ref inner_;
    std::ostream& log_;
};

static_assert(crudite::storage<logged_storage>);
// [/storage]

struct tag {
    std::int64_t id{};
    std::string name{};
};

template <>
inline constexpr auto crudite::schema<tag> =
    table("tags", field<&tag::id>(primary_key), field<&tag::name>(length(1, 30), unique));

int main() {
    // [use]
    crudite::memory::database db;
    logged_storage logged{db, std::cout};
    crudite::repository<tag> tags{logged};

    tags.create({.name = "urgent"}).value();
    const auto twice = tags.create({.name = "urgent"}); // unique_violation
    const auto blank = tags.create({.name = ""});       // invalid: refused before any storage is asked
    const auto lists = tags.create_many(std::vector<tag>{{.name = "home"}, {.name = "work"}});
    const auto page = tags.list();
    // [/use]

    std::cout << *page->total << " tags; " << twice.error().message << "; " << blank.error().message << '\n';
    return lists ? 0 : 1;
}
