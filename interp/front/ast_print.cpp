#include "ast_print.hpp"
#include "overloaded.hpp"

#include <string_view>
#include <variant>

namespace crit {
namespace {

using namespace ast;  // NOLINT: every construct of it is named here

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    if (c == '\n') {
      made += "\\n";
    } else if (c == '\t') {
      made += "\\t";
    } else {
      made += c;
    }
  }
  return made + '"';
}

std::string code_range_text(const CodeRange& range) {
  return range.first.text + (range.with_children ? "*" : "") + (range.last.empty() ? "" : ".." + range.last.text);
}

class Printer {
 public:
  std::string out;

  void line(const std::string& text) {
    out.append(depth_ * 2, ' ');
    out += text;
    out += '\n';
  }
  // `title`, then what `body` prints, one level in.
  template <typename Body>
  void nest(const std::string& title, Body body) {
    line(title);
    ++depth_;
    body();
    --depth_;
  }

  void file(const File& file) {
    for (const Policy& one : file.policies) policy(one);
    for (const Use& one : file.uses) line("use" + (one.is_path ? in_quotes(one.module) : " " + one.module.text));
    for (const Facts& one : file.facts) {
      nest("facts", [&] { facts(one.declarations); });
    }
    for (const Units& one : file.units) {
      nest("units", [&] {
        for (const Word& name : one.names) line(name.text);
      });
    }
    for (const Codes& one : file.codes) codes(one);
    for (const SourceGroup& one : file.source_groups) {
      nest("sources " + one.name.text + in_quotes(one.text), [&] {
        for (const Word& kind : one.kinds) line(kind.text);
      });
    }
    for (const Table& one : file.tables) table(one);
    for (const Define& one : file.defines) {
      std::string parameters;
      for (const Word& parameter : one.parameters) parameters += (parameters.empty() ? "" : ", ") + parameter.text;
      if (one.has_parameters) parameters = "(" + parameters + ")";
      nest("define " + one.name.text + parameters + in_quotes(one.text), [&] { expr(one.value); });
    }
    for (const Section& one : file.sections) section(one);
    for (const Common& one : file.commons) {
      nest("common" + (one.outline.empty() ? "" : " " + one.outline.text) + in_quotes(one.text), [&] {
        for (const Word& indication : one.indications) line("for " + indication.text);
        entries(one.criteria);
        gives(one.gives);
      });
    }
    for (const Amend& one : file.amends) amend(one);
    for (const Test& one : file.tests) test(one);
    for (const OtherwiseDeny& one : file.otherwise) {
      line("otherwise deny as " + (one.category_is_text ? quoted(one.category.text) : one.category.text));
    }
  }

  void expr(const ExprPtr& pointer) {
    if (pointer) expr(*pointer);
  }
  void expr(const Expr& node);

 private:
  static std::string in_quotes(const Word& word) { return word.empty() ? std::string() : " " + quoted(word.text); }

  void gives(const std::vector<Give>& all) {
    for (const Give& one : all) titled("give " + one.name.text, one.value);
  }

  void titled(const std::string& title, const ExprPtr& inner) {
    if (!inner) return;
    nest(title, [&] { expr(*inner); });
  }

  void policy(const Policy& node) {
    nest("policy" + in_quotes(node.name), [&] {
      for (const PolicyClause& clause : node.clauses) {
        std::string text = clause.keyword.text + (clause.word.empty() ? "" : " " + clause.word.text) + in_quotes(clause.text);
        if (clause.from) text += " from " + to_string(*clause.from);
        if (clause.to) text += " to " + to_string(*clause.to);
        for (const Word& kind : clause.kinds) text += (&kind == clause.kinds.data() ? " " : ", ") + kind.text;
        for (const Word& fact : clause.facts) text += (&fact == clause.facts.data() ? " for " : ", ") + fact.text;
        if (!clause.system.empty()) text += " " + clause.system.text;
        for (const Word& code : clause.codes) text += (&code == clause.codes.data() ? " " : ", ") + code.text;
        if (!clause.rule.empty()) text += " " + clause.rule.text;
        nest(text, [&] {
          titled("per", clause.per);
          titled("when", clause.when);
        });
      }
    });
  }

  void facts(const std::vector<FactDecl>& list) {
    for (const FactDecl& one : list) {
      if (one.is_group) {
        nest(one.name.text + in_quotes(one.description), [&] { facts(one.members); });
      } else {
        nest(one.name.text + " : " + type_text(one.type) + (one.absent_means_no.empty() ? "" : " absent_means_no") + in_quotes(one.description), [&] { type_parts(one.type); });
      }
    }
  }

