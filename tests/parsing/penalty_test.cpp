// SPDX-License-Identifier: MIT
/// Penalties from text: every call, what is refused and in which words, and the same numbers as the compiled penalty.
#include <regula/parse.hpp>
#include <regula/plan.hpp>
#include <regula/sparse.hpp>
#include <regula/text.hpp>
#include <regula/user_atoms.hpp>
#include <tests/catch.hpp>
#include <thread>

namespace parsing_test {

/// x^2 / (1 + |x|).
struct tempered_atom : regula::elementwise {
  static constexpr std::string_view name = "tempered", latex = "t\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return square(x) / (1.0 + abs(x)); }
  static constexpr auto slope(const auto& x, const auto& y) { return (2.0 * x - y * sign(x)) / (1.0 + abs(x)); }
};
constexpr auto tempered(auto... x) requires regula::arguments<decltype(x)...> {
  return regula::call<tempered_atom>(x...);
}

}  // namespace parsing_test

namespace {

using namespace regula::symbols;
using regula::parse;

Eigen::MatrixXf numbers(Eigen::Index rows, Eigen::Index columns, float scale = 1) {
  Eigen::MatrixXf w(rows, columns);
  for (Eigen::Index i = 0; i < w.size(); ++i) w.data()[i] = scale * static_cast<float>((i * 7 + 3) % 23 - 11) / 8;
  return w;
}
template <class F> std::string said(F f) {
  try {
    f();
  } catch (const regula::error& e) {
    return e.what();
  }
  return "nothing";
}

}  // namespace

TEMPLATE_TEST_CASE("a parsed penalty of narrow tensors", "[parsing]", Eigen::half, Eigen::bfloat16) {
  using narrow = Eigen::Matrix<TestType, Eigen::Dynamic, Eigen::Dynamic>;
  const narrow w = Eigen::MatrixXf::Random(40, 30).template cast<TestType>(),
               v = Eigen::MatrixXf::Random(40, 30).template cast<TestType>();
  const Eigen::MatrixXf wide = w.template cast<float>(), other = v.template cast<float>();
  narrow g(40, 30);
  Eigen::MatrixXf h(40, 30), into(40, 30);
  for (const char* text :
       {"0.01 * sum(abs(W)) + sum(log1p(square(W)))", "sum(norm2(rowwise(W)))", "sum(square(gram(W)))"}) {
    CAPTURE(text);
    const auto p = regula::parse(text);
    const double value = p.value_and_gradient(wide, h);
    CHECK(p.value_and_gradient(w, g) == value);
    CHECK(g == h.cast<TestType>());
    CHECK(p.value_and_gradient(w, into) == value);
    CHECK(into == h);
    g.setConstant(TestType(0.5f));
    p.add_gradient(w, g);
    into.setConstant(0.5f);
    p.add_gradient(wide, into);
    CHECK(g == into.cast<TestType>());
    p.hessian_vector(w, v, g);
    p.hessian_vector(wide, other, h);
    CHECK(g == h.cast<TestType>());
  }
}

TEST_CASE("a parsed penalty has the same bits on several threads", "[parsing]") {
  struct backwards {
    int threads() const { return 3; }
    void run(std::ptrdiff_t n, const regula::call_part& part) const {
      for (auto i = n; i-- > 0;) part(i);
    }
  };
  const backwards x;
  const Eigen::MatrixXf w = Eigen::MatrixXf::Random(600, 500);
  Eigen::MatrixXf g(600, 500), h(600, 500);
  for (const char* text : {"0.01 * sum(abs(W)) + sum(log1p(square(W)))", "norm2(W) + max(W)", "sum(norm2(rowwise(W)))",
                           "sum(norm2(colwise(W))) + sum(abs(difference<0>(W)))", "sum(square(gram(W)))"}) {
    CAPTURE(text);
    const auto p = regula::parse(text), shared = p.with_threads(regula::on(x));
    CHECK(p.value_and_gradient(w, g) == shared.value_and_gradient(w, h));
    CHECK(g == h);
    CHECK(shared == p);
  }
}

