// Modifiers: what stands beside a value, in an item or beside a list, and may turn round what it says ("refuted"). Which names
// they are and which of their values change nothing; what is done about the others is bind.hpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json.hpp"

namespace crit {

enum class Modifier : std::uint8_t {
#define MODIFIER(id, name, harmless) id,
#include "modifiers.def"
#undef MODIFIER
};

// Of a key in a facts file, however it is spelt: `verification_status` is `verificationStatus`.
std::optional<Modifier> modifier_of(std::string_view key);
std::string_view modifier_name(Modifier modifier);
// Two names are one when they differ in case, `_`, `-` and blanks only.
std::string plain_name(std::string_view name);

// null, false, "", [], {}: it says nothing.
bool says_nothing(const JsonValue& value);
// It says nothing, or what changes nothing: "confirmed", also in FHIR's shape, { "coding": [{ "code": "confirmed" }] }.
bool is_harmless(Modifier modifier, const JsonValue& value);
// What changes nothing, for a message: "confirmed, final or amended"; empty: no word does.
std::string harmless_words(Modifier modifier);
// What it says, for a message: `refuted`; of several the first that is not harmless.
std::string harm_in(Modifier modifier, const JsonValue& value);
// The first word in it.
std::string said_by(const JsonValue& value);

}  // namespace crit
