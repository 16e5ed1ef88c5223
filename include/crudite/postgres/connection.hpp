// connection: one caller's use of a PGconn: statements are queued, then go to the server in one round trip,
// with a deadline. A PGconn has one caller at a time, or several that only read; the pool sees to that.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/pipeline.hpp>
#include <crudite/postgres/trip.hpp>

#include <libpq-fe.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace crudite::postgres::detail {

class connection {
  public:
    /// To a server of the role; `patient`: waits for one to take it on. errc::unavailable.
    static result<std::unique_ptr<connection>> open(
        const server_list& where, role wanted, const options& how, bool patient = false); // connect.hpp
    connection(const connection&) = delete;
    /// For another caller's reads on the same PGconn, which are sent behind those of others.
    connection(connection& of, pipeline& with) : on_(of.on_), with_(&with) {}
    ~connection() {
        if (turn_.owns_lock()) with_->lose(); // half queued, and so in others' way
    }
    link& raw() noexcept { return on_; }
    /// Lets go of the handle without a word to the server: what a forked child must do.
    void abandon() noexcept { (void)on_.handle.release(); }

    sql::plan& plan() noexcept { return plan_; }

    /// A command to go before the next thing that is queued: BEGIN costs no round trip of its own.
    void later(std::string_view command) { later_.push_back(command); }
    /// Not sent, and not to be.
    void drop_later() noexcept { later_.clear(); }
    bool has_later() const noexcept { return !later_.empty(); }

    /// Queues a command without parameters or rows; a literal.
    void queue(std::string_view command) {
        take_turn();
        send_later();
        send_command(command);
    }

    /// Queues the current plan. `text` writes its SQL if no statement of this shape is known. `kept` false:
    /// neither prepared nor remembered. False if a value cannot be sent, which `run` then says.
    bool queue_plan(const table_view& table, function_ref<std::string()> text, bool kept = true) {
        take_turn();
        trip_->about = &table;
        if (auto encoded = parameters_.set(plan_.parameters(), plan_.types()); !encoded) {
            refused_ = std::move(encoded.error());
            return false;
        }
        send_later();
        statement* one = kept ? on_.cache.find(plan_.shape()) : on_.cache.add_passing(text());
        if (!one) one = on_.cache.add(plan_.shape(), text(), on_.batch, most_statements());
        one->batch = on_.batch;
        const bool prepares = kept && on_.how.prepared_statements;
        if (prepares) prepare(*one);
        trip_->alone = std::exchange(single_, false) && trip_->steps.empty() && !trip_->position_due;
        if (!trip_->alone) on_.enter_pipeline();
        const parameters& p = parameters_;
        sent(
            prepares
                ? PQsendQueryPrepared(
                      on_.handle.get(), one->name.c_str(), p.count(), p.data(), p.sizes(), p.formats(), 1)
                : PQsendQueryParams(
                      on_.handle.get(), one->text.c_str(), p.count(), p.oids(), p.data(), p.sizes(),
                      p.formats(), 1),
            {step::statement, one});
        return true;
    }
    /// The next plan is all of its round trip: libpq does less for that, outside of its pipeline mode.
    void queue_single() noexcept { single_ = with_ == nullptr; }
    /// The bytes of the values that were queued last.
    std::size_t queued_bytes() const noexcept { return parameters_.bytes(); }

    /// Queues SQL of the library's own with texts as parameters; its rows come as text.
    void queue_text(std::string_view sql, std::span<const char* const> texts = {}) {
        take_turn();
        send_later();
        on_.enter_pipeline();
        statement* const one = on_.cache.add_passing(std::string(sql));
        sent(
            PQsendQueryParams(
                on_.handle.get(), one->text.c_str(), static_cast<int>(texts.size()), nullptr, texts.data(),
                nullptr, nullptr, 0),
            {step::statement, one});
    }

