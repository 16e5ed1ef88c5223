// The contract suite: everything that a storage must keep, for every backend. contract.md says what the laws
// are.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/cancelled.hpp"
#include "contract/concurrency.hpp"
#include "contract/constraints.hpp"
#include "contract/crud.hpp"
#include "contract/cursors.hpp"
#include "contract/differential.hpp"
#include "contract/filters.hpp"
#include "contract/lists.hpp"
#include "contract/transactions.hpp"
#include "contract/versions.hpp"

// To run it on a storage of your own, where open() is contract::own<mine::database>():
//
//     TEST_CASE("mine keeps the contract") { contract::run_all(open); }
//     TEST_CASE("mine keeps it among threads", "[concurrency]") { contract::run_concurrency(open); }
//     TEST_CASE("mine answers as memory does") { contract::run_histories(open); }
//
// Each law gets an empty storage of its own. For a program with several backends see backends.hpp.
namespace contract {

/// The laws of one thread.
inline void run_all(const std::function<opened()>& open) {
    for (const std::span<const law> laws :
         {std::span<const law>(crud_laws), std::span<const law>(version_laws),
          std::span<const law>(constraint_laws), std::span<const law>(text_laws),
          std::span<const law>(filter_laws), std::span<const law>(list_laws),
          std::span<const law>(cursor_laws), std::span<const law>(transaction_laws),
          std::span<const law>(cancellation_laws)})
        run(laws, open);
}

/// The laws of many threads.
inline void run_concurrency(const std::function<opened()>& open) {
    run(concurrency_laws, open);
}

/// Random histories of operations: the same results, order and errors as memory gives.
inline void run_histories(const std::function<opened()>& open) {
    run(history_laws, open);
}

} // namespace contract
