// SPDX-License-Identifier: MIT
/// What can go wrong at run time: regula::error and its kinds.
#pragma once
#include <dsl/meta/error.hpp>
