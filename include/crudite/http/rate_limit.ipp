// The bodies of rate_limit.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/bucket_table.hpp>
#include <crudite/http/client_address.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/http/rate_limit.hpp>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

class rate_limiter {
  public:
    explicit rate_limiter(rate_limit_options how)
        : how_(within_reason(std::move(how))),
          rate_{
              .interval = std::chrono::nanoseconds(how_.per) / how_.requests,
              .room = std::chrono::nanoseconds(how_.per) / how_.requests * how_.burst},
          buckets_(how_.clients), policy_(
                                      "\"default\";q=" + std::to_string(how_.burst) +
                                      ";w=" + std::to_string(whole_seconds(rate_.room))) {}

    response operator()(const request& r, next_handler next) {
        std::string key;
        if (!is_one_of(how_.except, r.target)) key = how_.key(r);
        if (key.empty()) return next(r);
        const bucket_state state = buckets_.take(key, rate_, how_.clock().time_since_epoch());
        response made = state.admitted ? next(r) : refuse(r, state);
        made.set("RateLimit-Policy", policy_);
        made.set(
            "RateLimit", "\"default\";r=" + std::to_string(state.left) +
                             ";t=" + std::to_string(whole_seconds(state.until_more)));
        return made;
    }

  private:
    static rate_limit_options within_reason(rate_limit_options how) {
        how.requests = std::max(how.requests, 1U);
        how.per = std::max(how.per, std::chrono::seconds{1});
        if (how.burst == 0) how.burst = how.requests;
        if (!how.key) how.key = [](const request& r) { return network_of(r.remote); };
        return how;
    }

    /// Rounded up: who waits so long does get through.
    static std::int64_t whole_seconds(std::chrono::nanoseconds time) {
        return std::chrono::ceil<std::chrono::seconds>(time).count();
    }

    static response refuse(const request& r, const bucket_state& state) {
        response made = to_response(
            problem{
                .status = 429,
                .code = "too_many_requests",
                .detail = "too many requests: try again in " +
                          std::to_string(whole_seconds(state.until_more)) + " s"},
            r);
        made.set("Retry-After", std::to_string(whole_seconds(state.until_more)));
        return made;
    }

    rate_limit_options how_;
    bucket_rate rate_;
    bucket_table buckets_;
    std::string policy_;
};

} // namespace detail

wrapper rate_limit(rate_limit_options how) {
    const auto limiter = std::make_shared<detail::rate_limiter>(std::move(how));
    return [limiter](const request& r, next_handler next) { return (*limiter)(r, next); };
}

} // namespace crudite::http
