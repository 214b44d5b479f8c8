#include "outline.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "needs.hpp"

namespace crit {
namespace {

crit::CriterionVerdict public_verdict(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return CriterionVerdict::met;
    case Verdict::not_met: return CriterionVerdict::not_met;
    case Verdict::not_applicable: return CriterionVerdict::not_applicable;
    case Verdict::none:
    case Verdict::met_or_not:
    case Verdict::met_or_not_applicable:
    case Verdict::not_met_or_not_applicable:
    case Verdict::any: break;
  }
  return CriterionVerdict::unknown;
}

class Outline {
 public:
  Outline(const Chunk& chunk, const FactSet& facts, FinishedRun& run, const ReasonText& reasons)
      : chunk_(chunk), facts_(facts), run_(run), reasons_(reasons) {}

  // What a reader is shown of what was read.
  std::vector<Evidence> shown(const ReadSet& reads) const {
    std::vector<Evidence> result;
    for (const std::uint32_t index : reads) {
      const Read& read = run_.reads()[index];
      const bool nothing_there = read.kind == Read::Kind::list || (read.kind == Read::Kind::item && written(read).empty());
      if (said_otherwise(read, reads)) continue;
      const bool only_doubt = nothing_there && !read.missing && read.doubt != nullptr && !is_undated(read);
      if (!only_doubt && !said_by_another(read, reads)) result.push_back(evidence(read));
    }
    return result;
  }

  std::vector<SectionResult> run(const Ruling& ruling, const Ruling& evident) {
    for (const Ground& ground : ruling.because) {
      if (ground.kind != Ground::Kind::none_applies) {
        mark_up(ground.criterion);
        continue;
      }
      for (const SectionInfo& section : chunk_.sections) {
        if (section.kind == terms::SectionKind::indication && section.when != nowhere) mark_up(section.when);
      }
    }
    for (const std::uint32_t open : ruling.outcome == Outcome::pend ? evident.open : std::vector<std::uint32_t>{}) {
      const SectionInfo& section = chunk_.sections[open];
      std::vector<std::uint32_t> starts{section.when, section.criterion};
      starts.insert(starts.end(), section.commons.begin(), section.commons.end());
      for (const std::uint32_t start : starts) {
        if (start == nowhere) continue;
        for (const std::uint32_t criterion : open_criteria(chunk_, run_, start)) decisive_.insert(criterion);
      }
    }
    find_asked();
    std::vector<SectionResult> results;
    for (const std::uint32_t common : chunk_.commons) {
      results.push_back(alone(SectionKind::common, common));
      if (!bears(common) && asked_.count(common) == 0) results.back().verdict = CriterionVerdict::not_applicable;
    }
    for (std::uint32_t i = 0; i < chunk_.sections.size(); ++i) {
      const SectionInfo& info = chunk_.sections[i];
      SectionResult result;
      result.kind = static_cast<SectionKind>(info.kind);
      result.path = info.path;
      result.text = info.text;
      result.category = info.category;
      result.verdict = public_verdict(run_.section(i));
      for (const auto& [section, until] : ruling.untils) {
        if (section == i && until) result.until = to_string(*until);
      }
      if (info.kind == terms::SectionKind::referral && run_.section(i) == Verdict::met) {
        if (info.target == nowhere) {
          result.target = "review";
        } else {
          const Value target = run_.entry(info.target);
          if (const auto* text = std::get_if<TextValue>(&target)) result.target = text->data->written;
        }
      }
      if (info.when != nowhere) result.criteria.push_back(criterion(info.when));
      result.criteria.push_back(criterion(info.criterion));
      results.push_back(std::move(result));
    }
    for (const AmendmentInfo& amendment : chunk_.amendments) {
      results.push_back(alone(SectionKind::amendment, amendment.when));
      results.back().path = results.back().criteria.back().path = amendment.name;
    }
    return results;
  }

