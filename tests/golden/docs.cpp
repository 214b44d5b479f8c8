// The blocks and tables of a page (README.md, LANGUAGE.md, the README.md of an example or of the standard library). A
// block's info string says what it is:
//
//   ```crit                       a whole policy; it compiles without an error
//   ```crit context NAME          the same, and later blocks may stand in it
//   ```crit items in NAME         top-level items, compiled at the end of that policy
//   ```crit criteria in NAME      entries of a block, compiled as an indication of that policy
//   ```WORD file NAME             a file beside the policies of the blocks below: a module, a table, a version
//   ```crit file NAME folder F …  such a file, and what is decided or printed is the folder F that it is in
//   ```crit … gives E0301 W0604   these codes must be said; an error that is not named here may not
//   ```crit … run [FLAG…]         decided (`crit eval FLAG…`) over the facts of the next ```json block: the next
//   ```text
//                                 block is what is printed
//   ```crit … prints VERB [FLAG…] the next ```text block is what `crit VERB FLAG…` prints about it
//   ```console                    every `$ scripts/crit …` line is run in the project's root; below it is what is
//                                 printed. A line `…` stands for lines that are left out
//
// Between `<!-- opcodes -->` and `<!-- /opcodes -->` stands the table of opcodes.def, between `<!-- diagnostics -->`
// and `<!-- /diagnostics -->` that of diagnostics.def, between `<!-- reasons -->` and `<!-- /reasons -->` that of
// reasons.def; between `<!-- unit words -->` and `<!-- refused units -->` and their ends those of unit_words.cpp. The
// table of blocks is that of blocks.def, and every selector, window and function of the language stands in a table, at
// the left.
// --update rewrites outputs and tables, never a program, and no output with a `…`: which lines to show is the author's
// choice.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "crit/crit.hpp"
#include "diagnostics.hpp"
#include "golden.hpp"
#include "terms.hpp"
#include "unit_table.hpp"