  static std::string type_text(const TypeExpr& type) {
    std::string text;
    switch (type.form) {
      case TypeForm::word: text = type.word.text; break;
      case TypeForm::enumeration:
        for (const Word& one : type.alternatives) {
          if (!text.empty()) text += type.ordered ? " < " : " | ";
          text += one.text;
        }
        break;
      case TypeForm::code: text = "code " + type.word.text; break;
      case TypeForm::codes: text = "codes " + type.word.text; break;
      case TypeForm::list_of: text = "list of " + (type.element ? type_text(*type.element) : ""); break;
      case TypeForm::list: text = "list"; break;
      case TypeForm::series: text = "series"; break;
      case TypeForm::periods: text = "periods"; break;
      case TypeForm::error: text = "error"; break;
    }
    if (type.complete) text += " complete";
    if (type.complete_within) text += " within " + to_string(*type.complete_within);
    return text;
  }
  void type_parts(const TypeExpr& type) {
    facts(type.fields);
    if (type.element) type_parts(*type.element);
  }

  static std::string from_text(const Word& file) { return file.empty() ? "" : " from " + quoted(file.text); }
  void codes(const Codes& node) {
    nest("codes " + node.name.text + " : " + node.system.text + (node.such_as ? " such_as" : "") + from_text(node.file), [&] {
      for (const CodeRange& range : node.members) {
        line(code_range_text(range) + (range.from ? " from " + to_string(*range.from) : "") + (range.to ? " to " + to_string(*range.to) : ""));
      }
    });
  }

  static std::string column_text(const TableColumn& column) {
    return column.name.text + (column.type ? " : " + type_text(*column.type) : "") + (column.interpolated ? " interpolated" : "");
  }
  void table_row(const std::string& title, const TableRow& row) {
    nest(title, [&] {
      for (const Cell& cell : row.cells) {
        nest("cell", [&] {
          for (const CellRange& range : cell.ranges) {
            expr(range.value);
            titled(range.low_open ? "above" : "from", range.low);
            titled(range.high_open ? "below" : "to", range.high);
          }
        });
      }
      for (const ExprPtr& value : row.values) expr(value);
    });
  }
  void table(const Table& node) {
    std::string keys;
    for (const TableColumn& key : node.keys) keys += (keys.empty() ? "" : ", ") + column_text(key);
    std::string outputs;
    for (const TableColumn& output : node.outputs) outputs += (outputs.empty() ? "" : ", ") + column_text(output);
    nest("table " + node.name.text + "(" + keys + ") -> " + outputs + from_text(node.file), [&] {
      for (const TableRow& row : node.rows) table_row("row", row);
      for (const TableRow& row : node.otherwise) table_row("otherwise", row);
    });
  }

  void section(const Section& node) {
    std::string title = std::string(terms::word(node.kind)) + " " + node.outline.text;
    title += in_quotes(node.text);
    if (!node.category.empty()) {
      title += " as " + (node.category_is_text ? quoted(node.category.text) : node.category.text);
    }
    nest(title, [&] {
      for (const ExprPtr& one : node.when) titled("when", one);
      entries(node.criteria);
      if (node.has_approve) nest(node.until ? "approve until" : "approve", [&] { expr(node.until); });
      for (const ExprPtr& one : node.refer_to) titled("refer to", one);
      if (!node.refer_to_review.empty()) line("refer to review " + quoted(node.refer_to_review.text));
      gives(node.gives);
    });
  }

  void amend(const Amend& node) {
    static constexpr std::string_view kinds[] = {"replace ", "remove ", "add "};
    nest("amend " + quoted(node.policy.text) + in_quotes(node.name), [&] {
      for (const Word& over : node.over) line("over " + quoted(over.text));
      for (const ExprPtr& one : node.when) titled("when", one);
      for (const AmendClause& one : node.clauses) {
        const std::string after = one.after.empty() ? "" : " after " + one.after.text;
        nest(std::string(kinds[static_cast<std::size_t>(one.kind)]) + one.outline.text + after + in_quotes(one.text), [&] { expr(one.value); });
      }
    });
  }

  void test(const Test& node) {
    nest("test " + quoted(node.name.text), [&] {
      if (!node.as_of.empty()) line("as_of " + node.as_of.text);
      if (!node.facts_file.empty()) line("facts " + quoted(node.facts_file.text));
      for (const Given& one : node.given) given(one);
      for (const Expectation& one : node.expectations) {
        std::string text = "expect " + (one.criterion.empty() ? one.outcome.text : one.criterion.text + " is " + one.verdict.text);
        if (!one.category.empty()) text += " as " + one.category.text;
        for (const Word& because : one.because) text += (one.only ? " because only " : " because ") + because.text;
        if (!one.until.empty()) text += " until " + one.until.text;
        if (!one.target.empty()) text += " to " + quoted(one.target.text);
        for (const Word& need : one.needs) text += " needs " + need.text;
        nest(text, [&] {
          for (const Given& give : one.gives) given(give);
        });
      }
    });
  }

  void given(const Given& node) {
    const std::string name = node.name.empty() ? "item" : node.name.text;
    if (node.form != Given::Form::braces) return line(name + " : " + (node.form == Given::Form::text ? quoted(node.value.text) : node.value.text));
    nest(name, [&] {
      for (const Given& member : node.members) given(member);
    });
  }

