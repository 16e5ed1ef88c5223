// chunks: undoes the chunked coding as RFC 9112 §7.1 has it and no looser, for every byte tells the same
// however they are cut. Instead of Beast's, which lets a quoted extension hold line ends and makes headers of
// trailers. Used by reader.
// SPDX-License-Identifier: MIT
#pragma once

#include "characters.hpp"
#include "refusal.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace crudite::server::detail {

class chunks {
  public:
    struct limits {
        std::size_t body;
        std::size_t trailers; ///< bytes; extensions, of all chunks together, have no more
    };

    /// Takes what belongs to the body, and gives how many bytes that were: all, unless it is done or has
    /// failed.
    std::size_t take(std::string_view bytes, std::string& body, limits most) {
        std::size_t at = 0;
        while (at < bytes.size() && state_ != state::done && !why_) {
            if (state_ == state::data) {
                const std::size_t n = std::min(left_, bytes.size() - at);
                body.append(bytes.substr(at, n));
                at += n;
                left_ -= n;
                if (left_ == 0) state_ = state::data_return;
            } else {
                step(bytes[at++], body.size(), most);
            }
        }
        return at;
    }

    bool done() const noexcept { return state_ == state::done; }
    const std::optional<refusal>& why() const noexcept { return why_; }

  private:
    enum class state : unsigned char {
        size_begins,
        size,
        extension,
        size_newline,
        data,
        data_return,
        data_newline,
        trailer_begins,
        trailer_name,
        trailer_value,
        trailer_newline,
        last_newline,
        done
    };

    static constexpr unsigned most_digits = 16;

    void refuse(const refusal& why) noexcept { why_ = why; }
    void go(bool right, state then) noexcept { right ? void(state_ = then) : refuse(refusals::bad_chunk); }

    /// Trailers and extensions are thrown away, but read: a client could send them for ever.
    void thrown_away(std::size_t& sum, std::size_t most) noexcept {
        if (++sum > most) refuse(refusals::headers_too_large);
    }

    void step(char c, std::size_t so_far, limits most) noexcept {
        if (state_ == state::extension) thrown_away(extensions_, most.trailers);
        if (state_ >= state::trailer_begins) thrown_away(trailers_, most.trailers);
        if (why_) return;
        switch (state_) {
        case state::size_begins:
            left_ = digits_ = 0;
            if (hex_digit(c) < 0) return refuse(refusals::bad_chunk);
            state_ = state::size;
            [[fallthrough]];
        case state::size:
            if (const int d = hex_digit(c); d >= 0) {
                if (++digits_ > most_digits) return refuse(refusals::bad_chunk);
                left_ = left_ << 4 | static_cast<std::size_t>(d);
                return;
            }
            if (left_ > most.body - std::min(so_far, most.body)) return refuse(refusals::body_too_large);
            if (c == ';') return go(true, state::extension);
            return go(c == '\r', state::size_newline);
        case state::extension:
            if (c == '\r') return go(true, state::size_newline);
            return go(!is_control(c), state::extension);
        case state::size_newline:
            return go(c == '\n', left_ > 0 ? state::data : state::trailer_begins);
        case state::data_return:
            return go(c == '\r', state::data_newline);
        case state::data_newline:
            return go(c == '\n', state::size_begins);
        case state::trailer_begins:
            if (c == '\r') return go(true, state::last_newline);
            return go(is_token_char(c), state::trailer_name);
        case state::trailer_name:
            return go(is_token_char(c) || c == ':', c == ':' ? state::trailer_value : state::trailer_name);
        case state::trailer_value:
            if (c == '\r') return go(true, state::trailer_newline);
            return go(!is_control(c), state::trailer_value);
        case state::trailer_newline:
            return go(c == '\n', state::trailer_begins);
        case state::last_newline:
            return go(c == '\n', state::done);
        case state::data:
        case state::done:
            return;
        }
    }

    state state_{state::size_begins};
    std::size_t left_{0}; ///< of the present chunk
    unsigned digits_{0};
    std::size_t extensions_{0}, trailers_{0};
    std::optional<refusal> why_{};
};

} // namespace crudite::server::detail
