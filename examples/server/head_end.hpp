// head_end: where the head of a request ends, and that it is made of lines. In front of Beast, which sees
// only heads that are whole: so nothing depends on how the bytes came. Used by reader.
// SPDX-License-Identifier: MIT
#pragma once

#include "characters.hpp"

#include <cstddef>
#include <string_view>

namespace crudite::server::detail {

class head_end {
  public:
    enum class found : unsigned char { part, whole, malformed, folded };

    /// Looks on. `head` begins where it began before, and may go on behind the head. A CR without LF, an LF
    /// without CR and every other control character are malformed; a line that begins with a blank is folded.
    found look(std::string_view head) noexcept {
        while (seen_ < head.size()) {
            const char c = head[seen_];
            if (c == '\r') {
                if (seen_ + 1 == head.size()) return found::part; // it is looked at again with what follows
                if (head[seen_ + 1] != '\n') return found::malformed;
                seen_ += 2;
                if (line_begins_) return found::whole;
                line_begins_ = true;
                continue;
            }
            if (is_control(c)) return found::malformed;
            if (line_begins_ && (c == ' ' || c == '\t')) return found::folded;
            line_begins_ = false;
            ++seen_;
            seen_ += plain_prefix(head.substr(seen_));
        }
        return found::part;
    }

    /// Bytes that were looked at, and found right: of a whole head all, the empty line included.
    std::size_t size() const noexcept { return seen_; }

  private:
    std::size_t seen_{0};
    bool line_begins_{true};
};

} // namespace crudite::server::detail
