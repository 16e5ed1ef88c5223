// storage_ref: any storage behind one type, borrowed. What repositories hold.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/storage/concept.hpp>

#include <type_traits>

namespace crudite {

/// A storage that lives for a while and then is closed, while references to it may remain (a transaction):
/// `epoch()` changes when it closes.
template <class S>
concept closing = requires(const S& storage) {
    { storage.epoch() } -> std::same_as<std::uint64_t>;
};

/// Refers to a storage without owning it, like std::span; copied freely. The storage must outlive it, but
/// for a transaction, which may end: every call then answers errc::transaction_closed.
class storage_ref {
    struct table_of_calls {
        result<void> (*prepare)(void*, const table_view&);
        result<bool> (*find)(void*, const table_view&, const value&, row_sink);
        result<selected> (*select)(void*, const table_view&, const selection&, row_sink);
        result<std::int64_t> (*count)(void*, const table_view&, const condition&);
        result<void> (*insert)(void*, const table_view&, const insertion&, row_sink);
        result<void> (*update)(void*, const table_view&, const value&, const changes&, row_sink);
        result<void> (*remove)(void*, const table_view&, const value&, const requirement&);
        result<void> (*transaction)(void*, transaction_body);
        std::uint64_t (*epoch)(const void*); ///< nullptr: never closes
        result<void> (*insert_many)(
            void*, const table_view&, const insertions&, row_sink); ///< nullptr: one by one
    };

    template <class S>
    static constexpr table_of_calls calls_of{
        [](void* s, const table_view& t) { return static_cast<S*>(s)->prepare(t); },
        [](void* s, const table_view& t, const value& k, row_sink to) {
            return static_cast<S*>(s)->find(t, k, to);
        },
        [](void* s, const table_view& t, const selection& w, row_sink to) {
            return static_cast<S*>(s)->select(t, w, to);
        },
        [](void* s, const table_view& t, const condition& w) { return static_cast<S*>(s)->count(t, w); },
        [](void* s, const table_view& t, const insertion& i, row_sink to) {
            return static_cast<S*>(s)->insert(t, i, to);
        },
        [](void* s, const table_view& t, const value& k, const changes& c, row_sink to) {
            return static_cast<S*>(s)->update(t, k, c, to);
        },
        [](void* s, const table_view& t, const value& k, const requirement& w) {
            return static_cast<S*>(s)->remove(t, k, w);
        },
        [](void* s, transaction_body body) { return static_cast<S*>(s)->transaction(body); },
        [] {
            std::uint64_t (*epoch)(const void*) = nullptr;
            if constexpr (closing<S>) epoch = [](const void* s) { return static_cast<const S*>(s)->epoch(); };
            return epoch;
        }(),
        [] {
            result<void> (*many)(void*, const table_view&, const insertions&, row_sink) = nullptr;
            if constexpr (bulk_writable<S>)
                many = [](void* s, const table_view& t, const insertions& i, row_sink to) {
                    return static_cast<S*>(s)->insert_many(t, i, to);
                };
            return many;
        }()};

  public:
    template <class Storage>
        requires(!std::is_same_v<std::remove_cv_t<Storage>, storage_ref>)
    storage_ref(Storage& storage) noexcept : object_(&storage) { // NOLINT: implicit
        constexpr bool is_storage = crudite::storage<Storage>;
        static_assert(
            is_storage,
            "storage_ref: this type is no storage; it needs prepare, find, select, count, insert, update, "
            "remove and transaction as crudite/storage/concept.hpp describes them");
        if constexpr (is_storage) calls_ = &calls_of<Storage>;
        if constexpr (closing<Storage>) epoch_ = storage.epoch();
    }
    /// A temporary would be gone before the first call: an error with a sentence.
    template <class Storage>
        requires(
            !std::is_same_v<std::remove_cvref_t<Storage>, storage_ref> &&
            !std::is_lvalue_reference_v<Storage>)
    storage_ref(Storage&&) { // NOLINT: implicit, so that it is found
        constexpr bool lives_on = std::is_lvalue_reference_v<Storage>;
        static_assert(
            lives_on, "storage_ref: a temporary storage would be gone at once; keep it in a variable");
    }

    [[nodiscard]] CRUDITE_DECL result<void> prepare(const table_view& table);
    [[nodiscard]] CRUDITE_DECL result<bool> find(const table_view& table, const value& key, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<selected> select(
        const table_view& table, const selection& wanted, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<std::int64_t> count(const table_view& table, const condition& where);
    [[nodiscard]] CRUDITE_DECL result<void> insert(
        const table_view& table, const insertion& fresh, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<void> update(
        const table_view& table, const value& key, const changes& changed, row_sink sink);
    [[nodiscard]] CRUDITE_DECL result<void> remove(
        const table_view& table, const value& key, const requirement& when);
    [[nodiscard]] CRUDITE_DECL result<void> transaction(transaction_body body);
    /// Inserts rows until one fails; for the inside of a transaction. What was inserted before is undone or
    /// not, as the storage likes: the caller gives the transaction up.
    [[nodiscard]] CRUDITE_DECL result<void> insert_many(
        const table_view& table, const insertions& fresh, row_sink sink);

  private:
    template <auto Call, class... Arguments>
    auto call(const Arguments&... arguments);

    void* object_{};
    const table_of_calls* calls_{};
    std::uint64_t epoch_{0};
};

static_assert(storage<storage_ref>, "a storage_ref stands for a storage");

} // namespace crudite

#if CRUDITE_BODIES
#include <crudite/storage/storage_ref.ipp>
#endif
