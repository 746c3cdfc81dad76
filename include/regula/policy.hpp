// SPDX-License-Identifier: MIT
/// How a call runs: regula::policy, regula::on and what an executor is. <regula/threads.hpp> has executors.
#pragma once
#include <dsl/threads/policy.hpp>