namespace golden {

namespace fs = std::filesystem;

namespace {

// A fenced block: lines [begin, end) of the page, without the fences.
struct Block {
  std::vector<std::string> info;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Block> find_blocks(const std::vector<std::string>& lines) {
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```")) continue;
    Block block{split_words(lines[i].substr(3)), i + 1, i + 1};
    while (block.end < lines.size() && lines[block.end] != "```") ++block.end;
    i = block.end;
    blocks.push_back(std::move(block));
  }
  return blocks;
}

// What an info string asks for.
struct Recipe {
  std::string defines;  // context NAME
  std::string inside;   // in NAME
  bool criteria = false;
  std::string file;    // file NAME
  std::string folder;  // folder F
  std::vector<std::string> gives;
  bool run = false;     // run [FLAG…]
  bool prints = false;  // prints VERB [FLAG…]
  std::vector<std::string> flags;
  std::string problem;  // why the info string cannot be read
};

Recipe read_recipe(const std::vector<std::string>& info) {
  Recipe recipe;
  for (std::size_t i = 1; i < info.size(); ++i) {
    const std::string& word = info[i];
    const bool in_follows = i + 2 < info.size() && info[i + 1] == "in";
    if (word == "context" && i + 1 < info.size()) {
      recipe.defines = info[++i];
    } else if ((word == "file" || word == "folder") && i + 1 < info.size()) {
      (word == "file" ? recipe.file : recipe.folder) = info[++i];
    } else if ((word == "items" || word == "criteria") && in_follows) {
      recipe.criteria = word == "criteria";
      recipe.inside = info[i + 2];
      i += 2;
    } else if (word == "gives") {
      while (i + 1 < info.size() && info[i + 1] != "run" && info[i + 1] != "prints") recipe.gives.push_back(info[++i]);
    } else if (word == "run" || (word == "prints" && i + 1 < info.size())) {
      (word == "run" ? recipe.run : recipe.prints) = true;
      recipe.flags.assign(info.begin() + static_cast<std::ptrdiff_t>(i) + 1, info.end());
      break;
    } else {
      recipe.problem = "`" + word + "` means nothing in a block's first line";
      break;
    }
  }
  return recipe;
}

constexpr std::string_view left_out = "…";

// Whether `written` is `actual` with lines left out where it says so: what stands before the first `…` begins it, what
// stands behind the last ends it, and the rest follows in that order. Each `…` stands for one line at least.
bool is_extract(const std::vector<std::string>& written, const std::vector<std::string>& actual) {
  std::vector<std::vector<std::string>> pieces(1);
  for (const std::string& line : written) {
    if (line == left_out) pieces.emplace_back();
    else pieces.back().push_back(line);
  }
  if (pieces.size() == 1) return written == actual;
  const std::vector<std::string>& head = pieces.front();
  const std::vector<std::string>& tail = pieces.back();
  if (head.size() + 1 + tail.size() > actual.size()) return false;
  const auto end = actual.end() - static_cast<std::ptrdiff_t>(tail.size());
  if (!std::equal(head.begin(), head.end(), actual.begin()) || !std::equal(tail.begin(), tail.end(), end)) return false;
  auto place = actual.begin() + static_cast<std::ptrdiff_t>(head.size());
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (place == end) return false;
    place = std::search(place + 1, end, pieces[i].begin(), pieces[i].end());
    if (place == end) return false;
    place += static_cast<std::ptrdiff_t>(pieces[i].size());
  }
  return place != end;
}

std::string escaped(std::string_view cell) {
  std::string text;
  for (const char c : cell) {
    if (c == '|') text += '\\';
    text += c;
  }
  return text;
}

std::vector<std::string> opcode_table() {
  std::vector<std::string> table{"| opcode | operands | stack | what it does |", "|---|---|---|---|"};
  const auto add = [&table](std::string_view name, std::string_view operands, std::string_view picture,
                            std::string_view sentence) {
    table.push_back("| `" + std::string(name) + "` | " + (operands == "none" ? "" : std::string(operands)) + " | `" +
                    escaped(picture) + "` | " + escaped(sentence) + " |");
  };
#define OP(name, role, operands, pops, pushes, picture, sentence) add(#name, #operands, picture, sentence);
#include "opcodes.def"
#undef OP
  return table;
}

std::vector<std::string> reason_table() {
  std::vector<std::string> table{"| code | arguments | what it says |", "|---|---|---|"};
  const auto add = [&table](std::string_view code, std::string_view arguments, std::string_view sentence) {
    table.push_back("| `" + std::string(code) + "` | " + std::string(arguments) + " | " + escaped(sentence) + " |");
  };
#define REASON(enumerator, code, arguments, about, sentence) add(code, arguments, sentence);
#include "reasons.def"
#undef REASON
  return table;
}

constexpr std::string_view block_head = "| | is met when |";
std::vector<std::string> block_table() {
  std::vector<std::string> table;
  const auto add = [&table](crit::terms::BlockKind kind, std::string_view sentence) {
    const crit::terms::BlockKindInfo& info = crit::terms::info(kind);
    table.push_back("| `" + std::string(info.written) + (info.takes_number ? " N of" : "") + " { … }` | " +
                    escaped(sentence) + " |");
  };
#define BLOCK(name, word, number, counts, opcode, sentence) add(crit::terms::BlockKind::name, sentence);
#include "blocks.def"
#undef BLOCK
  return table;
}

// As they are written; "…" is any words.
std::vector<std::string_view> words_of_language() {
  return {
#define SELECTOR(name, word, written, gives, items, number, joins, answer) written,
#include "selectors.def"
#undef SELECTOR
#define WINDOW(name, word, written, of, takes, from, sentence) written,
#include "windows.def"
#undef WINDOW
#define FUNCTION(name, least, most, usage) #name "(",
#include "functions.def"
#undef FUNCTION
  };
}

bool is_written_in(std::string_view code, std::string_view words) {
  constexpr std::string_view gap = " … ";
  const std::size_t cut = words.find(gap);
  const std::string_view begin = words.substr(0, cut);
  if (!code.starts_with(begin)) return false;
  if (code.size() > begin.size() && begin.back() != '(' && code[begin.size()] != ' ') return false;
  return cut == std::string_view::npos || code.find(words.substr(cut + gap.size()), begin.size()) != std::string::npos;
}

std::vector<std::string> diagnostic_table() {
  std::vector<std::string> table{"| code | | what it says |", "|---|---|---|"};
  for (const crit::MistakeInfo& mistake : crit::all_mistakes()) {
    const char* severity = mistake.severity == crit::Severity::error     ? "error"
                           : mistake.severity == crit::Severity::warning ? "warning"
                                                                         : "note";
    table.push_back("| `" + std::string(mistake.code) + "` | " + severity + " | " + escaped(mistake.summary) + " |");
  }
  return table;
}

std::string in_code(std::string_view text) { return "`" + escaped(text) + "`"; }

// Rows of what is written and what it comes to, each of the latter once, in the order of the first spelling.
class Spellings {
 public:
  void add(std::string_view spelling, std::string_view meaning, std::string cell) {
    const auto place = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.meaning == meaning; });
    if (place == rows_.end()) rows_.push_back({std::string(meaning), in_code(spelling), std::move(cell)});
    else place->spellings += ", " + in_code(spelling);
  }
  void append_to(std::vector<std::string>& table) const {
    for (const Row& row : rows_) table.push_back("| " + row.spellings + " | " + row.cell + " |");
  }

 private:
  struct Row {
    std::string meaning;
    std::string spellings;
    std::string cell;
  };
  std::vector<Row> rows_;
};

