// SPDX-License-Identifier: MIT
#include <chrono>
#include <dsl/emit/vector_sweeps.hpp>
#include <regula/parsing/shared_object.hpp>
#include <regula/parsing/state.hpp>

namespace regula {
namespace {

using calls = std::vector<std::pair<dsl::request, bool>>;

/// Of all tensors that a formula has.
calls calls_of(int tensors, bool every) {
  const std::uint64_t all = dsl::all_tensors(tensors);
  calls list = {{{true, 0}, false}, {{true, all}, false}};
  if (every) list.insert(list.end(), {{{false, all}, false}, {{true, all}, true}, {{false, all}, true}});
  return list;
}

template <class S> class compilation {
public:
  compilation(const parsed_penalty::state& s, bool every) : state_(s), every_(every) {}

  void run(compile_report& report) {
    for (const auto& [asked, adds] : calls_of(state_.written().tensor_count, every_))
      plans_.push_back(&state_.plan<S>(asked, adds));
    for (const auto* plan : plans_)
      if (!plan->flat())
        throw argument_error(
            "only formulas that work entry by entry and sum over whole tensors are compiled; this one has rows, "
            "neighbours, patterns or matrix operations");
    const parsing::shared_object library(source());
    report.path = library.path(), report.was_cached = library.was_cached();
    for (std::size_t p = 0; p < plans_.size(); ++p) attach(p, library);
  }

private:
  /// Equal sweeps of several plans are one function.
  std::string source() {
    const auto& here = parsing::engine_here().of<S>();
    const dsl::vector_target target{sizeof(S) == sizeof(double), here.mask_registers, here.fuses, here.vector_bytes};
    const auto atoms = state_.traces();
    std::string text = dsl::vector_prelude(target);
    std::vector<std::string> seen;
    for (const auto* plan : plans_) {
      const auto view = plan->plan();
      auto& names = names_.emplace_back();
      for (int k = 0; k < view.sizes.sweeps; ++k) {
        const dsl::vector_sweep sweep(view, k, atoms, target, plan->adds());
        auto code = sweep.text("NAME");
        const auto at = std::find(seen.begin(), seen.end(), code);
        names.push_back("regula_sweep_" + std::to_string(at - seen.begin()));
        if (at != seen.end()) continue;
        seen.push_back(std::move(code));
        text += sweep.text(names.back());
      }
    }
    return text;
  }
  void attach(std::size_t p, const parsing::shared_object& library) {
    const auto& plan = *plans_[p];
    if (plan.compiled() != nullptr) return;
    const auto view = plan.plan();
    auto made = std::make_shared<dsl::compiled_sweeps<S>>();
    for (const auto& name : names_[p])
      made->functions.push_back(reinterpret_cast<dsl::sweep_function<S>>(library.function(name)));
    for (int a = 0; a < view.sizes.accumulations; ++a) made->kinds.push_back(view.accumulations[a].what);
    for (int k = 0; k < view.sizes.sweeps; ++k) {
      made->first.push_back(view.sweeps[k].sums.first);
      made->count.push_back(view.sweeps[k].sums.count);
    }
    made->calls = parsing::engine_here().of<S>().calls;
    made->library = library.handle();
    plan.use(std::move(made));
  }

  const parsed_penalty::state& state_;
  const bool every_;
  std::vector<const dsl::loaded_plan<S>*> plans_;
  std::vector<std::vector<std::string>> names_;
};

}  // namespace

compile_report parsed_penalty::compile(const compile_options& options) const {
  const auto begin = std::chrono::steady_clock::now();
  compile_report report;
  try {
    const std::lock_guard one_at_a_time(state_->compiling());
    if (options.doubles)
      compilation<double>(*state_, options.every_call).run(report);
    else
      compilation<float>(*state_, options.every_call).run(report);
    report.tier = 2;
  } catch (const error& e) {
    if (options.must_compile) throw;
    report.reason = e.what();
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace regula
