// SPDX-License-Identifier: MIT
/// The state of a run whose program is a template argument: its lists have their size from it.
#pragma once
#include <dsl/plan/recipe.hpp>
#include <dsl/run/state.hpp>

namespace regula::dsl {

template <class Recipe, class S> struct panel_state : run_state<S> {
  static constexpr program_view program = view_of<Recipe::program, typename Recipe::users>();

  panel_state(const panel_frame<S>& f, workspace& w) : run_state<S>{program, f, w, values_of, temporaries_of} {}
  panel_state(const panel_state&) = delete;
  panel_state& operator=(const panel_state&) = delete;

private:
  double values_of[Recipe::program.size];
  view<S> temporaries_of[Recipe::program.size];
};

}  // namespace regula::dsl
