// SPDX-License-Identifier: MIT
/// What Keras answers to constructors, get, deserialize and from_config (data/keras/errors.json), and where the answer
/// here is another: docs/reference/keras_differences.md. Run from the root of the sources.
#include <functional>
#include <regula/json.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {

using namespace regula::regularizers;
using namespace layer_tools;

/// A literal of Python as JSON.
json literal(std::string text) {
  const auto number = [](const std::string& word) {
    return word == "nan" ? NAN : word == "inf" ? INFINITY : -INFINITY;
  };
  if (text == "nan" || text == "inf" || text == "-inf") return number(text);
  for (const auto& [python, by] : {std::pair{"'", "\""}, {"None", "null"}, {"True", "true"}, {"False", "false"}})
    text = replaced(text, python, by);
  auto value = regula::parse_json(replaced(replaced(text, "nan", "\"nan\""), "inf", "\"inf\""));
  if (value.is_structured())
    for (auto& member : value)
      if (member == "nan" || member == "inf") member = number(member.get<std::string>());
  return value;
}

/// The class and config of a regularizer as the golden files have them.
json described(const regularizer& r) {
  if (!r) return "None";
  const auto& m = *r.model();
  const std::string name = m.builtin().empty() ? m.class_name() : std::string{m.builtin()};
  return {{"class", name}, {"config", name == "Regularizer" ? json() : rounded(name, r.get_config())}};
}

/// Rows that have no twin: the values, the identities or the protocols of Python.
const std::map<std::string, std::string> without_twin{
    {"refused L1(l1=0.1)", "numpy.float32(0.1): a number here is a double"},
    {"refused L1(l1=1)", "numpy.int64(1)"},
    {"refused L2(l2=0.1)", "numpy.float32(0.1)"},
    {"refused L2(l2=1)", "numpy.int64(1)"},
    {"refused L1(l1=array(0.1))", "a numpy array does not compile"},
    {"refused L2(l2=array(0.1))", "a numpy array does not compile"},
    {"refused L1(l1=tensor(0.1000))", "a tensor does not compile"},
    {"refused L2(l2=tensor(0.1000))", "a tensor does not compile"},
    {"refused L1(l1=(1+0j))", "a complex number does not compile"},
    {"refused L2(l2=(1+0j))", "a complex number does not compile"},
    {"refused L1(0.1, 0.2)", "does not compile: below"},
    {"refused L2(0.1, 0.2)", "does not compile: below"},
    {"taken get(<abs>)", "a function of numbers; here it is a function of a symbol"},
    {"taken keras.regularizers.l1_l2 is L1L2", "identity of Python objects; here functions beside classes"},
    {"taken keras.regularizers.l1 is L1", "identity of Python objects"},
    {"taken orthogonal_regularizer is OrthogonalRegularizer", "identity of Python objects"},
    {"taken dir(keras.regularizers)", "this file uses every one of these names"},
    {"refused Dense(3, kernel_regularizer=0.1)", "does not compile: below"},
    {"refused register class without get_config", "the members of a reflected class are its config"},
};
static_assert(!std::is_constructible_v<L1, double, double> && !std::is_constructible_v<L2, double, double>);
static_assert(!std::is_convertible_v<double, regularizer>);

/// Rows whose answer here is another one, with that answer; "refused" where Keras hands an unknown string back.
const std::map<std::string, json> other_answer{
    {"get('l1_l2')", {{"class", "L1L2"}, {"config", {{"l1", 0.01}, {"l2", 0.01}}}}},
    {"Dense(3, kernel_regularizer=\"l1_l2\")", {{"class", "L1L2"}, {"config", {{"l1", 0.01}, {"l2", 0.01}}}}},
    {"deserialize(\"l1_l2\")", {{"class", "L1L2"}, {"config", {{"l1", 0.01}, {"l2", 0.01}}}}},
    {"l1_l2()", {{"class", "L1L2"}, {"config", {{"l1", 0.01}, {"l2", 0.01}}}}},
    {"get({'class_name': 'l1_l2', 'config': {'l1': 0.1, 'l2': 0.2}})",
     {{"class", "L1L2"}, {"config", {{"l1", 0.1}, {"l2", 0.2}}}}},
    {"get('Custom>l1')", "the function"},
    {"get(<l1_reg>)", "the function"},
    {"get('Custom>l2')", {{"class", "L2Regularizer"}, {"config", {{"l2", 0.0}}}}},
    {"deserialize(\"Custom>l2\")", {{"class", "L2Regularizer"}, {"config", {{"l2", 0.0}}}}},
    {"deserialize(\"typo\")", "refused"},
    {"serialize(\"l2\")", {{"class", "L2"}, {"config", {{"l2", 0.01}}}}},
    {"Variable.regularizer=\"l1\"", {{"class", "L1"}, {"config", {{"l1", static_cast<double>(0.01F)}}}}},
};

