// The command's verbs: one function each, in a file of its own. Internal to the command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"

namespace crit::command {

const Verb& eval_verb();
const Verb& check_verb();
const Verb& test_verb();
const Verb& fmt_verb();
const Verb& new_verb();
const Verb& facts_verb();
const Verb& dump_verb();
const Verb& explain_verb();
const Verb& completions_verb();
const Verb& repl_verb();
const Verb& help_verb();
const Verb& version_verb();

// All of them, in the order `crit help` shows.
const std::vector<const Verb*>& all_verbs();
const Verb* find_verb(std::string_view name);
UsageProblem unknown_verb(std::string_view name);
// The code, module or word of the language that a word given to `crit explain` is, in its own spelling: E0203 for `e0203`,
// therapy for `Therapy` and `therapy.crit`, within for `WITHIN`; empty: none.
std::string explained(std::string_view word);
// What `crit explain WORD` prints, and `.manual WORD` of the shell: the page of a code, the paragraphs about a word, the text of a
// module, or the phrases that hold what was written. Empty: there is none, and no_page() says so.
std::string page_of(const std::string& word);
UsageProblem no_page(const std::string& word);

}  // namespace crit::command