TEST_CASE("a parsed penalty answers every call as the compiled one does", "[parsing]") {
  const auto compiled =
      regula::penalty(regula::coef<"l1">(0.25) * sum(abs(W)) + regula::coef<"l2">(0.5) * sum(square(W) * log_cosh(W)));
  auto p = parse("l1 = 0.25; l2 = 0.5; l1 * sum(abs(W)) + l2 * sum(square(W) * log_cosh(W))");
  const Eigen::MatrixXd w = numbers(9, 5).cast<double>(), v = numbers(9, 5, 0.5).cast<double>();
  Eigen::MatrixXd g = w, h = w, a = w, b = w;
  CHECK(p(w) == Approx(compiled(w)).epsilon(1e-14));
  CHECK(p.value(w) == p(w));
  CHECK(p.value_and_gradient(w, g) == p(w));
  compiled.gradient(w, h);
  CHECK((g - h).norm() <= 1e-14 * h.norm());
  p.gradient(w, a);
  CHECK((a - h).norm() <= 1e-14 * h.norm());
  p.add_gradient(w, a);
  CHECK((a - 2 * h).norm() <= 1e-14 * h.norm());
  CHECK(p.value_and_add_gradient(w, a) == p(w));
  CHECK((a - 3 * h).norm() <= 1e-14 * h.norm());
  p.hessian_vector(w, v, a);
  compiled.hessian_vector(w, v, b);
  CHECK((a - b).norm() <= 1e-14 * b.norm());
  p.hessian_diagonal(w, a);
  compiled.hessian_diagonal(w, b);
  CHECK((a - b).norm() <= 1e-14 * b.norm());
  const auto slopes = p.coefficient_gradient(w);
  REQUIRE(slopes.size() == 2);
  CHECK((slopes[0].name == "l1" && slopes[1].name == "l2"));
  CHECK(slopes[0].value == Approx(w.cwiseAbs().sum()));
  const auto [value, both] = p.value_and_gradients(w, g);
  CHECK((value == p(w) && both == slopes));
  CHECK((g - h).norm() <= 1e-14 * h.norm());
  CHECK(p.value_and_gradients(w).second == slopes);

  CHECK(p.tensor_names() == std::vector<std::string>{"W"});
  CHECK(p.takes_any_shape());
  CHECK_FALSE(parse("sum(norm2(rowwise(W)))").takes_any_shape());
  CHECK(fmt::format("{}", p) == fmt::format("{}", compiled));
  CHECK(fmt::format("{:latex names}", p) == fmt::format("{:latex names}", compiled));
  CHECK(fmt::format("{:names}", p.gradient_formula("W")) == fmt::format("{:names}", compiled.gradient_formula(W)));
  CHECK(fmt::format("{}", p.hessian_formula("W")) == fmt::format("{}", compiled.hessian_formula(W)));
  CHECK(p.plan_text() == regula::plan_text(compiled));
  CHECK(p.plan_text(regula::planned_call::gradient) == regula::plan_text<regula::planned_call::gradient>(compiled));
  CHECK(p == parse(p.text("text")));
}

TEST_CASE("coefficients of a parsed penalty are live", "[parsing]") {
  auto p = parse("l1 * sum(abs(W)) + 2 * sum(square(W))");
  const auto w = numbers(3, 4);
  CHECK(said([&] { p(w); }) == "coefficient \"l1\" has no value: write it in front of the formula, or set it");
  p.set("l1", 0.5);
  const double before = p(w), slope = p.coefficient_gradient(w)[0].value;
  const auto q = p.with_config({{"l1", 1.5}, {"c0", 0.0}});
  CHECK(q(w) == Approx(1.5 * slope));
  CHECK(p(w) == before);
  CHECK(p.get_config() == regula::named_numbers{{"l1", 0.5}, {"c0", 2.0}});
  CHECK(p.coefficient("c0") == 2.0);
  CHECK(said([&] { p.set("l1", -1); }) == "coefficient \"l1\" cannot be -1: it must be finite and not negative");
  CHECK(said([&] { p.set("l3", 1); }) == "no coefficient \"l3\"; known: l1, c0");
  CHECK(said([&] { p.with_config({{"l1", 1.0}, {"l1", 2.0}}); }) == "coefficient \"l1\" is given twice: 1 and 2");
  CHECK(p.coefficient("l1") == 0.5);
  CHECK(fmt::format("{:text}", parse("free mu; l1 * sum(W - mu)")) == "coef l1; free mu; l1 * sum(W - mu)");
}

