// SPDX-License-Identifier: MIT
/// How a call runs, as its first argument.
#pragma once
#include <cstdlib>
#include <dsl/threads/serial.hpp>

namespace regula {

/// On the threads of an executor, which lives at least as long; by itself, on the thread that calls.
class policy {
public:
  policy() : crew_(dsl::this_thread) {}
  explicit policy(const dsl::crew& on) : crew_(on) {}
  const dsl::crew& crew() const { return crew_; }
  /// The same, for a call that is one of many: derivatives of so many bytes and more bypass the caches.
  policy streaming_from(std::ptrdiff_t bytes) const {
    auto streaming = *this;
    streaming.crew_.streams_from = bytes;
    return streaming;
  }

private:
  dsl::crew crew_;
};

/// A call on several threads: p.value_and_gradient(regula::on(pool), w, g). Values and derivatives have the bits that they
/// have without, whatever the number of threads.
template <class E> policy on(E& with) {
  constexpr bool fits = executor<E>;  // of the concept itself the compiler would say why it fails, in ten lines
  static_assert(fits, "an executor has threads() and run(n, part): wrap a pool, as in regula::eigen_threads x(pool)");
  if constexpr (fits)
    return policy(dsl::crew(with));
  else
    std::abort();
}

}  // namespace regula
