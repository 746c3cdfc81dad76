// SPDX-License-Identifier: MIT
/// Everything but Eigen's tensors (<regula/tensor.hpp>): formulas, penalties, config, text, plans, reflection, the gallery.
#pragma once
#include <regula/config.hpp>
#include <regula/gallery.hpp>
#include <regula/penalty.hpp>
#include <regula/plan.hpp>
#include <regula/reflection.hpp>
#include <regula/text.hpp>
