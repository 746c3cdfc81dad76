// SPDX-License-Identifier: MIT
/// What the loops of a sweep are called with.
#pragma once
#include <dsl/numbers/pairwise_total.hpp>

namespace regula::dsl {

/// Across the panel's rim or along it; inside: across, where every pattern holds.
enum class route : std::int8_t { across, along, inside };

/// Some lines of n entries. Input k of line l begins at in[k] + l * in_step[k]; so do outputs. Rims are inputs too.
/// A rim lies along the lines (each entry has its own) or across them (each line has its own).
template <class S> struct sweep_call {
  const double* values;    // scalars, by node
  pairwise_total* totals;  // sums to scalars, by reduction of the sweep
  double* extremes;        // maxima and minima to scalars
  double** rim_sums;       // by fold
  S** rim_parts;           // by fold: room for as many sums
  const S** in;
  const std::ptrdiff_t* in_step;
  S** out;
  const std::ptrdiff_t* out_step;
  std::ptrdiff_t n, lines;
  bool stream;
  bool padded;     // whole vectors may be read and written
  bool by_blocks;  // the panel is in the cache: down its lines rather than along them
};

}  // namespace regula::dsl
