// Clusters and empty schemas for tests of PostgreSQL: one that all share, or one of one's own to maltreat.
// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

namespace postgres_tests {

/// What cluster.sh prints; throws if it fails.
inline std::string script(const std::string& arguments) {
    const std::string command = "sh '" CRUDITE_SOURCE_DIR "/tests/postgres/cluster.sh' " + arguments;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string printed;
    std::array<char, 256> piece{};
    while (std::fgets(piece.data(), piece.size(), pipe.get())) printed += piece.data();
    while (printed.ends_with('\n')) printed.pop_back();
    return printed;
}

inline std::string line_of(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

/// A cluster of one's own, gone with the object.
class cluster {
  public:
    cluster() : cluster("make " + std::to_string(::getpid()) + " " + line_of(CRUDITE_POSTGRES_CLUSTER)) {}
    /// A standby of another.
    explicit cluster(const cluster& primary)
        : cluster("standby " + std::to_string(::getpid()) + " " + primary.folder_) {}
    cluster& operator=(const cluster&) = delete;
    ~cluster() { script("remove " + folder_); }

    const std::string& url() const noexcept { return url_; }
    const std::string& folder() const noexcept { return folder_; }
    void stop(const char* how = "fast") const { script("stop " + folder_ + " " + how); }
    /// As kill -9 does.
    void kill() const { script("kill " + folder_); }
    void start() const { script("start " + folder_); }
    /// From now on it speaks TLS to who asks for that.
    void encrypt() const { script("encrypt " + folder_); }
    /// Makes a standby the primary.
    void promote() const { script("promote " + folder_); }
    /// Makes this, whatever it was, a standby of another.
    void rejoin(const cluster& primary) const { script("rejoin " + folder_ + " " + primary.folder_); }
    /// The address of a pgbouncer before it, without a database's name.
    std::string pooler_url() const {
        script("pool " + folder_);
        return line_of(folder_ + "/pooler_url");
    }
    std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoi(line_of(folder_ + "/port"))); }

  private:
    explicit cluster(const std::string& how) : folder_(script(how)), url_(line_of(folder_ + "/url")) {
        if (url_.empty()) throw std::runtime_error("no PostgreSQL cluster could be started");
    }

    std::string folder_;
    std::string url_;
};

/// The address of the cluster that ctest has started for all, else of one that this program starts.
inline const std::string& shared_url() {
    static const std::string url = [] {
        const std::string folder = line_of(CRUDITE_POSTGRES_CLUSTER);
        const std::string there = folder.empty() ? std::string() : line_of(folder + "/url");
        if (!there.empty()) return there;
        static const cluster own;
        return own.url();
    }();
    return url;
}

/// A plain connection, for what a test does behind the library's back.
class client {
  public:
    explicit client(const std::string& url) : handle_(PQconnectdb(url.c_str()), PQfinish) {
        if (PQstatus(handle_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(handle_.get()));
        PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
    }
    /// Runs SQL; the first cell of its last result, if it has one. Throws if it fails.
    std::string operator()(const std::string& sql) const {
        const std::unique_ptr<PGresult, void (*)(PGresult*)> got(PQexec(handle_.get(), sql.c_str()), PQclear);
        const auto status = PQresultStatus(got.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(sql + ": " + PQerrorMessage(handle_.get()));
        return PQntuples(got.get()) > 0 ? PQgetvalue(got.get(), 0, 0) : "";
    }
    PGconn* handle() const noexcept { return handle_.get(); }

  private:
    std::unique_ptr<PGconn, void (*)(PGconn*)> handle_;
};

/// A schema of a cluster that nobody else uses, dropped with the object. What connects by its url sees no
/// other.
class empty_schema {
  public:
    explicit empty_schema(const std::string& cluster = shared_url()) : cluster_(cluster) {
        static std::atomic<unsigned> count{0};
        name_ = "test_" + std::to_string(std::random_device{}()) + "_" + std::to_string(++count);
        client{cluster_}("CREATE SCHEMA " + name_);
    }
    empty_schema(const empty_schema&) = delete;
    ~empty_schema() {
        try {
            client{cluster_}("DROP SCHEMA " + name_ + " CASCADE");
        } catch (const std::exception&) {} // the cluster is gone, and the schema with it
    }
    /// What connects so is called by the schema's name in pg_stat_activity; its commits are on the disk.
    std::string url() const {
        return cluster_ + (cluster_.contains('?') ? "&" : "?") + "options=-csearch_path%3D" + name_ +
               "%20-csynchronous_commit%3Don&application_name=" + name_;
    }
    const std::string& name() const noexcept { return name_; }
    const std::string& cluster() const noexcept { return cluster_; }

  private:
    std::string cluster_;
    std::string name_{};
};

} // namespace postgres_tests