std::vector<std::string> unit_word_table() {
  std::vector<std::string> table{"| written | is |", "|---|---|"};
  Spellings spellings;
  for (const crit::WordRow& row : crit::unit_words()) {
    const bool own = row.meaning == crit::WordMeaning::own;
    const bool counted = row.meaning == crit::WordMeaning::annotation;
    spellings.add(row.word, row.text, own ? "crit's own " + in_code(row.code) : counted ? "a plain number, with the remark " + in_code(row.text) : in_code(row.text));
  }
  spellings.append_to(table);
  return table;
}

std::vector<std::string> refused_unit_table() {
  std::vector<std::string> table{"| written | what crit advises |", "|---|---|"};
  for (const crit::LargePrefixRow& prefix : crit::large_prefixes()) {
    std::string units;
    for (const crit::SmallUnitRow& unit : crit::small_units()) {
      units += (units.empty() ? "" : ", ") + in_code(std::string(prefix.code).append(unit.code));
    }
    std::string advice = prefix.small.empty() ? "" : std::string(prefix.small_words) + ", if that is meant: " + in_code(std::string(prefix.small) + "g") + "; else ";
    table.push_back("| " + units + " | " + advice + "written out: " + in_code(std::string(prefix.power) + ".g") + " |");
  }
  Spellings spellings;
  for (const crit::SlipRow& row : crit::unit_slips()) {
    if (!row.help.empty()) spellings.add(row.slip, row.help, escaped(row.help));
    else spellings.add(row.slip, row.meant, in_code(row.meant));
  }
  spellings.append_to(table);
  return table;
}

class Page {
 public:
  Page(Report& report, fs::path file)
      : report_(report), file_(std::move(file)), lines_(split_lines(read_file(file_))), blocks_(find_blocks(lines_)) {}

