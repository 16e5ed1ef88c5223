// The bodies of prefer.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/media.hpp>
#include <crudite/http/prefer.hpp>

namespace crudite::http {

returning read_prefer(const request& r) {
    const auto header = r.header("Prefer");
    if (!header) return returning::unsaid;
    for (std::string_view rest = *header; !rest.empty();) {
        std::string_view preference = detail::take_until(rest, ',');
        std::string_view value = detail::take_until(preference, ';'); // its parameters mean nothing here
        if (!iequals(detail::trim(detail::take_until(value, '=')), "return")) continue;
        value = detail::unquote(detail::trim(value));
        if (iequals(value, "minimal")) return returning::minimal;
        if (iequals(value, "representation")) return returning::representation;
    }
    return returning::unsaid;
}

void apply(returning preference, response& answer) {
    if (preference == returning::unsaid) return;
    const bool minimal = preference == returning::minimal;
    answer.set("Preference-Applied", minimal ? "return=minimal" : "return=representation");
    if (!minimal) return;
    if (answer.status == 200) answer.status = 204;
    answer.body.clear();
    answer.unset("Content-Type");
}

} // namespace crudite::http
