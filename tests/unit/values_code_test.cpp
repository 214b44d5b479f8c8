// code.hpp: normal forms, membership (T29, T30) and the text that texts are compared as.
#include <catch2/catch.hpp>
#include <random>

#include "../../interp/values/code.hpp"

namespace {

using crit::CodeEntry;
using crit::CodeSet;
using crit::normalize_code;
using crit::Truth;
using Kind = crit::CodeEntry::Kind;

std::string normal(const char* system, const char* text) {
  const auto result = normalize_code(system, text);
  CAPTURE(system, text, result.fault);
  CHECK(result.code.has_value() == result.fault.empty());
  return result.code.value_or("");
}

CodeEntry single(const char* code) { return {Kind::single, code, {}, {}, {}}; }
CodeEntry subtree(const char* code) { return {Kind::subtree, code, {}, {}, {}}; }
CodeEntry range(const char* first, const char* last) { return {Kind::range, first, last, {}, {}}; }

Truth in(const CodeEntry& entry, const char* code, const char* system = "icd10") {
  return crit::membership({system, {entry}, false}, code, 0).truth;
}

}  // namespace

TEST_CASE("ICD-10: case and dots do not matter", "[code]") {
  CHECK(normal("icd10", "E34.3") == "E343");
  CHECK(normal("icd10", "e343") == "E343");
  CHECK(normal("icd10", " E34.321 ") == "E34321");
  CHECK(normal("icd10", "c4a.0") == "C4A0");
  CHECK(normal("icd10", "S72.001A") == "S72001A");
  for (const char* text : {"", " ", "E3", "34.3", "EE4", "E34.321AB", "E34*", "E34-3", "E34 3",
                           "\xC3\x89"
                           "34"}) {
    CHECK(normal("icd10", text).empty());
  }
}

TEST_CASE("T29: NDC is eleven digits, and ten without hyphens are ambiguous", "[code]") {
  CHECK(normal("ndc", "15054-1040-05") == "15054104005");
  CHECK(normal("ndc", "15054104005") == "15054104005");
  CHECK(normal("ndc", "1234-5678-90") == "01234567890");
  CHECK(normal("ndc", "12345-678-90") == "12345067890");
  CHECK(normal("ndc", "12345-6789-0") == "12345678900");
  CHECK(normal("ndc", "1505410405").empty());
  CHECK(normalize_code("ndc", "1505410405").fault ==
        "`1505410405` is ambiguous: a ten-digit NDC without hyphens can be read three ways; write its hyphens, or all "
        "eleven digits");
  for (const char* text : {"1505410400", "123456-789-01", "1234-567-89", "1234-5678-9", "12345-678-9", "12345--90",
                           "12345-6789", "12345-6789-0-1", "1234A-6789-01", "123456789012"}) {
    CHECK(normal("ndc", text).empty());
  }
}

TEST_CASE("the other systems", "[code]") {
  CHECK(normal("hcpcs", "j2170") == "J2170");
  CHECK(normal("hcpcs", "J217").empty());
  CHECK(normalize_code("hcpcs", "99213").fault == "`99213` is a CPT code, not a HCPCS code: its system is `cpt`");
  CHECK(normal("cpt", "99213") == "99213");
  CHECK(normal("cpt", "0101t") == "0101T");
  CHECK(normal("cpt", "9921").empty());
  CHECK(normal("cpt", "J2170").empty());
  CHECK(normal("rxnorm", "284635") == "284635");
  CHECK(normal("rxnorm", "28x").empty());
  CHECK(normal("loinc", "2484-4") == "2484-4");
  CHECK(normal("loinc", "2484").empty());
  CHECK(normal("loinc", "-4").empty());
  CHECK(normal("snomed", "73211009") == "73211009");
  CHECK(normal("snomed", "73211009x").empty());
  CHECK(normal("http://example.org/codes", " a B ") == "a B");
  CHECK(normal("http://example.org/codes", "  ").empty());
}

TEST_CASE("systems are seven names and all URIs", "[code]") {
  CHECK(crit::known_systems().size() == 7);
  CHECK(crit::is_known_system("icd10"));
  CHECK(crit::is_known_system("urn:oid:2.16"));
  CHECK_FALSE(crit::is_known_system("ICD10"));
  CHECK_FALSE(crit::is_known_system("icd9"));
}

TEST_CASE("beginnings of codes, for subtrees", "[code]") {
  CHECK(crit::normalize_code_prefix("icd10", "c").code == "C");
  CHECK(crit::normalize_code_prefix("icd10", "E34.3").code == "E343");
  CHECK_FALSE(crit::normalize_code_prefix("icd10", "CC").code);
  CHECK_FALSE(crit::normalize_code_prefix("icd10", "").code);
  CHECK(crit::normalize_code_prefix("hcpcs", "j2").code == "J2");
  CHECK(crit::normalize_code_prefix("ndc", "15054-1040").code == "150541040");
  CHECK_FALSE(crit::normalize_code_prefix("ndc", "1234-").code);
  CHECK(crit::normalize_code_prefix("x:y", "a").code == "a");
}

TEST_CASE("T29: a subtree is the code and all under it, a single code only itself", "[code]") {
  CHECK(in(subtree("E343"), "E34321") == Truth::yes);
  CHECK(in(subtree("E343"), "E343") == Truth::yes);
  CHECK(in(subtree("E343"), "E344") == Truth::no);
  CHECK(in(subtree("C"), "C4A0") == Truth::yes);
  CHECK(in(single("C34"), "C34") == Truth::yes);
  CHECK(in(single("C34"), "C341") == Truth::no);
}

