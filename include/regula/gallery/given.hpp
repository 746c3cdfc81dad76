// SPDX-License-Identifier: MIT
/// How the gallery spells double: so that a formula is compiled when its function is called, not when it is read.
#pragma once
#include <type_traits>

namespace regula::gallery {

/// The type of a coefficient's value. It depends on a template argument, and with it all that is made of the coefficient.
template <class Real> using given = std::type_identity_t<Real>;

}  // namespace regula::gallery
