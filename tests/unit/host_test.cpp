// What crit promises to the programs that embed it: no mix-up of programs and members, no crash, no exception.
#include <atomic>
#include <catch2/catch.hpp>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include "crit/crit.hpp"

namespace {

crit::Program compiled(const std::string& facts) {
  auto program = crit::Engine().compile({"p.crit", "policy \"P\" { effective from 2000-01-01 }\nfacts { " + facts + " }\nindication I { 1: treated; approve }\n"});
  REQUIRE(program.has_value());
  return *program;
}

crit::ReadOptions on(const std::string& day) {
  crit::ReadOptions read;
  read.as_of = day;
  return read;
}

const std::string facts = R"({"id": "m7", "treated": false, "relapsed": true})";

std::string first_code(const std::vector<crit::Diagnostic>& diagnostics) { return diagnostics.empty() ? "" : diagnostics.front().code; }

}  // namespace

TEST_CASE("a member is decided by the program that read it, and by no other") {
  // Read by the one and decided by the other, `relapsed` would stand in the place of `treated`, and approve.
  const crit::Program before = compiled("treated : yes_no; relapsed : yes_no");
  const crit::Program after = compiled("relapsed : yes_no; treated : yes_no");
  const crit::Member member = before.read_members({"f.json", facts}, on("2022-10-01")).front();
  CHECK(before.decide(member)->outcome == crit::Outcome::deny);
  const crit::Result<crit::Decision> wrong = after.decide(member);
  REQUIRE(!wrong);
  CHECK(first_code(wrong.error()) == "E0526");
  CHECK(!wrong->valid);
  CHECK(crit::to_json(*wrong).find("\"valid\":false") != std::string::npos);
  SECTION("the same text, compiled anew, is another program") {
    const crit::Result<crit::Decision> again = compiled("treated : yes_no; relapsed : yes_no").decide(member);
    CHECK(first_code(again.error()) == "E0526");
  }
  SECTION("a copy is the same program, and the member outlives it") {
    crit::Program copy = before;
    const crit::Member kept = copy.read_members({"f.json", facts}, on("2022-10-01")).front();
    copy = after;
    CHECK(before.decide(kept).has_value());
    CHECK(!copy.decide(kept).has_value());
  }
}

TEST_CASE("what is no member, no program or no decision says so") {
  const crit::Program program = compiled("treated : yes_no");
  const crit::Member nobody;
  CHECK(!nobody.valid());
  CHECK(nobody.id().empty());
  CHECK(nobody.as_of().empty());
  CHECK(first_code(nobody.diagnostics()) == "E0527");
  CHECK(first_code(program.decide(nobody).error()) == "E0527");
  CHECK(crit::invalid_to_json(nobody, {}).find("E0527") != std::string::npos);

  const crit::Program nothing;
  CHECK(nothing.warnings().empty());
  CHECK(nothing.run_tests().empty());
  CHECK(nothing.disassemble().empty());
  const auto members = nothing.read_members({"f.json", facts});
  REQUIRE(members.size() == 1);
  CHECK(first_code(members.front().diagnostics()) == "E0527");
  CHECK(members.front().file() == "f.json");
  CHECK(first_code(nothing.decide(program.read_members({"f.json", R"({"as_of": "2022-10-01"})"}).front()).error()) == "E0527");

  CHECK(crit::to_json(crit::Decision()).find("\"decision\"") == std::string::npos);
  CHECK(crit::to_text(crit::Decision()).find("INVALID") != std::string::npos);
}

TEST_CASE("what failed has a harmless value, and what went well has no error") {
  crit::Result<crit::Program> bad = crit::Engine().compile({"p.crit", "policy"});
  REQUIRE(!bad);
  CHECK(!bad->read_members({"f.json", facts}).front().valid());
  CHECK(!(*bad).decide(crit::Member()));
  CHECK(!bad.value().decide(crit::Member()));
  const crit::Program spare = compiled("treated : yes_no");
  CHECK(bad.value_or(spare).read_members({"f.json", R"({"as_of": "2022-10-01"})"}).front().valid());
  CHECK(crit::Result<int>(3).error().empty());
  CHECK(crit::Result<int>(3).value() == 3);
  CHECK(*crit::Result<int>::failure({}) == 0);
}

