// SPDX-License-Identifier: MIT
/// Everything: formulas, penalties, config, text, reflection, the gallery.
#pragma once
#include <regula/penalty.hpp>
