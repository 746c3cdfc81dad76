// SPDX-License-Identifier: MIT
/// regula::regularizer: what it is made of, copies, configs, equality, text, tensors of every rank, refused buffers.
#include <random>
#include <regula/gallery.hpp>
#include <regula/json.hpp>
#include <regula/regularizers.hpp>
#include <regula/text.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using regula::tensor_view, regula::coef, regula::json, regula::ndarray, regula::regularizer, regula::shape;

const auto elastic = regula::penalty(coef<"l1">(0.5) * sum(abs(W)) + coef<"l2">(0.25) * sum(square(W)));

struct HandleElastic {
  BOOST_HANA_DEFINE_STRUCT(HandleElastic, (double, a), (int, times), (bool, squares));
  auto operator()(auto w) const { return a * times * sum(abs(w)) + (squares ? 1.0 : 0.0) * sum(square(w)); }
};
struct HandleCallable {
  auto operator()(auto w) const { return coef<"a">(0.5) * sum(abs(w)); }
};
struct HandleFormula {
  double strength = 0.5;
  auto formula(auto w) const { return coef<"a">(strength) * sum(abs(w)); }
};

/// A strided tensor of any rank, each axis with room between its entries, in one of two orders.
template <class S> struct spaced {
  std::vector<S> memory;
  tensor_view<S> all{};

  spaced(const shape& extents, bool first_axis_fastest, S fill) {
    all.rank = static_cast<int>(extents.size());
    std::ptrdiff_t step = 2;
    for (std::size_t k = 0; k < extents.size(); ++k) {
      const auto axis = first_axis_fastest ? k : extents.size() - 1 - k;
      all.extents[axis] = extents[axis];
      all.strides[axis] = step;
      step *= extents[axis] + 1;
    }
    memory.assign(static_cast<std::size_t>(step) + 1, fill);
    all.data = memory.data();
  }
  template <class Do> void each(const Do& act) { each(act, 0, memory.data()); }

private:
  template <class Do> void each(const Do& act, int axis, S* at) {
    if (axis == all.rank) return act(*at);
    for (std::ptrdiff_t i = 0; i < all.extents[axis]; ++i) each(act, axis + 1, at + i * all.strides[axis]);
  }
};

/// The elastic penalty of a spaced tensor against a loop, its gradient assigned and added, and the gaps as they were.
template <class S> void agrees_with_a_loop(const shape& extents, bool first_axis_fastest) {
  CAPTURE(regula::shape_text(extents), first_axis_fastest, sizeof(S));
  const regularizer r = elastic;
  std::mt19937 draw(3);
  spaced<S> w(extents, first_axis_fastest, S(9)), g(extents, !first_axis_fastest, S(7));
  long double expected = 0;
  std::vector<S> slopes, got;
  w.each([&](S& v) {
    v = static_cast<S>(static_cast<double>(draw() % 401) / 100 - 2);
    expected += 0.5L * std::abs(v) + 0.25L * v * v;
    slopes.push_back(static_cast<S>((v > 0) - (v < 0)) / 2 + v / 2);
  });
  const auto near = [&](double value) { return std::abs(value - static_cast<double>(expected)) <= 1e-6 * (1 + value); };
  CHECK(near(r(w.all)));
  for (const S factor : {S(1), S(3)}) {
    CHECK(near(factor == 1 ? r.value_and_gradient(w.all, g.all) : r.value_and_add_gradient(w.all, g.all)));
    if (factor == 3) r.value_and_add_gradient(w.all, g.all);
    got.clear();
    g.each([&](S& v) { got.push_back(v); });
    REQUIRE(got.size() == slopes.size());
    for (std::size_t i = 0; i < got.size(); ++i) CHECK(std::abs(got[i] - factor * slopes[i]) <= S(1e-5));
  }
  g.each([](S& v) { v = S(7); });
  CHECK(std::count(g.memory.begin(), g.memory.end(), S(7)) == static_cast<std::ptrdiff_t>(g.memory.size()));
}

/// Whether a call throws E and leaves the buffer as it was.
template <class E, class G, class Call> void is_refused_unwritten(G& g, const Call& call) {
  const auto before = g;
  CHECK_THROWS_AS(call(), E);
  CHECK(g == before);
}

}  // namespace