    /// Sends what is queued and waits for all of it. The first failure is the call's.
    result<answers> run() {
        if (auto done = round_trip(); !done) return fail(std::move(done.error()));
        return std::move(trip_->got);
    }
    /// Likewise, of one statement.
    result<result_ptr> run_one() {
        if (auto done = round_trip(); !done) return fail(std::move(done.error()));
        return std::move(trip_->got.of.front());
    }
    /// Likewise; leaves the results before a failure in `into`.
    result<void> run(answers& into) {
        auto done = round_trip();
        into = std::move(trip_->got);
        return done;
    }

    /// The next round trip is outside of a transaction, and so commits what it does: if nobody knows whether
    /// it has, that is errc::commit_outcome_unknown.
    void let_commit() noexcept {
        commits_ = true;
        trip_->position_due = asks_position_;
    }
    /// The next commit asks, in the same round trip, how far the server's log is then.
    void ask_position() noexcept { asks_position_ = true; }
    /// What it said; nothing if it could not.
    std::optional<position> last_position() const noexcept { return trip_->at; }

    /// COMMIT, if anything was begun. errc::commit_outcome_unknown if the connection is lost meanwhile, or a
    /// standby was not waited for.
    result<void> commit();
    /// ROLLBACK, if anything was begun; a connection that does not is dead.
    void roll_back() noexcept {
        drop_later();
        if (with_ || on_.dead || !in_transaction()) return; // shared: who has it next sees to that
        be_brief_if_cancelled();
        const waiting::uncancelled patient;
        if (!ask("ROLLBACK")) on_.dead = true;
    }

    /// It is not to be used again.
    void give_up() noexcept { on_.dead = true; }
    /// The connection is lost, or in a state that nobody knows.
    bool dead() const noexcept { return on_.dead; }
    /// It was lost before the server answered anything since `expect_nothing`; or the server has become a
    /// standby and refused to write.
    bool lost_unheard() const noexcept { return !with_ && on_.dead && (!trip_->heard || on_.demoted); }
    /// It failed among others, perhaps because of them: it is to be asked again alone.
    bool failed_among_others() const noexcept { return failed_among_others_; }
    /// A transaction failed since `expect_nothing` because another came first.
    bool conflicted() const noexcept { return trip_->conflicted; }
    void expect_nothing() noexcept {
        trip_->heard = trip_->conflicted = false;
        open_write_ = false;
        asks_position_ = trip_->position_due = false;
        trip_->at.reset();
    }
    bool in_transaction() const noexcept {
        return !with_ && PQtransactionStatus(on_.handle.get()) != PQTRANS_IDLE;
    }
    bool failed_transaction() const noexcept {
        return PQtransactionStatus(on_.handle.get()) == PQTRANS_INERROR;
    }

    /// False if an idle connection has been closed from the other side.
    bool looks_alive() noexcept {
        if (on_.dead) return false;
        // Its last words, then the end.
        for (int i = 0; i < 4 && !on_.dead && has_news(PQsocket(on_.handle.get())); ++i)
            if (PQconsumeInput(on_.handle.get()) == 0) on_.dead = true;
        if (PQstatus(on_.handle.get()) != CONNECTION_OK) on_.dead = true;
        return !on_.dead;
    }
    /// The next round trip may take no longer: a server that does not answer is given up, with the
    /// connection.
    void hurry(std::chrono::milliseconds most) noexcept {
        if (most.count() > 0) hurry_ = most;
    }
    /// Whoever has been given up waits for what has to be done still, but not as long as others.
    void be_brief_if_cancelled() noexcept {
        if (waiting::is_cancelled()) hurry(on_.how.cancel_timeout);
    }
    /// Runs a command, or two; false if they fail. Without memory for them the connection is dead.
    bool ask(std::string_view command, std::string_view second = {}) noexcept {
        try {
            queue(command);
            if (!second.empty()) queue(second);
            return run().has_value();
        } catch (...) { on_.dead = true; }
        return false;
    }
    /// Asks the server whether it is there.
    bool ping() noexcept {
        hurry(on_.how.connect_timeout);
        return ask("SELECT");
    }

