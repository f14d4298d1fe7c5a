package org.tributary.driver.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A column that files of one table hold as different types, so that Spark cannot read them. */
final class TypeClash {
  private TypeClash() {}

  /** Where a column is, and what it holds there. */
  private record Found(String file, String type) {}

  /**
   * Looks for a column of several types; empty if there is none, or a file cannot be read.
   *
   * @param format Spark's name of the format
   * @param options of the format
   */
  static Optional<DataException> find(
      SparkSession spark, String format, Map<String, String> options, FoundFiles files) {
    List<StructType> schemas;
    try {
      schemas =
          files.inParallel(
              spark.sparkContext().hadoopConfiguration(),
              (fs, file) ->
                  spark
                      .read()
                      .options(options)
                      .format(format)
                      .load(SourceFiles.literal(file.getPath()).toString())
                      .schema());
    } catch (Exception e) {
      // What is wrong with a file is what Spark said first.
      return Optional.empty();
    }
    Map<String, Found> first = new HashMap<>();
    for (int i = 0; i < schemas.size(); i++) {
      for (StructField field : schemas.get(i).fields()) {
        Found here =
            new Found(files.files().get(i).getPath().toString(), field.dataType().catalogString());
        Found there = first.putIfAbsent(field.name(), here);
        if (there != null && !there.type().equals(here.type())) {
          return Optional.of(
              of(files.name(), field.name(), there.file(), there.type(), here.file(), here.type()));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the exception for a column of two types. */
  static DataException of(
      String name, String column, String file, String type, String otherFile, String otherType) {
    return new DataException(
        ("Cannot read %s: column %s is %s in %s, but %s in %s (expected one type in all files);"
                + " write these files again with one type, or name only files of one type in data.path")
            .formatted(name, column, type, file, otherType, otherFile));
  }
}