TEST_CASE("several tensors are bound by name, in any order", "[parsing]") {
  const auto p = parse("0.1 * sum(M * square(W - W0))");
  const auto w = numbers(4, 3), w0 = numbers(4, 3, 2), m = numbers(4, 3, 3);
  Eigen::MatrixXf g(4, 3), g0(4, 3);
  const double v = p.value_and_gradient({{"W0", w0, g0}, {"M", m}, {"W", w, g}});
  CHECK(v == Approx(0.1 * (m.array() * (w - w0).array().square()).sum()));
  CHECK((g + g0).norm() == 0);
  CHECK((g.array() - 0.2F * m.array() * (w - w0).array()).matrix().norm() <= 1e-5);
  CHECK(said([&] { p(w); }) == "a tensor without a name: the formula has several, name each, as in {\"M\", w}");
  CHECK(said([&] { p({{"W", w}, {"M", m}}); }) == "tensor \"W0\" of the formula is missing: pass {\"W0\", w}");
  CHECK(said([&] { p({{"W", w}, {"V", m}}); }) == "the formula has no tensor \"V\"; known: M, W, W0");
  CHECK(said([&] { p({{"W", w}, {"W", w}, {"M", m}}); }) == "tensor \"W\" is given twice");
  const Eigen::MatrixXd other = w0.cast<double>();
  CHECK(said([&] {
          p({{"W", w}, {"W0", other}, {"M", m}});
        }) == "the tensors of a formula have one entry type, all float or all double: \"M\" and \"W0\" differ");
  CHECK(said([&] {
          p.gradient({{"W", w}, {"W0", w0}, {"M", m}});
        }) == "no buffer for a derivative: pass one after the tensor, as in {\"M\", w, g}");
  CHECK(said([&] {
          p({{"W", w, g}, {"W0", w0}, {"M", m}});
        }) == "tensor \"W\" comes with a buffer, but no derivative is asked for: value_and_gradient gives both");
  CHECK(said([&] {
          p.gradient({{"W", w, w, g}, {"W0", w0}, {"M", m}});
        }) == "tensor \"W\" comes with a direction: only hessian_vector takes one");
  CHECK(said([&] {
          p.hessian_vector({{"W", w, g}, {"W0", w0}, {"M", m}});
        }) == "tensor \"W\" has no direction: hessian_vector takes {name, w, v, hv}");
  std::vector<double> wide(12);
  CHECK(said([&] {
          p.gradient({{"W", w, wide}, {"W0", w0}, {"M", m}});
        }) ==
        "the buffer of W has other entries than its tensor: both are float, or both double, or both of one kind of 16 "
        "bits, "
        "with a buffer of float if that is wanted");
}

TEST_CASE("a refused call of a parsed penalty writes nothing, in the words of the compiled one", "[parsing]") {
  const auto compiled = regula::penalty(sum(square(W - W0)));
  const auto p = parse("sum(square(W - W0))");
  const auto w = numbers(4, 3), wrong = numbers(3, 4);
  Eigen::MatrixXf g = Eigen::MatrixXf::Constant(4, 3, 7), small(2, 2);
  CHECK(said([&] {
          p.gradient({{"W", w, g}, {"W0", wrong}});
        }) == said([&] { compiled.gradient(W = wrt(w, g), W0 = wrong); }));
  CHECK(said([&] {
          p.gradient({{"W", w, small}, {"W0", w}});
        }) == said([&] { compiled.gradient(W = wrt(w, small), W0 = w); }));
  CHECK(said([&] { p.gradient({{"W", w, g}, {"W0", g}}); }) == said([&] { compiled.gradient(W = wrt(w, g), W0 = g); }));
  CHECK(g == Eigen::MatrixXf::Constant(4, 3, 7));
  CHECK_THROWS_AS(parse("log_det(W)").value(Eigen::MatrixXd(-Eigen::MatrixXd::Identity(2, 2))), regula::domain_error);
  const auto rows = parse("sum(norm2(rowwise(difference<1>(W))))");
  CHECK(said([&] { rows(numbers(4, 1)); }) ==
        said([&] { regula::penalty(sum(norm2(rowwise(difference<1>(W)))))(numbers(4, 1)); }));
}

