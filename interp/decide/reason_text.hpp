// Reasons in words, and as data for hosts. The one place that puts the words of a reason together.
#pragma once

#include <string>

#include "crit/crit.hpp"
#include "finished_run.hpp"

namespace crit {

class ReasonText {
 public:
  // `coded`: in the place of words, codes and arguments (DecideOptions::coded_reasons).
  explicit ReasonText(const Chunk& chunk, bool coded = false) : chunk_(chunk), coded_(coded) {}

  std::string text(const Reason* reason) const;  // empty for null
  // Of a look-up in a table what was asked, `starting_dose(12 kg).dose`; text() says what was found.
  std::string looked_up(const Reason& reason) const;
  std::vector<std::string> warnings(const std::vector<Warned>& all) const;

 private:
  std::string words(const Reason& reason) const;
  std::string head(const Reason& reason) const;
  std::string said_once(const Reason& several) const;
  std::string found(const Reason& reason) const;
  std::string days_covered(const Reason& reason) const;
  std::string coded(const Reason& reason) const;

  const Chunk& chunk_;
  const bool coded_;
};

ReasonData data_of(const Reason* reason, const Schema& schema);  // of null: without a code

}  // namespace crit
