// The names of coding systems: FHIR's URIs, OIDs and short names of one system are one name. The table is systems.def.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crit {

// Those that crit knows, by the names that they go by: "icd10", "loinc".
const std::vector<std::string>& known_systems();
// The name by which crit goes for what a policy or a fact calls a system: of one in the table its first name there
// ("ICD-10-CM" and "http://hl7.org/fhir/sid/icd-10-cm" are "icd10"); any other URI as it is; else empty. Capitals, `http` or
// `https`, a `/` at the end, and a version behind `|` do not matter; in short names blanks, `-` and `_` do not, either.
std::string system_named(std::string_view name);

}  // namespace crit
