// What g++ makes of the arguments of an awaited call, and how that is kept from happening.
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

namespace crudite::async::detail {

/// g++ (seen with 12) copies the bytes of an aggregate, or of a lambda with captures, that is made within a
/// co_await expression, and then destroys both. What is there already, and what can be copied so, is safe.
#if defined(__GNUC__) && !defined(__clang__)
inline constexpr bool may_be_temporary = false;
#else
inline constexpr bool may_be_temporary = true;
#endif

/// To be asked where an argument that is a temporary has come.
template <class T>
consteval void check_temporary() {
    constexpr bool has_name = may_be_temporary || std::is_trivially_copyable_v<T>;
    static_assert(
        has_name,
        "co_await: g++ destroys an argument twice that is made within the expression; give it a name "
        "first: project fresh{…}; co_await projects.create(fresh)");
}

} // namespace crudite::async::detail
