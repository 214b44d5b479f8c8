// crit.hpp's Member and MemberReader: the facts of a file, member by member, by the version of the policy in force.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "csv_member.hpp"
#include "diagnostics.hpp"
#include "program.hpp"
#include "read_facts.hpp"
#include "repeated.hpp"

namespace crit {

namespace {

// What a default-made Program or Member says of itself.
std::vector<Diagnostic> nothing_here(const std::string& file, std::string message, std::string help) {
  Diagnostics diagnostics(file);
  diagnostics.add(Mistake::nothing_compiled, Span{}, std::move(message), std::move(help));
  return diagnostics.take_sorted();
}

const MemberData& no_member() {
  static const MemberData none = [] {
    MemberData made;
    made.reading.diagnostics = nothing_here("", "this member was never read", "members are what read_members() of a program gives");
    return made;
  }();
  return none;
}

// The date of service, from the options or the facts; where it is not known, or is not the file's, the member says so.
void settle_date(MemberData& data, const std::optional<Day>& own, const std::string& asked) {
  if (asked.empty() && own) {
    data.as_of = to_string(*own);
    return;
  }
  Reading& reading = data.reading;
  Diagnostics found(data.file);
  const std::optional<Date> given = parse_date(asked);
  if (!asked.empty() && (!given || !given->exact())) {
    found.add(Mistake::no_date_of_service, data.place, fmt::format("`{}` is not a full date of service", asked), "write a real day as YYYY-MM-DD");
    reading.valid = false;
  } else if (asked.empty() && reading.valid) {
    found.add(Mistake::no_date_of_service, data.place, "no date of service is given", "write \"as_of\": \"YYYY-MM-DD\" in the fact file, or give --as-of YYYY-MM-DD");
    reading.valid = false;
  } else if (given && own && given->first != *own && reading.valid) {
    found.add(Mistake::as_of_overridden, data.place, fmt::format("decided as of {}, as `--as-of` says; the file says {}", to_string(given->first), to_string(*own))).path = "as_of";
  }
  if (given && given->exact()) data.as_of = to_string(given->first);
  for (Diagnostic& one : found.take_sorted()) reading.diagnostics.push_back(std::move(one));
}

// The piece, or where nothing is said of it, enough of its beginning to say something later.
SourceText source_of(const FactPiece& piece, const std::string& file, bool whole) {
  constexpr std::size_t most = 256;
  std::size_t size = whole ? piece.text.size() : std::min(piece.text.size(), piece.begin + most);
  while (size < piece.text.size() && (static_cast<unsigned char>(piece.text[size]) & 0xC0U) == 0x80U) --size;
  return {file, piece.text.substr(0, size), piece.first_line, piece.first_column, piece.first_byte};
}

}  // namespace

std::vector<Diagnostic> not_compiled(const std::string& file) {
  return nothing_here(file, "there is no policy to decide by: none was compiled", "compile() gives a program, or says what is wrong with the policy");
}

// ---- a member -------------------------------------------------------------------------------------------------------

// Default-made: no member.
const MemberData& data_of(const std::shared_ptr<const MemberData>& data) { return data ? *data : no_member(); }

const std::string& Member::id() const { return data_of(data_).id; }
const std::string& Member::file() const { return data_of(data_).file; }
std::uint32_t Member::line() const { return data_of(data_).line; }
bool Member::readable() const { return data_of(data_).readable; }
bool Member::valid() const { return data_of(data_).reading.valid; }
const std::string& Member::as_of() const { return data_of(data_).as_of; }
const std::vector<Diagnostic>& Member::diagnostics() const { return data_of(data_).reading.diagnostics; }
const SourceText& Member::source() const { return data_of(data_).source; }
bool Member::is_broken() const { return data_of(data_).reading.is_broken; }
bool Member::has_expectation() const { return data_of(data_).reading.expected.has_value(); }

// The part of a file that a diagnostic is about.
static const SourceText& source_in(const MemberData& data, const Diagnostic& of) {
  for (const SourceText& other : data.others) {
    if (other.name == of.file && of.span.begin >= other.first_byte && of.span.end <= other.first_byte + other.text.size()) return other;
  }
  return data.source;
}

const SourceText& Member::source(const Diagnostic& of) const { return source_in(data_of(data_), of); }

// ---- reading --------------------------------------------------------------------------------------------------------

FactsFormat format_of(std::string_view file) {
  constexpr std::string_view ending = ".csv";
  if (file.size() < ending.size()) return FactsFormat::json;
  const std::string_view own = file.substr(file.size() - ending.size());
  const bool is_csv = std::equal(own.begin(), own.end(), ending.begin(), [](char left, char right) { return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right; });
  return is_csv ? FactsFormat::csv : FactsFormat::json;
}

struct MemberReaderData {
  std::shared_ptr<const ProgramData> program;
  std::string file;
  ReadOptions options;
  FactStream stream;
  PieceParser parser;
  std::vector<std::unique_ptr<SchemaReader>> readers;  // by version, made when one is wanted
  RepeatedWarnings repeated;
  bool told = false;  // that there is no policy, or that reading was stopped