TEST_CASE("a parent of a member is less specific", "[code]") {
  const CodeSet set{"icd10", {single("E34321"), single("E34322")}, false};
  const auto parent = crit::membership(set, "E343", 0);
  CHECK(parent.truth == Truth::unknown);
  CHECK(parent.less_specific);
  CHECK(crit::membership(set, "E34329", 0).truth == Truth::no);
  // A member is a member, even if it is the parent of another.
  CHECK(crit::membership({"icd10", {single("E34321"), single("E343")}, false}, "E343", 0).truth == Truth::yes);
  CHECK(in(subtree("E3432"), "E34") == Truth::unknown);
  // Codes of other systems have no parents.
  CHECK(in(single("73211009"), "7321", "snomed") == Truth::no);
}

TEST_CASE("ranges take everything under both ends", "[code]") {
  const CodeEntry entry = range("D00", "D09");
  CHECK(in(entry, "D00") == Truth::yes);
  CHECK(in(entry, "D000") == Truth::yes);
  CHECK(in(entry, "D0512") == Truth::yes);
  CHECK(in(entry, "D099") == Truth::yes);
  CHECK(in(entry, "D10") == Truth::no);
  CHECK(in(entry, "C999") == Truth::no);
  CHECK(in(range("C00", "C97"), "C4A0") == Truth::yes);
  // Only a part of what stands under C34 or C35 is in the range.
  CHECK(in(range("C341", "C352"), "C34") == Truth::unknown);
  CHECK(in(range("C341", "C352"), "C35") == Truth::unknown);
  CHECK(in(range("C341", "C352"), "C349") == Truth::yes);
  CHECK(in(range("C341", "C352"), "C3529") == Truth::yes);
  CHECK(in(range("C341", "C352"), "C353") == Truth::no);
  CHECK(in(range("D09", "D00"), "D05") == Truth::no);
  CHECK(in(range("J2170", "J2180"), "J2175", "hcpcs") == Truth::yes);
  CHECK(in(range("J2170", "J2180"), "J2181", "hcpcs") == Truth::no);
  CHECK(in(range("10", "20"), "150", "rxnorm") == Truth::no);
}

TEST_CASE("T30: entries count on the days they are valid", "[code]") {
  CodeEntry entry = single("E343");
  entry.valid_to = 100;
  entry.valid_from = 10;
  const CodeSet set{"icd10", {entry}, false};
  CHECK(crit::membership(set, "E343", 100).truth == Truth::yes);
  CHECK(crit::membership(set, "E343", 101).truth == Truth::no);
  CHECK(crit::membership(set, "E343", 9).truth == Truth::no);
  CHECK(crit::membership(set, "E34", 101).truth == Truth::no);
  CHECK(crit::membership(set, "E34", 50).truth == Truth::unknown);
}

TEST_CASE("examples only: no hit is unknown", "[code]") {
  const CodeSet set{"icd10", {single("E343")}, true};
  CHECK(crit::membership(set, "E343", 0).truth == Truth::yes);
  const auto miss = crit::membership(set, "C34", 0);
  CHECK(miss.truth == Truth::unknown);
  CHECK_FALSE(miss.less_specific);
}

TEST_CASE("text folds case and blanks", "[code]") {
  CHECK(crit::fold_text("  Pediatric \t Endocrinology\n") == "pediatric endocrinology");
  CHECK(crit::fold_text("\xC3\x89"
                        "COLE \xC5\x81\xC3\x93"
                        "D\xC5\xB9") ==
        "\xC3\xA9"
        "cole \xC5\x82\xC3\xB3"
        "d\xC5\xBA");
  CHECK(crit::fold_text("\xC3\x97") == "\xC3\x97");          // the multiplication sign is no letter
  CHECK(crit::fold_text("\xC5\xB8") == "\xC3\xBF");          // capital y with diaeresis
  CHECK(crit::fold_text("\xE1\xBA\xA0") == "\xE1\xBA\xA1");  // Vietnamese
  CHECK(crit::fold_text("a\xC2\xA0\xE2\x80\x89"
                        "b") == "a b");                  // no-break and thin space
  CHECK(crit::fold_text("\xFFok\xC3") == "\xFFok\xC3");  // not UTF-8: as it is
  CHECK(crit::fold_text("   ").empty());
  CHECK(crit::fold_text("\xE6\x97\xA5\xE6\x9C\xAC") == "\xE6\x97\xA5\xE6\x9C\xAC");
  CHECK(crit::fold_text("\xF0\x9F\x98\x80 X") == "\xF0\x9F\x98\x80 x");
}

TEST_CASE("folding is stable on any bytes", "[code]") {
  std::mt19937 random(3);
  bool stable = true;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned length = random() % 12; length > 0; --length) text += static_cast<char>(random());
    const std::string folded = crit::fold_text(text);
    stable = stable && crit::fold_text(folded) == folded;
    for (const std::string& system : crit::known_systems()) {
      const auto code = normalize_code(system, text);
      stable = stable && code.code.has_value() == code.fault.empty();
      if (code.code) stable = stable && normalize_code(system, *code.code).code == code.code;
    }
  }
  CHECK(stable);
}