/// What the rows say that are not of the form class(arguments) or get(value).
regularizer special(const std::string& expression) {
  const std::map<std::string, std::function<regularizer()>> all{
      {"get(<L1>)", [] { return get(L1()); }},
      {"get(<L2>)", [] { return get(L2(0.3)); }},
      {"get(<l1_reg>)", [] { return get(l1_reg); }},
      {"get(<L2Regularizer>)", [] { return get(L2Regularizer{}); }},
      {"Regularizer.from_config({})", [] { return Regularizer::from_config(json::object()); }},
      {"L1.from_config({\"l1\":0.2})",
       [] {
         return L1::from_config({{"l1", 0.2}});
       }},
      {"L1.from_config({\"l2\":0.2})",
       [] {
         return L1::from_config({{"l2", 0.2}});
       }},
      {"l1_l2()", [] { return l1_l2(); }},
      {"serialize(None)", [] { return get(serialize(regularizer())); }},
      {"serialize(\"l2\")", [] { return get(serialize("l2")); }},
      {"Regularizer().get_config()", [] { return get(Regularizer().get_config()); }},
      {"Dense(3, kernel_regularizer=\"l1_l2\")", [] { return regularizer("l1_l2"); }},
      {"Dense(3, kernel_regularizer=\"l1l2\").kernel_regularizer", [] { return regularizer("l1l2"); }},
      {"Variable.regularizer=\"l1\"", [] { return regularizer("l1"); }},
  };
  const auto found = all.find(expression);
  if (found != all.end()) return found->second();
  FAIL("a row that nobody reads: " + expression);
  return {};
}

regularizer evaluated(const std::string& expression) {
  const auto open = expression.find('(');
  const auto head = expression.substr(0, open);
  auto inside = open == std::string::npos ? "" : expression.substr(open + 1, expression.size() - open - 2);
  if (inside.starts_with('<')) return special(expression);
  if (head == "L1" || head == "L2") {
    const auto equals = inside.find('=');
    const auto value = literal(inside.substr(equals + 1));
    const json config{{equals == std::string::npos ? replaced(head, "L", "l") : inside.substr(0, equals), value}};
    if (config.size() == 1 && value.is_number() && config.begin().key() != "l")
      return head == "L1" ? regularizer(L1(value.get<double>())) : regularizer(L2(value.get<double>()));
    return head == "L1" ? regularizer(L1::from_config(config)) : regularizer(L2::from_config(config));
  }
  if (head == "L1L2") {
    const auto values = literal("[" + (inside.ends_with(',') ? inside.substr(0, inside.size() - 1) : inside) + "]");
    auto config = json::object();
    for (std::size_t k = 0; k < values.size(); ++k) config[k == 0 ? "l1" : "l2"] = values[k];
    return L1L2::from_config(config);
  }
  if (head == "OrthogonalRegularizer") return OrthogonalRegularizer::from_config(literal(inside));
  if (head == "get") return get(literal(inside));
  if (head == "deserialize") return deserialize(literal(inside));
  return special(expression);
}

/// The refusals of Keras, with the space that its message lacks, and how the first words differ here.
void is_refused_alike(const std::string& keras, const std::string& here) {
  const auto whole = replaced(keras, ".Received", ". Received");
  const auto begin = whole.substr(0, std::min(whole.find_first_of("={'"), whole.find(". If")));
  const bool of_python = keras.find("__init__") != std::string::npos || keras.find("too large") != std::string::npos ||
                         keras.find("get_config") != std::string::npos;
  if (!of_python) CHECK_THAT(here, Catch::Matchers::StartsWith(begin));
  if (keras.find("__init__") != std::string::npos) CHECK(here.find("got an unexpected argument") != std::string::npos);
  const auto value = whole.find("Received: ");
  if (value != std::string::npos && whole.find_first_of("0123456789", whole.find('=', value)) != std::string::npos &&
      here.find('"') == std::string::npos)
    CHECK(here == whole);
}

}  // namespace

TEST_CASE("constructors, get and deserialize answer as Keras's do", "[regularizers][golden]") {
  register_the_page();
  std::size_t without = 0, others = 0, alike = 0;
  const auto data = golden("errors.json");
  for (const auto& row : data["cases"]) {
    const auto expression = row["expr"].get<std::string>();
    const bool taken = row["ok"].get<bool>();
    CAPTURE(expression);
    if (without_twin.contains((taken ? "taken " : "refused ") + expression)) {
      ++without;
      continue;
    }
    if (expression == "Regularizer()(x)") {
      CHECK(Regularizer()(std::vector<float>{1, 2}) == 0.0);
      ++alike;
      continue;
    }
    json answer;
    std::string message;
    try {
      const auto r = evaluated(expression);
      answer = r && r == regularizer(l1_reg) ? json("the function") : described(r);
    } catch (const regula::error& e) {
      answer = "refused";
      message = e.what();
    }
    CAPTURE(answer, message);
    if (const auto other = other_answer.find(expression); other != other_answer.end()) {
      CHECK(answer == other->second);
      CHECK(answer != row.value("result", json("refused")));
      ++others;
    } else {
      CHECK(answer == (taken ? row["result"] : json("refused")));
      if (!taken) is_refused_alike(row["message"].get<std::string>(), message);
      ++alike;
    }
  }
  CHECK(without == without_twin.size());
  CHECK(others == other_answer.size());
  CHECK(alike + others + without == 143);
}