TEST_CASE("the date of service is settled where the member is read") {
  const crit::Program program = compiled("treated : yes_no");
  const auto read = [&](const std::string& json, const std::string& as_of) { return program.read_members({"f.json", json}, on(as_of)).front(); };
  CHECK(first_code(read(R"({"treated": true})", "").diagnostics()) == "E0500");
  CHECK(first_code(program.decide(read(R"({"treated": true})", "")).error()) == "E0500");
  for (const char* no_day : {"garbage", "2022-02-30", "2022-10", "2022"}) {
    INFO(no_day);
    CHECK(!read(R"({"treated": true})", no_day).valid());
    CHECK(!read(R"({"treated": true, "as_of": "2022-10-01"})", no_day).valid());
  }
  const crit::Member own = read(R"({"treated": true, "as_of": "2022-10-01"})", "");
  CHECK(own.as_of() == "2022-10-01");
  CHECK(program.decide(own)->as_of == "2022-10-01");
  const crit::Member overridden = read(R"({"treated": true, "as_of": "2022-10-01"})", "2023-01-05");
  CHECK(first_code(overridden.diagnostics()) == "W0502");
  CHECK(program.decide(overridden)->as_of == "2023-01-05");
}

TEST_CASE("the version that reads a member is the one that decides it") {
  const auto version = [](const std::string& days, const std::string& fact) {
    return "policy \"V\" { effective " + days + " }\nfacts { " + fact + " : yes_no }\nindication I { 1: " + fact + "; approve }\n";
  };
  const auto program = crit::Engine().compile_versions({{"1.crit", version("from 2020-01-01 to 2020-12-31", "old")}, {"2.crit", version("from 2021-01-01", "plan")}});
  REQUIRE(program.has_value());
  crit::ReadOptions strictly = on("2021-06-01");
  strictly.strict = true;
  const crit::Member now = program->read_members({"f.json", R"({"plan": true})"}, strictly).front();
  CHECK(now.diagnostics().empty());
  CHECK(program->decide(now)->outcome == crit::Outcome::approve);
  strictly.as_of = "2020-06-01";
  const crit::Member then = program->read_members({"f.json", R"({"plan": true})"}, strictly).front();
  CHECK(!then.valid());
  CHECK(!program->decide(then));
}

