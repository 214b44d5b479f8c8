// crit.hpp's Member and MemberReader: the facts of a file, member by member, by the version of the policy in force.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

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
  Reading& reading = data.reading;
  Diagnostics found(data.file);
  const std::optional<Date> given = parse_date(asked);
  if (!asked.empty() && (!given || !given->exact())) {
    found.add(Mistake::no_date_of_service, data.place, fmt::format("`{}` is not a full date of service", asked), "write a real day as YYYY-MM-DD");
    reading.valid = false;
  } else if (asked.empty() && !own && reading.valid) {
    found.add(Mistake::no_date_of_service, data.place, "no date of service is given", "write \"as_of\": \"YYYY-MM-DD\" in the fact file, or give --as-of YYYY-MM-DD");
    reading.valid = false;
  } else if (given && own && given->first != *own && reading.valid) {
    found.add(Mistake::as_of_overridden, data.place, fmt::format("decided as of {}, as `--as-of` says; the file says {}", to_string(given->first), to_string(*own))).path = "as_of";
  }
  if (given && given->exact()) data.as_of = to_string(given->first);
  else if (asked.empty() && own) data.as_of = to_string(*own);
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

// ---- reading --------------------------------------------------------------------------------------------------------

struct MemberReaderData {
  std::shared_ptr<const ProgramData> program;
  std::string file;
  ReadOptions options;
  FactStream stream;
  PieceParser parser;
  std::vector<std::unique_ptr<SchemaReader>> readers;  // by version, made when one is wanted
  RepeatedWarnings repeated;
  bool told = false;  // that there is no policy, or that reading was stopped

  std::shared_ptr<MemberData> read(const FactPiece& piece);
};

std::shared_ptr<MemberData> MemberReaderData::read(const FactPiece& piece) {
  const ParsedPiece parsed = parser.parse(piece);
  auto made = std::make_shared<MemberData>();
  const std::optional<Date> asked = parse_date(options.as_of);
  const std::optional<Day> day = asked ? std::optional<Day>(asked->first) : parsed.as_of();
  bool in_force = true;
  if (day) made->version = static_cast<std::size_t>(&program->version_on(*day, in_force) - program->versions.data());
  std::unique_ptr<SchemaReader>& reader = readers[made->version];
  if (!reader) reader = std::make_unique<SchemaReader>(*program->versions[made->version].tables, file, options.strict);

  MemberFacts facts = reader->read(parsed);
  made->program = program;
  made->id = std::move(facts.id);
  made->file = file;
  made->line = facts.line;
  made->place.begin = made->place.end = piece.first_byte + piece.begin;
  const std::optional<Day> own = facts.facts.as_of;
  made->reading = {std::move(facts.facts), facts.valid, std::move(facts.diagnostics)};
  settle_date(*made, own, options.as_of);
  const std::vector<Diagnostic>& diagnostics = made->reading.diagnostics;
  made->readable = piece.fault.kind != JsonFault::Kind::unreadable;
  if (made->readable) made->source = source_of(piece, file, !diagnostics.empty());

  for (const UndeclaredField& field : facts.undeclared) repeated.meet(field.field, field.times, field.first ? &*field.first : nullptr, made->source);
  for (const Diagnostic& one : diagnostics) {
    if (one.code == info(Mistake::as_of_overridden).code) repeated.meet("as_of", 1, &one, made->source);
  }
  return made;
}

MemberReader::MemberReader() = default;
MemberReader::MemberReader(MemberReader&& other) noexcept = default;
MemberReader& MemberReader::operator=(MemberReader&& other) noexcept = default;
MemberReader::~MemberReader() = default;

void MemberReader::feed(std::string_view bytes) {
  if (data_) data_->stream.feed(bytes);
}
void MemberReader::finish() {
  if (data_) data_->stream.finish();
}
void MemberReader::fail(std::string_view why) {
  if (data_) data_->stream.fail(why);
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
  const std::optional<FactPiece> piece = data_->stream.next();
  if (!piece) return std::nullopt;
  member.data_ = data_->read(*piece);
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
  if (options.max_bytes != 0) reader.data_->stream = FactStream(std::min(options.max_bytes, FactStream::largest_value));
  if (data_) reader.data_->readers.resize(data_->versions.size());
  return reader;
}

std::vector<Member> Program::read_members(const SourceText& file, const ReadOptions& options) const {
  std::vector<Member> members;
  MemberReader members_of_file = reader(file.name, options);
  constexpr std::size_t part = std::size_t{64} << 10;
  std::string_view rest = file.text;
  for (bool at_end = false; !at_end;) {
    members_of_file.feed(rest.substr(0, part));
    rest.remove_prefix(std::min(part, rest.size()));
    at_end = rest.empty();
    if (at_end) members_of_file.finish();
    while (std::optional<Member> member = members_of_file.next()) members.push_back(std::move(*member));
  }
  return members;
}

}  // namespace crit
