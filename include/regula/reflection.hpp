// SPDX-License-Identifier: MIT
/// Every penalty as a Boost.Hana Struct: hana::for_each, members, keys, to_map, at_key over its coefficients.
///
///   hana::for_each(p, hana::fuse([](auto name, double value) { ... }));
///   hana::at_key(p, BOOST_HANA_STRING("l1"))
///
/// Accessors yield values, not references: a coefficient is changed by p.set, which checks it.
#pragma once
#include <boost/hana.hpp>
#include <dsl/reflect/hana_struct.hpp>
#include <regula/penalty.hpp>