TEST_CASE("every length has the sum of its entries, and nothing behind them is read or written", "[parsing]") {
  const auto p = parse("0.5 * sum(abs(W)) + 2 * sum(square(W)) + sum(tanh(W))");
  for (std::ptrdiff_t n = 0; n <= 140; ++n) {
    std::vector<float> w(static_cast<std::size_t>(n)), g(static_cast<std::size_t>(n) + 1, 5.0F);
    double value = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      w[i] = static_cast<float>(static_cast<int>(i * 5 % 13) - 6) / 4;
      const double x = w[i];
      value += 0.5 * std::abs(x) + 2 * x * x + std::tanh(x);
    }
    INFO(n);
    CHECK(p.value_and_gradient(w, std::span(g.data(), w.size())) == Approx(value).epsilon(1e-6));
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double x = w[i], t = std::tanh(x);
      CHECK(g[i] == Approx(0.5 * ((x > 0) - (x < 0)) + 4 * x + 1 - t * t).epsilon(1e-5).margin(1e-6));
    }
    CHECK(g[w.size()] == 5.0F);
  }
}

TEST_CASE("large tensors, whose results bypass the caches", "[parsing]") {
  const auto p = parse("0.5 * sum(abs(W)) + 0.25 * sum(square(W))");
  std::vector<float> w((std::size_t{4} << 20) + 5), g(w.size());
  long double value = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    w[i] = static_cast<float>(static_cast<int>(i % 31) - 15) / 8;
    value += 0.5L * std::abs(w[i]) + 0.25L * w[i] * w[i];
  }
  CHECK(p.value_and_gradient(w, g) == Approx(static_cast<double>(value)).epsilon(1e-9));
  int wrong = 0;
  for (std::size_t i = 0; i < w.size(); ++i)
    wrong += g[i] != 0.5F * static_cast<float>((w[i] > 0) - (w[i] < 0)) + 0.5F * w[i];
  CHECK(wrong == 0);
}

TEST_CASE("sums of squares beyond the range of float are added up once more", "[parsing]") {
  const auto norm = parse("norm2(W)"), squares = parse("sum(square(W))"), rows = parse("sum(norm2(rowwise(W)))");
  const double root = std::sqrt(17.0 * 33.0);
  for (const float x : {1e-30F, 1e-20F, 1.0F, 1e18F, 3e25F}) {
    const Eigen::MatrixXf w = Eigen::MatrixXf::Constant(17, 33, x);
    Eigen::MatrixXf g(17, 33);
    INFO(x);
    CHECK(norm.value_and_gradient(w, g) == Approx(root * static_cast<double>(x)).epsilon(1e-6));
    CHECK(g(3, 4) == Approx(1 / root).epsilon(1e-5));
    CHECK(squares(w) == Approx(17.0 * 33.0 * static_cast<double>(x) * static_cast<double>(x)).epsilon(1e-6));
    CHECK(rows.value_and_gradient(w, g) == Approx(17 * std::sqrt(33.0) * static_cast<double>(x)).epsilon(1e-6));
    CHECK(g(3, 4) == Approx(1 / std::sqrt(33.0)).epsilon(1e-5));
    Eigen::MatrixXf row_major = w;
    CHECK(rows(w.transpose().eval()) == Approx(33 * std::sqrt(17.0) * static_cast<double>(x)).epsilon(1e-6));
  }
  CHECK(norm(std::vector<float>(100)) == 0);
}