  // Of CSV.
  CsvStream rows;
  std::vector<CsvList> lists;
  std::vector<std::unique_ptr<CsvSchemaReader>> row_readers;  // by version
  std::size_t lists_told = 0;      // of lists, whose faults were given
  std::optional<std::vector<std::shared_ptr<MemberData>>> left_over;  // rows of lists, the last first
  const JsonValue* tree = nullptr;  // of the row that was read last

  std::shared_ptr<MemberData> next();

 private:
  std::shared_ptr<MemberData> begin(const FactPiece& piece, const std::optional<Day>& own);
  void finish(MemberData& made, MemberFacts facts, const FactPiece& piece);
  std::shared_ptr<MemberData> read(const FactPiece& piece);
  std::shared_ptr<MemberData> read(CsvPiece row);
  std::shared_ptr<MemberData> next_row();
  std::shared_ptr<MemberData> of_list(const CsvList& list, std::string id, Mistake mistake, const FactPiece& piece);
  void find_left_over();
};

// By the version in force on the member's day.
std::shared_ptr<MemberData> MemberReaderData::begin(const FactPiece& piece, const std::optional<Day>& own) {
  auto made = std::make_shared<MemberData>();
  const std::optional<Date> asked = parse_date(options.as_of);
  const std::optional<Day> day = asked ? std::optional<Day>(asked->first) : own;
  bool in_force = true;
  if (day) made->version = static_cast<std::size_t>(&program->version_on(*day, in_force) - program->versions.data());
  std::unique_ptr<SchemaReader>& reader = readers[made->version];
  if (!reader) reader = std::make_unique<SchemaReader>(*program->versions[made->version].tables, file, options.strict);
  made->program = program;
  made->file = file;
  made->place.begin = made->place.end = piece.first_byte + piece.begin;
  return made;
}

void MemberReaderData::finish(MemberData& made, MemberFacts facts, const FactPiece& piece) {
  made.id = std::move(facts.id);
  made.line = facts.line;
  const std::optional<Day> own = facts.facts.as_of;
  made.reading = {std::move(facts.facts), facts.valid, std::move(facts.diagnostics), std::move(facts.expected), std::move(facts.expected_faults), facts.is_broken};
  settle_date(made, own, options.as_of);
  const std::vector<Diagnostic>& diagnostics = made.reading.diagnostics;
  made.readable = piece.fault.kind != JsonFault::Kind::unreadable;
  if (made.readable) made.source = source_of(piece, file, !diagnostics.empty() || made.reading.expected);

  for (const UndeclaredField& field : facts.undeclared) repeated.meet(field.field, field.times, field.first ? &*field.first : nullptr, field.first ? source_in(made, *field.first) : made.source);
  for (const Diagnostic& one : diagnostics) {
    if (one.code == info(Mistake::as_of_overridden).code) repeated.meet("as_of", 1, &one, made.source);
  }
}

std::shared_ptr<MemberData> MemberReaderData::read(const FactPiece& piece) {
  ParsedPiece parsed = parser.parse(piece);
  std::shared_ptr<MemberData> made = begin(piece, parsed.as_of());
  finish(*made, readers[made->version]->read(parsed), piece);
  parser.done(std::move(parsed));
  return made;
}

// ---- CSV --------------------------------------------------------------------------------------------------------------

std::shared_ptr<MemberData> MemberReaderData::read(CsvPiece row) {
  const std::optional<std::size_t> column = rows.header().column("as_of");
  std::optional<Day> own;
  if (column && *column < row.cells.size()) {
    const std::optional<Date> date = parse_date(row.cells[*column].text);
    if (date && date->exact()) own = date->first;
  }
  if (row.piece.kind == FactPiece::Kind::fault && !row.piece.id.empty()) {
    for (CsvList& list : lists) list.join(row.piece.id);  // its rows are no one's else
  }
  std::shared_ptr<MemberData> made = begin(row.piece, own);
  std::unique_ptr<CsvSchemaReader>& reader = row_readers[made->version];
  if (!reader) reader = std::make_unique<CsvSchemaReader>(program->versions[made->version].chunk.schema, rows.header(), file, lists);
  const FactPiece piece = row.piece;
  CsvSchemaReader::Member member = reader->read(std::move(row), *readers[made->version]);
  tree = &reader->tree();
  for (CsvSchemaReader::Part& part : member.parts) made->others.push_back({std::move(part.file), std::move(part.text), part.line, 1, part.byte});
  finish(*made, std::move(member.facts), piece);
  return made;
}

// A row of a list as an invalid member: nothing else can say it.
std::shared_ptr<MemberData> MemberReaderData::of_list(const CsvList& list, std::string id, Mistake mistake, const FactPiece& piece) {
  auto made = std::make_shared<MemberData>();
  made->program = program;
  made->id = std::move(id);
  made->file = list.file();
  made->line = piece.line;
  made->source = {list.file(), piece.text, piece.first_line, 1, piece.first_byte};
  Diagnostics found(list.file());
  Diagnostic& one = found.add(mistake, {piece.first_byte + piece.fault.span.begin, piece.first_byte + piece.fault.span.end}, piece.fault.message, piece.fault.help);
  one.path = list.list();
  made->reading.diagnostics = found.take_sorted();
  made->reading.is_broken = true;
  return made;
}

void MemberReaderData::find_left_over() {
  constexpr std::size_t most_told = 100;  // more than a person reads; how many there are is said
  for (const CsvList& list : lists) {
    const auto rows_of_list = list.not_joined();
    for (std::size_t i = 0; i < rows_of_list.size() && i <= most_told; ++i) {
      const auto& [id, row] = rows_of_list[i];
      FactPiece piece;
      piece.line = piece.first_line = row.line;
      piece.first_byte = row.byte;
      piece.text = list.text_of(row);
      piece.fault.span = {0, row.size};
      piece.fault.message = i < most_told ? fmt::format("no member of `{}` has the id `{}`: this row of `{}` belongs to nobody", file, id, list.list())
                                          : fmt::format("and the rows of {} more ids belong to no member of `{}`", rows_of_list.size() - most_told, file);
      piece.fault.help = "write the id as the members' file does, blanks and zeros before it too";
      left_over->push_back(of_list(list, i < most_told ? id : "", Mistake::fact_csv_list, piece));
    }
  }
  std::reverse(left_over->begin(), left_over->end());
}

// What is wrong with the lists, then the members, then what belongs to none of them.
std::shared_ptr<MemberData> MemberReaderData::next_row() {
  tree = nullptr;
  while (lists_told < lists.size()) {
    const CsvList& list = lists[lists_told++];
    if (list.fault()) return of_list(list, list.fault()->id, mistake_of(list.fault()->fault.kind), *list.fault());
  }
  if (std::optional<CsvPiece> row = rows.next()) return read(std::move(*row));
  if (!rows.is_done()) return nullptr;
  if (!left_over) {
    left_over.emplace();
    if (rows.read_whole()) find_left_over();  // else it is not known who its members are
  }
  if (left_over->empty()) return nullptr;
  std::shared_ptr<MemberData> last = std::move(left_over->back());
  left_over->pop_back();
  return last;
}

std::shared_ptr<MemberData> MemberReaderData::next() {
  if (options.format == FactsFormat::csv) return next_row();
  const std::optional<FactPiece> piece = stream.next();
  return piece ? read(*piece) : nullptr;
}

MemberReader::MemberReader() = default;
MemberReader::MemberReader(MemberReader&& other) noexcept = default;
MemberReader& MemberReader::operator=(MemberReader&& other) noexcept = default;
MemberReader::~MemberReader() = default;

void MemberReader::add_list(std::string_view list, SourceText file) {
  if (data_ && data_->options.format == FactsFormat::csv) data_->lists.emplace_back(std::string(list), std::move(file.name), std::move(file.text), data_->options.max_bytes);
}
void MemberReader::feed(std::string_view bytes) {
  if (!data_) return;
  if (data_->options.format == FactsFormat::csv) data_->rows.feed(bytes);
  else data_->stream.feed(bytes);
}
void MemberReader::finish() {
  if (!data_) return;
  data_->rows.finish();
  data_->stream.finish();
}
void MemberReader::fail(std::string_view why) {
  if (!data_) return;
  data_->rows.fail(why);
  data_->stream.fail(why);
}

std::optional<Member> MemberReader::next() {
  if (!data_) return std::nullopt;
  Member member;
  if (!data_->program) {
    if (std::exchange(data_->told, true)) return std::nullopt;
    auto none = std::make_shared<MemberData>();
    none->file = data_->file;
    none->reading.diagnostics = not_compiled(data_->file);
    member.data_ = std::move(none);
    return member;
  }
  if (const std::atomic<bool>* cancelled = data_->options.cancelled; cancelled != nullptr && cancelled->load(std::memory_order_relaxed)) {
    if (std::exchange(data_->told, true)) return std::nullopt;
    auto none = std::make_shared<MemberData>();
    none->program = data_->program;
    none->file = data_->file;
    Diagnostics diagnostics(data_->file);
    diagnostics.add(Mistake::stopped, Span{}, "stopped before the rest of this file was read");
    none->reading.diagnostics = diagnostics.take_sorted();
    member.data_ = std::move(none);
    return member;
  }
  std::shared_ptr<MemberData> made = data_->next();
  if (!made) return std::nullopt;
  member.data_ = std::move(made);
  return member;
}

bool MemberReader::repeats(const Diagnostic& diagnostic) {
  return diagnostic.code == info(Mistake::fact_ignored).code || diagnostic.code == info(Mistake::as_of_overridden).code;
}
std::vector<RepeatedWarning> MemberReader::repeated() const { return data_ ? data_->repeated.told() : std::vector<RepeatedWarning>(); }

MemberReader Program::reader(std::string_view file, const ReadOptions& options) const {
  MemberReader reader;
  reader.data_ = std::make_unique<MemberReaderData>();
  reader.data_->program = data_;
  reader.data_->file = file;
  reader.data_->options = options;
  if (options.max_bytes != 0) {
    reader.data_->stream = FactStream(std::min(options.max_bytes, FactStream::largest_value));
    reader.data_->rows = CsvStream(std::min(options.max_bytes, CsvStream::largest_row));
  }
  if (data_) {
    reader.data_->readers.resize(data_->versions.size());
    reader.data_->row_readers.resize(data_->versions.size());
  }
  return reader;
}

// The whole file at once.
template <typename Take>
static void read_all(MemberReader& reader, const SourceText& file, const Take& take) {
  constexpr std::size_t part = std::size_t{64} << 10;
  std::string_view rest = file.text;
  for (bool at_end = false; !at_end;) {
    reader.feed(rest.substr(0, part));
    rest.remove_prefix(std::min(part, rest.size()));
    at_end = rest.empty();
    if (at_end) reader.finish();
    while (std::optional<Member> member = reader.next()) take(std::move(*member));
  }
}

std::vector<Member> Program::read_members(const SourceText& file, const ReadOptions& options) const {
  std::vector<Member> members;
  MemberReader members_of_file = reader(file.name, options);
  read_all(members_of_file, file, [&](Member member) { members.push_back(std::move(member)); });
  return members;
}

void Inside::read_rows(MemberReader& reader, const SourceText& csv, const std::function<void(const Member&, const JsonValue*)>& take) {
  read_all(reader, csv, [&](const Member& member) { take(member, reader.data_->tree); });
}

}  // namespace crit
