// SPDX-License-Identifier: MIT
/// What a text was read as, against the nodes that it was printed from.
#pragma once
#include <dsl/grammar/parse.hpp>
#include <dsl/plan/run_time.hpp>
#include <dsl/text/source.hpp>
#include <tests/catch.hpp>

namespace grammar_test {

using namespace regula::dsl;

/// Written down from its text alone.
class reread {
public:
  reread(std::string_view text, const word_set& words, const atom_set& atoms)
      : parsed(parse_text(text, words)), written(parsed.node_count(), atoms) {
    const int bad = parsed.write(written.write());
    written.write().finish();
    if (bad >= 0) REQUIRE(written.trouble != problem::none);
  }

  parsed_text parsed;
  written_at_run_time written;
};

/// The very same: nodes, names, values.
inline bool is_same(const formula_view& f, const reread& r) {
  const auto again = r.written.view();
  const auto coefficients = r.parsed.coefficients();
  bool same = again.size == f.size && std::equal(f.nodes, f.nodes + f.size, again.nodes) &&
              again.shape_count == f.shape_count && std::equal(f.table, f.table + f.shape_count, again.table);
  int tensors = 0;
  for (int i = 0; same && i < f.size; ++i)
    if (f.nodes[i].what == tensor_node)
      same = f.tensors[f.nodes[i].slot()] == r.parsed.name(r.parsed.nodes()[static_cast<std::size_t>(i)]), ++tensors;
  for (int i = 0; same && i < f.size; ++i) {
    if (f.nodes[i].what != coefficient_node) continue;
    const auto slot = static_cast<std::size_t>(f.nodes[i].slot());
    const auto& name = f.coefficients[slot];
    same = slot < coefficients.size() && coefficients[slot].name == name.given &&
           coefficients[slot].free == name.free && coefficients[slot].value == f.values[slot];
  }
  return same && tensors > 0;
}

/// The same function: what "{}" and "{:names}" show. Constants have come back as coefficients, a fraction as a division,
/// a minus in front of a number as a part of it; with `values`, coefficients have lost their names.
inline bool means_same(const formula_view& f, int a, const reread& r, int b, bool values) {
  const node& x = f.nodes[a];
  const auto& y = r.parsed.nodes()[static_cast<std::size_t>(b)];
  const auto is_number = [&](const parsed_node& n, double v) { return n.what == coefficient_node && n.value == v; };
  if (x.what == constant_node) {
    const auto q = short_fraction(x.number());
    if (q.q == 0) return is_number(y, x.number());
    const auto part = [&](int k) { return r.parsed.nodes()[static_cast<std::size_t>(y.operands[k])]; };
    return y.what == atom_id::divide && is_number(part(0), static_cast<double>(q.p)) &&
           is_number(part(1), static_cast<double>(q.q));
  }
  if (x.what == coefficient_node) {
    const auto& name = f.coefficients[x.slot()];
    if (values) return is_number(y, f.values[x.slot()]);
    return y.what == coefficient_node && (name.named() ? r.parsed.name(y) == name.given : !y.named);
  }
  if (x.what == tensor_node) return y.what == tensor_node && r.parsed.name(y) == f.tensors[x.slot()];
  if (x.what == atom_id::negate) {
    const node& inner = f.nodes[x.operands[0]];
    const bool number = inner.what == constant_node || (values && inner.what == coefficient_node);
    const double v = inner.what == constant_node ? inner.number() : number ? f.values[inner.slot()] : 0.0;
    if (number && v >= 0 && !std::signbit(v) && y.what == coefficient_node) return y.value == -v;
  }
  if (x.what != y.what || x.bits != y.bits) return false;
  for (int k = 0; k < max_operands; ++k) {
    if ((x.operands[k] < 0) != (y.operands[k] < 0)) return false;
    if (x.operands[k] >= 0 && !means_same(f, x.operands[k], r, y.operands[k], values)) return false;
  }
  return true;
}

/// Whether axes are named where they have one entry: for reading they are left out.
inline bool has_needless_axes(const formula_view& f) {
  for (int i = 0; i < f.size; ++i) {
    const node& n = f.nodes[i];
    if (n.what < 0 || n.bits == 0 || !f.atom(n.what).facts.reduces) continue;
    bool any = false;
    for (const int x : n.operands) any = any || (x >= 0 && !f.nodes[x].scalar());
    if (!any) return true;
  }
  return false;
}

/// What "{}" and "{:names}" need in front of them where names do not show what they are.
inline std::string declarations(const formula_view& f, bool values) {
  std::string all;
  int tensors = 0, coefficients = 0;
  for (int i = 0; i < f.size; ++i) {
    const node& n = f.nodes[i];
    if (n.what == tensor_node && n.slot() == tensors)
      if (const auto name = f.tensors[tensors++]; name[0] < 'A' || name[0] > 'Z')
        all += "tensor " + std::string{name} + "; ";
    if (n.what == coefficient_node && n.slot() == coefficients)
      if (const auto name = f.coefficients[coefficients++].given; !values && !name.empty() && name[0] <= 'Z')
        all += "coef " + std::string{name} + "; ";
  }
  return all;
}

/// All three forms of a formula, read again.
inline void check_texts(const formula_view& f, const word_set& words, const atom_set& atoms) {
  for (const auto form : {0, 1, 2}) {
    if (form < 2 && has_needless_axes(f)) continue;
    const auto text = form == 0   ? declarations(f, true) + plain_text(f, shown::values)
                      : form == 1 ? declarations(f, false) + plain_text(f, shown::names)
                                  : source_text(f);
    INFO(text);
    const reread again(text, words, atoms);
    if (form == 2)
      CHECK(is_same(f, again));
    else
      CHECK(means_same(f, f.size - 1, again, again.parsed.node_count() - 1, form == 0));
  }
}

}  // namespace grammar_test
