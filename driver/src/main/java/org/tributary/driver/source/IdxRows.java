package org.tributary.driver.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.util.TaskCompletionListener;

/** A range of the rows of files of IDX, as a task reads them; its streams end with the task. */
final class IdxRows implements Iterator<SourceRow> {
  private final List<IdxFile> files;
  private final List<DataInputStream> streams = new ArrayList<>();
  private final int end;
  private int row;

  /**
   * Opens the files.
   *
   * @param conf where the file systems are known
   * @param files the features, and the labels if there are any
   * @param start the first row
   * @param end the row after the last
   */
  IdxRows(Configuration conf, List<IdxFile> files, int start, int end) {
    this.files = files;
    this.row = start;
    this.end = end;
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    try {
      for (IdxFile file : files) {
        streams.add(file.openAt(conf, start));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return row < end;
  }

  @Override
  public SourceRow next() {
    if (row >= end) {
      throw new NoSuchElementException();
    }
    try {
      Object[] cells = new Object[files.size()];
      cells[0] = features(files.get(0), files.get(0).next(streams.get(0)));
      if (cells.length > 1) {
        cells[1] = files.get(1).element().read(files.get(1).next(streams.get(1)));
      }
      return new SourceRow(cells, files.get(0).path(), row++);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object features(IdxFile file, ByteBuffer row) {
    IdxFile.Element element = file.element();
    if (element.fitsFloat()) {
      float[] floats = new float[file.width()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = element.read(row).floatValue();
      }
      return floats;
    }
    double[] doubles = new double[file.width()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = element.read(row).doubleValue();
    }
    return new DenseVector(doubles);
  }

  private void close() {
    try {
      for (DataInputStream stream : streams) {
        stream.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
