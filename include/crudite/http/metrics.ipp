// The bodies of metrics.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/exposition.hpp>
#include <crudite/http/metrics.hpp>

#include <algorithm>
#include <limits>
#include <span>

namespace crudite::http {

namespace detail {

/// The last is "other".
inline constexpr std::array<std::string_view, 8> counted_methods{"GET",   "HEAD",   "POST",    "PUT",
                                                                 "PATCH", "DELETE", "OPTIONS", "other"};
/// What this library and its server answer, and what routes of a user commonly do; the last is "other".
inline constexpr std::array counted_statuses{200, 201, 202, 204, 206, 207, 301, 302, 303, 304, 307, 308, 400,
                                             401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 421,
                                             422, 428, 429, 431, 500, 501, 502, 503, 504, 507, 0};
static_assert(std::ranges::is_sorted(counted_statuses.begin(), counted_statuses.end() - 1));

/// Upper bounds in seconds: from a cached read to what a client has given up on.
inline constexpr std::array duration_bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                            0.1,    0.25,  0.5,    1.0,   2.5,  5.0,   10.0};

inline std::size_t method_slot(std::string_view method) noexcept {
    const auto known = std::ranges::find(counted_methods.begin(), counted_methods.end() - 1, method);
    return static_cast<std::size_t>(known - counted_methods.begin());
}

inline std::size_t status_slot(int status) noexcept {
    const auto end = counted_statuses.end() - 1;
    const auto at = std::lower_bound(counted_statuses.begin(), end, status);
    return static_cast<std::size_t>((at != end && *at == status ? at : end) - counted_statuses.begin());
}

/// Counts a request for as long as it lives.
class in_flight {
  public:
    explicit in_flight(std::atomic<std::int64_t>& all) noexcept : all_(all) {
        all_.fetch_add(1, std::memory_order_relaxed);
    }
    in_flight(const in_flight&) = delete;
    ~in_flight() { all_.fetch_sub(1, std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t>& all_;
};

} // namespace detail

/// The numbers of one route. Buckets are counted apart, and added up when they are told: so the sum of them
/// is the count, whenever it is read.
struct metrics::series {
    using counter = std::atomic<std::uint64_t>;

    std::string pattern;
    std::array<std::array<counter, detail::counted_statuses.size()>, detail::counted_methods.size()>
        answers{};
    std::array<counter, detail::duration_bounds.size() + 1> buckets{};
    counter nanoseconds{};

    static void bump(counter& one, std::uint64_t by = 1) noexcept {
        one.fetch_add(by, std::memory_order_relaxed);
    }
    static std::uint64_t read(const counter& one) noexcept { return one.load(std::memory_order_relaxed); }

    void append_answers(std::string& out) const {
        for (std::size_t m = 0; m < answers.size(); ++m)
            for (std::size_t s = 0; s < answers[m].size(); ++s) {
                const auto n = read(answers[m][s]);
                if (n == 0) continue;
                const int code = detail::counted_statuses[s];
                const std::string status = code ? std::to_string(code) : "other";
                const metric_label labels[]{
                    {"method", detail::counted_methods[m]}, {"route", pattern}, {"status", status}};
                append_sample(out, "crudite_http_requests_total", labels, static_cast<double>(n));
            }
    }

    void append_durations(std::string& out, const std::string& name) const {
        std::uint64_t so_far = 0;
        for (std::size_t i = 0; i < buckets.size(); ++i) {
            so_far += read(buckets[i]);
            std::string bound;
            append_metric_number(
                bound, i < detail::duration_bounds.size() ? detail::duration_bounds[i]
                                                          : std::numeric_limits<double>::infinity());
            const metric_label labels[]{{"route", pattern}, {"le", bound}};
            append_sample(out, name + "_bucket", labels, static_cast<double>(so_far));
        }
        const metric_label labels[]{{"route", pattern}};
        append_sample(out, name + "_sum", labels, static_cast<double>(read(nanoseconds)) * 1e-9);
        append_sample(out, name + "_count", labels, static_cast<double>(so_far));
    }
};

metrics::metrics()
    : other_(std::make_unique<series>()), in_flight_(std::make_shared<std::atomic<std::int64_t>>(0)) {
    other_->pattern = "other";
}

metrics::~metrics() = default;

void metrics::watch(api& of) {
    for (const route* one : of.routes().routes()) {
        const auto at = std::ranges::lower_bound(
            routes_, one->pattern, {}, [](const auto& s) -> const std::string& { return s->pattern; });
        if (at != routes_.end() && (*at)->pattern == one->pattern) continue;
        auto fresh = std::make_unique<series>();
        fresh->pattern = one->pattern;
        routes_.insert(at, std::move(fresh));
    }
    of.wrap([all = in_flight_](const request& r, next_handler next) {
        const detail::in_flight counted(*all);
        return next(r);
    });
}

metrics::series& metrics::series_of(std::string_view pattern) const noexcept {
    const auto at = std::ranges::lower_bound(
        routes_, pattern, {}, [](const auto& s) -> std::string_view { return s->pattern; });
    return at != routes_.end() && (*at)->pattern == pattern ? **at : *other_;
}

void metrics::record(const answered& a) noexcept {
    series& of = series_of(a.route);
    series::bump(of.answers[detail::method_slot(a.message.method)][detail::status_slot(a.answer.status)]);
    const auto took = std::max(a.took, std::chrono::nanoseconds{0});
    const double seconds = std::chrono::duration<double>(took).count();
    const auto bucket = std::ranges::lower_bound(detail::duration_bounds, seconds);
    series::bump(of.buckets[static_cast<std::size_t>(bucket - detail::duration_bounds.begin())]);
    series::bump(of.nanoseconds, static_cast<std::uint64_t>(took.count()));
}

std::string metrics::text() const {
    std::string out;
    append_head(out, "crudite_http_requests_total", "Requests answered.", "counter");
    for (const auto& one : routes_) one->append_answers(out);
    other_->append_answers(out);
    const std::string name = "crudite_http_request_duration_seconds";
    append_head(out, name, "Time from the request being read to its answer being made.", "histogram");
    for (const auto& one : routes_) one->append_durations(out, name);
    other_->append_durations(out, name);
    append_head(out, "crudite_http_requests_in_flight", "Requests in progress.", "gauge");
    append_sample(out, "crudite_http_requests_in_flight", {}, static_cast<double>(in_flight_->load()));
    for (const metric_source& more : sources_) {
        const std::size_t before = out.size();
        try {
            for (const metric_family& family : more()) append_family(out, family);
        } catch (...) { out.resize(before); }
    }
    return out;
}

route metrics_route(const metrics& of, access_policy access, std::string path) {
    return {
        .method = "GET",
        .pattern = std::move(path),
        .act =
            [&of](const exchange&) {
                response made;
                made.body = of.text();
                made.set("Content-Type", std::string(exposition_type));
                return made;
            },
        .access = std::move(access)};
}

} // namespace crudite::http
