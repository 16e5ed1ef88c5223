// connection: one sqlite3 handle with its settings, its statement cache and its deadline. Used by one thread
// at a time; the pool and the writer's lock see to that.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/sql/plan.hpp>
#include <crudite/sqlite/function.hpp>
#include <crudite/sqlite/options.hpp>
#include <crudite/sqlite/statement.hpp>

#include <crudite/base/function_ref.hpp>

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace crudite::sqlite::detail {

/// Where the database is and how it is shared.
struct location {
    std::string name{}; ///< a file name or a URI, as sqlite3_open_v2 takes it
    bool uri{false};
    std::string file{}; ///< its path; empty for what is in memory
};

class connection {
  public:
    static result<std::unique_ptr<connection>> open(const location& where, const options& how, bool writing) {
        auto made = std::unique_ptr<connection>(new connection(how));
        const int flags =
            (how.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (where.uri ? SQLITE_OPEN_URI : 0);
        if (const int code = sqlite3_open_v2(where.name.c_str(), &made->handle_, flags, nullptr);
            code != SQLITE_OK)
            return fail(make_error(code, made->handle_));
        if (auto set = made->configure(writing); !set) return fail(std::move(set.error()));
        return made;
    }
    connection(const connection&) = delete;
    ~connection() {
        statements_.clear();
        sqlite3_close(handle_);
    }
    /// Lets go of the handle without closing it: what a forked child must do (sqlite.org/howtocorrupt.html
    /// §2.6).
    void abandon() noexcept {
        for (auto& s : statements_) (void)s.release();
        statements_.clear();
        handle_ = nullptr;
    }

    sql::plan& plan() noexcept { return plan_; }

    /// Runs the current plan: binds its parameters, hands each row to `take` until that says stop or there is
    /// no more, then calls `ended` while the statement still holds its snapshot, and resets. `text` writes
    /// the SQL if no statement of this shape is ready. `patient`: the deadline is one of each row.
    result<void> run(
        const table_view& table, function_ref<std::string()> text,
        function_ref<result<bool>(statement&)> take, function_ref<result<void>(bool)> ended = always_ok,
        bool patient = false) {
        auto found = ready(table, text);
        if (!found) return fail(std::move(found.error()));
        statement& s = **found;
        const use in_use(*this, s);
        if (const int code = s.bind(plan_.parameters()); code != SQLITE_OK)
            return fail(make_error(code, handle_, &table));
        for (;;) {
            const int code = s.step();
            if (code == SQLITE_DONE) return ended(true);
            if (code != SQLITE_ROW) return fail(make_error(code, handle_, &table));
            ++rows_;
            result<bool> more = take(s);
            if (!more) return fail(std::move(more.error()));
            if (!*more) return ended(false);
            if (patient) started_ = {};
        }
    }

    /// Runs a statement without parameters or rows: BEGIN, COMMIT, CREATE TABLE.
    result<void> execute(std::string_view sql) {
        plan_.start(sql::verb::find, none());
        plan_.text(sql);
        return run(none(), [&] { return std::string(sql); }, [](statement&) -> result<bool> { return true; });
    }
    /// The same once only, not kept.
    int execute_once(const char* sql) noexcept {
        return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    }

    /// One prepared statement that is not kept.
    result<std::unique_ptr<statement>> prepare(std::string_view sql) {
        return statement::prepare(handle_, sql);
    }

    /// Tables that this connection has used, and that are therefore there and as their schema says.
    bool knows(const table_view& table) const noexcept {
        for (const table_view* known : tables_)
            if (known == &table) return true;
        return false;
    }
    void learn(const table_view& table) { tables_.push_back(&table); }
    std::size_t known() const noexcept { return tables_.size(); }
    /// Back to the first `count` of them: what was created since is gone.
    void forget(std::size_t count) {
        if (count == tables_.size()) return;
        tables_.resize(count);
        forget_statements();
    }

    /// From when on the current call has been waiting for a lock; nothing: it has not had to.
    void waiting_since(std::chrono::steady_clock::time_point since) noexcept { waited_from_ = since; }

    /// Forgets the prepared statements, whose tables may be gone.
    void forget_statements() noexcept {
        std::erase_if(statements_, [](const auto& s) { return !s->running; });
    }

    sqlite3* handle() const noexcept { return handle_; }
    bool in_transaction() const noexcept { return sqlite3_get_autocommit(handle_) == 0; }
    /// True if readers see one snapshot while a writer commits: with a write-ahead log.
    bool has_snapshots() const noexcept { return wal_; }

  private:
    explicit connection(const options& how) : options_(how) {}

    static constexpr auto always_ok = [](bool) { return result<void>{}; };

    /// A statement in use: reset, observed and free again on every way out.
    class use {
      public:
        use(connection& c, statement& s) : connection_(c), statement_(s) {
            s.running = true;
            c.started_ = {};
            c.rows_ = 0;
            if (c.options_.observe) [[unlikely]]
                begun_ = std::chrono::steady_clock::now();
        }
        use(const use&) = delete;
        ~use() {
            statement_.reset();
            if (connection_.options_.observe) [[unlikely]]
                connection_.options_.observe.tell(
                    {.sql = statement_.sql(),
                     .duration = std::chrono::steady_clock::now() - begun_,
                     .rows = connection_.rows_});
            statement_.running = false;
        }

      private:
        connection& connection_;
        statement& statement_;
        std::chrono::steady_clock::time_point begun_{};
    };

    static const table_view& none() {
        static constexpr table_view nothing{};
        return nothing;
    }

    /// The cached statement of the current plan, or a new one. What is used moves towards the front, so that
    /// the one dropped when the cache is full has long been idle.
    result<statement*> ready(const table_view& table, function_ref<std::string()> text) {
        const std::string& shape = plan_.shape();
        for (std::size_t i = 0; i < statements_.size(); ++i) {
            if (statements_[i]->shape != shape || statements_[i]->running) continue;
            if (i > 0) std::swap(statements_[i], statements_[i - 1]);
            return statements_[i > 0 ? i - 1 : 0].get();
        }
        auto made = statement::prepare(handle_, text(), &table);
        if (!made) return fail(std::move(made.error()));
        (*made)->shape = shape;
        statements_.push_back(*std::move(made));
        statement* const fresh = statements_.back().get();
        drop_idle();
        return fresh;
    }
    void drop_idle() {
        for (std::size_t i = statements_.size() - 1;
             i-- > 0 && statements_.size() > options_.cached_statements;)
            if (!statements_[i]->running)
                statements_.erase(statements_.begin() + static_cast<std::ptrdiff_t>(i));
    }

    result<void> configure(bool writing);                     // settings.hpp, with the next two
    static int wait_for_lock(void* self, int tries) noexcept; // the busy handler
    static int check_deadline(void* self) noexcept;           // the progress handler

    const options& options_;
    sqlite3* handle_{};
    std::vector<std::unique_ptr<statement>> statements_{};
    std::vector<const table_view*> tables_{};
    sql::plan plan_{};
    std::chrono::steady_clock::time_point started_{}; // of the statement: set when first asked
    std::chrono::steady_clock::time_point waited_from_{};
    std::int64_t rows_{0};
    std::uint32_t jitter_{0x9e3779b9};
    bool wal_{false};
};

} // namespace crudite::sqlite::detail
