// The bodies of concurrency_limit.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/concurrency_limit.hpp>
#include <crudite/http/problem.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace crudite::http {

namespace detail {

/// A place among those in progress, given back at the end.
class occupied {
  public:
    occupied(std::atomic<std::size_t>& taken, std::size_t most) noexcept
        : taken_(taken), fits_(taken.fetch_add(1, std::memory_order_relaxed) < most) {}
    occupied(const occupied&) = delete;
    ~occupied() { taken_.fetch_sub(1, std::memory_order_relaxed); }
    bool fits() const noexcept { return fits_; }

  private:
    std::atomic<std::size_t>& taken_;
    bool fits_;
};

inline response overloaded(const request& r) {
    response made = to_response(
        problem{
            .status = 503,
            .code = "overloaded",
            .detail = "there are too many requests in progress: try again"},
        r);
    made.set("Retry-After", "1");
    return made;
}

} // namespace detail

wrapper concurrency_limit(concurrency_limit_options how) {
    const auto taken = std::make_shared<std::atomic<std::size_t>>(0);
    return [taken, how = std::move(how)](const request& r, next_handler next) {
        if (detail::is_one_of(how.except, r.target)) return next(r);
        const detail::occupied place(*taken, how.most);
        return place.fits() ? next(r) : detail::overloaded(r);
    };
}

} // namespace crudite::http
