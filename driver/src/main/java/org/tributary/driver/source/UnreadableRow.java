package org.tributary.driver.source;

import java.io.Serializable;

/**
 * A row that cannot be read.
 *
 * @param file the file that it is in
 * @param position where in the file, in the unit of its table's {@link Table#positions()}
 * @param column the column at fault; empty if it is the row as a whole
 * @param reason what is wrong
 * @param text the row as it stands in the file; empty if its format is not text
 */
public record UnreadableRow(String file, long position, String column, String reason, String text)
    implements Serializable {}