 private:
  SectionResult alone(SectionKind kind, std::uint32_t index) {
    const CriterionInfo& info = chunk_.criteria[index];
    SectionResult result;
    result.kind = kind;
    result.path = info.path;
    result.text = info.text;
    result.verdict = public_verdict(run_.criterion(index));
    result.criteria.push_back(criterion(index));
    return result;
  }

  // Whether one of the indications that these common criteria are for applies, or may.
  bool bears(std::uint32_t common) const {
    for (std::uint32_t i = 0; i < chunk_.sections.size(); ++i) {
      const std::vector<std::uint32_t>& commons = chunk_.sections[i].commons;
      if (run_.section(i) != Verdict::not_applicable &&
          std::find(commons.begin(), commons.end(), common) != commons.end())
        return true;
    }
    return false;
  }

  // What the explanation names by `meets`: its readers want to see why it is met, though no indication bears it.
  void find_asked() {
    for (std::uint32_t i = 0; i < chunk_.sections.size(); ++i) {
      const SectionInfo& section = chunk_.sections[i];
      if (section.when != nowhere) find_asked_in(section.when);
      if (run_.section(i) != Verdict::not_applicable) find_asked_in(section.criterion);
    }
    for (const std::uint32_t common : chunk_.commons) {
      if (bears(common)) find_asked_in(common);
    }
    for (const AmendmentInfo& amendment : chunk_.amendments) find_asked_in(amendment.when);
  }

  void find_asked_in(std::uint32_t criterion) {
    for (const std::uint32_t index : run_.evidence(criterion)) {
      const Read& read = run_.reads()[index];
      if (read.kind != Read::Kind::define || chunk_.defines[read.slot].referenced_by_meets.empty()) continue;
      std::uint32_t outermost =
          chunk_.defines[read.slot].referenced_by_meets.front();  // of a section its own criteria: common ones it bears
      while (chunk_.criteria[outermost].parent != nowhere) outermost = chunk_.criteria[outermost].parent;
      if (asked_.insert(outermost).second) find_asked_in(outermost);
    }
    if (run_.criterion(criterion) == Verdict::not_applicable) return;  // nothing below it is shown
    const CriterionInfo& info = chunk_.criteria[criterion];
    for (const std::uint32_t child : info.is_amended ? texts_of(info) : info.children) find_asked_in(child);
  }

  // The texts that may be the one in force: an amendment's where it may apply; the policy's own where none surely does.
  std::vector<std::uint32_t> texts_of(const CriterionInfo& info) const {
    std::vector<std::uint32_t> texts;
    for (const std::uint32_t child : info.children) {
      const std::uint32_t amendment = chunk_.criteria[child].amendment;
      const Verdict applies = amendment == nowhere ? Verdict::met : run_.criterion(chunk_.amendments[amendment].when);
      if (!may_be_met(applies)) continue;
      texts.push_back(child);
      if (applies == Verdict::met) break;
    }
    return texts;
  }

  void mark_up(std::uint32_t criterion) {
    for (std::uint32_t at = criterion; at != nowhere; at = chunk_.criteria[at].parent) decisive_.insert(at);
  }

  Criterion criterion(std::uint32_t index) {
    const CriterionInfo& info = chunk_.criteria[index];
    if (info.is_amended) {
      const std::vector<std::uint32_t> texts = texts_of(info);
      if (texts.size() == 1) {  // shown in the criterion's own place
        Criterion text = criterion(texts.front());
        text.decisive = text.decisive || decisive_.count(index) != 0;
        return text;
      }
    }
    Criterion result;
    if (info.amendment != nowhere) result.amendment = chunk_.amendments[info.amendment].name;
    result.path = info.path;
    result.text = info.text;
    result.condition = info.condition;
    result.block = info.block;
    result.verdict = public_verdict(run_.criterion(index));
    result.decisive = decisive_.count(index) != 0;
    result.evidence = shown(run_.evidence(index));
    for (const std::uint32_t child : info.is_amended ? texts_of(info) : info.children) {
      result.children.push_back(criterion(child));
    }
    if (!info.is_amended) {  // an added criterion whose amendment does not apply is not there
      const auto& children = info.children;
      std::size_t at = 0;
      for (const std::uint32_t child : children) {
        if (chunk_.criteria[child].is_amended && texts_of(chunk_.criteria[child]).empty())
          result.children.erase(result.children.begin() + static_cast<std::ptrdiff_t>(at));
        else ++at;
      }
    }
    return result;
  }

