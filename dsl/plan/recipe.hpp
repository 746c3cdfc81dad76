// SPDX-License-Identifier: MIT
/// A program and its plan as a type: what the loops are compiled from.
#pragma once
#include <dsl/plan/plan_of.hpp>

namespace regula::dsl {

/// Adds: outputs are added to what is there.
template <auto Program, class Users, bool Adds> struct recipe {
  using users = Users;
  static constexpr bool adds = Adds;
  static constexpr auto& program = Program;
  static constexpr auto& plan = plan_of<Program, Users, Adds>;
  /// For a formula of so many tensors.
  template <int Tensors> static constexpr bool is_flat() {
    return dsl::is_flat(view_of<Program, Users>(), plan.view(), Tensors);
  }
};

}  // namespace regula::dsl