  void entries(const std::vector<Entry>& list) {
    for (const Entry& one : list) {
      nest("entry" + (one.label.empty() ? "" : " " + one.label.text) + in_quotes(one.text), [&] { expr(one.expr); });
    }
  }

  void window(const Window& node) {
    std::string title(terms::word(node.kind));
    if (terms::compares(node.kind)) {
      title += " " + std::string(terms::word(node.op));
    }
    if (node.last) title += " last";
    nest("window " + title, [&] {
      expr(node.duration);
      titled("of", node.anchor);
    });
  }

  void query(const Query& node) {
    std::string title = "query " + std::string(terms::word(node.selector));
    if (!node.second.empty()) {
      title += " pair (" + node.item.text + ", " + node.second.text + ") of";
    } else if (!node.item.empty()) {
      title += " " + node.item.text + " of";
    }
    if (node.joined) title += " joined";
    nest(title + " " + node.list.text, [&] {
      titled("number", node.number);
      titled("gap at_most", node.gap);
      if (node.joined) titled("where", node.where);
      for (const Window& one : node.windows) window(one);
      if (!node.joined) titled("where", node.where);
      titled("has", node.has);
      titled("for_at_least", node.run);
    });
  }

  void choice(const Choice& node) {
    nest(node.key ? "match" : "choose", [&] {
      titled("key", node.key);
      for (const Arm& arm : node.arms) {
        nest("arm", [&] {
          for (const ExprPtr& key : arm.keys) titled(node.key ? "is" : "when", key);
          expr(arm.value);
        });
      }
      titled("otherwise", node.otherwise);
    });
  }

  std::size_t depth_ = 0;
};

void Printer::expr(const Expr& node) {
  std::visit(
      Overloaded{
          [&](const ErrorExpr&) { line("error"); },
          [&](const NumberLiteral& n) { line("number " + n.digits + (n.unit.empty() ? "" : " " + n.unit.text)); },
          [&](const DurationLiteral& n) { line("duration " + to_string(n.value)); },
          [&](const DateLiteral& n) { line("date " + to_string(n.value)); },
          [&](const TextLiteral& n) { line("text " + quoted(n.value)); },
          [&](const CodeLiteral& n) { line("code " + n.text); },
          [&](const NamePath& n) { line("name " + n.path); },
          [&](const SetLiteral& n) {
            nest("set", [&] {
              for (const ExprPtr& item : n.items) expr(item);
            });
          },
          [&](const CodeSetItem& n) { line("codes " + code_range_text(n.range)); },
          [&](const Negate& n) { titled("-", n.operand); },
          [&](const Not& n) { titled("not", n.operand); },
          [&](const Logic& n) {
            nest(n.is_and ? "and" : "or", [&] {
              for (const ExprPtr& operand : n.operands) expr(operand);
            });
          },
          [&](const Arithmetic& n) {
            nest(std::string(1, "+-*/"[static_cast<std::size_t>(n.op)]), [&] {
              expr(n.left);
              expr(n.right);
            });
          },
          [&](const SpanTo& n) {
            nest("to", [&] {
              expr(n.from);
              expr(n.to);
            });
          },
          [&](const Compare& n) {
            nest(std::string(terms::word(n.op)), [&] {
              expr(n.left);
              expr(n.right);
            });
          },
          [&](const In& n) {
            nest(n.negated ? "not in" : "in", [&] {
              expr(n.left);
              expr(n.set);
            });
          },
          [&](const Includes& n) {
            nest("includes", [&] {
              expr(n.list);
              expr(n.what);
            });
          },
          [&](const DateTest& n) {
            nest("date test", [&] {
              expr(n.date);
              window(n.window);
            });
          },
          [&](const Query& n) { query(n); },
          [&](const If& n) {
            nest(n.unless ? "unless" : "if", [&] {
              titled("condition", n.condition);
              expr(n.then);
            });
          },
          [&](const Block& n) {
            nest(std::string(terms::info(n.kind).written), [&] {
              titled("number", n.number);
              entries(n.entries);
            });
          },
          [&](const Choice& n) { choice(n); },
          [&](const Call& n) {
            nest("call " + n.function.text, [&] {
              for (const ExprPtr& argument : n.arguments) expr(argument);
            });
          },
          [&](const Meets& n) { line("meets " + n.outline.text); },
          [&](const Contains& n) {
            nest("contains", [&] {
              expr(n.text);
              expr(n.what);
            });
          },
          [&](const Documented& n) {
            std::string kinds;
            for (const Word& kind : n.kinds) kinds += (kinds.empty() ? " " : ", ") + kind.text;
            nest("documented_by" + kinds, [&] { expr(n.operand); });
          },
          [&](const Asked& n) { line("asked " + quoted(n.question.text)); },
      },
      node.node);
}

}  // namespace

std::string print(const ast::File& file) {
  Printer printer;
  printer.file(file);
  return printer.out;
}

std::string print(const ast::Expr& expr) {
  Printer printer;
  printer.expr(expr);
  return printer.out;
}

}  // namespace crit
