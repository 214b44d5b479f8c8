// Tests in the file: the facts they give and what they expect.
#include "builder.hpp"

namespace crit {

ast::Test Builder::test(const Node& node) {
  ast::Test made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::text) {
      made.name = words_.text(child);
    } else if (child.kind == Kind::test_as_of) {
      if (!made.as_of.empty()) {
        words_.diagnostics.add(Mistake::clause_misplaced, child.span, "a second `as_of` in one test",
                               "keep one; another day is another test");
      }
      made.as_of = words_.word(child.children.front());
    } else if (child.kind == Kind::test_facts) {
      if (made.has_facts) {
        words_.diagnostics.add(Mistake::clause_misplaced, child.span, "a second `facts` in one test",
                               "put all that differs from the file into its `with { … }`");
      }
      made.has_facts = true;
      for (const Node& part : child.children) {
        if (part.kind == Kind::text) made.facts_file = words_.text(part);
        if (part.kind == Kind::given_braces) made.given = given_list(part);
      }
    } else if (child.kind == Kind::test_expect) {
      made.expectations.push_back(expectation(child));
    } else if (child.kind == Kind::error) {
      made.broken = true;
    }
  }
  return made;
}

ast::Expectation Builder::expectation(const Node& node) {
  ast::Expectation made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) {
      made.outcome = words_.word(child);
    } else if (child.kind == Kind::outline) {
      made.criterion = words_.word(child);
    } else if (child.kind == Kind::keyword) {
      made.verdict = words_.word(child);
      std::string& text = made.verdict.text;  // `not  met`
      const bool negated = text.rfind("not", 0) == 0;
      if (negated) text = text.ends_with("applicable") ? "not applicable" : "not met";
    } else if (child.kind == Kind::expect_as) {
      bool is_text = false;
      if (const Node* of = child.child(Kind::category)) made.category = category(*of, is_text);
    } else if (child.kind == Kind::expect_because) {
      for (const Node& part : child.children) {
        if (part.kind == Kind::keyword)
          made.only = true;
        else
          made.because.push_back(words_.word(part));
      }
    } else if (child.kind == Kind::expect_until) {
      made.until = words_.word(child.children.front());
    } else if (child.kind == Kind::expect_to) {
      made.target = child.children.front().kind == Kind::text ? words_.text(child.children.front())
                                                              : words_.word(child.children.front());
    } else if (child.kind == Kind::expect_needs) {
      for (const Node& part : child.children) made.needs.push_back(words_.word(part));
    } else if (child.kind == Kind::expect_give) {
      ast::Given given = given_value(child.children.back());
      given.name = words_.word(child.children.front());
      given.span = child.span;
      if (given.form == ast::Given::Form::braces) given.value = words_.word(child.children.back());
      made.gives.push_back(std::move(given));
    }
  }
  return made;
}

std::vector<ast::Given> Builder::given_list(const Node& node) {
  std::vector<ast::Given> made;
  made.reserve(node.children.size());
  for (const Node& child : node.children) {
    if (child.kind == Kind::given) made.push_back(given(child));
  }
  return made;
}

ast::Given Builder::given(const Node& node) {
  ast::Given made = given_value(node.children.back());
  made.span = node.span;
  if (node.children.size() < 2) return made;
  const Node& name = node.children.front();
  made.name = name.kind == Kind::text ? words_.text(name) : words_.word(name);
  return made;
}

ast::Given Builder::given_value(const Node& node) {
  using Form = ast::Given::Form;
  ast::Given made;
  made.span = node.span;
  if (node.kind != Kind::given_braces) made.value = words_.word(node);
  if (node.kind == Kind::given_braces) {
    made.form = Form::braces;
    made.members = given_list(node);
  } else if (node.kind == Kind::date) {
    made.form = Form::date;
  } else if (node.kind == Kind::duration) {
    made.form = Form::duration;
  } else if (node.kind == Kind::text) {
    made.form = Form::text;
    made.value = words_.text(node);
  } else if (node.kind == Kind::code) {
    made.form = Form::code;
  } else if (is_one_of(node.kind, {Kind::minus, Kind::number_literal})) {
    made.form = Form::number;
    const Node& number = node.kind == Kind::minus ? node.children.back() : node;
    made.value.text = node.kind == Kind::minus ? "-" : "";
    if (const Node* digits = number.child(Kind::number)) made.value.text += words_.text_of(*digits);
    if (const Node* with = number.child(Kind::unit)) made.value.text += " " + words_.unit(*with).text;
  }
  return made;
}

}  // namespace crit
