// SPDX-License-Identifier: MIT
/// The executor that is this thread.
#pragma once
#include <dsl/threads/crew.hpp>

namespace regula {

class serial {
public:
  int threads() const { return 1; }
  void run(std::ptrdiff_t n, const call_part& part) const {
    for (std::ptrdiff_t i = 0; i < n; ++i) part(i);
  }
};

namespace dsl {
inline constexpr serial this_thread{};
}  // namespace dsl

}  // namespace regula
