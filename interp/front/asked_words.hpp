// Words for no value that a policy means: `drug is "unknown"`. Such a word of that fact is a value like others; of all other
// facts it says that there is none (values/no_value.hpp).
#pragma once

#include "checked.hpp"

namespace crit {

// Notes each with the fact or field (FactType::words) that it is compared with: by `is`, `in`, `contains`, a `match` or a
// table's key, directly, through defines, choices and `first_known`.
void note_asked_words(checked::Policy& policy);

}  // namespace crit
