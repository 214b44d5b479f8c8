// Ruling pairs out before they are made. A plain condition (pair_sieve.hpp) is tried of each item for what speaks of it
// alone, and of each later item against some earlier ones for a comparison of both. Items of which something is not
// known or not exact are left alone: their pairs are made.
#include <algorithm>
#include <map>
#include <string>

#include "pairs.hpp"

namespace crit {

namespace {

constexpr std::size_t worth_sifting = 32;  // items: fewer are as soon paired

bool bit(std::uint64_t fields, std::uint32_t field) { return (fields >> field & 1U) != 0; }

const PairSieve::Fields& fields_of(const PairSieve& sieve, std::size_t which) {
  return which == 0 ? sieve.earlier : sieve.later;
}

// Where the values of a field stand in their order; texts, which have none, as they come.
class Order {
 public:
  Number of(const Value& value) {
    if (const auto* number = std::get_if<NumberValue>(&value)) return number->number;
    if (const auto* date = std::get_if<Date>(&value)) return {date->first};
    if (const auto* alternative = std::get_if<Alternative>(&value)) return {alternative->index};
    if (const auto* truth = std::get_if<Truth>(&value)) return {*truth == Truth::yes ? 1 : 0};
    const auto* text = std::get_if<TextValue>(&value);
    const std::string& compared = text->data->compared;
    return {texts_.emplace(compared, static_cast<std::int64_t>(texts_.size())).first->second};
  }

