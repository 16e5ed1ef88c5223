// async::repository: the calls of a repository, to be awaited.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/argument.hpp>
#include <crudite/async/runner.hpp>
#include <crudite/repository.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace crudite::async {

/// The rows of one entity in a storage. Each call is crudite::repository's of the same name, keeps copies of
/// what it is given, and is awaited: `auto found = co_await projects.find(1);`. Runner and storage must
/// outlive the calls. Cheap to make and to copy. Errors are those of the call; errc::busy if the runner has
/// too much to do; errc::cancelled. With g++ an entity, a query or a condition needs a name before it is
/// given.
template <class Entity>
class repository {
    using plain = crudite::repository<Entity>;
    using rows_wanted = query<Entity>;
    using condition_wanted = precondition<Entity>;

  public:
    using key_type = typename plain::key_type;
    template <class T>
    using awaited = asio::awaitable<result<T>>;

    repository(runner& run, storage_ref storage, repository_options how = {}) noexcept
        : run_(&run), rows_(storage, how) {}

    [[nodiscard]] awaited<void> prepare() {
        return call([](plain& rows) { return rows.prepare(); });
    }

    [[nodiscard]] awaited<Entity> create(const Entity& entity) {
        return call([entity](plain& rows) { return rows.create(entity); });
    }
    [[nodiscard]] awaited<std::vector<Entity>> create_many(const std::vector<Entity>& fresh) {
        return call([fresh](plain& rows) { return rows.create_many(fresh); });
    }
    [[nodiscard]] awaited<Entity> upsert(const Entity& entity) {
        return call([entity](plain& rows) { return rows.upsert(entity); });
    }
    template <auto Member>
    [[nodiscard]] awaited<Entity> upsert(const Entity& entity) {
        return call([entity](plain& rows) { return rows.template upsert<Member>(entity); });
    }

    [[nodiscard]] awaited<Entity> find(const key_type& key) {
        return call([key](plain& rows) { return rows.find(key); });
    }
    [[nodiscard]] awaited<bool> exists(const key_type& key) {
        return call([key](plain& rows) { return rows.exists(key); });
    }
    [[nodiscard]] awaited<page<Entity>> list() {
        return call([](plain& rows) { return rows.list(); });
    }
    [[nodiscard]] awaited<page<Entity>> list(const query<Entity>& wanted) {
        return call([wanted](plain& rows) { return rows.list(wanted); });
    }
    [[nodiscard]] awaited<std::int64_t> count() {
        return call([](plain& rows) { return rows.count(); });
    }
    [[nodiscard]] awaited<std::int64_t> count(const query<Entity>& wanted) {
        return call([wanted](plain& rows) { return rows.count(wanted); });
    }
    /// The visitor must live until the call has ended; it is called where that runs.
    template <class Visit>
    [[nodiscard]] awaited<void> each(const query<Entity>& wanted, Visit& visit) {
        return call([wanted, &visit](plain& rows) { return rows.each(wanted, visit); });
    }

    [[nodiscard]] awaited<Entity> update(const key_type& key, const patch<Entity>& changes) {
        return call([key, changes](plain& rows) { return rows.update(key, changes); });
    }
    [[nodiscard]] awaited<Entity> update(
        const key_type& key, const patch<Entity>& changes, const precondition<Entity>& when) {
        return call([key, changes, when](plain& rows) { return rows.update(key, changes, when); });
    }
    [[nodiscard]] awaited<Entity> replace(const key_type& key, const Entity& entity) {
        return call([key, entity](plain& rows) { return rows.replace(key, entity); });
    }
    [[nodiscard]] awaited<Entity> replace(
        const key_type& key, const Entity& entity, const precondition<Entity>& when) {
        return call([key, entity, when](plain& rows) { return rows.replace(key, entity, when); });
    }
    [[nodiscard]] awaited<void> remove(const key_type& key) {
        return call([key](plain& rows) { return rows.remove(key); });
    }
    [[nodiscard]] awaited<void> remove(const key_type& key, const precondition<Entity>& when) {
        return call([key, when](plain& rows) { return rows.remove(key, when); });
    }

    // What is made within the co_await expression: an error with a sentence for g++, see argument.hpp.
    template <class Made = Entity>
    [[nodiscard]] awaited<Entity> create(Entity&& entity) {
        return detail::check_temporary<Made>(), create(std::as_const(entity));
    }
    template <class Made = Entity>
    [[nodiscard]] awaited<Entity> upsert(Entity&& entity) {
        return detail::check_temporary<Made>(), upsert(std::as_const(entity));
    }
    template <class Made = Entity>
    [[nodiscard]] awaited<Entity> replace(const key_type& key, Entity&& entity) {
        return detail::check_temporary<Made>(), replace(key, std::as_const(entity));
    }
    template <class Made = rows_wanted>
    [[nodiscard]] awaited<page<Entity>> list(query<Entity>&& wanted) {
        return detail::check_temporary<Made>(), list(std::as_const(wanted));
    }
    template <class Made = rows_wanted>
    [[nodiscard]] awaited<std::int64_t> count(query<Entity>&& wanted) {
        return detail::check_temporary<Made>(), count(std::as_const(wanted));
    }
    template <class Visit, class Made = rows_wanted>
    [[nodiscard]] awaited<void> each(query<Entity>&& wanted, Visit& visit) {
        return detail::check_temporary<Made>(), each(std::as_const(wanted), visit);
    }
    template <class Made = condition_wanted>
    [[nodiscard]] awaited<Entity> update(
        const key_type& key, const patch<Entity>& changes, precondition<Entity>&& when) {
        return detail::check_temporary<Made>(), update(key, changes, std::as_const(when));
    }
    template <class Made = condition_wanted>
    [[nodiscard]] awaited<Entity> replace(
        const key_type& key, const Entity& entity, precondition<Entity>&& when) {
        return detail::check_temporary<Made>(), replace(key, entity, std::as_const(when));
    }
    template <class Made = condition_wanted>
    [[nodiscard]] awaited<void> remove(const key_type& key, precondition<Entity>&& when) {
        return detail::check_temporary<Made>(), remove(key, std::as_const(when));
    }

    /// The same rows for who may wait in place: in the work of runner::call, say.
    const plain& rows() const noexcept { return rows_; }

  private:
    template <class Call>
    auto call(Call made) {
        auto work = [rows = rows_, made = std::move(made)]() mutable { return made(rows); };
        return run_->call(work);
    }

    runner* run_;
    plain rows_;
};

} // namespace crudite::async