  void check() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].info.empty()) continue;
      if (blocks_[i].info.size() == 3 && blocks_[i].info[1] == "file") files_[blocks_[i].info[2]] = text_of(blocks_[i]);
      else if (blocks_[i].info[0] == "crit") check_program(i);
      if (blocks_[i].info[0] == "console") check_console(blocks_[i]);
    }
    check_table("opcodes", opcode_table());
    check_table("diagnostics", diagnostic_table());
    check_table("reasons", reason_table());
    check_table("unit words", unit_word_table());
    check_table("refused units", refused_unit_table());
    if (file_.filename() == "LANGUAGE.md") {
      check_blocks();
      check_words();
    }
    write();
  }

 private:
  std::string name_of(const Block& block) const {
    return report_.name_of(file_) + ":" + std::to_string(block.begin);  // the line of the fence, from 1
  }
  std::string text_of(const Block& block) const {
    std::string text;
    for (std::size_t i = block.begin; i < block.end; ++i) text += lines_[i] + '\n';
    return text;
  }

  void check_program(std::size_t index) {
    const Block& block = blocks_[index];
    const Recipe recipe = read_recipe(block.info);
    if (!recipe.problem.empty()) return report_.fail(name_of(block), recipe.problem);
    std::string text = text_of(block);
    if (!recipe.inside.empty()) {
      const auto context = contexts_.find(recipe.inside);
      if (context == contexts_.end()) return report_.fail(name_of(block), "no context is called " + recipe.inside);
      if (recipe.criteria) text = "indication DOC \"Example\" {\n  all_of {\n" + text + "  }\n  approve\n}\n";
      text = context->second + text;
    }
    if (!recipe.defines.empty()) contexts_[recipe.defines] = text;
    if (!recipe.file.empty()) files_[recipe.file] = text;
    if (recipe.folder.empty()) compile(block, recipe, text);
    if (recipe.run || recipe.prints) run(index, recipe, text);
  }

  void compile(const Block& block, const Recipe& recipe, const std::string& text) {
    const crit::SourceText source{name_of(block), text};
    const auto program = crit::Engine().compile(source, [this](const std::string&, const std::string& path) {
      crit::LoadedFile file;
      const auto place = files_.find(path);
      if (place == files_.end()) return file;
      file.state = crit::LoadedFile::State::found;
      file.name = path;
      file.text = place->second;
      return file;
    });
    const std::vector<crit::Diagnostic>& said = program ? program->warnings() : program.error();
    std::set<std::string> codes;
    bool unexpected = false;
    for (const crit::Diagnostic& diagnostic : said) {
      codes.insert(diagnostic.code);
      const bool named = std::count(recipe.gives.begin(), recipe.gives.end(), diagnostic.code) != 0;
      unexpected = unexpected || (diagnostic.severity == crit::Severity::error && !named);
    }
    std::string missing;
    for (const std::string& code : recipe.gives) {
      if (codes.count(code) == 0) missing += " " + code;
    }
    if (!unexpected && missing.empty()) return report_.pass();
    std::string why = unexpected ? "an error that the block does not name\n" : "";
    if (!missing.empty()) why += "not given:" + missing + "\n";
    report_.fail(name_of(block), why + crit::render_text(said, {source}, false));
  }

  void run(std::size_t index, const Recipe& recipe, const std::string& text) {
    const Block* facts = recipe.run ? next_block(index, "json") : nullptr;
    const Block* expected = next_block(index, "text");
    if ((recipe.run && facts == nullptr) || expected == nullptr) {
      return report_.fail(name_of(blocks_[index]), "no ```json block with facts, or no ```text block, follows");
    }
    const fs::path folder = fs::temp_directory_path() / ("crit-golden-" + std::to_string(getpid()));
    fs::create_directories(folder);
    for (const auto& [name, content] : files_) {
      fs::create_directories((folder / name).parent_path());
      std::ofstream(folder / name, std::ios::binary) << content;
    }
    std::ofstream(folder / "policy.crit", std::ios::binary) << text;
    const std::string policy = recipe.folder.empty() ? "policy.crit" : recipe.folder;
    if (recipe.run) std::ofstream(folder / "facts.json", std::ios::binary) << text_of(*facts);
    std::vector<std::string> arguments = recipe.flags;
    if (recipe.run) arguments.insert(arguments.begin(), {"eval", policy, "facts.json"});
    else arguments.push_back(policy);
    expect(*expected, expected->begin, expected->end, printed(arguments, folder));
    fs::remove_all(folder);
  }

  // The first block of that kind after this program and before the next.
  const Block* next_block(std::size_t index, std::string_view kind) const {
    for (std::size_t i = index + 1; i < blocks_.size(); ++i) {
      if (blocks_[i].info.empty()) continue;
      if (blocks_[i].info[0] == "crit") return nullptr;
      if (blocks_[i].info[0] == kind) return &blocks_[i];
    }
    return nullptr;
  }

  void check_console(const Block& block) {
    constexpr std::string_view prompt = "$ ";
    constexpr std::string_view command = "$ scripts/crit ";
    for (std::size_t i = block.begin; i < block.end;) {
      std::size_t next = i + 1;
      while (next < block.end && !lines_[next].starts_with(prompt)) ++next;
      if (lines_[i].starts_with(command)) {
        expect(block, i + 1, next, printed(split_words(lines_[i].substr(command.size())), report_.root()));
      } else {
        report_.fail(name_of(block), "a console block begins with `$ scripts/crit …` and holds no other command");
      }
      i = next;
    }
  }

  // What a person at a terminal would see.
  static std::vector<std::string> printed(const std::vector<std::string>& arguments, const fs::path& folder) {
    const Run run = run_crit(arguments, folder);
    std::vector<std::string> lines = split_lines(run.out + run.err);
    if (run.code != 0) lines.push_back("exit: " + std::to_string(run.code));
    return lines;
  }

  void check_table(const std::string& name, const std::vector<std::string>& table) {
    const auto first = std::find(lines_.begin(), lines_.end(), "<!-- " + name + " -->");
    if (first == lines_.end()) {
      if (file_.filename() == "LANGUAGE.md") report_.fail(report_.name_of(file_), "has no <!-- " + name + " -->");
      return;
    }
    const auto last = std::find(first, lines_.end(), "<!-- /" + name + " -->");
    if (last == lines_.end()) return report_.fail(report_.name_of(file_), "has no <!-- /" + name + " -->");
    const auto begin = static_cast<std::size_t>(first - lines_.begin()) + 1;
    expect({{}, begin, begin}, begin, static_cast<std::size_t>(last - lines_.begin()), table);
  }

  void check_blocks() {
    const auto head = std::find(lines_.begin(), lines_.end(), block_head);
    if (head == lines_.end())
      return report_.fail(report_.name_of(file_), "has no table `" + std::string(block_head) + "`");
    const auto begin = static_cast<std::size_t>(head - lines_.begin()) + 2;
    std::size_t end = begin;
    while (end < lines_.size() && lines_[end].starts_with("|")) ++end;
    expect({{}, begin, begin}, begin, end, block_table());
  }

  // In the first cells of the page's tables, in backticks.
  void check_words() {
    std::vector<std::string> codes;
    for (const std::string& line : lines_) {
      if (!line.starts_with("| ")) continue;
      const std::string cell = line.substr(0, line.find(" |", 2));
      for (std::size_t at = cell.find('`'); at != std::string::npos; at = cell.find('`', at + 1)) {
        const std::size_t begin = at + 1;
        at = std::min(cell.find('`', begin), cell.size());
        codes.push_back(cell.substr(begin, at - begin));
      }
    }
    for (const std::string_view words : words_of_language()) {
      const auto written = [&](const std::string& code) { return is_written_in(code, words); };
      if (std::any_of(codes.begin(), codes.end(), written))
        report_.pass();
      else
        report_.fail(report_.name_of(file_), "no table has `" + std::string(words) + "` at the left");
    }
  }

  // Lines [begin, end) of the page must be these.
  void expect(const Block& block, std::size_t begin, std::size_t end, const std::vector<std::string>& actual) {
    const std::vector<std::string> written(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
                                           lines_.begin() + static_cast<std::ptrdiff_t>(end));
    if (is_extract(written, actual)) return report_.pass();
    const bool extract = std::find(written.begin(), written.end(), left_out) != written.end();
    if (report_.update() && !extract) {
      replacements_[begin] = {end, actual};
      return;
    }
    const auto text = [](const std::vector<std::string>& all) {
      std::string whole;
      for (const std::string& line : all) whole += line + '\n';
      return whole;
    };
    report_.fail(name_of(block), "- written, + now\n" + difference(text(written), text(actual)));
  }

  void write() {
    if (replacements_.empty()) return;
    std::string text;
    for (std::size_t i = 0; i <= lines_.size();) {
      const auto replacement = replacements_.find(i);
      if (replacement != replacements_.end()) {
        for (const std::string& line : replacement->second.second) text += line + '\n';
        const std::size_t end = replacement->second.first;
        replacements_.erase(replacement);
        i = end;
        continue;
      }
      if (i < lines_.size()) text += lines_[i] + '\n';
      ++i;
    }
    report_.rewrite(file_, text);
  }

  Report& report_;
  fs::path file_;
  std::vector<std::string> lines_;
  std::vector<Block> blocks_;
  std::map<std::string, std::string> contexts_;
  std::map<std::string, std::string> files_;
  std::map<std::size_t, std::pair<std::size_t, std::vector<std::string>>> replacements_;  // by first line
};

}  // namespace

std::vector<fs::path> find_pages(const fs::path& root) {
  std::vector<fs::path> pages{root / "README.md", root / "LANGUAGE.md", root / "stdlib" / "README.md"};
  for (const fs::directory_entry& example : fs::directory_iterator(root / "examples")) {
    pages.push_back(example.path() / "README.md");
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

void check_page(Report& report, const fs::path& page) {
  if (!fs::exists(page)) return report.fail(report.name_of(page), "is missing");
  Page(report, page).check();
}

}  // namespace golden
