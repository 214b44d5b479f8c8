// Colours that can be read: each theme's, on the ground it is for, in the palettes that terminals come with.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "line/picture.hpp"

namespace {

using crit::line::Cell;
using crit::line::Role;
using crit::line::Shade;
using crit::line::Theme;

struct Rgb {
  int red, green, blue;
};
struct Palette {
  const char* name;
  std::array<Rgb, 16> colours;
};

// clang-format off
constexpr Palette palettes[] = {
    {"xterm",
     {{{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
       {127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255}}}},
    {"GNOME (Tango)",
     {{{0, 0, 0}, {204, 0, 0}, {78, 154, 6}, {196, 160, 0}, {52, 101, 164}, {117, 80, 123}, {6, 152, 154}, {211, 215, 207},
       {85, 87, 83}, {239, 41, 41}, {138, 226, 52}, {252, 233, 79}, {114, 159, 207}, {173, 127, 168}, {52, 226, 226}, {238, 238, 236}}}},
    {"Windows (Campbell)",
     {{{12, 12, 12}, {197, 15, 31}, {19, 161, 14}, {193, 156, 0}, {0, 55, 218}, {136, 23, 152}, {58, 150, 221}, {204, 204, 204},
       {118, 118, 118}, {231, 72, 86}, {22, 198, 12}, {249, 241, 165}, {59, 120, 255}, {180, 0, 158}, {97, 214, 214}, {242, 242, 242}}}},
    {"Linux",
     {{{0, 0, 0}, {170, 0, 0}, {0, 170, 0}, {170, 85, 0}, {0, 0, 170}, {170, 0, 170}, {0, 170, 170}, {170, 170, 170},
       {85, 85, 85}, {255, 85, 85}, {85, 255, 85}, {255, 255, 85}, {85, 85, 255}, {255, 85, 255}, {85, 255, 255}, {255, 255, 255}}}},
};
// clang-format on

constexpr Role roles[] = {Role::plain, Role::keyword,   Role::name,    Role::number, Role::text,   Role::comment,
                          Role::label, Role::operator_, Role::command, Role::error,  Role::warning};

double share(int value) {
  const double part = value / 255.0;
  return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}
double luminance(Rgb colour) {
  return 0.2126 * share(colour.red) + 0.7152 * share(colour.green) + 0.0722 * share(colour.blue);
}
// As the Web Content Accessibility Guidelines reckon it.
double contrast(Rgb one, Rgb other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

// The colour that a style's parameters name; -1: the terminal's own.
int colour_of(const std::string& style) {
  int colour = -1, number = 0;
  for (const char c : style + ";") {
    if (c != ';') {
      number = number * 10 + (c - '0');
      continue;
    }
    if (number >= 30 && number <= 37) colour = number - 30;
    if (number >= 90 && number <= 97) colour = number - 82;
    number = 0;
  }
  return colour;
}

std::string style(Role role, Theme theme) { return crit::line::style_of(Cell{"x", 1, role, Shade::none}, theme); }

void require_readable(Theme theme, Rgb ground, double least) {
  for (const Palette& palette : palettes) {
    for (const Role role : roles) {
      const int colour = colour_of(style(role, theme));
      if (colour < 0) continue;
      INFO(palette.name << ", role " << static_cast<int>(role) << ", style " << style(role, theme));
      CHECK(contrast(palette.colours[static_cast<std::size_t>(colour)], ground) >= least);
    }
  }
}

}  // namespace

TEST_CASE("the light theme reads on white, the dark one on black, that for both on both") {
  constexpr Rgb white{255, 255, 255}, black{0, 0, 0};
  require_readable(Theme::light, white, 3);
  require_readable(Theme::dark, black, 3);
  // No colour of the sixteen has 3 to 1 on both grounds in all palettes.
  require_readable(Theme::both, white, 2.6);
  require_readable(Theme::both, black, 2.6);
}

TEST_CASE("what is wrong is underlined in every theme") {
  for (const Theme theme : {Theme::both, Theme::light, Theme::dark, Theme::none}) {
    CHECK(style(Role::error, theme).front() == '4');
    CHECK(style(Role::warning, theme).front() == '4');
  }
}

TEST_CASE("without colours there are none") {
  for (const Role role : roles) CHECK(colour_of(style(role, Theme::none)) == -1);
}

TEST_CASE("no theme sets a ground, or more than sixteen colours") {
  for (const Theme theme : {Theme::both, Theme::light, Theme::dark, Theme::none}) {
    for (const Role role : roles) {
      for (const Shade shade :
           {Shade::none, Shade::prompt, Shade::suggested, Shade::menu, Shade::chosen, Shade::note, Shade::escaped}) {
        const std::string style = crit::line::style_of(Cell{"x", 1, role, shade}, theme);
        CHECK(style.find("48") == std::string::npos);
        CHECK(style.find("38") == std::string::npos);
        CHECK(style.find("10") == std::string::npos);
      }
    }
  }
}