  // The item itself, which has no date or start to be known by.
  bool is_undated(const Read& read) const {
    const ListKind kind = read.kind == Read::Kind::item ? chunk_.schema.lists[read.slot].kind : ListKind::list;
    return (kind == ListKind::series || kind == ListKind::periods) && read.field == 0 && !read.missing && written(read).empty();
  }

  KeptText written(const Read& read) const {
    const std::size_t fields = chunk_.schema.lists[read.slot].fields.size();
    return facts_.lists[read.slot].cells[static_cast<std::size_t>(read.item) * fields + read.field].written;
  }

  // "2022-01-05 to ongoing", "2022-01-05 to ?"; nothing where neither is given.
  std::string period(const Read& read) const {
    const ListSlot& list = chunk_.schema.lists[read.slot];
    const auto row = facts_.lists[read.slot].cells.begin() + static_cast<std::ptrdiff_t>(read.item * list.fields.size());
    const std::string start = row[0].written.text();
    const std::string end = row[1].written.text();
    if (start.empty() && end.empty()) return read.field == 0 ? "without a start or an end" : "";
    return (start.empty() ? "?" : start) + " to " + (end.empty() ? "?" : end);
  }

  // The same place says more elsewhere: what told which row is taken may not do in it, what was used once may not do again.
  bool said_otherwise(const Read& read, const ReadSet& evidence) const {
    if ((read.kind != Read::Kind::fact && read.kind != Read::Kind::item) || (read.missing && !read.settled)) return false;
    return std::any_of(evidence.begin(), evidence.end(), [&](std::uint32_t index) {
      const Read& other = run_.reads()[index];
      const bool more = !other.settled && (read.settled || other.missing);
      return more && other.kind == read.kind && other.slot == read.slot && other.item == read.item && other.field == read.field;
    });
  }

  // Of an item whose source will not do, its date says nothing that its values do not.
  bool said_by_another(const Read& read, const ReadSet& evidence) const {
    if (read.kind != Read::Kind::item || !read.missing || read.reason == nullptr || !is_about_source(*read.reason))
      return false;
    return std::any_of(evidence.begin(), evidence.end(), [&](std::uint32_t index) {
      const Read& other = run_.reads()[index];
      return other.kind == read.kind && other.slot == read.slot && other.item == read.item && other.field > read.field && other.reason == read.reason;
    });
  }

  void provenance(const FactCell& cell, Evidence& result) const {
    if (cell.provenance == 0) return;
    const Provenance& from = facts_.provenances[cell.provenance - 1];
    result.source = from.source;
    result.document = from.document;
    result.page = from.page;
    if (result.date.empty()) result.date = from.date;
  }

