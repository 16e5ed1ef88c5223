// An optional may be null, which has no order.
// SPDX-License-Identifier: MIT
// expect: filter: an optional may be null, and null has no order
#include "project.hpp"

int main() {
#ifdef CRUDITE_MISUSE
    const query<project> wanted{.where = field<&project::note> < std::optional<std::string>("m")};
#else
    const query<project> wanted{.where = field<&project::note> == std::optional<std::string>("m")};
#endif
    return projects().count(wanted) ? 0 : 1;
}
