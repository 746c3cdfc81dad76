// SPDX-License-Identifier: MIT
/// Compiled once for each kind of processor: REGULA_ENGINE is the name of the table. What else the compiler leaves in the
/// object is made local to it, as in regularizers/builtin_kernels.cpp.
#include <dsl/engine/engine_run.hpp>
#include <regula/parsing/code.hpp>

namespace regula::parsing {
namespace {
template <class S>
constexpr code_for<S> all_code{&dsl::common_code_of<S>,
                               dsl::code_table<S, library_atoms>::rows,
                               &dsl::engine_run<S>::run,
                               &dsl::vector_calls_of<S>,
                               sizeof(packet_of<S>),
                               has_mask_registers<S>,
                               fuses<S>};
}  // namespace

constinit const engine_code REGULA_ENGINE{all_code<float>, all_code<double>};

}  // namespace regula::parsing
