// assignment: members of a JSON object put into an entity, one by one, and in the end all that is wrong with
// them. Used by the parser; knows no JSON syntax.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/json/malformed.hpp>
#include <crudite/json/scalar.hpp>
#include <crudite/json/taking.hpp>
#include <crudite/schema/column.hpp>
#include <crudite/schema/validate.hpp>

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::json::detail {

/// How many violations of one body are reported.
inline constexpr std::size_t max_violations = 100;

/// Fills an entity that its type's constructor made.
class assignment {
  public:
    assignment(const table_view& table, void* entity, const taking& how)
        : table_(table), entity_(entity), how_(how) {}

    /// Begins the member of this name; false if there was one already.
    bool begin(std::string_view name) {
        at_ = table_.find(name);
        if (at_ != npos) {
            if (seen_.contains(at_)) return false;
            seen_.insert(at_);
            return true;
        }
        if (!unknown_.emplace(name).second) return false;
        if (!how_.ignore_unknown && unknown_violations_.size() < max_violations)
            unknown_violations_.push_back(
                {presentable(name), "unknown", "is not a member of this object", {}});
        return true;
    }

    /// The value of the member that was begun.
    void take(const token& t) {
        if (at_ == npos) return;
        if (is_open(at_)) {
            put(t);
        } else if (said(at_)) {
            put(t);
            if (!stored_.contains(at_) || !is_as_said(at_)) refused_.insert(at_);
        } else if (how_.claimed) {
            put(t);
            (stored_.contains(at_) ? *how_.claimed : refused_).insert(at_);
        } else if (how_.partial) {
            refused_.insert(at_);
        }
    }

    /// Gives absent members their values, and checks all. Returns the columns that the body set.
    result<column_set> finish() {
        std::vector<violation> broken;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            if (!is_open(i))
                settle_closed(i, broken);
            else if (!seen_.contains(i))
                settle_absent(i, broken);
            else
                check(i, broken);
        }
        for (violation& v : unknown_violations_) broken.push_back(std::move(v));
        if (broken.size() > max_violations) broken.resize(max_violations);
        if (!broken.empty()) return fail(std::move(broken));
        if (how_.keyed) stored_.erase(table_.key);
        return stored_;
    }

  private:
    /// May the body say what this column holds? A key that the client makes: only where the row is made.
    bool is_open(std::size_t i) const noexcept {
        const column& c = table_.columns[i];
        if (i == table_.key) return how_.keyed || (!c.generated() && !how_.partial && !said(i));
        return c.writable();
    }

    /// What has said already what this closed column holds; null if nothing has.
    const void* said(std::size_t i) const noexcept {
        return !how_.current && i == table_.key ? how_.key_from : how_.current;
    }

    void put(const token& t) {
        const column& c = table_.columns[at_];
        if (t.is == token::kind::null && !c.nullable) return null_.insert(at_);
        fittings_[at_] = store_token(c, t, entity_);
        if (fittings_[at_].how == fit::ok) stored_.insert(at_);
    }

    bool is_as_said(std::size_t i) const {
        scratch temporaries;
        const column& c = table_.columns[i];
        return c.load(entity_, temporaries) == c.load(said(i), temporaries);
    }

    void settle_closed(std::size_t i, std::vector<violation>& broken) {
        const column& c = table_.columns[i];
        if (refused_.contains(i))
            broken.push_back({std::string(c.name), "read_only", "cannot be changed", {}});
        else if (said(i) && !seen_.contains(i)) {
            scratch temporaries;
            c.store(entity_, c.load(said(i), temporaries));
        }
        stored_.erase(i);
    }

    void settle_absent(std::size_t i, std::vector<violation>& broken) {
        const column& c = table_.columns[i];
        if (how_.keyed && i == table_.key) return broken.push_back(absent(c));
        if (how_.partial) return;
        if (c.fallback)
            c.store(entity_, *c.fallback);
        else if (c.nullable)
            c.store(entity_, value());
        else if (c.role == column_role::key && c.type == column_type::uuid)
            return; // nil: the library makes one
        else
            broken.push_back(absent(c));
    }

    static violation absent(const column& c) {
        return {std::string(c.name), "required", "must be given", {}};
    }

    void check(std::size_t i, std::vector<violation>& broken) const {
        const column& c = table_.columns[i];
        if (null_.contains(i)) return broken.push_back(missing(c));
        if (!stored_.contains(i)) {
            broken.push_back(misfit(c, fittings_[i].how));
            if (fittings_[i].misspelt) broken.back().code = "format";
            return;
        }
        scratch temporaries;
        const std::size_t before = broken.size();
        validate(c, c.load(entity_, temporaries), broken);
        if (broken.size() > before) return;
        column_set one;
        one.insert(i);
        ask_checks(table_, entity_, one, false, broken);
    }

    const table_view& table_;
    void* entity_;
    taking how_;
    std::size_t at_{npos};
    column_set seen_{};
    column_set stored_{};
    column_set null_{};
    column_set refused_{};
    std::array<fitting, 64> fittings_{};
    std::set<std::string, std::less<>> unknown_{};
    std::vector<violation> unknown_violations_{};
};

} // namespace crudite::json::detail
