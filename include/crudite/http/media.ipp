// The bodies of media.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/media.hpp>

namespace crudite::http {

bool is_of_type(const request& r, std::initializer_list<std::string_view> types) {
    const auto declared = r.header("Content-Type");
    const auto coding = r.header("Content-Encoding");
    if (!declared || (coding && !iequals(*coding, "identity"))) return false;
    std::string_view rest = *declared;
    const std::string_view type = detail::trim(detail::take_until(rest, ';'));
    while (!rest.empty()) {
        std::string_view value = detail::take_until(rest, ';');
        const std::string_view name = detail::trim(detail::take_until(value, '='));
        if (iequals(name, "charset") && !iequals(detail::unquote(detail::trim(value)), "utf-8")) return false;
    }
    for (const std::string_view one : types)
        if (iequals(type, one)) return true;
    return false;
}

bool accepts(const request& r, std::string_view type) {
    const auto header = r.header("Accept");
    if (!header || detail::trim(*header).empty()) return true;
    int best = 0;
    bool taken = false;
    for (std::string_view rest = *header; !rest.empty();) {
        std::string_view parameters = detail::take_until(rest, ',');
        const int how = detail::covers(detail::trim(detail::take_until(parameters, ';')), type);
        bool refused = false;
        while (!parameters.empty()) {
            std::string_view value = detail::take_until(parameters, ';');
            if (iequals(detail::trim(detail::take_until(value, '=')), "q"))
                refused = detail::is_zero(detail::trim(value));
        }
        if (how == 0 || how < best) continue;
        taken = how > best ? !refused : taken || !refused;
        best = how;
    }
    return taken;
}

} // namespace crudite::http
