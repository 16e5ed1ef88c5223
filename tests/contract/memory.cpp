// The contract, kept by memory.
// SPDX-License-Identifier: MIT
#include "contract/contract.hpp"

namespace {

contract::opened open() {
    return contract::own<crudite::memory::database>();
}

} // namespace

TEST_CASE("memory keeps the contract") {
    contract::run_all(open);
}

TEST_CASE("memory keeps the contract among threads", "[concurrency]") {
    contract::run_concurrency(open);
}

TEST_CASE("memory answers as it does") {
    contract::run_histories(open);
}
