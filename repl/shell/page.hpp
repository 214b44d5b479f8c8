// What an entry of the shell prints: parts, each as text for people, as JSON, and as Markdown. Nothing here prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crit/session.hpp"
#include "json_object.hpp"

namespace crit::shell {

enum class Mode : std::uint8_t { text, json, markdown };
std::string_view mode_name(Mode mode);

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct Part {
  std::string text;
  std::string json;      // one object or several, each on a line
  std::string markdown;
  Table table = {};      // columns, where it is one: they are made narrower, and cut, where the terminal is
};

// A sentence.
Part line_part(std::string_view text);
// Several lines as they are; `language` stands behind the fence in Markdown.
Part block_part(std::string_view text, std::string_view language);
// Columns stand below one another; those without anything in them are left out of the text.
Part table_part(const Table& table);
Part change_part(const Difference& difference);
Part value_part(const ValueShown& value, std::string_view entry);
// The whole of it, with its outline.
Part decision_part(const Decision& decision, bool color);
// What stands at a path of the outline, and below it; `as_written` is the criterion's condition, or empty.
Part outline_part(const Decision& decision, std::string_view path, std::string_view as_written, bool color);
Part needs_part(const Decision& decision, bool color);

class Page {
 public:
  void add(Part part) { parts_.push_back(std::move(part)); }
  bool empty() const { return parts_.empty(); }
  void clear() { parts_.clear(); }
  // `columns`: of the terminal; texts go on in the next line between two words, and a table's cells are cut. 0: any.
  std::string render(Mode mode, std::size_t columns) const;

 private:
  std::vector<Part> parts_;
};

// How many columns of a terminal a text on one line takes; colours take none.
std::size_t columns_of(std::string_view text);
// Its first columns, the last of them `…` where something is left out.
std::string cut_to(std::string_view line, std::size_t columns);

// The criterion or section at a path; both null: there is none.
struct Found {
  const SectionResult* section = nullptr;
  const Criterion* criterion = nullptr;
  explicit operator bool() const { return section != nullptr || criterion != nullptr; }
};
Found find_path(const Decision& decision, std::string_view path);

}  // namespace crit::shell
