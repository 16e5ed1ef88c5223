// metric_family: numbers that a part of the program has counted, as plain data. Made by storages and servers,
// told by crudite/http/metrics.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace crudite {

/// What a metric's numbers do.
enum class metric_kind : std::uint8_t {
    counter, ///< only grow, from 0 at the start of the program; the name ends in _total
    gauge,   ///< go up and down
};

/// One number, and which one it is.
struct metric_sample {
    double value{};
    std::vector<std::pair<std::string, std::string>> labels{}; ///< {"verb", "SELECT"}
};

/// The numbers of one name. Names are letters, digits and '_', and say the unit: "…_seconds".
struct metric_family {
    std::string name;
    std::string help; ///< a sentence
    metric_kind kind{metric_kind::gauge};
    std::vector<metric_sample> samples{};
};

} // namespace crudite