  Evidence evidence(const Read& read) const {
    Evidence result;
    result.missing = read.missing;
    result.reason = reasons_.text(read.reason);
    result.reason_data = data_of(read.reason, chunk_.schema);
    switch (read.kind) {
      case Read::Kind::fact: {
        const FactSlot& slot = chunk_.schema.facts[read.slot];
        const FactCell& cell = facts_.facts[read.slot];
        result.fact = slot.path;
        result.description = slot.description;
        if (cell.state == FactState::supplied) result.value = cell.written.text();
        if (!read.missing && result.value.empty()) result.value = std::exchange(result.reason, "");
        provenance(cell, result);
        break;
      }
      case Read::Kind::item: {
        const ListSlot& list = chunk_.schema.lists[read.slot];
        const std::size_t row = static_cast<std::size_t>(read.item) * list.fields.size();
        const FactCell& cell = facts_.lists[read.slot].cells[row + read.field];
        result.fact = list.path + "[" + std::to_string(read.item + 1) + "]" + (list.single_value ? "" : "." + list.fields[read.field].name);
        result.description = list.fields[read.field].description.empty() ? list.description : list.fields[read.field].description;
        if (cell.state == FactState::supplied) result.value = cell.written.text();
        if (is_undated(read)) result.fact = list.path + "[" + std::to_string(read.item + 1) + "]";
        if (is_undated(read) && list.kind == ListKind::series) result.value = "without a date";
        if (list.kind == ListKind::periods && read.field == 0 && !read.missing) {
          // A period is shown whole.
          result.fact = list.path + "[" + std::to_string(read.item + 1) + "]";
          result.value = period(read);
        }
        if (list.kind == ListKind::series && read.field != 0)
          result.date = facts_.lists[read.slot].cells[row].written.text();
        if (list.kind == ListKind::periods && read.field > 1) result.date = period(read);
        if (!read.missing && result.value.empty()) result.value = std::exchange(result.reason, "");
        provenance(cell, result);
        break;
      }
      case Read::Kind::list: {
        const ListSlot& list = chunk_.schema.lists[read.slot];
        const ListCell& cell = facts_.lists[read.slot];
        result.fact = list.path;
        result.description = list.description;
        if (!read.missing) {
          result.value = std::exchange(result.reason, "");
          if (result.value.empty()) result.value = contents(list, cell);
        }
        break;
      }
      case Read::Kind::lookup:
        result.fact = reasons_.looked_up(*read.reason);
        result.value = std::exchange(result.reason, "");
        break;
      case Read::Kind::define:
        result.fact = chunk_.defines[read.slot].name;
        result.value = std::string(read.value);
        break;
    }
    return result;
  }

  // A short list's values, to show what was looked through.
  static std::string contents(const ListSlot& list, const ListCell& cell) {
    constexpr std::uint32_t shown = 8;
    std::string text;
    for (std::uint32_t i = 0; i < cell.items && i < shown; ++i) {
      text += (i == 0 ? "" : ", ") + cell.cells[static_cast<std::size_t>(i) * list.fields.size()].written.text();
    }
    if (cell.items > shown) text += ", and " + std::to_string(cell.items - shown) + " more";
    return text;
  }

  const Chunk& chunk_;
  const FactSet& facts_;
  FinishedRun& run_;
  const ReasonText& reasons_;
  std::set<std::uint32_t> decisive_;
  std::set<std::uint32_t> asked_;  // outermost criteria of what is asked about
};

}  // namespace

std::string show(const Chunk& chunk, const Value& value, const Routine& piece) {
  if (const auto* truth = std::get_if<Truth>(&value)) return std::string(truth_name(*truth));
  if (const std::optional<Interval> number = interval_of(value)) {
    const std::string text = number->real == nullptr ? number->to_string() : to_string(*number->real);
    return text.empty() ? "unknown" : text;
  }
  if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (const auto* span = std::get_if<SpanValue>(&value)) return to_string(span->from) + " to " + to_string(span->to);
  if (const auto* duration = std::get_if<Duration>(&value)) return to_string(*duration);
  if (const auto* alternative = std::get_if<Alternative>(&value)) {
    if (piece.enumeration >= chunk.schema.enumerations.size()) return "unknown";
    const auto& alternatives = chunk.schema.enumerations[piece.enumeration].alternatives;
    return alternative->index < alternatives.size() ? alternatives[alternative->index] : "unknown";
  }
  if (const auto* text = std::get_if<TextValue>(&value)) return text->data->written;
  if (const auto* code = std::get_if<CodeValue>(&value)) return code->data->written;
  return "unknown";
}

std::vector<SectionResult> outline(const Chunk& chunk, const FactSet& facts, FinishedRun& run, const Ruling& ruling,
                                   const Ruling& evident, const ReasonText& reasons) {
  return Outline(chunk, facts, run, reasons).run(ruling, evident);
}

std::vector<Evidence> evidence_of(const Chunk& chunk, const FactSet& facts, FinishedRun& run, const ReadSet& reads) {
  return Outline(chunk, facts, run, ReasonText(chunk)).shown(reads);
}

}  // namespace crit
