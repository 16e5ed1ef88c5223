// in_transaction: a transaction whose work returns a value of its own.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/storage_ref.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace crudite {

namespace detail {

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

} // namespace detail

/// Work for a transaction: takes the storage to work on, returns a result.
template <class Work>
concept transaction_work =
    std::is_invocable_v<Work&, storage_ref> && detail::is_result<std::invoke_result_t<Work&, storage_ref>>;

/// Runs the work as one transaction of the storage (a savepoint, if it is one itself) and returns what the
/// work returned. An error or an exception rolls everything back.
template <class Work>
[[nodiscard]] auto in_transaction(storage_ref storage, Work&& work) {
    constexpr bool is_work = transaction_work<Work>;
    static_assert(
        is_work, "transaction: the work takes a crudite::storage_ref and returns a crudite::result<T>");
    if constexpr (is_work) {
        using answer = std::invoke_result_t<Work&, storage_ref>;
        if constexpr (std::is_void_v<typename answer::value_type>) {
            return storage.transaction(work);
        } else {
            std::optional<typename answer::value_type> made;
            auto done = storage.transaction([&](storage_ref inside) -> result<void> {
                answer a = work(inside);
                if (!a) return fail(std::move(a.error()));
                made = *std::move(a);
                return {};
            });
            return done ? answer(*std::move(made)) : answer(fail(std::move(done.error())));
        }
    }
}

} // namespace crudite
