// bucket_table: a token bucket per key, in a fixed number of places. Used by rate_limit.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::http::detail {

/// How buckets fill.
struct bucket_rate {
    std::chrono::nanoseconds interval; ///< between two tokens
    std::chrono::nanoseconds room;     ///< the interval times the tokens of a full bucket
};

/// A bucket after a request.
struct bucket_state {
    bool admitted{};
    std::int64_t left{};                   ///< tokens
    std::chrono::nanoseconds until_more{}; ///< until there is one more than that
};

/// A bucket is one number, the time at which it is full again (the generic cell rate algorithm, ITU-T I.371):
/// nothing has to be filled up meanwhile, and one that is full is as good as one that is not there. Places
/// are in sets of eight, each with its own lock for a shard of them; a new key takes the fullest of its set.
class bucket_table {
  public:
    explicit bucket_table(std::size_t keys)
        : sets_(std::bit_ceil(std::max<std::size_t>(keys / ways, shards))) {}

    bucket_state take(std::string_view key, const bucket_rate& rate, std::chrono::nanoseconds now) {
        // The end of a long key, as that of tokens differs and the beginning does not.
        if (key.size() > longest) key.remove_prefix(key.size() - longest);
        const std::size_t set = std::hash<std::string_view>{}(key) & (sets_.size() - 1);
        const std::lock_guard guard(locks_[set % shards].mutex);
        place& p = place_of(sets_[set], key);
        const auto full_at = std::max(p.full_at, now);
        const auto missing = full_at - now;
        bucket_state made{.admitted = missing + rate.interval <= rate.room};
        const auto after = made.admitted ? missing + rate.interval : missing;
        p.full_at = now + after;
        made.left = (rate.room - after) / rate.interval;
        made.until_more = after - (rate.room - (made.left + 1) * rate.interval);
        return made;
    }

  private:
    static constexpr std::size_t ways = 8, shards = 64, longest = 128;

    struct place {
        std::string key{};
        std::chrono::nanoseconds full_at{std::chrono::nanoseconds::min()};
    };
    using places = std::array<place, ways>;
    struct alignas(64) shard {
        std::mutex mutex{};
    };

    static place& place_of(places& among, std::string_view key) {
        const auto known = std::ranges::find(among, key, &place::key);
        if (known != among.end()) return *known;
        place& fullest = *std::ranges::min_element(among, {}, &place::full_at);
        fullest = {.key = std::string(key)};
        return fullest;
    }

    std::vector<places> sets_;
    std::array<shard, shards> locks_{};
};

} // namespace crudite::http::detail
