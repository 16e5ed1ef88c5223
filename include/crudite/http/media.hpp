// Media types: may this body be read, and would the client take our answer? RFC 9110 §8.3 and §12.5.1.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/build.hpp>
#include <crudite/http/message.hpp>
#include <crudite/http/target.hpp>

#include <initializer_list>
#include <string_view>

namespace crudite::http {

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view merge_patch_type = "application/merge-patch+json"; ///< RFC 7396
inline constexpr std::string_view json_patch_type = "application/json-patch+json";   ///< RFC 6902
inline constexpr std::string_view problem_type = "application/problem+json";         ///< RFC 9457

namespace detail {

/// Without the blanks around it.
constexpr std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// A parameter's value without the quotes it may have.
constexpr std::string_view unquote(std::string_view text) noexcept {
    return text.size() >= 2 && text.starts_with('"') && text.ends_with('"') ? text.substr(1, text.size() - 2)
                                                                            : text;
}

/// Does "*/*", "application/*" or "application/json" cover the type? 0 no; more for what says it more
/// exactly.
constexpr int covers(std::string_view range, std::string_view type) noexcept {
    if (range == "*/*") return 1;
    const auto slash = type.find('/');
    if (range.ends_with("/*") && iequals(range.substr(0, range.size() - 1), type.substr(0, slash + 1)))
        return 2;
    return iequals(range, type) ? 3 : 0;
}

/// q=0, q=0.0 …: the client refuses (RFC 9110 §12.4.2).
constexpr bool is_zero(std::string_view quality) noexcept {
    return quality.starts_with('0') && quality.find_first_not_of("0.") == quality.npos;
}

} // namespace detail

/// True if the body says that it is of one of these types, in UTF-8 and without a coding. A body of no
/// declared type is none: that is what keeps a form on a foreign page from posting here.
CRUDITE_DECL bool is_of_type(const request& r, std::initializer_list<std::string_view> types);

/// True if the client takes this type; it takes all if it does not say. The most exact range decides.
CRUDITE_DECL bool accepts(const request& r, std::string_view type);

} // namespace crudite::http

#if CRUDITE_BODIES
#include <crudite/http/media.ipp>
#endif
