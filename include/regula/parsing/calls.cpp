// SPDX-License-Identifier: MIT
#include <dsl/call/widened.hpp>
#include <regula/parsing/calls.hpp>

namespace regula::parsing {
namespace {

using dsl::entry_kind;

/// The tensors of a call in the order of the formula.
struct bound_tensors {
  std::vector<const tensor_argument*> of;
  entry_kind read = entry_kind::floats, written = entry_kind::floats;  // of all tensors, and of all buffers
};
bool is_narrow(entry_kind e) { return e == entry_kind::halves || e == entry_kind::bfloats; }
std::string quoted(std::string_view name) { return dsl::message({"\"", name, "\""}); }

void check_buffers(const tensor_argument& x, std::string_view name, const question& q) {
  const bool takes_direction = q.derivative == dsl::order::hessian_vector;
  if (q.tensors == buffers::none && x.has_buffer())
    throw argument_error("tensor " + quoted(name) +
                         " comes with a buffer, but no derivative is asked for: "
                         "value_and_gradient gives both");
  if (x.has_direction() && !takes_direction)
    throw argument_error("tensor " + quoted(name) + " comes with a direction: only hessian_vector takes one");
  if (takes_direction && x.has_buffer() && !x.has_direction())
    throw argument_error("tensor " + quoted(name) + " has no direction: hessian_vector takes {name, w, v, hv}");
  const auto kind = x.tensor().kind;
  const auto alike = [&](bool so, const char* what, const char* also) {
    if (!so)
      throw argument_error(dsl::message(
          {"the ", what, " of ", name,
           " has other entries than its tensor: both are float, or both double, or both of one kind of 16 bits",
           also}));
  };
  if (x.has_buffer())
    alike(x.buffer().kind == kind || (is_narrow(kind) && x.buffer().kind == entry_kind::floats), "buffer",
          ", with a buffer of float if that is wanted");
  if (x.has_direction()) alike(x.direction().kind == kind, "direction", "");
}

bound_tensors bind(const parsed_penalty::state& s, const question& q, parsed_penalty::arguments tensors) {
  const auto& names = s.tensors();
  bound_tensors b{std::vector<const tensor_argument*>(names.size())};
  const tensor_argument* first_buffer = nullptr;
  for (const auto& x : tensors) {
    if (x.name().empty() && (names.size() > 1 || tensors.size() > 1))
      throw argument_error("a tensor without a name: the formula has several, name each, as in {\"" +
                           std::string{names.front()} + "\", w}");
    const auto t = static_cast<std::size_t>(x.name().empty() ? 0 : s.tensor_at(x.name()));
    if (b.of[t] != nullptr) throw argument_error("tensor " + quoted(names[t]) + " is given twice");
    b.of[t] = &x;
    check_buffers(x, names[t], q);
    if (!x.has_buffer()) continue;
    if (first_buffer != nullptr && first_buffer->buffer().kind != x.buffer().kind)
      throw argument_error(
          "the buffers for derivatives have one entry type: that of their tensors, or float all of them");
    if (first_buffer == nullptr) first_buffer = &x;
  }
  for (std::size_t t = 0; t < names.size(); ++t) {
    if (b.of[t] == nullptr)
      throw argument_error("tensor " + quoted(names[t]) + " of the formula is missing: pass {" + quoted(names[t]) +
                           ", w}");
    if (b.of[t]->tensor().kind != b.of[0]->tensor().kind)
      throw argument_error("the tensors of a formula have one entry type, all float or all double: " +
                           quoted(names[0]) + " and " + quoted(names[t]) + " differ");
    const auto bit = std::uint64_t{1} << t;
    const bool applied = (s.written().applied & bit) != 0, sparse = b.of[t]->tensor().is_sparse;
    if (sparse && (!applied || (s.written().used & bit) != 0))
      throw argument_error("tensor " + quoted(names[t]) +
                           " is a sparse matrix, which is applied, as in apply(L, W): "
                           "elsewhere bind a dense tensor");
    if (sparse && is_narrow(b.of[t]->tensor().kind))
      throw argument_error("the entries of the sparse matrix " + quoted(names[t]) +
                           " are float or double, and so are those of the tensors beside it");
    if (applied && !sparse)
      throw argument_error("tensor " + quoted(names[t]) +
                           " of apply(L, x) or group_sums(G, x) is an Eigen::SparseMatrix "
                           "or regula::groups (<regula/sparse.hpp>)");
    if (sparse && b.of[t]->has_buffer())
      throw argument_error("no derivative is taken in the sparse matrix " + quoted(names[t]) +
                           ": pass it without a buffer");
  }
  if (q.tensors == buffers::some && first_buffer == nullptr)
    throw argument_error("no buffer for a derivative: pass one after the tensor, as in {" + quoted(names[0]) +
                         ", w, g}");
  b.read = b.of[0]->tensor().kind;
  b.written = first_buffer != nullptr ? first_buffer->buffer().kind : b.read;
  return b;
}

template <class S> dsl::view<S> view_of(const tensor_argument::memory& m) {
  dsl::view<S> v;
  v.data = static_cast<S*>(const_cast<void*>(m.data));
  v.rank = m.rank;
  std::copy_n(m.extents, m.rank, v.extents);
  std::copy_n(m.strides, m.rank, v.strides);
  return v;
}

/// The views of a call, in the workspace.
template <class In, class Out> struct viewed {
  dsl::view<const In>* in;  // tensors, then directions
  dsl::view<Out>* out;
  bool *has_out, *has_direction;

  viewed(const bound_tensors& b, dsl::workspace& memory)
      : in(memory.take<dsl::view<const In>>(2 * count(b))),
        out(memory.take<dsl::view<Out>>(count(b))),
        has_out(memory.take<bool>(count(b))),
        has_direction(memory.take<bool>(count(b))) {
    const auto n = count(b);
    for (std::ptrdiff_t t = 0; t < n; ++t) {
      const auto& x = *b.of[static_cast<std::size_t>(t)];
      in[t] = view_of<const In>(x.tensor());
      in[n + t] = view_of<const In>(x.direction());
      out[t] = view_of<Out>(x.buffer());
      has_out[t] = x.has_buffer(), has_direction[t] = x.has_direction();
    }
  }
  static std::ptrdiff_t count(const bound_tensors& b) { return static_cast<std::ptrdiff_t>(b.of.size()); }
};

/// Computed with S.
template <class S, class In, class Out>
answer run(const parsed_penalty& penalty, const question& q, const bound_tensors& b) {
  const auto& s = penalty.shared();
  auto& memory = dsl::this_thread_workspace();
  const dsl::scratch_scope scope(memory);
  const viewed<In, Out> v(b, memory);
  const auto written = s.written().view();
  const int n = written.tensor_count;
  dsl::call_check<In, Out>({n, v.in, v.in + n, v.out, v.has_out, v.has_direction, s.tensors().data(), written.shapes})
      .run(written.table);
  dsl::request r{q.value, 0, q.coefficients, q.derivative};
  for (int t = 0; t < n; ++t)
    if (v.has_out[t]) r.tensors |= std::uint64_t{1} << t;
  const auto& plan = s.plan<S>(r, q.adds);
  const auto p = plan.program();
  double* const results = memory.take<double>(p.output_count);
  const auto* const coefficients = penalty.coefficient_values().data();
  if constexpr (std::is_same_v<In, S>) {
    engine_here().of<S>().run(plan, {coefficients, v.in, v.out, results, penalty.threads()});
  } else {
    auto* const inputs = memory.take<dsl::view<const S>>(2 * n);
    auto* const outputs = memory.take<dsl::view<S>>(n);
    for (int t = 0; t < n; ++t) {
      inputs[t] = dsl::to_read(dsl::widened<S>(v.in[t], memory));
      if (v.has_direction[t]) inputs[n + t] = dsl::to_read(dsl::widened<S>(v.in[n + t], memory));
      if (v.has_out[t]) outputs[t] = dsl::widened_output<S>(v.out[t], q.adds, memory);
    }
    engine_here().of<S>().run(plan, {coefficients, inputs, outputs, results, penalty.threads()});
    for (int t = 0; t < n; ++t)
      if (v.has_out[t]) dsl::write_narrow(outputs[t], v.out[t]);
  }
  answer a;
  a.value = q.value ? results[0] : 0.0;
  if (q.coefficients) a.slopes.resize(static_cast<std::size_t>(written.coefficient_count));
  for (int o = 0; q.coefficients && o < p.output_count; ++o)
    if (p.outputs[o].kind == dsl::output_kind::coefficient)
      a.slopes[static_cast<std::size_t>(p.outputs[o].index)] = results[o];
  return a;
}

}  // namespace

answer ask(const parsed_penalty& p, const question& q, parsed_penalty::arguments tensors) {
  const auto& s = p.shared();
  const auto& values = p.coefficient_values();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] != values[i])
      throw coefficient_error(dsl::message({"coefficient \"", s.coefficients()[i].view(),
                                            "\" has no value: write it in front of the formula, or set it"}));
  const auto b = bind(s, q, tensors);
  const bool wide = b.written == entry_kind::floats;
  if (b.read == entry_kind::doubles) return run<double, double, double>(p, q, b);
  if (b.read == entry_kind::halves)
    return wide ? run<float, Eigen::half, float>(p, q, b) : run<float, Eigen::half, Eigen::half>(p, q, b);
  if (b.read == entry_kind::bfloats)
    return wide ? run<float, Eigen::bfloat16, float>(p, q, b) : run<float, Eigen::bfloat16, Eigen::bfloat16>(p, q, b);
  return run<float, float, float>(p, q, b);
}

}  // namespace regula::parsing
