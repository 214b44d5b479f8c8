#include "csv.hpp"

#include <utility>

namespace crit {

bool CsvReader::next(CsvRow& row) {
  if (failed_) return false;
  CsvScan::End end = scan_.read(text_, at_);
  if (end == CsvScan::End::going) end = scan_.finish();
  if (end == CsvScan::End::faulty) {
    const CsvFault& fault = scan_.fault();
    diagnostics_.add(Mistake::csv_rows, span(fault.begin, fault.end), std::string(fault_message(fault.kind)), std::string(fault_help(fault.kind)));
    failed_ = true;
  }
  if (end != CsvScan::End::row) return false;
  row.cells.clear();
  for (ScannedCell& cell : scan_.cells()) row.cells.push_back({std::move(cell.text), span(cell.begin, cell.end), cell.as_written});
  row.span = {row.cells.front().span.begin, row.cells.back().span.end};
  return true;
}

}  // namespace crit
