// What a Boost.Context that was built without BOOST_USE_UCONTEXT lacks of it: for programs under a sanitizer.
// SPDX-License-Identifier: MIT
#include <boost/context/fiber.hpp>

namespace boost::context::detail {

/// The fiber that the calling thread runs; at first that of the thread itself.
fiber_activation_record*& fiber_activation_record::current() noexcept {
    static thread_local fiber_activation_record own;
    static thread_local fiber_activation_record* now = &own;
    return now;
}

fiber_activation_record_initializer::fiber_activation_record_initializer() noexcept = default;
fiber_activation_record_initializer::~fiber_activation_record_initializer() = default;

} // namespace boost::context::detail
