package org.tributary.driver.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.spark.Rdds;

/**
 * Reads JSON lines, UTF-8: a column for each member of the objects. One pass finds the columns.
 *
 * <p>Numbers, booleans and text are cells as they are, arrays of numbers are vectors. A column of
 * several kinds, and every other value, is text: its JSON. A member that an object does not have is
 * missing there.
 */
final class JsonSource {
  private JsonSource() {}

  static Table open(SparkSession spark, FoundFiles files) {
    JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    // Finds damaged and forbidden files before any task does.
    TextRecords.firstLines(sc.hadoopConfiguration(), files);
    JsonColumns columns = columns(sc, files);
    StructType schema = columns.schema();
    Map<String, JsonColumns.Kind> kinds = columns.kinds();
    if (kinds.isEmpty()) {
      // No line is an object; each is reported with its reason.
      columns.kinds().put("value", JsonColumns.Kind.TEXT);
      schema = columns.schema();
    }
    int width = schema.length();
    JavaRDD<SourceRow> records =
        TextRecords.read(
            sc, files, TextRecords.Layout.LINES, width, Map.of(), () -> new JsonLine(kinds));
    return new Table(
        files.name(),
        TextRecords.withPartitions(schema, files),
        records,
        Table.Positions.BYTE_OFFSET,
        files.bytes());
  }

  // Malformed lines are ignored here; the validation reports them.
  private static JsonColumns columns(JavaSparkContext sc, FoundFiles files) {
    int most = JsonColumns.most(Runtime.getRuntime().maxMemory());
    List<JsonColumns> parts =
        Rdds.collect(
            TextRecords.<JsonColumns>scan(
                sc,
                files,
                TextRecords.Layout.LINES,
                Map.of(),
                lines -> List.of(columns(lines, most)).iterator()));
    JsonColumns all = new JsonColumns(most);
    parts.forEach(all::add);
    if (all.areTooMany()) {
      throw new DataException(
          "Cannot read %s: its objects have more than %,d different members (the heap has %,d MiB); raise TRIBUTARY_HEAP, or store wide rows as LIBSVM or as vectors"
              .formatted(files.name(), most, Runtime.getRuntime().maxMemory() >> 20));
    }
    return all;
  }

  private static JsonColumns columns(TextRecords.LineCursor lines, int most) {
    JsonColumns columns = new JsonColumns(most);
    JsonLine parser = new JsonLine(Map.of());
    while (lines.next()) {
      Object[] cells = lines.cells(parser);
      if (cells.length == 1 && cells[0] instanceof JsonNode object) {
        columns.add(object);
      }
    }
    return columns;
  }
}