 private:
  std::map<std::string, std::int64_t> texts_;
};

}  // namespace

void Pairs::list_sieve(const PairSieve& sieve) {
  ListLoop& loop = loops_.innermost();
  Pairing& pairing = *loop.pairing;
  order_items(loop);
  const std::size_t size = pairing.by_day.size();
  if (size < worth_sifting) return;
  Sifting& sifting = pairing.sifting;
  sifting.sieve = &sieve;
  for (std::size_t which = 0; which < 2; ++which) {
    const PairSieve::Fields& fields = fields_of(sieve, which);
    for (const std::uint32_t item : pairing.by_day) sifting.known[which].push_back(is_known(loop, item, fields));
    sifting.out[which].assign(size, false);
    sifting.untold[which].assign(size, fields.shared);
  }
  sifting.place_of.resize(loop.singles.size());
  for (std::uint32_t place = 0; place < size; ++place) sifting.place_of[pairing.by_day[place]] = place;
  if (sieve.sweep == PairSweep::equal) find_equal(loop, sifting);
}

// What the condition reads of the item is on file, from a source that will do, and exact; and no arithmetic on it can
// fail.
bool Pairs::is_known(const ListLoop& loop, std::uint32_t item, const PairSieve::Fields& fields) const {
  const SourceMask kinds = run_.sources.kinds_for_list(loop.list);
  for (std::uint32_t field = 0; field < most_sieve_fields && fields.read >> field != 0; ++field) {
    if (!bit(fields.read, field)) continue;
    const FactCell& cell = access_.cell(loop, item, field);
    if (cell.state != FactState::supplied || !run_.sources.satisfies_sources(cell.provenance, kinds)) return false;
    if (const auto* number = std::get_if<NumberValue>(&cell.value)) {
      const Number& own = number->number;
      if (!is_small(own) || (bit(fields.divisors, field) && own.is_zero())) return false;
      if (bit(fields.positive, field) && own <= Number(0)) return false;
    } else if (const auto* date = std::get_if<Date>(&cell.value)) {
      if (!date->exact() || *date == ongoing) return false;
    } else if (const auto* truth = std::get_if<Truth>(&cell.value)) {
      if (*truth == Truth::unknown) return false;
    } else if (!std::holds_alternative<Alternative>(cell.value) && !std::holds_alternative<TextValue>(cell.value)) {
      return false;
    }
  }
  return true;
}

void Pairs::order_by_field(const ListLoop& loop, Sifting& sifting) const {
  const Pairing& pairing = *loop.pairing;
  const auto size = static_cast<std::uint32_t>(pairing.by_day.size());
  Order order;
  std::vector<std::pair<Number, std::uint32_t>> keys;
  for (std::uint32_t place = 0; place < size; ++place) {
    if (!sifting.known[0][place] || sifting.out[0][place]) continue;
    keys.emplace_back(order.of(access_.cell(loop, pairing.by_day[place], sifting.sieve->earlier_field).value), place);
  }
  std::sort(keys.begin(), keys.end());
  sifting.rank.assign(size, 0);
  for (const auto& [key, place] : keys) {
    sifting.rank[place] = static_cast<std::uint32_t>(sifting.by_field.size());
    sifting.by_field.push_back(place);
  }
  sifting.holds.assign(size, {0, static_cast<std::uint32_t>(keys.size())});
}

// Those of one value stand together.
void Pairs::find_equal(const ListLoop& loop, Sifting& sifting) const {
  const Pairing& pairing = *loop.pairing;
  const PairSieve& sieve = *sifting.sieve;
  const auto size = static_cast<std::uint32_t>(pairing.by_day.size());
  Order order;
  const auto key_of = [&](std::uint32_t place, std::uint32_t field) {
    return order.of(access_.cell(loop, pairing.by_day[place], field).value);
  };
  std::vector<std::pair<Number, std::uint32_t>> keys;
  for (std::uint32_t place = 0; place < size; ++place) {
    if (sifting.known[0][place]) keys.emplace_back(key_of(place, sieve.earlier_field), place);
  }
  std::sort(keys.begin(), keys.end());
  sifting.rank.assign(size, 0);
  for (std::uint32_t i = 0; i < keys.size(); ++i) sifting.rank[keys[i].second] = i;
  sifting.holds.assign(size, {0, 0});
  for (std::uint32_t place = 0; place < size; ++place) {
    if (!sifting.known[1][place]) continue;
    const Number key = key_of(place, sieve.later_field);
    const auto from = std::lower_bound(keys.begin(), keys.end(), key,
                                       [](const auto& one, const Number& wanted) { return one.first < wanted; });
    const auto to = std::upper_bound(from, keys.end(), key,
                                     [](const Number& wanted, const auto& one) { return wanted < one.first; });
    sifting.holds[place] = {static_cast<std::uint32_t>(from - keys.begin()),
                            static_cast<std::uint32_t>(to - keys.begin())};
  }
}

bool Pairs::next_try(PairPart part) {
  ListLoop& loop = loops_.innermost();
  Pairing& pairing = *loop.pairing;
  Sifting& sifting = pairing.sifting;
  if (sifting.sieve == nullptr || pairing.begun) return false;
  loop.items.resize(1);
  loop.at = 1;
  LoopItem& pair = loop.items.front();
  const std::size_t which = part == PairPart::later ? 1 : 0;
  bool found = false;
  if (part == PairPart::both) {
    if (sifting.rank.empty()) order_by_field(loop, sifting);
    found = next_probe(loop);
  } else {
    const std::size_t size = pairing.by_day.size();
    while (sifting.at < size && (!sifting.known[which][sifting.at] || sifting.out[which][sifting.at])) ++sifting.at;
    found = sifting.at < size;
    if (found) pair.first = pair.second = pairing.by_day[sifting.at];
  }
  if (found) return true;
  loop.items.clear();
  loop.at = 0;
  sifting.at = 0;
  return false;
}

void Pairs::sift(PairPart part, Truth truth) {
  Pairing& pairing = *loops_.innermost().pairing;
  Sifting& sifting = pairing.sifting;
  if (part == PairPart::both) return probed(pairing, truth);
  const std::size_t which = part == PairPart::later ? 1 : 0;
  if (truth == Truth::no) sifting.out[which][sifting.at] = true;
  if (truth != Truth::yes) sifting.untold[which][sifting.at] |= fields_of(*sifting.sieve, which).read;
  ++sifting.at;
}

// The comparison holds of the first or of the last in the order of the field, or of all or none: the first and the last
// are tried, and where these differ, one in the middle of those between them, until none is between.
bool Pairs::next_probe(ListLoop& loop) {
  const Pairing& pairing = *loop.pairing;
  Sifting& sifting = loop.pairing->sifting;
  const auto size = static_cast<std::uint32_t>(pairing.by_day.size());
  while (sifting.at < size && (!sifting.known[1][sifting.at] || sifting.out[1][sifting.at])) ++sifting.at;
  if (sifting.at == size || sifting.by_field.empty()) return false;
  const Sifting::Search& search = sifting.search;
  const std::uint32_t place = search.tries == 0   ? 0
                              : search.tries == 1 ? static_cast<std::uint32_t>(sifting.by_field.size() - 1)
                                                  : (search.low + search.high) / 2;
  loop.items.front().first = pairing.by_day[sifting.by_field[place]];
  loop.items.front().second = pairing.by_day[sifting.at];
  return true;
}

void Pairs::probed(Pairing& pairing, Truth truth) const {
  Sifting& sifting = pairing.sifting;
  Sifting::Search& search = sifting.search;
  const auto size = static_cast<std::uint32_t>(sifting.by_field.size());
  const auto found = [&](Sifting::Ranks ranks) {
    sifting.holds[sifting.at++] = ranks;
    search = {};
  };
  if (truth == Truth::unknown) return found({0, size});
  if (search.tries == 0) {
    search.first = truth;
  } else if (search.tries == 1) {
    if (truth == search.first) return found({0, truth == Truth::yes ? size : 0});
    search.high = size - 1;
  } else {
    (truth == search.first ? search.low : search.high) = (search.low + search.high) / 2;
  }
  ++search.tries;
  if (search.tries < 2 || search.high - search.low > 1) return;
  found(search.first == Truth::yes ? Sifting::Ranks{0, search.high} : Sifting::Ranks{search.high, size});
}

// What the evidence has of these two, it does not gain again.
void Pairs::told(ListLoop& loop, const LoopItem& pair) {
  Sifting& sifting = loop.pairing->sifting;
  if (sifting.sieve == nullptr) return;
  const std::array<std::uint32_t, 2> items{pair.first, pair.second};
  const std::array<std::uint32_t, 2> places{sifting.place_of[pair.first], sifting.place_of[pair.second]};
  for (std::size_t which = 0; which < 2; ++which) {
    if (!sifting.known[which][places[which]] || !loop.pairing->is_plain[places[which]]) return;
  }
  for (const std::uint32_t index : pair.evidence) {
    const Read& read = run_.reads[index];
    if (read.kind != Read::Kind::item || read.slot != loop.list) continue;
    for (std::size_t which = 0; which < 2; ++which) {
      if (read.item == items[which]) sifting.untold[which][places[which]] &= ~(std::uint64_t{1} << read.field);
    }
  }
}

}  // namespace crit
