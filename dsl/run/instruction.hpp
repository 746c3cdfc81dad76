// SPDX-License-Identifier: MIT
/// Which atoms the instructions of a plan call.
#pragma once
#include <dsl/atoms/atom.hpp>

namespace regula::dsl {

/// Entry by entry; what has a definition is written out before.
template <class A>
inline constexpr bool is_instruction =
    A::arity > 0 && A::meets == role::entries && !has_definition<A> && (has_value<A> || A::parametric);

}  // namespace regula::dsl
