// The bodies of idempotency.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/fnv.hpp>
#include <crudite/http/idempotency.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/repository.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace crudite::http {

namespace detail {

/// How many of the replies that have expired go when one comes: more than one, so that they come to an end.
inline constexpr std::int64_t swept_at_once = 10;

/// The characters of a string in quotes; nothing if it is none.
inline std::optional<std::string> read_quoted(std::string_view text) {
    std::string read;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1 == text.size() ? std::optional(std::move(read)) : std::nullopt;
        if (text[at] == '\\' && (++at == text.size() || (text[at] != '"' && text[at] != '\\'))) break;
        read += text[at];
    }
    return std::nullopt;
}

/// A request with a key, and the reply that is kept of it.
class keyed_request {
  public:
    keyed_request(const exchange& x, std::string_view key)
        : key_(encode_segment(x.who.id) + "/" + encode_segment(x.at.path) + "/" + encode_segment(key)),
          fingerprint_(static_cast<std::int64_t>(fnv1a(x.message.body).hash())) {}

    const std::string& key() const noexcept { return key_; }
    bool is_that_of(const stored_reply& kept) const noexcept { return kept.fingerprint == fingerprint_; }

    stored_reply reply(const response& made, timestamp expires_at) const {
        stored_reply kept{
            .key = key_,
            .fingerprint = fingerprint_,
            .status = made.status,
            .body = made.body,
            .expires_at = expires_at};
        for (const auto& [name, value] : made.headers())
            kept.headers.append(name).append(": ").append(value).append(1, '\n');
        return kept;
    }

  private:
    std::string key_;
    std::int64_t fingerprint_;
};

inline response replayed(stored_reply kept) {
    response made;
    made.status = kept.status;
    made.body = std::move(kept.body);
    for (std::string_view rest = kept.headers; !rest.empty();) {
        std::string_view value = take_until(rest, '\n');
        const std::string_view name = take_until(value, ':');
        made.set(name, std::string(trim(value)));
    }
    made.set("Idempotency-Replayed", "true");
    return made;
}

inline response reused(const request& r) {
    return to_response(
        problem{
            .status = 422,
            .code = "idempotency_key_reused",
            .detail = "Idempotency-Key: was sent with another request before; each request needs its own"},
        r);
}

/// Removes some of the replies that have expired.
inline result<void> sweep(repository<stored_reply>& replies, timestamp now) {
    auto old = replies.list(
        {.where = field<&stored_reply::expires_at> < now,
         .order_by = {asc<&stored_reply::expires_at>},
         .limit = swept_at_once,
         .count = total::none});
    if (!old) return fail(std::move(old.error()));
    for (const stored_reply& one : old->items)
        if (auto gone = replies.remove(one.key); !gone) return gone;
    return {};
}

} // namespace detail

result<std::optional<std::string>> read_idempotency_key(const request& r) {
    const auto header = r.header("Idempotency-Key");
    if (!header) return std::nullopt;
    const std::string_view text = detail::trim(*header);
    const bool quoted = text.starts_with('"');
    auto key = quoted ? detail::read_quoted(text) : std::string(text);
    const auto printable = [&](char c) {
        // Several header lines come joined by commas, so a bare one is two keys.
        return c >= 0x20 && c <= 0x7E && (quoted || (c != ' ' && c != ',' && c != '"'));
    };
    if (!key || key->empty() || key->size() > 255 || !std::ranges::all_of(*key, printable))
        return fail(
            errc::malformed,
            "Idempotency-Key: is no key; one of 1 to 255 printable ASCII characters is allowed");
    return key;
}

response answer_once(const resource_plan& plan, const exchange& x, function_ref<response(storage_ref)> act) {
    const auto key = read_idempotency_key(x.message);
    if (!key) return to_response(key.error(), x.message);
    if (!*key) return act(plan.storage);
    const detail::keyed_request asked(x, **key);
    const timestamp now = plan.options.clock();
    for (bool again = false;; again = true) {
        std::optional<response> refused;
        auto made = in_transaction(plan.storage, [&](storage_ref inside) -> result<response> {
            refused.reset(); // a storage may run a transaction again
            repository<stored_reply> replies(inside, {.clock = plan.options.clock});
            auto kept = replies.find(asked.key());
            if (kept && kept->expires_at > now)
                return asked.is_that_of(*kept) ? detail::replayed(*std::move(kept))
                                               : detail::reused(x.message);
            if (kept) {
                if (auto gone = replies.remove(kept->key); !gone) return fail(std::move(gone.error()));
            } else if (kept.error().code != errc::not_found) {
                return fail(std::move(kept.error()));
            }
            response fresh = act(inside);
            if (fresh.status >= 300) {
                refused = std::move(fresh);
                return fail(errc::internal, "the request failed: roll back");
            }
            const timestamp end = std::min(now + plan.how.idempotency.lifetime, max_timestamp);
            if (auto stored = replies.create(asked.reply(fresh, end)); !stored)
                return fail(std::move(stored.error()));
            if (auto swept = detail::sweep(replies, now); !swept) return fail(std::move(swept.error()));
            return fresh;
        });
        if (refused) {
            // Where writers do not wait for each other, a repeat may have come first, and this have met its
            // row.
            repository<stored_reply> replies(plan.storage, {.clock = plan.options.clock});
            const auto kept = again ? result<bool>(false) : replies.exists(asked.key());
            if (kept && *kept) continue;
            return *std::move(refused);
        }
        if (made) return *std::move(made);
        if (made.error().code != errc::unique_violation) return to_response(made.error(), x.message);
        // Where writers do not wait for each other, a repeat has kept its reply first: it is there to be
        // found now.
        if (again) return to_response(error{.code = errc::busy}, x.message);
    }
}

} // namespace crudite::http
