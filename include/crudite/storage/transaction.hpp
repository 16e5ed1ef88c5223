// in_transaction: a transaction whose work returns a value of its own.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/storage/storage_ref.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace crudite {

/// Work for a transaction: takes the storage to work on, returns a result.
template <class Work>
concept transaction_work = requires(Work& work, storage_ref inside) {
    typename std::invoke_result_t<Work&, storage_ref>::error_type;
    requires std::same_as<typename std::invoke_result_t<Work&, storage_ref>::error_type, error>;
};

/// Runs the work as one transaction of the storage (a savepoint, if it is one itself) and returns what the
/// work returned. An error or an exception rolls everything back.
template <class Work>
auto in_transaction(storage_ref storage, Work&& work) {
    static_assert(
        transaction_work<Work>,
        "transaction: the work takes a crudite::storage_ref and returns a crudite::result<T>");
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

} // namespace crudite