TEST_CASE("NaN and infinity come out of a parsed penalty", "[parsing]") {
  std::vector<double> w{1, std::numeric_limits<double>::quiet_NaN(), 2}, g(3);
  CHECK(std::isnan(parse("sum(abs(W))").value_and_gradient(w, g)));
  CHECK((g[0] == 1 && std::isnan(g[1]) && g[2] == 1));
  w[1] = std::numeric_limits<double>::infinity();
  CHECK(parse("sum(abs(W)) + norm2(W)")(w) == std::numeric_limits<double>::infinity());
}

TEST_CASE("atoms of one's own are words of parsed formulas", "[parsing]") {
  const auto own = regula::atoms<parsing_test::tempered_atom>();
  const auto p = parse("0.1 * sum(tempered(W)) + sum(norm2(rowwise(tempered(W))))", own);
  const auto compiled =
      regula::penalty(0.1 * sum(parsing_test::tempered(W)) + sum(norm2(rowwise(parsing_test::tempered(W)))));
  const Eigen::MatrixXd w = numbers(6, 4).cast<double>();
  Eigen::MatrixXd g(6, 4), h(6, 4);
  CHECK(p.value_and_gradient(w, g) == Approx(compiled.value_and_gradient(w, h)).epsilon(1e-14));
  CHECK((g - h).norm() <= 1e-13 * h.norm());
  CHECK(fmt::format("{}", p) == fmt::format("{}", compiled));
  CHECK(said([] { parse("sum(tempered(W))"); }).find("unknown name 'tempered'") != std::string::npos);
}

TEST_CASE("sparse matrices and decompositions are known without a word", "[parsing]") {
  Eigen::SparseMatrix<double> l(3, 3);
  l.insert(0, 1) = 2, l.insert(2, 2) = -1;
  const auto p = parse("sum(W * apply(L, W))");
  const Eigen::MatrixXd w = numbers(3, 2).cast<double>();
  Eigen::MatrixXd g(3, 2);
  const Eigen::MatrixXd lw = l * w, whole = lw + l.transpose() * w;
  CHECK(p.value_and_gradient({{"W", w, g}, {"L", l}}) == Approx((w.array() * lw.array()).sum()));
  CHECK((g - whole).norm() <= 1e-12);
  CHECK(said([&] {
          p({{"W", w}, {"L", w}});
        }) ==
        "tensor \"L\" of apply(L, x) or group_sums(G, x) is an Eigen::SparseMatrix or regula::groups "
        "(<regula/sparse.hpp>)");
  CHECK(said([&] {
          parse("sum(abs(L))")({{"L", l}});
        }) == "tensor \"L\" is a sparse matrix, which is applied, as in apply(L, W): elsewhere bind a dense tensor");
  const Eigen::SparseMatrix<Eigen::bfloat16> narrow(3, 3);
  const Eigen::Matrix<Eigen::bfloat16, 3, 2> beside = Eigen::Matrix<Eigen::bfloat16, 3, 2>::Zero();
  CHECK(said([&] {
          p({{"W", beside}, {"L", narrow}});
        }) == "the entries of the sparse matrix \"L\" are float or double, and so are those of the tensors beside it");
  const Eigen::MatrixXd diagonal = Eigen::Vector2d(3, -4).asDiagonal();
  CHECK(parse("nuclear_norm(W)")(diagonal) == Approx(7));
}

TEST_CASE("threads share a parsed penalty", "[parsing]") {
  const auto p = parse("sum(norm2(rowwise(W))) + 0.1 * sum(tanh(W))");
  const auto w = numbers(60, 40);
  Eigen::MatrixXf expected(60, 40);
  const double value = parse(p.text("text")).value_and_gradient(w, expected);
  std::vector<int> wrong(4);
  std::vector<std::thread> all;
  for (auto& count : wrong)
    all.emplace_back([&] {
      Eigen::MatrixXf g(60, 40);
      for (int i = 0; i < 50; ++i) count += p.value_and_gradient(w, g) != value || g != expected;
    });
  for (auto& each : all) each.join();
  CHECK(wrong == std::vector<int>(4));
}
