package org.tributary.driver.score;

import java.util.List;
import java.util.Map;

/**
 * A row that was read.
 *
 * @param line where it begins in the input, from 1
 * @param cells its values by the names of their columns, in their order; null where one is missing
 * @param fields the fields of CSV as they were written; none for JSON
 * @param text the row as it was written, without the line break; empty for CSV
 */
record InputRow(long line, Map<String, Object> cells, List<String> fields, String text) {}
