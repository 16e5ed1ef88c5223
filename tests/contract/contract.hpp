// The contract suite: everything that a storage must keep, for every backend. To run it on yours:
//
//     TEST_CASE("mine keeps the contract") { contract::run_all(open); }
//     TEST_CASE("mine keeps it among threads", "[concurrency]") { contract::run_concurrency(open); }
//     TEST_CASE("mine answers as memory does") { contract::run_histories(open); }
//
// where open() is contract::own<mine::database>(). Each law gets an empty storage of its own. See contract.md
// for what the laws say, and for a program with several backends backends.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/concurrency.hpp"
#include "contract/constraints.hpp"
#include "contract/crud.hpp"
#include "contract/cursors.hpp"
#include "contract/differential.hpp"
#include "contract/filters.hpp"
#include "contract/lists.hpp"
#include "contract/transactions.hpp"
#include "contract/versions.hpp"

namespace contract {

/// The laws of one thread.
inline void run_all(const std::function<opened()>& open) {
    for (const std::span<const law> laws :
         {std::span<const law>(crud_laws), std::span<const law>(version_laws),
          std::span<const law>(constraint_laws), std::span<const law>(text_laws),
          std::span<const law>(filter_laws), std::span<const law>(list_laws),
          std::span<const law>(cursor_laws), std::span<const law>(transaction_laws)})
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