    /// Tables that are known to be there and as their schema says.
    bool knows(const table_view& table) const {
        if (!with_) return on_.knows(table);
        const auto held = with_->turn();
        return on_.knows(table);
    }
    void learn(const table_view& table) {
        const auto held = with_ ? with_->turn() : std::unique_lock<std::mutex>();
        on_.tables.push_back(&table);
    }

    steady::time_point expires{};  ///< when it has lived long enough
    steady::time_point returned{}; ///< since when it is idle
    bool open_write_{false};       ///< the savepoint of the last write has not been released yet
    position replayed{};           ///< of a standby: how far it is known to be
    bool lags{false};              ///< a standby that was too far behind when it was asked last
    std::uint64_t generation{0};   ///< of the pool when it was lent
    std::uint64_t next_cursor() noexcept { return ++on_.cursors; }
    std::size_t cached() const noexcept { return on_.cache.size(); }
    PGconn* handle() const noexcept { return on_.handle.get(); }

  private:
    using step = trip::step;

    explicit connection(const options& how) : own_(std::make_unique<link>(how)), on_(*own_) {}
    result<void> configure(steady::time_point deadline); // connect.hpp

    std::size_t most_statements() const noexcept {
        return std::max<std::size_t>(on_.how.cached_statements, 1);
    }

    void send_later() {
        for (const std::string_view command : later_) send_command(command);
        later_.clear();
    }
    void send_command(std::string_view command) {
        on_.enter_pipeline();
        statement* const one = on_.cache.command(command);
        if (on_.how.prepared_statements) name_on_server(*one, 0, nullptr);
        sent(
            on_.how.prepared_statements
                ? PQsendQueryPrepared(on_.handle.get(), one->name.c_str(), 0, nullptr, nullptr, nullptr, 0)
                : PQsendQueryParams(
                      on_.handle.get(), one->text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0),
            {.what = step::command, .of = one});
    }
    void prepare(detail::statement& one) {
        if (on_.cache.has_dropped()) [[unlikely]]
            deallocate();
        name_on_server(one, parameters_.count(), parameters_.oids());
    }
    void deallocate() {
        for (std::string& name : on_.cache.take_dropped()) {
            const std::string command = "DEALLOCATE " + name;
            on_.enter_pipeline();
            sent(
                PQsendQueryParams(
                    on_.handle.get(), command.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0),
                {.what = step::deallocate, .name = std::move(name)});
        }
    }
    void name_on_server(detail::statement& one, int count, const Oid* types) {
        if (!one.name.empty()) return;
        one.name = on_.cache.next_name();
        ++one.named;
        on_.enter_pipeline();
        sent(
            PQsendPrepare(on_.handle.get(), one.name.c_str(), one.text.c_str(), count, types),
            {step::prepare, &one});
    }
    void sent(int done, step what) {
        if (done == 0) {
            on_.dead = true;
            return;
        }
        if (what.of) what.named = what.of->named;
        trip_->steps.push_back(std::move(what));
    }

    /// From the first thing that is queued to its end nobody else queues.
    void take_turn() {
        if (with_ && !turn_.owns_lock()) turn_ = with_->turn();
    }

    result<void> round_trip(); // and these: round_trip.hpp
    result<void> round_trip_among_others();
    bool receive(steady::time_point deadline);
    bool send_end();
    void tell(std::span<const step> what, const answers& got, steady::time_point begun) const;
    void end_batch();
    std::unexpected<error> unknown_outcome(std::string detail) const;

    std::unique_ptr<link> own_{};
    link& on_;
    pipeline* with_{}; ///< of several callers; null: it has the link to itself
    std::unique_lock<std::mutex> turn_{};
    std::shared_ptr<trip> trip_{std::make_shared<trip>()};
    sql::plan plan_{};
    parameters parameters_{};
    std::vector<std::string_view> later_{};
    std::optional<std::chrono::milliseconds> hurry_{};
    std::optional<error> refused_{};
    bool single_{false}; ///< what is queued next comes alone
    bool asks_position_{false};
    bool failed_among_others_{false};
    bool commits_{false}; ///< this round trip commits by itself
};

} // namespace crudite::postgres::detail
