// SPDX-License-Identifier: MIT
/// The engine compiled for several kinds of processors, and the atoms that every formula may name; for the library's own
/// sources.
#pragma once
#include <dsl/engine/loaded_plan.hpp>
#include <dsl/run/state.hpp>
#include <regula/parsing/atom_table.hpp>

namespace regula::parsing {

template <class S> struct code_for {
  const dsl::common_code<S>* common;
  const dsl::atom_code<S>* const* library;
  void (*run)(const dsl::loaded_plan<S>&, const dsl::panel_frame<S>&);
  const dsl::vector_calls<S>* calls;
  int vector_bytes;
  bool mask_registers, fuses;
};
struct engine_code {
  code_for<float> of_floats;
  code_for<double> of_doubles;

  template <class S> const code_for<S>& of() const {
    if constexpr (std::is_same_v<S, float>)
      return of_floats;
    else
      return of_doubles;
  }
};

/// For the processor that the library is compiled for, and where there are such, for x86-64 with AVX2 and FMA (v3) and
/// with AVX-512 (v4).
extern const engine_code engine_plain;
extern const engine_code engine_v3;
extern const engine_code engine_v4;

/// That of the processor it runs on.
const engine_code& engine_here();

/// Atoms of the doors <regula/decompositions.hpp> and <regula/sparse.hpp>.
const parsing::atom_table& atoms_beside_the_library();

}  // namespace regula::parsing
