// The bodies of entities.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/repository/entities.hpp>

#include <string>

namespace crudite::detail {

result<bool> corrupt_value(const table_view& table, std::size_t column) {
    return fail(
        errc::corrupt, std::string(table.name) + "." + std::string(table.columns[column].name) +
                           ": holds a value that its schema does not allow");
}

} // namespace crudite::detail
