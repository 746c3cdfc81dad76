// SPDX-License-Identifier: MIT
#include <regula/parsing/code.hpp>

namespace regula::parsing {

const engine_code& engine_here() {
#if REGULA_VARIANTS
  static const auto& best = __builtin_cpu_supports("x86-64-v4")   ? engine_v4
                            : __builtin_cpu_supports("x86-64-v3") ? engine_v3
                                                                  : engine_plain;
  return best;
#else
  return engine_plain;
#endif
}

}  // namespace regula::parsing
