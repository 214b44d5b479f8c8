// PEGTL's own check of the grammar: no rule may loop without reading.
#include <catch2/catch.hpp>

#include "parse.hpp"

TEST_CASE("the grammar always gets on") { CHECK(crit::analyze_grammar() == 0); }
