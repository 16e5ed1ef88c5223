// exceptions_under_way: what a thread knows of the exceptions in it, put aside while a fiber is suspended.
// SPDX-License-Identifier: MIT
#pragma once

#include <cxxabi.h>

#include <utility>

namespace crudite::async::detail {

/// What a thread knows of the exceptions that are under way in it (itanium-cxx-abi, "Exception Handling",
/// §2.2.2). It belongs to the fiber that threw them, which may go on in another thread.
class exceptions_under_way {
  public:
    exceptions_under_way() noexcept : kept_(std::exchange(*of_thread(), {})) {}
    exceptions_under_way(const exceptions_under_way&) = delete;
    ~exceptions_under_way() { *of_thread() = kept_; }

  private:
    struct globals {
        void* caught{};
        unsigned uncaught{};
    };
    // The function is said to answer the same always, as it does in one thread; so it is called out of sight.
    [[gnu::noinline]] static globals* of_thread() noexcept {
        auto* volatile const ask = &abi::__cxa_get_globals;
        return reinterpret_cast<globals*>(ask());
    }

    globals kept_;
};

} // namespace crudite::async::detail
