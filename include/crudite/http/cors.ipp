// The bodies of cors.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/cors.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

/// The headers of an api's CORS answers, made once.
class cors_plan {
  public:
    explicit cors_plan(cors_options how)
        : how_(std::move(how)),
          all_(!how_.credentials && std::ranges::find(how_.origins, "*") != how_.origins.end()),
          methods_(list(how_.methods)), headers_(list(how_.headers)), expose_(list(how_.expose)) {}

    response operator()(const request& r, next_handler next) const {
        const auto origin = r.header("Origin");
        const bool allowed = origin && allows(*origin);
        const bool preflight = allowed && r.method == "OPTIONS" && r.header("Access-Control-Request-Method");
        response made = preflight ? response{} : next(r);
        if (preflight) answer_preflight(made);
        if (allowed) {
            made.set("Access-Control-Allow-Origin", all_ ? "*" : std::string(*origin));
            if (how_.credentials) made.set("Access-Control-Allow-Credentials", "true");
            if (!preflight && !expose_.empty()) made.set("Access-Control-Expose-Headers", expose_);
        }
        // Without an origin too: a cache must not give that answer to a page.
        if (!all_) vary_by_origin(made);
        return made;
    }

  private:
    static std::string list(const std::vector<std::string>& names) {
        std::string all;
        for (const std::string& name : names) all.append(all.empty() ? "" : ", ").append(name);
        return all;
    }

    bool allows(std::string_view origin) const {
        return all_ || (origin != "*" && std::ranges::find(how_.origins, origin) != how_.origins.end());
    }

    /// The lists are told whole, whatever was asked for: the browser compares.
    void answer_preflight(response& made) const {
        made.status = 204;
        made.set("Access-Control-Allow-Methods", methods_);
        if (!headers_.empty()) made.set("Access-Control-Allow-Headers", headers_);
        made.set("Access-Control-Max-Age", std::to_string(how_.max_age.count()));
    }

    static void vary_by_origin(response& made) {
        const std::string before(made.header("Vary").value_or(""));
        if (before == "*") return;
        made.set("Vary", before.empty() ? "Origin" : before + ", Origin");
    }

    cors_options how_;
    bool all_;
    std::string methods_, headers_, expose_;
};

} // namespace detail

wrapper cors(cors_options how) {
    return detail::cors_plan(std::move(how));
}

} // namespace crudite::http
