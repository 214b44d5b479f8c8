#include "diagnostics.hpp"

#include <algorithm>
#include <tuple>

#include "characters.hpp"
#include "source.hpp"

namespace crit {

const std::vector<MistakeInfo>& all_mistakes() {
  static const std::vector<MistakeInfo> table = {
#define MISTAKE(code, name, severity, summary) {#code, Severity::severity, summary},
#include "diagnostics.def"
#undef MISTAKE
  };
  return table;
}

const MistakeInfo& info(Mistake mistake) { return all_mistakes()[static_cast<std::size_t>(mistake)]; }

Diagnostic& Diagnostics::add(Mistake mistake, Span span, std::string message) {
  const MistakeInfo& about = info(mistake);
  if (about.severity == Severity::error) ++errors_;
  if (list_.size() >= max_kept) {
    ++dropped_;
    static thread_local Diagnostic spare;  // takes the labels and help of what is not kept
    spare = Diagnostic{};
    return spare;
  }
  Diagnostic made;
  made.code = std::string(about.code);
  made.severity = about.severity;
  made.file = file_;
  made.span = span;
  made.message = std::move(message);
  list_.push_back(std::move(made));
  return list_.back();
}

Diagnostic& Diagnostics::add(Mistake mistake, Span span, std::string message, std::string help) {
  Diagnostic& made = add(mistake, span, std::move(message));
  made.help.push_back(std::move(help));
  return made;
}

namespace {

// A name of a hundred thousand letters is not told in full; and what is quoted may go on over lines, a message does
// not.
void shorten(std::string& text) {
  constexpr std::size_t longest = 600;
  if (text.size() > longest) {
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text.resize(cut);
    text += "…";
  }
  for (std::size_t i = text.find('\n'); i != std::string::npos; i = text.find('\n', i)) {
    std::size_t begin = i;
    std::size_t end = i + 1;
    while (begin > 0 && is_blank(text[begin - 1])) --begin;
    while (end < text.size() && (is_blank(text[end]) || text[end] == '\n')) ++end;
    text.replace(begin, end - begin, " ");
    i = begin;
  }
}

}  // namespace

std::vector<Diagnostic> Diagnostics::take_sorted() {
  std::vector<Diagnostic> sorted = std::move(list_);
  for (Diagnostic& one : sorted) {
    shorten(one.message);
    for (std::string& help : one.help) shorten(help);
    for (Label& label : one.labels) shorten(label.text);
  }
  std::size_t left_out = dropped_;
  list_.clear();
  errors_ = 0;
  dropped_ = 0;
  // Stable, so that two findings at one place stay in the order of the phases.
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& left, const Diagnostic& right) {
    return std::tie(left.span.begin, left.span.end, left.path) < std::tie(right.span.begin, right.span.end, right.path);
  });
  const auto same = [](const Diagnostic& left, const Diagnostic& right) {
    return left.code == right.code && left.span == right.span && left.path == right.path &&
           left.message == right.message;
  };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  if (sorted.size() > max_shown) {
    left_out += sorted.size() - max_shown;
    // Errors are kept before warnings: a file full of warnings must not hide the error that stops it.
    std::stable_partition(sorted.begin(), sorted.end(),
                          [](const Diagnostic& one) { return one.severity == Severity::error; });
    sorted.resize(max_shown);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& left, const Diagnostic& right) {
      return std::tie(left.span.begin, left.span.end) < std::tie(right.span.begin, right.span.end);
    });
  }
  if (left_out != 0) {
    Diagnostic note;  // without a code: it is about no place, and shown without one
    note.severity = Severity::note;
    note.file = file_;
    note.message =
        std::to_string(left_out) + (left_out == 1 ? " more finding is" : " more findings are") + " not shown";
    sorted.push_back(std::move(note));
  }
  return sorted;
}

std::vector<Diagnostic> Diagnostics::take_sorted(const Sources& sources) {
  std::vector<Diagnostic> sorted = take_sorted();
  if (sources.all().empty()) return sorted;
  const auto shift = [](Span& span, std::uint32_t base) {
    span.begin -= std::min(span.begin, base);
    span.end -= std::min(span.end, base);
  };
  for (Diagnostic& one : sorted) {
    const Source& file = sources.at(one.span.begin);
    one.file = file.name();
    shift(one.span, file.base());
    for (Label& label : one.labels) {
      const Source& other = sources.at(label.span.begin);
      if (&other != &file) label.file = other.name();
      shift(label.span, other.base());
    }
  }
  return sorted;
}

void Diagnostics::append_at(Diagnostics found, Span place) {
  for (Diagnostic& one : found.list_) {
    one.span = place;
    one.labels.clear();
  }
  append(std::move(found), 0);
}

void Diagnostics::append(Diagnostics found, std::uint32_t base) {
  errors_ += found.errors_;
  dropped_ += found.dropped_;
  for (Diagnostic& one : found.list_) {
    if (list_.size() >= max_kept) {
      ++dropped_;
      continue;
    }
    one.span = {one.span.begin + base, one.span.end + base};
    for (Label& label : one.labels) label.span = {label.span.begin + base, label.span.end + base};
    list_.push_back(std::move(one));
  }
}

}  // namespace crit
