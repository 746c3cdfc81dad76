// SPDX-License-Identifier: MIT
/// Compiling the loops of a parsed penalty while the program runs: what is asked for, and what came of it.
#pragma once
#include <string>

namespace regula {

/// doubles: for tensors of double rather than float. every_call: gradient and value_and_add_gradient too, not value and
/// value_and_gradient alone. must_compile: throw where the loops cannot be compiled.
struct compile_options {
  bool doubles = false, every_call = false, must_compile = false;
};

/// tier 2: calls run compiled loops. tier 1: they run as before, and `reason` says why. seconds: what this call of
/// compile() took. path: the shared object in the cache, compiled now or found there.
struct compile_report {
  int tier = 1;
  std::string reason;
  double seconds = 0.0;
  std::string path;
  bool was_cached = false;

  explicit operator bool() const { return tier == 2; }
};

}  // namespace regula