TEST_CASE("a regularizer is made of a penalty, a function, a class", "[regularizers]") {
  const std::vector<float> w{1, -2, 3};
  const auto function = [](auto x) { return 0.5 * sum(abs(x)); };
  const auto penalty = [](auto x) { return regula::penalty(coef<"a">(0.5) * sum(abs(x))); };
  const auto text = R"({"class_name": "L1", "config": {"l1": 0.5}})";
  const regularizer penalties[] = {regula::l1(0.5), regula::regularizers::L1(0.5), function, penalty};
  const HandleElastic reflected{0.25, 2, false};
  const regularizer classes[] = {HandleCallable{}, HandleFormula{}, reflected, text, json::parse(text)};
  std::vector<regularizer> all(std::begin(penalties), std::end(penalties));
  all.insert(all.end(), std::begin(classes), std::end(classes));
  for (const auto& r : all) {
    CAPTURE(r.text());
    std::vector<float> g(3, 7.0F);
    CHECK(r(w) == 3.0);
    CHECK(r.value_and_gradient(w, g) == 3.0);
    CHECK(g == std::vector<float>{0.5F, -0.5F, 0.5F});
  }
  CHECK(regularizer("l2")(w) == Approx(0.14));
  CHECK(regularizer(HandleElastic{0.25, 2, true})(w) == 17.0);
}

TEST_CASE("copies of a regularizer are independent", "[regularizers]") {
  const std::vector<double> w{1, -2};
  for (const auto& first : {regularizer(elastic), regularizer(HandleElastic{0.5, 1, true})}) {
    const auto name = first.get_config().begin().key();
    regularizer copy = first, cloned = first.clone(), assigned;
    assigned = first;
    const double before = first(w);
    for (auto* r : {&copy, &cloned, &assigned}) {
      CHECK(*r == first);
      r->set(name, 8.0);
      CHECK(r->coefficient(name) == 8.0);
      CHECK_FALSE(*r == first);
    }
    CHECK(first(w) == before);
    CHECK(copy == cloned);
    const regularizer moved = std::move(copy);
    CHECK(moved == cloned);
    CHECK(first.with_config({{name, 8.0}}) == cloned);
  }
}

TEST_CASE("a config that is refused changes nothing", "[regularizers]") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const auto unchanged = [](const regularizer& made, const json& config) {
    CAPTURE(made.text(), config.dump());
    auto r = made;
    CHECK_THROWS_AS(r.set_config(config), regula::error);
    CHECK(r == made);
    CHECK(r(std::vector<double>{1, -2}) == made(std::vector<double>{1, -2}));
  };
  for (const json& bad : {json(-1), json(nan), json(inf), json("2"), json(), json::array({2}), json::object()})
    unchanged(elastic, {{"l1", 2.0}, {"l2", bad}});
  unchanged(elastic, {{"l2", 2.0}, {"lambda", 1.0}});
  for (const json& bad : {json(), json(3), json("l1"), json::array()}) unchanged(elastic, bad);

  const regularizer mixed = HandleElastic{0.5, 3, true};
  for (const json& bad : {json("3"), json(2.5), json(1e300), json(-1e300), json(4294967296), json(nan), json()})
    unchanged(mixed, {{"a", 1.0}, {"times", bad}});
  for (const json& bad : {json("yes"), json(1), json()}) unchanged(mixed, {{"a", 1.0}, {"squares", bad}});
  unchanged(mixed, {{"a", 1.0}, {"b", 1.0}});
  unchanged(mixed, {{"a", inf}});
  CHECK(mixed.with_config({{"times", 4.0}, {"squares", false}}).get_config() ==
        json{{"a", 0.5}, {"times", 4}, {"squares", false}});
  CHECK_THROWS_WITH(regularizer(elastic).set("L1", 1.0), Catch::Matchers::ContainsSubstring("known: l1, l2"));
  CHECK_THROWS_AS(regularizer(elastic).coefficient("L1"), regula::coefficient_error);
}

