// code.hpp: normal forms, names of systems, membership (T29, T30).
#include <catch2/catch.hpp>
#include <random>

#include "../../interp/values/code.hpp"
#include "../../interp/values/icd10.hpp"
#include "../../interp/values/systems.hpp"

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
  CHECK(normalize_code("ndc", "1505410405").message() ==
        "`1505410405` is ambiguous: a ten-digit NDC without hyphens can be read three ways; write its hyphens, or all "
        "eleven digits");
  for (const char* text : {"1505410400", "123456-789-01", "1234-567-89", "1234-5678-9", "12345-678-9", "12345--90",
                           "1234-567", "123456-7890", "12345-6789-0-1", "1234A-6789-01", "123456789012"}) {
    CHECK(normal("ndc", text).empty());
  }
}

TEST_CASE("the other systems", "[code]") {
  CHECK(normal("hcpcs", "j2170") == "J2170");
  CHECK(normal("hcpcs", "J217").empty());
  CHECK(normalize_code("hcpcs", "99213").message() == "`99213` is a CPT code, not a HCPCS code: its system is `cpt`");
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

TEST_CASE("systems are seven names, what is called like them, and all URIs", "[code]") {
  CHECK(crit::known_systems().size() == 7);
  for (const std::string& system : crit::known_systems()) CHECK(crit::system_named(system) == system);
  for (const char* name : {"ICD10", "ICD-10-CM", "icd10cm", "http://hl7.org/fhir/sid/icd-10-cm", "https://hl7.org/fhir/sid/ICD-10-CM/",
                           "urn:oid:2.16.840.1.113883.6.90", "2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm|2024"}) {
    CHECK(crit::system_named(name) == "icd10");
  }
  CHECK(crit::system_named("http://snomed.info/sct/731000124108/version/20200901") == "snomed");
  CHECK(crit::system_named("http://snomed.info/sctx") == "http://snomed.info/sctx");
  CHECK(crit::system_named("SCT") == "snomed");
  CHECK(crit::system_named("urn:oid:2.16") == "urn:oid:2.16");
  CHECK(crit::system_named("ICD-9-CM") == "http://hl7.org/fhir/sid/icd-9-cm");
  CHECK(crit::system_named("urn:oid:2.16.840.1.113883.6.4") == crit::system_named("ICD-10-PCS"));
  CHECK(crit::system_named("icd11").empty());
  CHECK(crit::system_named("").empty());
}

TEST_CASE("check digits", "[code]") {
  for (const char* good : {"2484-4", "4548-4", "8302-2", "718-7", "3141-9", "10-9"}) CHECK(normal("loinc", good) == good);
  for (const char* bad : {"2484-5", "4548-5", "8320-2", "718-8"}) CHECK(normal("loinc", bad).empty());
  for (const char* good : {"73211009", "44054006", "38341003", "195967001", "367460001"}) CHECK(normal("snomed", good) == good);
  for (const char* bad : {"73211008", "73212009", "44050406", "12345"}) CHECK(normal("snomed", bad).empty());
  CHECK(normalize_code("loinc", "4548-5").message() ==
        "`4548-5` is not a LOINC code: its last digit does not fit the others, so that at least one digit is mistyped; "
        "look it up");
}

TEST_CASE("ICD-10-CM's tabular order", "[code]") {
  const auto order = [](const char* code) { return crit::icd10_order(code); };
  const char* const list[] = {"C43", "C4A", "C4A9", "C44", "C75", "C7A", "C7B", "C76", "C846", "C84A", "C84Z", "C849", "D36", "D3A", "D37",
                              "J44", "J4A", "J45", "M08", "M1A", "M1A9XX0", "M10", "O99", "O9A", "Q99", "QA0", "R00", "Z36", "Z3A", "Z37", "Z99", "U07"};
  for (std::size_t i = 1; i < std::size(list); ++i) CHECK(order(list[i - 1]) < order(list[i]));
  CHECK(in(range("C43", "C44"), "C4A9") == Truth::yes);
  CHECK(in(range("C45", "C58"), "C4A9") == Truth::no);
  CHECK(in(range("C76", "C80"), "C7A1") == Truth::no);
  CHECK(in(range("C00", "C75"), "C7B8") == Truth::no);
  CHECK(in(range("D37", "D48"), "D3A8") == Truth::no);
  CHECK(in(range("M05", "M14"), "M1A9XX0") == Truth::yes);
  CHECK(in(range("C7A", "C7B"), "C7A098") == Truth::yes);
  CHECK(in(range("C7A", "C7B"), "C76") == Truth::no);
  CHECK(in(range("C910", "C919"), "C91A0") == Truth::yes);
  CHECK(in(range("A00", "Z99"), "U071") == Truth::no);
  CHECK(in(range("J40", "J4A"), "J459") == Truth::yes);  // the block's own name
  CHECK(in(range("J4A", "J4A"), "J459") == Truth::no);
  CHECK(in(range("C4A", "C44"), "C43") == Truth::no);
  CHECK(crit::runs_backwards("icd10", "C44", "C4A"));
  CHECK_FALSE(crit::runs_backwards("icd10", "C4A", "C44"));
}

TEST_CASE("a product of the NDC is all its packages", "[code]") {
  CHECK(normal("ndc", "0074-0124") == "000740124");
  CHECK(normal("ndc", "15054-1040") == "150541040");
  CHECK(normal("ndc", "15054-104") == "150540104");
  CHECK(normal("ndc", "000740124") == "000740124");
  CHECK(normal("ndc", "150541040").empty());  // or a package that has lost its zeros
  CHECK(normal("ndc", "0074-012").empty());
  CHECK(crit::is_ndc_product("ndc", "000740124"));
  CHECK(in(subtree("000740124"), "00074012402", "ndc") == Truth::yes);
  CHECK(in(subtree("000740124"), "000740124", "ndc") == Truth::yes);
  CHECK(in(single("00074012402"), "000740124", "ndc") == Truth::unknown);
  CHECK(in(range("000740124", "000740130"), "00074013099", "ndc") == Truth::yes);
  CHECK(in(range("00074012402", "00074012405"), "000740124", "ndc") == Truth::unknown);
  CHECK(in(range("00074012402", "00074012405"), "000740125", "ndc") == Truth::no);
  CHECK(crit::normalize_code_prefix("ndc", "0074-0124").code == "000740124");
  CHECK(crit::normalize_code_prefix("ndc", "0074-").code == "00074");
  CHECK(crit::normalize_code_prefix("ndc", "15054-104-").code == "150540104");
  CHECK_FALSE(crit::normalize_code_prefix("ndc", "15054-104").code);
}

TEST_CASE("beginnings of codes, for subtrees", "[code]") {
  CHECK(crit::normalize_code_prefix("icd10", "c").code == "C");
  CHECK(crit::normalize_code_prefix("icd10", "E34.3").code == "E343");
  CHECK_FALSE(crit::normalize_code_prefix("icd10", "CC").code);
  CHECK_FALSE(crit::normalize_code_prefix("icd10", "").code);
  CHECK(crit::normalize_code_prefix("hcpcs", "j2").code == "J2");
  CHECK(crit::normalize_code_prefix("ndc", "15054-1040").code == "150541040");
  CHECK_FALSE(crit::normalize_code_prefix("ndc", "123-").code);
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

TEST_CASE("normal forms are stable on any bytes", "[code]") {
  std::mt19937 random(3);
  bool stable = true;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned length = random() % 12; length > 0; --length) text += static_cast<char>(random());
    for (const std::string& system : crit::known_systems()) {
      const auto code = normalize_code(system, text);
      stable = stable && code.code.has_value() == code.fault.empty();
      if (code.code && !crit::is_ndc_product(system, *code.code)) stable = stable && normalize_code(system, *code.code).code == code.code;
    }
  }
  CHECK(stable);
}
