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
        for (; seen_ < head.size(); ++seen_) {
            const char c = head[seen_];
            if (after_return_) {
                if (c != '\n') return found::malformed;
                after_return_ = false;
                if (line_begins_) return ++seen_, found::whole;
                line_begins_ = true;
            } else if (c == '\r') {
                after_return_ = true;
            } else if (is_control(c)) {
                return found::malformed;
            } else if (line_begins_) {
                if (c == ' ' || c == '\t') return found::folded;
                line_begins_ = false;
            }
        }
        return found::part;
    }

    /// Bytes that were looked at, and found right: of a whole head all, the empty line included.
    std::size_t size() const noexcept { return seen_; }

  private:
    std::size_t seen_{0};
    bool line_begins_{true}, after_return_{false};
};

} // namespace crudite::server::detail