TEST_CASE("equality is of formula and config", "[regularizers]") {
  using namespace regula::regularizers;
  CHECK(regularizer(L1(0.5)) == regularizer(regula::l1(0.5)));
  CHECK_FALSE(regularizer(L1(0.5)) == regularizer(L1(0.25)));
  CHECK_FALSE(regularizer(L1(0.5)) == regularizer(L2(0.5)));
  CHECK(regularizer(L1L2(0.5, 0.25)) == regularizer(elastic));
  CHECK_FALSE(OrthogonalRegularizer(0.5, "rows") == OrthogonalRegularizer(0.5, "columns"));
  CHECK(OrthogonalRegularizer(0.5, "rows") == OrthogonalRegularizer(0.5));
  CHECK(Regularizer() == Regularizer());
  CHECK_FALSE(regularizer(Regularizer()) == regularizer(L1()));
  CHECK_FALSE(regularizer(L1()) == regularizer(Regularizer()));
  CHECK(regularizer() == regularizer(nullptr));
  CHECK_FALSE(regularizer(Regularizer()) == regularizer());
}

TEST_CASE("the text of a regularizer is that of its penalty", "[regularizers]") {
  const regularizer r = elastic;
  CHECK(fmt::format("{}", r) == "0.5 * sum(abs(W)) + 0.25 * sum(square(W))");
  CHECK(fmt::format("{:names}", r) == "l1 * sum(abs(W)) + l2 * sum(square(W))");
  CHECK(fmt::format("{:latex}", r) == fmt::format("{:latex}", elastic));
  CHECK(fmt::format("{:latex names}", r) == fmt::format("{:latex names}", elastic));
  CHECK(fmt::format("{:cpp}", r) == fmt::format("{:cpp}", elastic));
  CHECK(fmt::format("{:tree}", r) == fmt::format("{:tree}", elastic));
  CHECK_THAT(fmt::format("{:numpy}", r), Catch::Matchers::ContainsSubstring("def penalty(W, *, l1=0.5, l2=0.25):"));
  CHECK_THAT(fmt::format("{:mathml content}", r),
             Catch::Matchers::ContainsSubstring("<apply><abs/><ci type=\"matrix\">W</ci></apply>"));
  using namespace regula::regularizers;
  CHECK(OrthogonalRegularizer(0.5).text() == regula::to_string(regula::gallery::orthogonal_rows(0.5)));
  CHECK(Regularizer().text() + regularizer().text() == "00");
}

TEST_CASE("tensors of every rank, strided, float and double", "[regularizers]") {
  const shape largest{2, 3, 1, 2, 1, 3};
  for (std::ptrdiff_t rank = 0; rank <= 6; ++rank)
    for (std::ptrdiff_t empty = -1; empty < rank; ++empty)
      for (const bool fastest : {false, true}) {
        shape extents(largest.begin(), largest.begin() + rank);
        if (empty >= 0) extents[static_cast<std::size_t>(empty)] = 0;
        agrees_with_a_loop<float>(extents, fastest);
        agrees_with_a_loop<double>(extents, fastest);
      }
  const regularizer r = elastic;
  Eigen::MatrixXd whole = Eigen::MatrixXd::Constant(4, 6, 9.0), slopes = Eigen::MatrixXd::Constant(4, 6, 7.0);
  whole.block(1, 2, 2, 3).setConstant(-2.0);
  auto to = slopes.block(0, 1, 2, 3);
  CHECK(r.value_and_gradient(whole.block(1, 2, 2, 3), to) == 6 * (1.0 + 1.0));
  CHECK(to == Eigen::MatrixXd::Constant(2, 3, -1.5));
  CHECK(slopes.sum() == 6 * -1.5 + 18 * 7.0);
}

TEST_CASE("buffers that cannot be a gradient are refused", "[regularizers]") {
  for (const auto& r : {regularizer(elastic), regularizer("orthogonal_regularizer"), regularizer()}) {
    const ndarray w({2, 3}, 2.0F);
    for (const auto& wrong : {shape{3, 2}, {2, 3, 2}, {6}, {2, 2}, {}, {0, 3}}) {
      ndarray g(wrong, 7.0F);
      is_refused_unwritten<regula::shape_error>(g, [&] { r.value_and_gradient(w, g); });
      is_refused_unwritten<regula::shape_error>(g, [&] { r.value_and_add_gradient(w, g); });
    }
    Eigen::MatrixXd m = Eigen::MatrixXd::Constant(4, 3, 2.0);
    const auto top = m.topRows(2);
    auto middle = m.middleRows(1, 2);
    is_refused_unwritten<regula::overlap_error>(m, [&] { r.value_and_gradient(top, middle); });
    is_refused_unwritten<regula::overlap_error>(m, [&] { r.value_and_add_gradient(m, m); });
  }
}

