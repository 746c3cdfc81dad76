// SPDX-License-Identifier: MIT
/// The vector functions in C beside those of dsl/numbers: the same bits, on awkward entries and on many.
#include <cstring>
#include <dsl/emit/vector_series.hpp>
#include <dsl/emit/vector_sweeps.hpp>
#include <dsl/numbers/log_product.hpp>
#include <dsl/numbers/numbers.hpp>
#include <random>
#include <tests/catch.hpp>
#include <tests/emit/compiled_c.hpp>

namespace {

using namespace regula;

template <class S> dsl::vector_target target_here() {
  return {sizeof(S) == sizeof(double), has_mask_registers<S>, fuses<S>, static_cast<int>(sizeof(packet_of<S>))};
}
/// What this file is compiled for.
const char* flags() {
#if defined(__AVX512F__)
  return "-std=gnu99 -O2 -march=x86-64-v4 -ffp-contract=off -w";
#elif defined(__AVX2__) && defined(__FMA__)
  return "-std=gnu99 -O2 -march=x86-64-v3 -ffp-contract=off -w";
#else
  return "-std=gnu99 -O2 -ffp-contract=off -w";
#endif
}
/// Whether products and sums are fused alike here and there: g++ does it from -O2 on, clang fuses the other one of two
/// products that are added.
bool fuses_alike() {
#if defined(__clang__) || (defined(__FMA__) && !defined(REGULA_OPTIMIZED))
  return false;
#else
  return std::system("cc --version | grep -q clang") != 0;
#endif
}
template <class S> std::vector<S> awkward() {
  using limits = std::numeric_limits<S>;
  std::vector<S> x;
  for (const S e : {S(0),
                    S(1),
                    S(0.5),
                    S(0.6),
                    S(0.25),
                    S(1e-8),
                    S(1e-4),
                    S(3),
                    S(20),
                    S(39.9),
                    S(41),
                    S(88.5),
                    S(90),
                    S(104),
                    S(700),
                    S(709.7),
                    S(745),
                    S(1e8),
                    limits::min(),
                    limits::denorm_min(),
                    limits::min() / 8,
                    limits::max(),
                    limits::infinity(),
                    limits::quiet_NaN()})
    x.push_back(e), x.push_back(-e);
  std::mt19937 random(5);
  std::normal_distribution<S> normal;
  for (int i = 0; i < 4000; ++i) x.push_back(normal(random) * (i % 3 == 0 ? S(30) : i % 3 == 1 ? S(1) : S(1e-3)));
  while (x.size() % lanes<S>::size != 0) x.push_back(S(1));
  return x;
}

/// The logarithm of a product of four factors, 7 where that is out of range.
template <class S> lanes<S> product_of(lanes<S> x, lanes<S> y) {
  if constexpr (!fuses<S>) return x;
  log_product<S> p, q;
  p.begin(one_plus(x)), p.multiply(y), p.multiply(one_plus(x)), p.multiply(one_plus(y));
  q.begin(y), q.multiply(one_plus(y));
  if (!log_product<S>::in_range(p, q)) return p.in_range() ? p.logarithm() : lanes<S>(7.0);
  p.join(q);
  return p.logarithm();
}
constexpr const char* product_in_c = R"(
#if FUSES
IN V product_of(V x, V y) {
  const log_product p = multiplied(multiplied(multiplied(begun(one_plus(x)), exactly(y)), one_plus(x)), one_plus(y));
  const log_product q = multiplied(begun(exactly(y)), one_plus(y));
  return both_in_range(p, q) ? log_inside(multiplied(p, q.product).product) : in_range(p) ? log_inside(p.product) : all(7);
}
#else
IN V product_of(V x, V y) { return x; }
#endif
)";