TEST_CASE("a loader that throws has not read the file, whatever it throws") {
  const crit::SourceText uses{"p.crit", "policy \"P\" { effective from 2000-01-01 }\nuse limits\nfacts { n : number }\nindication I { 1: n > 2; approve }\n"};
  const crit::SourceText table{"p.crit", "policy \"P\" { effective from 2000-01-01 }\nfacts { n : number }\ncodes bad : icd10 from \"bad.csv\"\nindication I { 1: n > 2; approve }\n"};
  const auto failing = [](const std::string&, const std::string&) -> crit::LoadedFile { throw std::runtime_error("the disk is gone"); };
  const auto odd = [](const std::string&, const std::string&) -> crit::LoadedFile { throw 3; };
  for (const crit::SourceText& policy : {uses, table}) {
    const auto program = crit::Engine().compile(policy, failing);
    REQUIRE(!program);
    CHECK(program.error().front().message.find("the disk is gone") != std::string::npos);
    CHECK(!crit::Engine().compile(policy, odd));
    CHECK(!crit::Engine().dump(policy, crit::DumpKind::checked, odd).diagnostics.empty());
  }
  const auto tested = crit::Engine().compile({"p.crit", "policy \"P\" { effective from 2000-01-01 }\nfacts { n : number }\nindication I { 1: n > 2; approve }\ntest \"t\" { facts \"f.json\"; as_of 2022-10-01; expect deny }\n"});
  REQUIRE(tested.has_value());
  CHECK(!tested->run_tests(odd).front().passed);
  CHECK_THROWS_AS(crit::Engine().compile(uses, [](const std::string&, const std::string&) -> crit::LoadedFile { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST_CASE("nothing from outside can forge a line, drive a terminal or leave a script") {
  const std::string forged = "a\nAPPROVE\r\t\x1b[31m\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa7\xe2\x80\x8b\xe2\x80\xa8\xef\xbb\xbf\xf3\xa0\x81\x81\xff</script>";
  CHECK(crit::printable(forged) == "a\\nAPPROVE\\r\\t\\u001b[31m\\u007f\\u009b\\u202e\\u2067\\u200b\\u2028\\ufeff\\u{e0041}\xef\xbf\xbd</script>");
  CHECK(crit::printable("Müller, 10⁹, 世界, ½ µg") == "Müller, 10⁹, 世界, ½ µg");
  crit::Decision decision;
  decision.valid = true;
  decision.member = forged;
  decision.summary = forged;
  decision.warnings = {forged};
  decision.sections.push_back({});
  decision.sections.front().criteria.push_back({});
  decision.sections.front().criteria.front().evidence.push_back({forged, forged, forged, forged, forged, forged, forged, false, forged, {}});
  const std::string text = crit::to_text(decision);
  for (const char* raw : {"\nAPPROVE", "\x1b", "\r", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\xa8"}) CHECK(text.find(raw) == std::string::npos);
  const std::string json = crit::to_json(decision);
  CHECK(json.find(R"(a\nAPPROVE\r\t\u001b[31m\u007f\u009b\u202e\u2067\u200b\u2028\ufeff\udb40\udc41)") != std::string::npos);
  CHECK(json.find("</") == std::string::npos);
  CHECK(json.find(R"(<\/script>)") != std::string::npos);
  crit::Diagnostic diagnostic;
  diagnostic.code = "E0001";
  diagnostic.file = diagnostic.message = diagnostic.path = forged;
  diagnostic.help = {forged};
  diagnostic.labels = {{{}, forged, forged}};
  for (const char* raw : {"\nAPPROVE", "\x1b", "\r", "\x7f", "\xc2\x9b", "\xe2\x80\xae"}) {
    CHECK(crit::render_text({diagnostic}, {}, false).find(raw) == std::string::npos);
    CHECK(crit::render_json({diagnostic}, {}).find(raw) == std::string::npos);
  }
}

namespace {

// Thirty criteria, each of which asks for a fact that is missing or for an item of a long list.
crit::Program asks_much() {
  std::string facts;
  std::string criteria;
  for (int i = 1; i <= 30; ++i) {
    facts += "  q" + std::to_string(i) + " : yes_no\n";
    criteria += "  " + std::to_string(i) + ": q" + std::to_string(i) + " or not (some h has (sd <= -" + std::to_string(i) + " and date >= 2020-01-01))\n";
  }
  auto program = crit::Engine().compile({"p.crit", "policy \"P\" { effective from 2000-01-01 }\nfacts {\n" + facts + "  h : series { sd : number } complete\n}\nindication I {\n" + criteria + "  approve\n}\n"});
  REQUIRE(program.has_value());
  return *program;
}

crit::Member with_items(const crit::Program& program, int items) {
  std::string text = "{\"as_of\": \"2022-10-01\", \"h\": [";
  for (int i = 0; i < items; ++i) text += std::string(i == 0 ? "" : ",") + "{\"date\":\"20" + std::to_string(10 + i % 12) + "-05-1" + std::to_string(i % 10) + "\",\"sd\":-" + std::to_string(i % 50) + "}";
  return program.read_members({"f.json", text + "]}"}).front();
}

}  // namespace

TEST_CASE("a decision that takes more steps than it may is an error, whatever else is asked") {
  const crit::Program program = asks_much();
  const crit::Member member = with_items(program, 500);
  REQUIRE(program.decide(member)->outcome == crit::Outcome::pend);
  for (const bool explain : {false, true}) {
    crit::DecideOptions options;
    options.explain = explain;
    options.max_steps = 1000;
    CHECK(first_code(program.decide(member, options).error()) == "E0529");
    options.max_steps = 0;
    CHECK(program.decide(member, options).has_value());
  }
  SECTION("a few steps too few for all answers decide all the same") {
    crit::DecideOptions options;
    const crit::Decision whole = *program.decide(member, options);
    bool told = false;
    for (std::uint64_t most = 600'000; most >= 20'000 && !told; most -= 20'000) {
      options.max_steps = most;
      const auto decision = program.decide(member, options);
      if (!decision) break;
      CHECK(decision->outcome == whole.outcome);
      CHECK(decision->needs.size() == whole.needs.size());
      told = decision->notes.size() == 1 && decision->notes.front().find("not worked out") != std::string::npos;
    }
    CHECK(told);
  }
}

TEST_CASE("a decision is stopped by another thread, and is then an error") {
  const crit::Program program = asks_much();
  const crit::Member member = with_items(program, 500);
  std::atomic<bool> stop = true;
  crit::DecideOptions options;
  options.cancelled = &stop;
  const auto stopped = program.decide(member, options);
  REQUIRE(!stopped);
  CHECK(first_code(stopped.error()) == "E0528");
  CHECK(crit::invalid_to_json(member, stopped.error(), {}).find("\"decision\"") == std::string::npos);
  stop = false;
  CHECK(program.decide(member, options).has_value());
  SECTION("in the middle of it") {
    options.max_steps = 0;
    std::thread later([&] { stop = true; });
    for (bool ended = false; !ended;) ended = !program.decide(member, options);
    later.join();
  }
}

TEST_CASE("needs can be left out, and the decision is the same") {
  const crit::Program program = asks_much();
  const crit::Member member = with_items(program, 50);
  crit::DecideOptions options;
  const auto whole = program.decide(member, options);
  options.needs = false;
  const auto brief = program.decide(member, options);
  CHECK(whole->needs.size() == 30);
  CHECK(brief->needs.empty());
  CHECK(brief->outcome == whole->outcome);
  CHECK(brief->sections.size() == whole->sections.size());
}

TEST_CASE("compiling is stopped, and reads no more than it may") {
  const crit::SourceText policy{"p.crit", "policy \"P\" { effective from 2000-01-01 }\nuse limits\nfacts { n : number }\nindication I { 1: n > most; approve }\n"};
  const auto loader = [](const std::string&, const std::string& path) {
    crit::LoadedFile file;
    file.state = crit::LoadedFile::State::found;
    file.name = path;
    file.text = "define most = 2" + std::string(1000, ' ') + "\n";
    return file;
  };
  crit::CompileOptions options;
  CHECK(crit::Engine().compile(policy, loader, options).has_value());
  for (const std::uint64_t most : {10U, 600U}) {
    options.max_bytes = most;
    CHECK(first_code(crit::Engine().compile(policy, loader, options).error()) == "E0529");
  }
  options.max_bytes = 4000;
  CHECK(crit::Engine().compile(policy, loader, options).has_value());
  const std::atomic<bool> stop = true;
  options.cancelled = &stop;
  CHECK(first_code(crit::Engine().compile(policy, loader, options).error()) == "E0528");
}

TEST_CASE("members are read as their bytes come in, and the same come of them however they are cut") {
  const crit::Program program = compiled("treated : yes_no; relapsed : yes_no");
  const std::string file =
      "{\"id\": 1, \"treated\": true, \"x\": 1}\n[{\"id\": 2, \"treated\": 7},\n {\"id\": 3, \"relapsed\": [\n{\"id\": 4, \"x\": 2}\nmore\n";
  const auto record = [](const crit::Member& member) {
    return std::to_string(member.line()) + crit::invalid_to_json(member) + crit::render_text(member.diagnostics(), {member.source()}, false);
  };
  std::string whole;
  for (const crit::Member& member : program.read_members({"f.json", file}, on("2022-10-01"))) whole += record(member);
  for (std::size_t size = 1; size < file.size(); ++size) {
    crit::MemberReader reader = program.reader("f.json", on("2022-10-01"));
    std::string all;
    for (std::size_t at = 0; at <= file.size(); at += size) {
      if (at < file.size()) reader.feed(std::string_view(file).substr(at, size));
      if (at + size >= file.size()) reader.finish();
      while (const auto member = reader.next()) all += record(*member);
    }
    CHECK(all == whole);
    const std::vector<crit::RepeatedWarning> repeated = reader.repeated();
    REQUIRE(repeated.size() == 1);
    CHECK(repeated.front().warning.message == "the policy declares no fact `x`; it is ignored (2 times in this file; this is the first)");
    CHECK(crit::render_text({repeated.front().warning}, {repeated.front().source}, false).find("f.json:1:28") != std::string::npos);
  }
}

TEST_CASE("what stands in a decision does not depend on the members beside it") {
  const crit::Program program = compiled("treated : yes_no");
  const std::string member = R"({"id": "m", "as_of": "2022-01-01", "treated": true, "unknown": 1})";
  const std::string another = R"({"id": "n", "treated": true, "unknown": 1})";
  const auto decided = [&](const std::string& file, std::size_t number) {
    return crit::to_json(program.decide(program.read_members({"f.json", file}, on("2022-10-01")).at(number)).value());
  };
  const std::string alone = decided(member, 0);
  CHECK(decided(another + "\n" + member, 1) == alone);
  CHECK(decided("[" + member + "," + another + "]", 0) == alone);
  CHECK(alone.find("as_of: decided as of 2022-10-01") != std::string::npos);
}

TEST_CASE("a reader without a policy, and one that was moved from, answer") {
  crit::MemberReader nothing;
  nothing.feed("{}");
  nothing.finish();
  CHECK(!nothing.next());
  CHECK(nothing.repeated().empty());
  crit::MemberReader reader = crit::Program().reader("f.json");
  reader.feed("{}");
  reader.finish();
  CHECK(first_code(reader.next()->diagnostics()) == "E0527");
  CHECK(!reader.next());
}