TEST_CASE("a formula of rows takes matrices, and writes nothing where it refuses", "[regularizers]") {
  const regularizer r = regula::gallery::group_lasso_rows(0.5);
  const ndarray w({2, 4}, {3, 0, 0, 4, 0, 0, 0, 0});
  ndarray g({2, 4}, 7.0F);
  CHECK(r.value_and_gradient(w, g) == Approx(0.5 * 2 * 5));
  CHECK(g == ndarray({2, 4}, {0.6F, 0, 0, 0.8F, 0, 0, 0, 0}));
  const ndarray deep({2, 2, 2}, 1.0F);
  const regularizer square = regula::gallery::soft_orthogonal(0.5);
  const regularizer orthogonal = regula::regularizers::OrthogonalRegularizer(1.0);
  for (const auto* refusing : {&square, &orthogonal}) {
    CAPTURE(refusing->text());
    ndarray to({2, 2, 2}, 7.0F);
    CHECK_THROWS_AS((*refusing)(deep), regula::shape_error);
    is_refused_unwritten<regula::shape_error>(to, [&] { refusing->value_and_gradient(deep, to); });
    is_refused_unwritten<regula::shape_error>(to, [&] { refusing->value_and_add_gradient(deep, to); });
  }
}

TEST_CASE("no regularizer is the value 0", "[regularizers]") {
  regularizer none;
  CHECK_FALSE(none);
  const ndarray w({2}, 3.0F);
  CHECK(none(w) == 0.0);
  ndarray g({2}, 7.0F);
  CHECK(none.value_and_add_gradient(w, g) == 0.0);
  CHECK(g == ndarray({2}, 7.0F));
  CHECK(none.value_and_gradient(w, g) == 0.0);
  CHECK(g == ndarray({2}));
  CHECK(none.get_config().is_null());
  CHECK_THROWS_AS(none.set("l1", 1.0), regula::config_error);
  CHECK_THROWS_AS(none.coefficient("l1"), regula::coefficient_error);
}

TEST_CASE("a gradient that overlaps itself is refused", "[regularizers]") {
  const regularizer r = regula::l1(0.5);
  const Eigen::VectorXf w{{-2, 0, 3}};
  float one = 7;
  is_refused_unwritten<regula::overlap_error>(one, [&] {
    r.value_and_gradient(w, tensor_view<float>{&one, 1, {3}, {0}});
  });
  CHECK_THROWS_WITH(r.value_and_add_gradient(w, tensor_view<float>{&one, 1, {3}, {0}}),
                    "the gradient overlaps itself: each of its entries needs memory of its own");
}

TEST_CASE("NaN is quoted without a sign", "[regularizers]") {
  const double nan = std::copysign(std::nan(""), -1.0);
  CHECK_THROWS_WITH(regula::regularizers::L1(nan), Catch::Matchers::EndsWith("Received: l1=nan"));
  regularizer r = regula::l1(0.5);
  CHECK_THROWS_WITH(r.set("l1", nan), "coefficient \"l1\" cannot be nan: it must be finite and not negative");
  CHECK(regula::regularizers::shown(json{nan, 1.0}) == "[nan,1.0]");
}

TEST_CASE("a combination of penalties is a regularizer as every penalty", "[regularizers]") {
  regularizer r = 2.0 * regula::l1(0.5) + regula::l2(0.25);
  const Eigen::VectorXf w{{-2, 0, 3}};
  CHECK(r(w) == Approx(2 * 0.5 * 5 + 0.25 * 13));
  CHECK(r.text() == "2 * (0.5 * sum(abs(W))) + 0.25 * sum(square(W))");
  CHECK(r.get_config() == json{{"c0", 2.0}, {"l1", 0.5}, {"l2", 0.25}});
  r.set("c0", 1.0);
  CHECK(r(w) == Approx(0.5 * 5 + 0.25 * 13));
  CHECK(regularizer(regula::l1(0.5) + regula::l2(0.25)) == regularizer(regula::l1_l2(0.5, 0.25)));
  CHECK(regula::regularizers::serialize(regula::l1(0.5) + regula::l2(0.25))["class_name"] == "L1L2");
}