template <class S> void check() {
  using vector = lanes<S>;
  struct word {
    const char* name;
    vector (*f)(vector, vector);
    const char* c;
    bool exact = true;  // no product is added to something
  };
  const word words[] = {
      {"abs", [](vector x, vector) { return abs(x); }, "v_abs(x)"},
      {"sign", [](vector x, vector) { return sign(x); }, "v_sign(x)"},
      {"copysign", [](vector x, vector y) { return copysign(x, y); }, "v_copysign(x, y)"},
      {"min", [](vector x, vector y) { return min(x, y); }, "v_min(x, y)"},
      {"max", [](vector x, vector y) { return max(x, y); }, "v_max(x, y)"},
      {"greater", [](vector x, vector y) { return greater(x, y); }, "v_greater(x, y)"},
      {"nonzero", [](vector x, vector) { return nonzero(x); }, "v_nonzero(x)"},
      {"is_equal", [](vector x, vector y) { return is_equal(x, y); }, "v_is_equal(x, y)"},
      {"inverse", [](vector x, vector) { return inverse(x); }, "v_inverse(x)"},
      {"safe_inverse", [](vector x, vector) { return safe_inverse(x); }, "v_safe_inverse(x)"},
      {"select", [](vector x, vector y) { return select((x < y) | ~(x <= 0.5), x, y); },
       "choose(either(less(x, y), (M)~less_equal(x, all(0.5))), x, y)"},
      {"sqrt", [](vector x, vector) { return sqrt(x); }, "v_sqrt(x)", false},
      {"inverse_sqrt", [](vector x, vector) { return inverse_sqrt(x); }, "v_inverse_sqrt(x)", false},
      {"safe_inverse_sqrt", [](vector x, vector) { return safe_inverse_sqrt(x); }, "v_safe_inverse_sqrt(x)", false},
      {"exp", [](vector x, vector) { return exp(x); }, "v_exp(x)", false},
      {"expm1", [](vector x, vector) { return expm1(x); }, "v_expm1(x)", false},
      {"log", [](vector x, vector) { return log(x); }, "v_log(x)", false},
      {"log1p", [](vector x, vector) { return log1p(x); }, "v_log1p(x)", false},
      {"tanh", [](vector x, vector) { return tanh(x); }, "v_tanh(x)", false},
      {"tanh_slope", [](vector x, vector) { return tanh_slope(x, tanh(x)); }, "v_tanh_slope(x, v_tanh(x))", false},
      {"log_product", &product_of<S>, "product_of(x, y)", false}};
  std::string source = dsl::vector_prelude(target_here<S>()) + product_in_c;
  for (const auto& w : words)
    source += std::string{"void t_"} + w.name +
              "(const S* a, const S* b, S* to) { const V x = load(a), y = load(b); keep(to, " + w.c + "); }\n";
  source += "double t_total(const S* a) { return total(load(a)); }\n";
  const bool strict = fuses_alike();
  for (const char* contract : {"off", "fast"}) {
    const bool fast = std::string_view{contract} == "fast";
    auto options = std::string{flags()};
    options.replace(options.find("=off"), 4, std::string{"="} + contract);
    const emit_test::compiled_c code(source, options);
    REQUIRE(code.good());
    const auto x = awkward<S>();
    auto y = x;
    std::rotate(y.begin(), y.begin() + 7, y.end());
    for (std::size_t i = 0; i < y.size(); i += 5) y[i] = x[i];
    for (const auto& w : words) {
      // With contraction, as the library compiles it, the bits are those of lanes, which g++ contracts likewise.
      if (!w.exact && !fast) continue;
      const auto run = code.function<void(const S*, const S*, S*)>((std::string{"t_"} + w.name).c_str());
      int differ = 0;
      for (std::size_t i = 0; i < x.size(); i += vector::size) {
        S found[vector::size], expected[vector::size];
        run(&x[i], &y[i], found);
        w.f(vector::load(&x[i]), vector::load(&y[i])).store(expected);
        for (int k = 0; k < vector::size; ++k)
          if (std::memcmp(&found[k], &expected[k], sizeof(S)) != 0 &&
              !(found[k] != found[k] && expected[k] != expected[k]) &&
              !(!w.exact && !strict &&
                std::fabs(found[k] - expected[k]) <= 2 * std::numeric_limits<S>::epsilon() * std::fabs(expected[k]))) {
            if (differ++ == 0)
              UNSCOPED_INFO(w.name << "(" << x[i + k] << ", " << y[i + k] << ") is " << found[k] << ", of lanes "
                                   << expected[k]);
          }
      }
      INFO(w.name << (sizeof(S) == 4 ? " of float" : " of double") << ", contraction " << contract);
      CHECK(differ == 0);
    }
    const auto total_c = code.function<double(const S*)>("t_total");
    for (std::size_t i = 1000; i < 3000; i += vector::size) CHECK(total_c(&x[i]) == total(vector::load(&x[i])));
  }
}

}  // namespace

TEST_CASE("vectors in C have the bits of lanes", "[emit]") {
  check<float>();
  check<double>();
}
