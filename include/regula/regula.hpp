// SPDX-License-Identifier: MIT
/// Everything but Eigen's tensors (<regula/tensor.hpp>) and reflection (<regula/reflection.hpp>), which are slow to
/// compile: formulas, penalties, config, text, plans, the gallery, the version.
#pragma once
#include <regula/config.hpp>
#include <regula/gallery.hpp>
#include <regula/penalty.hpp>
#include <regula/plan.hpp>
#include <regula/text.hpp>
#include <regula/version.hpp>
