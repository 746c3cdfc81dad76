// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <regula/tool/commands.hpp>

namespace regula::tool {
namespace {

/// Seconds of the fastest call, in about this many seconds.
template <class F> double fastest(double seconds, F call) {
  using clock = std::chrono::steady_clock;
  call();
  const auto begin = clock::now();
  double best = 1e300;
  do {
    const auto from = clock::now();
    call();
    best = std::min(best, std::chrono::duration<double>(clock::now() - from).count());
  } while (std::chrono::duration<double>(clock::now() - begin).count() < seconds);
  return best;
}

}  // namespace

answer bench(const bench_options& o) {
  const auto p = penalty_of(o);
  inputs in(p, o, true);
  if (!o.as_doubles && o.tensors.empty()) in.make_float();
  std::vector<std::optional<data::array>> buffers(in.names().size());
  for (std::size_t t = 0; t < buffers.size(); ++t) buffers[t] = in[t];
  std::size_t entries = 0;
  for (std::size_t t = 0; t < buffers.size(); ++t) entries += in[t].size();

  answer a;
  a.data["formula"] = p.text("text");
  a.data["type"] = in.doubles() ? "double" : "float";
  for (std::size_t t = 0; t < buffers.size(); ++t) {
    a.data["shapes"][in.names()[t]] = in[t].shape;
    a.text +=
        fmt::format("{} {} {}\n", in.names()[t], fmt::join(in[t].shape, " x "), in.doubles() ? "double" : "float");
  }
  double sink = 0;
  const auto add = [&](const char* key, const char* name, double seconds, std::size_t bytes) {
    const double ns = seconds * 1e9 / static_cast<double>(std::max<std::size_t>(entries, 1)),
                 rate = static_cast<double>(bytes) / seconds / 1e9;
    a.data[key] = {{"seconds", seconds}, {"ns_per_entry", ns}, {"gb_per_second", rate}};
    a.text += fmt::format("{:<19} {:>10.3f} us  {:>8.4f} ns per entry  {:>7.2f} GB/s\n", name, seconds * 1e6, ns, rate);
  };
  add("value", "value", fastest(o.seconds, [&] { sink += in.value(p); }), in.bytes());
  add("value_and_gradient", "value and gradient",
      fastest(o.seconds, [&] { sink += in.value_and_gradient(p, buffers); }), 2 * in.bytes());
  a.data["last_value"] = sink != 0 ? in.value(p) : 0.0;
  return a;
}

}  // namespace regula::tool
