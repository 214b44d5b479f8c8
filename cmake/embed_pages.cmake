# cmake -DOUT=file.inc -DPAGES="a.md;b.md" -P embed_pages.cmake: each page as `{"NAME", R"page(text)page"},`, for a table.
set(text "// Written by cmake/embed_pages.cmake.\n")
foreach(page IN LISTS PAGES)
  cmake_path(GET page STEM name)
  file(READ "${page}" content)
  string(APPEND text "{\"${name}\", R\"page(${content})page\"},\n")
endforeach()
file(WRITE "${OUT}" "${text}")
